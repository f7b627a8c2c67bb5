"""The plan of an import: every row with what will be written, asked and said. Nothing is written here.

Pure: it is handed everybody known (`Register`), and adds people whom it plans itself, so that a child in three rows
is one child. Rows are planned in the order of the file.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from nyelik.base.problem import Problem
from nyelik.exchange.spreadsheet.headers import Table, find_table
from nyelik.exchange.spreadsheet.layout import Fit, Layout, best_fit, is_known_name, layout_named
from nyelik.exchange.spreadsheet.outcome import Outcome
from nyelik.exchange.spreadsheet.planner import Planner, Progress, Register, no_progress
from nyelik.exchange.spreadsheet.read import Source
from nyelik.exchange.spreadsheet.row import Limits
from nyelik.exchange.spreadsheet.rows import Options, TableReader


@dataclass(frozen=True)
class SheetPlan:
    """One sheet: its table, its layout, and how its date columns were read."""

    table: Table
    fit: Fit
    reader: TableReader


@dataclass
class Plan:
    """Everything an import would do. `device` writes it; `skipped` are sheets without a known table."""

    source: Source
    sheets: list[SheetPlan]
    skipped: list[str]
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def layout(self) -> Layout:
        """The layout of the first sheet; sheets of one file seldom differ."""
        return self.sheets[0].fit.layout

    @property
    def device(self) -> str:
        """Hash of content and layout: the same file under another name is the same device."""
        return f"import-{self.source.digest}-{self.layout.id}"

    def counts(self) -> Counter[str]:
        """Rows by status."""
        return Counter(outcome.status for outcome in self.outcomes)


def open_sheets(
    source: Source, limits: Limits, today: dt.date, layout: str | None, options: Options
) -> Plan:
    """Find the tables and their layouts. Raises Problem when no sheet can be understood."""
    chosen: Layout | None = layout_named(layout) if layout else None
    sheets, skipped, first_problem = [], [], None
    for sheet in source.sheets:
        table = find_table(sheet, is_known_name)
        if table is None:
            skipped.append(sheet.name)
            continue
        try:
            found = best_fit(table, chosen)
        except Problem as problem:
            first_problem = first_problem or problem
            skipped.append(sheet.name)
            continue
        sheets.append(SheetPlan(table, found, TableReader(table, found, limits, today, options)))
    if not sheets:
        raise first_problem or Problem("spreadsheet-without-table", file=source.name)
    return Plan(source, sheets, skipped)


def build_plan(
    source: Source,
    register: Register,
    *,
    limits: Limits,
    today: dt.date,
    layout: str | None = None,
    options: Options | None = None,
    progress: Progress = no_progress,
) -> Plan:
    """Read, match and plan every row of a file."""
    options = options or Options()
    plan = open_sheets(source, limits, today, layout, options)
    planner = Planner(register, options, today)
    for sheet in plan.sheets:
        total = len(sheet.table.rows)
        rows = []
        for done, row in enumerate(sheet.reader):
            rows.append(row)
            if done % 1000 == 0:
                progress("read", done, total)
        progress("read", total, total)
        plan.outcomes += planner.plan_rows(rows, sheet.fit.layout, progress)
    planner.drop_asked(plan.outcomes)
    return plan
