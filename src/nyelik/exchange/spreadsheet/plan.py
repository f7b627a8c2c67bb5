"""The plan of an import: every row with what will be written, asked and said. Nothing is written here.

Pure: it is handed everybody known (`Register`), and adds people whom it plans itself, so that a child in three rows
is one child. Rows are planned in the order of the file.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from nyelik.base.problem import Problem
from nyelik.exchange.spreadsheet.contact_entries import plan_contact, plan_doses, plan_pregnancy
from nyelik.exchange.spreadsheet.headers import Table, find_table
from nyelik.exchange.spreadsheet.layout import Fit, Layout, best_fit, is_known_name, layout_named
from nyelik.exchange.spreadsheet.outcome import Outcome, Planned, Question, question_key
from nyelik.exchange.spreadsheet.people import Known, Match, People
from nyelik.exchange.spreadsheet.person_entries import kept_of_person, new_person_id, person_body, plan_person
from nyelik.exchange.spreadsheet.places import Place, Places
from nyelik.exchange.spreadsheet.read import Source
from nyelik.exchange.spreadsheet.remarks import WEIGHTS, Remark
from nyelik.exchange.spreadsheet.row import Limits, Row
from nyelik.exchange.spreadsheet.rows import Options, TableReader, check_row
from nyelik.exchange.spreadsheet.state import State, stable_id
from nyelik.register.names import name_key
from nyelik.register.nik import nik_problems

OUR_MARK = "Nyelik "
"""What the column Detail of our own e-PPGBM export begins with: such a row's scores and statuses are ours."""

Progress = Callable[[str, int, int], None]


def no_progress(step: str, done: int, total: int) -> None:
    """Say nothing."""


class Register(Protocol):
    """What an import asks of the register and the journal."""

    people: People
    places: Places

    def states(self, persons: Collection[UUID]) -> Mapping[UUID, State]:
        """What is on record of these people."""
        ...

    def asked(self, devices: Collection[str]) -> Mapping[str, bool]:
        """Questions asked before, by device: True while they wait."""
        ...


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


def open_sheets(source: Source, limits: Limits, today: dt.date, layout: str | None, options: Options) -> Plan:
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
    source: Source, register: Register, *, limits: Limits, today: dt.date, layout: str | None = None,
    options: Options | None = None, progress: Progress = no_progress,
) -> Plan:  # fmt: skip
    """Read, match and plan every row of a file."""
    options = options or Options()
    plan = open_sheets(source, limits, today, layout, options)
    planner = _Planner(register, options, today)
    for sheet in plan.sheets:
        total = len(sheet.table.rows)
        rows = []
        for done, row in enumerate(sheet.reader):
            rows.append(row)
            if done % 1000 == 0:
                progress("read", done, total)
        plan.outcomes += planner.plan_rows(rows, sheet.fit.layout, progress)
    planner.drop_asked(plan.outcomes)
    return plan


