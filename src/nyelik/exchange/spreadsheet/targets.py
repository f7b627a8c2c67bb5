"""Rows of our target template (sasaran): read, judged, and recorded with the targets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from nyelik.exchange.spreadsheet.row import Row

if TYPE_CHECKING:
    from nyelik.exchange.spreadsheet.plan import Plan

KINDS = {
    "proyeksi": "projected",
    "projected": "projected",
    "ditetapkan": "decreed",
    "decreed": "decreed",
}


def record_targets(plan: Plan, now: dt.datetime) -> int:
    """Keep the targets of a plan that are not on record with the same value; how many were new."""
    rows = [
        outcome.row
        for outcome in plan.outcomes
        if outcome.row.target and not any(check_target(outcome.row))
    ]
    if not rows:
        return 0
    from nyelik.improve.targets import Target, record

    known = set(Target.objects.values_list("subject", "area", "year", "kind", "people"))
    wanted = {values: row for row in rows if (values := _values(row))}
    fresh = [row_of(values, row, now) for values, row in wanted.items() if values not in known]
    return record(fresh)


def _values(row: Row) -> tuple[str, str, int, str, int] | None:
    """(subject, area, year, kind, people), or None if the row says less."""
    said = row.target
    kind = KINDS.get(str(said.get("basis", "proyeksi")).casefold())
    if kind is None or not {"indicator", "area", "year", "number"} <= said.keys():
        return None
    return str(said["indicator"]), str(said["area"]), int(said["year"]), kind, int(said["number"])


def row_of(values: tuple[str, str, int, str, int], row: Row, now: dt.datetime) -> Any:
    """The target that is kept."""
    from nyelik.improve.targets import Target

    subject, area, year, kind, people = values
    return Target(
        subject=subject,
        area=area,
        year=year,
        kind=kind,
        people=people,
        source=str(row.target.get("source", ""))[:200],
        decree=str(row.target.get("decree", ""))[:120],
        recorded_at=now,
    )


def check_target(row: Row) -> Iterator[str]:
    """Reason codes for a target row that cannot be recorded."""
    if _values(row) is None:
        yield "target_unclear"
    elif KINDS.get(str(row.target.get("basis", "")).casefold()) == "decreed" and not row.target.get(
        "decree"
    ):
        yield "target_without_decree"
