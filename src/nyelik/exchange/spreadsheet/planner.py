"""Planning rows one after the other: who each is about, what is new in it, what has to be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from nyelik.exchange.spreadsheet.contact_entries import contact_id
from nyelik.exchange.spreadsheet.filling import fill
from nyelik.exchange.spreadsheet.layout import Layout
from nyelik.exchange.spreadsheet.outcome import Outcome, question_device, question_key
from nyelik.exchange.spreadsheet.people import Known, Match, People
from nyelik.exchange.spreadsheet.person_entries import new_person_id, person_body
from nyelik.exchange.spreadsheet.places import Place, Places
from nyelik.exchange.spreadsheet.questions import ask_the_rest, hold_all
from nyelik.exchange.spreadsheet.remarks import WEIGHTS, Remark
from nyelik.exchange.spreadsheet.row import Row
from nyelik.exchange.spreadsheet.rows import Options, check_row
from nyelik.exchange.spreadsheet.state import State, stable_id
from nyelik.exchange.spreadsheet.targets import check_target
from nyelik.exchange.spreadsheet.veil import veil
from nyelik.register.names import name_key
from nyelik.register.nik import nik_problems

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

    def remembered(self, subjects: Collection[UUID]) -> Mapping[UUID, UUID]:
        """Contacts that earlier imports wrote, and whom they concern now."""
        ...


class Planner:
    def __init__(self, register: Register, options: Options, today: dt.date) -> None:
        self.register, self.people, self.options, self.today = (
            register,
            register.people,
            options,
            today,
        )
        self.states: dict[UUID, State] = {}
        self.months: dict[tuple[UUID, str], dt.date] = {}
        self.memory: Mapping[UUID, UUID] = {}
        self.asked_before: Mapping[str, bool] = {}

    def plan_rows(self, rows: list[Row], layout: Layout, progress: Progress) -> list[Outcome]:
        shared = _shared_niks(rows)
        self._recall(rows, layout)
        matched = []
        for done, row in enumerate(rows):
            matched.append(self._match(row, layout, shared))
            if done % 1000 == 0:
                progress("match", done, len(rows))
        progress("match", len(rows), len(rows))
        known = {
            m.person.id for m, _, _ in matched if m.person and not m.person.new
        } - self.states.keys()
        self.states |= self.register.states(known)
        outcomes = []
        for done, (row, (match, place, usable)) in enumerate(zip(rows, matched, strict=True)):
            outcomes.append(self._plan(row, layout, match, place, usable))
            if match.person is not None and match.person.closed:
                veil(outcomes[-1])
            if done % 1000 == 0:
                progress("plan", done, len(rows))
        progress("plan", len(rows), len(rows))
        return outcomes

    def _match(
        self, row: Row, layout: Layout, shared: Mapping[str, str]
    ) -> tuple[Match, Place, bool]:
        """Who the row is about; a new person is made known at once, for the rows to come."""
        if not row.is_data or layout.row == "target":
            return Match(None), Place(), True
        place = self.register.places.find(row.area)
        check_row(row, self.today)
        usable = self._check_nik(row, shared)
        self._check_complete(row, layout)
        if row.question in self.asked_before:
            row.say("in_queue" if self.asked_before[row.question] else "decided")
            return Match(None), place, usable
        match = self._known(row) or self.people.match(row, usable, place.area, self.options.within)
        row.remarks += match.remarks
        if match.person is not None:
            self.people.learn(match.person, row, usable)
        elif not _is_whole(row):
            match = Match(self._new(row, place, usable), match.remarks)
        return match, place, usable

    def _recall(self, rows: Sequence[Row], layout: Layout) -> None:
        """What earlier imports did with the same rows: an answer once given stays, whoever came to be known since."""
        for row in rows:
            row.person_key = new_person_id(row, self.register.places.find(row.area).area)
            row.question = _row_question(row, layout)
        subjects = {_subject_of(row, layout): row for row in rows if row.on}
        self.memory = self.register.remembered(subjects.keys())
        self.layout = layout
        self.asked_before = self.register.asked({row.question for row in rows})

    def _known(self, row: Row) -> Match | None:
        """Whom an earlier import found the row to be about."""
        person = self.memory.get(_subject_of(row, self.layout)) if row.on else None
        found = self.people.by_id.get(person) if person else None
        found = found or (self.people.by_id.get(row.person_key) if row.person_key else None)
        return Match(found) if found and not found.new else None

    def _new(self, row: Row, place: Place, usable: bool) -> Known:
        assert row.person_key is not None
        person = row.person
        new = Known(
            row.person_key,
            person.get("name", ""),
            person.get("sex"),
            row.born,
            row.nik.digits if usable else None,
            person.get("mother_name"),
            place.area,
            new=True,
        )
        self.people.add(new)
        return new

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
        if nik_problems(
            digits,
            sex=row.person.get("sex"),
            born=row.born if "born_estimated" not in row.person else None,
        ):
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
            faults = list(check_target(row))
            for code in faults or ["target_read"]:
                row.say(code)
            return outcome
        if row.question in self.asked_before:
            return outcome
        if match.person is None or outcome.waits_whole:
            outcome.person = stable_id("row", row.key(layout.family))
            self._fill(outcome, layout, place, usable, State())
            hold_all(outcome, row.key(layout.family))
            return outcome
        outcome.person, outcome.is_new_person = match.person.id, match.person.new
        self._fill(outcome, layout, place, usable, self.states.setdefault(match.person.id, State()))
        ask_the_rest(outcome)
        self._same_month(outcome)
        if not outcome.entries and not outcome.questions:
            row.say("already_there")
        return outcome

    def _fill(
        self, outcome: Outcome, layout: Layout, place: Place, usable: bool, state: State
    ) -> None:
        mother = self.people.by_nik.get(outcome.row.parent_nik.digits or "")
        body = person_body(outcome.row, place, usable, mother.id if mother else None)
        fill(outcome, layout, place, body, state, self.today)

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


def _row_question(row: Row, layout: Layout) -> str:
    return question_device(question_key("row", row.key(layout.family)))


def _subject_of(row: Row, layout: Layout) -> UUID:
    return contact_id(row, layout.family, str(row.on))


def _is_whole(row: Row) -> bool:
    return any(remark.weight == WEIGHTS.index("whole") for remark in row.remarks)