class _Planner:
    def __init__(self, register: Register, options: Options, today: dt.date) -> None:
        self.register, self.people, self.options, self.today = register, register.people, options, today
        self.states: dict[UUID, State] = {}
        self.months: dict[tuple[UUID, str], dt.date] = {}

    def plan_rows(self, rows: list[Row], layout: Layout, progress: Progress) -> list[Outcome]:
        shared = _shared_niks(rows)
        matched = []
        for done, row in enumerate(rows):
            matched.append(self._match(row, layout, shared))
            if done % 1000 == 0:
                progress("match", done, len(rows))
        known = {m.person.id for m, _, _ in matched if m.person and not m.person.new} - self.states.keys()
        self.states |= self.register.states(known)
        outcomes = []
        for done, (row, (match, place, usable)) in enumerate(zip(rows, matched, strict=True)):
            outcomes.append(self._plan(row, layout, match, place, usable))
            if done % 1000 == 0:
                progress("plan", done, len(rows))
        progress("plan", len(rows), len(rows))
        return outcomes

    def _match(self, row: Row, layout: Layout, shared: Mapping[str, str]) -> tuple[Match, Place, bool]:
        """Who the row is about; a new person is made known at once, for the rows to come."""
        if not row.is_data or layout.row == "target":
            return Match(None), Place(), True
        place = self.register.places.find(row.area)
        check_row(row, self.today)
        usable = self._check_nik(row, shared)
        self._check_complete(row, layout)
        match = self.people.match(row, usable, place.area, self.options.within)
        row.remarks += match.remarks
        if match.person is None and not _is_whole(row):
            person = row.person
            new = Known(new_person_id(row, place.area), person.get("name", ""), person.get("sex"), row.born,
                        row.nik.digits if usable else None, person.get("mother_name"), place.area, new=True)  # fmt: skip
            self.people.add(new)
            match = Match(new, match.remarks)
        return match, place, usable

    def _check_nik(self, row: Row, shared: Mapping[str, str]) -> bool:
        """Whether the NIK may tell who this is: not when it is the parent's, or other children's too."""
        digits, header = row.nik.digits, row.headers.get("person.nik", "NIK")
        if digits is None:
            return False
        if digits == row.parent_nik.digits:
            row.say("nik_of_parent", header)
            row.kept[header] = row.cells[header]
            return False
        if digits in shared:
            row.say("nik_shared", header, other=shared[digits])
            row.kept[header] = row.cells[header]
            return False
        if nik_problems(digits, sex=row.person.get("sex"), born=row.born if "born_estimated" not in row.person else None):
            row.say("nik_disagrees", header)
        return True

    def _check_complete(self, row: Row, layout: Layout) -> None:
        if layout.row == "measurement" and row.on is None:
            row.say("no_date")
        if "name" not in row.person and not row.nik.digits:
            row.say("no_name", "Nama")
        has_born = row.born is not None or layout.id == "eppgbm-pengukuran"
        if not has_born and layout.row != "pregnancy":
            row.say("no_born")

    def _plan(self, row: Row, layout: Layout, match: Match, place: Place, usable: bool) -> Outcome:
        outcome = Outcome(row)
        if not row.is_data:
            row.say("not_data")
            return outcome
        if layout.row == "target":
            row.say("target_read")
            return outcome
        whole = outcome.waits_whole
        if match.person is None or whole:
            outcome.person = stable_id("row", row.key(layout.family))
            self._fill(outcome, layout, place, usable, State())
            _hold_all(outcome, row.key(layout.family))
            return outcome
        outcome.person, outcome.is_new_person = match.person.id, match.person.new
        self._fill(outcome, layout, place, usable, self.states.setdefault(match.person.id, State()))
        _ask_the_rest(outcome)
        self._same_month(outcome)
        if not outcome.entries and not outcome.questions:
            row.say("already_there")
        return outcome

    def _fill(self, outcome: Outcome, layout: Layout, place: Place, usable: bool, state: State) -> None:
        """All entries of a row about `outcome.person`."""
        row, person = outcome.row, outcome.person
        assert person is not None
        ours = row.cells.get("Detail", "").startswith(OUR_MARK)
        happened = (row.on or row.born or self.today).isoformat()
        kept = {} if ours else kept_of_person(row, place)
        of_row = {} if ours else {header: text for header, text in row.kept.items() if header not in kept}
        if not ours:
            _say_unknown_places(row, place)
        if layout.row in ("person", "doses"):
            kept |= of_row
        mother = self.people.by_nik.get(row.parent_nik.digits or "")
        body = person_body(row, place, usable, mother.id if mother else None)
        differing = plan_person(outcome, person, body, kept, state, happened=happened, is_register=layout.row == "person")
        if row.birth and row.born:
            plan_contact(outcome, state, layout, row.born, row.birth, {}, series="birth", group="birth")
        if layout.row == "measurement" and row.on is not None:
            plan_contact(outcome, state, layout, row.on, row.observations, of_row | differing, place=place.posyandu)
        elif layout.row == "doses":
            plan_doses(outcome, state, layout, place.posyandu)
        elif layout.row == "pregnancy":
            plan_pregnancy(outcome, state, layout, of_row | differing, place.posyandu)

    def _same_month(self, outcome: Outcome) -> None:
        row, person = outcome.row, outcome.person
        if row.on is None or person is None:
            return
        earlier = self.months.setdefault((person, row.on.isoformat()[:7]), row.on)
        if earlier != row.on:
            row.say("same_month", other=earlier)

    def drop_asked(self, outcomes: Sequence[Outcome]) -> None:
        """Leave out questions that an earlier import (or an earlier row) has asked already."""
        devices = {question.device for outcome in outcomes for question in outcome.questions}
        asked = dict(self.register.asked(devices))
        for outcome in outcomes:
            fresh = []
            for question in outcome.questions:
                if question.device not in asked:
                    asked[question.device] = True
                    fresh.append(question)
                elif asked[question.device] and Remark("in_queue") not in outcome.row.remarks:
                    outcome.row.say("in_queue")
            outcome.questions = fresh


def _shared_niks(rows: Sequence[Row]) -> dict[str, str]:
    """NIKs that a file gives to different people (neither name nor birth date agrees), with their names."""
    holders: dict[str, dict[tuple[str, dt.date | None], str]] = {}
    for row in rows:
        if row.nik.digits:
            who = (name_key(row.person.get("name", "")), row.born)
            holders.setdefault(row.nik.digits, {})[who] = row.person.get("name", "?")
    return {
        nik: ", ".join(dict.fromkeys(found.values()))
        for nik, found in holders.items()
        if len({name for name, _ in found}) > 1 and len({born for _, born in found}) > 1
    }


def _is_whole(row: Row) -> bool:
    return any(remark.weight == WEIGHTS.index("whole") for remark in row.remarks)


def _say_unknown_places(row: Row, place: Place) -> None:
    if place.area is None and "village" not in row.area:
        return
    for level in ("village", "rt"):
        if level in row.area and level not in place.understood:
            row.say("area_unknown", row.headers[f"area.{level}"], row.area[level])


def _hold_all(outcome: Outcome, key: str) -> None:
    """A row that cannot count before somebody has looked: all its entries wait, with every cell as it was."""
    row, person = outcome.row, outcome.person
    assert person is not None
    remark = max(row.remarks, key=lambda one: one.weight)
    reason = {"reason": remark.sentence(), "imported": dict(row.cells)}
    first = Planned("person", person, person, reason, _date_of(outcome))
    entries = _merged(first, [entry for entry in outcome.entries if not _from_nowhere(entry)])
    outcome.questions = [Question(question_key("row", key), tuple(entries), remark)]
    outcome.entries = []


def _merged(first: Planned, entries: Sequence[Planned]) -> list[Planned]:
    """The person's patch and the reason in one entry, then the others."""
    rest = []
    for entry in entries:
        if entry.kind == "person":
            imported = first.body["imported"] | entry.body.get("imported", {})
            first = Planned("person", first.subject, first.about, {**entry.body, **first.body, "imported": imported}, first.happened)
        else:
            rest.append(entry)
    return [first, *rest]


def _from_nowhere(entry: Planned) -> bool:
    """An episode or contact that would be told of nobody's day."""
    return entry.happened < "1900-01-02"


def _date_of(outcome: Outcome) -> str:
    row = outcome.row
    return (row.on or row.born or dt.date(1900, 1, 1)).isoformat()


def _ask_the_rest(outcome: Outcome) -> None:
    """A question for each cell that could not be read (those that differ have asked already)."""
    row, person = outcome.row, outcome.person
    assert person is not None
    asked = {question.remark for question in outcome.questions}
    for code, text in row.sealed:
        remark = next(one for one in row.remarks if one.raw == "•••")
        body = {"observations": {code: text}, "reason": remark.sentence()}
        subject = stable_id("contact", person, "sealed", code, text)
        entry = Planned("contact", subject, person, body, _date_of(outcome))
        outcome.questions.append(Question(question_key("sealed", person, code, text), (entry,), remark))
        asked.add(remark)
    for remark in row.remarks:
        if remark.weight == WEIGHTS.index("part") and remark not in asked and remark.raw != "•••":
            name = " ".join(filter(None, (remark.header or remark.code, row.on.isoformat() if row.on else "")))
            body = {"reason": remark.sentence(), "imported": {name: remark.raw or remark.sentence()}}
            entry = Planned("person", person, person, body, _date_of(outcome))
            key = question_key("cell", person, remark.code, name, remark.raw)
            outcome.questions.append(Question(key, (entry,), remark))


