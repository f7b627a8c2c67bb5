"""Contacts, doses and pregnancies of a row: what is new is planned, what is there is left, what differs is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from nyelik.exchange.spreadsheet.layout import Layout
from nyelik.exchange.spreadsheet.outcome import Outcome, Planned, Question, question_key
from nyelik.exchange.spreadsheet.remarks import Remark
from nyelik.exchange.spreadsheet.row import DoseSaid, Row
from nyelik.exchange.spreadsheet.state import Pregnancy, State, new_remarks, same_value, stable_id

# Two registers may date the start of one pregnancy differently (HPHT against ultrasound); two pregnancies
# cannot start within this many days of each other.
_SAME_PREGNANCY_DAYS = 60


def contact_id(row: Row, family: str, happened: str, series: str = "") -> UUID:
    """The identity of a contact: who the row says it is about, the day, and the kind of file; the same in any file."""
    return stable_id("contact", row.person_key, happened, family, series)


def plan_contact(
    outcome: Outcome,
    state: State,
    layout: Layout,
    on: dt.date,
    observations: Mapping[str, Any],
    kept: Mapping[str, str],
    *,
    place: str | None = None,
    series: str = "",
    group: str = "contact",
) -> None:
    """One contact on one day. `series` tells contacts of one day apart (birth, visits); `group` names the columns."""
    assert outcome.person is not None
    happened = on.isoformat()
    day = state.day(happened)
    fresh = {code: value for code, value in observations.items() if code not in day.values}
    for code, value in observations.items():
        if code in day.values and not any(same_value(one.value, value) for one in day.values[code]):
            _ask_value(outcome, day.values[code][-1], code, value, happened, group)
    subject = contact_id(outcome.row, layout.family, happened, series)
    body: dict[str, Any] = {"observations": fresh} if fresh else {}
    if imported := new_remarks(kept, day.imported):
        body["imported"] = imported
    note = outcome.row.note if group == "contact" else None
    if note and note not in day.notes:
        body["note"] = note
    if body:
        _add_contact(
            outcome, state, layout, subject, happened, body, place, is_birth=series == "birth"
        )


def _add_contact(
    outcome: Outcome,
    state: State,
    layout: Layout,
    subject: UUID,
    happened: str,
    body: dict[str, Any],
    place: str | None,
    *,
    is_birth: bool = False,
) -> None:
    assert outcome.person is not None
    patches = subject in state.day(happened).subjects
    if not patches:
        body = dict(layout.contact) | ({"package": "kelahiran"} if is_birth else {}) | body
    state.take_contact(subject, happened, body)
    outcome.entries.append(
        Planned("contact", subject, outcome.person, body, happened, place, patches)
    )


def _ask_value(
    outcome: Outcome, recorded: Any, code: str, value: Any, happened: str, group: str
) -> None:
    row, person = outcome.row, outcome.person
    assert person is not None
    header = row.headers.get(f"{group}.{code}", code)
    remark = Remark("value_differs", header, _text(value), happened, _text(recorded.value))
    row.remarks.append(remark)
    body = {"observations": {code: value}, "reason": remark.sentence()}
    entry = Planned("contact", recorded.subject, person, body, happened)
    outcome.questions.append(
        Question(question_key("value", person, happened, code, value), (entry,), remark)
    )


def _text(value: Any) -> str:
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)


def plan_doses(outcome: Outcome, state: State, layout: Layout, place: str | None) -> None:
    """Vaccinations: one contact for each day, a second where one vaccine was written twice on a day."""
    by_day: dict[tuple[str, int], dict[str, int]] = {}
    for dose in outcome.row.doses:
        recorded = state.doses.get((dose.vaccine, dose.number))
        if recorded is None:
            given, nth = dose.on.isoformat(), 0
            while dose.vaccine in by_day.get((given, nth), {}):
                nth += 1
            by_day.setdefault((given, nth), {})[dose.vaccine] = dose.number
        elif recorded != dose.on.isoformat():
            _ask_dose(outcome, layout, dose, recorded)
    for (given, nth), doses in sorted(by_day.items()):
        series = "doses" + (str(nth) if nth else "")
        subject = contact_id(outcome.row, layout.family, given, series)
        _add_contact(outcome, state, layout, subject, given, {"doses": doses}, place)


def _ask_dose(outcome: Outcome, layout: Layout, dose: DoseSaid, recorded: str) -> None:
    person = outcome.person
    assert person is not None
    happened = dose.on.isoformat()
    remark = Remark("dose_differs", dose.header, dose.raw, happened, recorded)
    outcome.row.remarks.append(remark)
    body = {"doses": {dose.vaccine: dose.number}, "reason": remark.sentence(), **layout.contact}
    subject = stable_id(
        "contact", person, happened, layout.family, f"other-{dose.vaccine}-{dose.number}"
    )
    entry = Planned("contact", subject, person, body, happened)
    outcome.questions.append(
        Question(
            question_key("dose", person, dose.vaccine, dose.number, happened), (entry,), remark
        )
    )


def plan_pregnancy(
    outcome: Outcome, state: State, layout: Layout, kept: Mapping[str, str], place: str | None
) -> None:
    """A row of the mothers' cohort: the pregnancy, its visits with the first one's results, postpartum visits."""
    row = outcome.row
    said = row.pregnancy
    due = said.get("due")
    start = due - dt.timedelta(days=layout.pregnancy_days) if due else None
    if start is None:
        row.say("no_due")
    facts: dict[str, Any] = {
        code: said[code] for code in ("gravida", "parity", "birth_interval_years") if code in said
    }
    body: dict[str, Any] = {
        "start": start.isoformat() if start else None,
        "outcome": said.get("outcome"),
    }
    if delivered := said.get("delivered"):
        body |= {"delivered": delivered.isoformat(), "end": delivered.isoformat()}
    _add_pregnancy(
        outcome, state, start, {name: v for name, v in body.items() if v is not None}, facts, kept
    )
    _plan_visits(outcome, state, layout, place)
    for visit in row.postpartum:
        plan_contact(
            outcome,
            state,
            layout,
            visit.on,
            {"postpartum_visit": True},
            {},
            place=place,
            series="kf",
            group="kf",
        )


def _add_pregnancy(
    outcome: Outcome,
    state: State,
    start: dt.date | None,
    body: dict[str, Any],
    facts: dict[str, Any],
    kept: Mapping[str, str],
) -> None:
    person = outcome.person
    assert person is not None
    subject = stable_id("episode", person, "pregnancy", start)
    known = _recorded_pregnancy(state, start, subject)
    recorded = known.fields if known else {}
    kept = dict(kept) | _differing(outcome, body | facts, recorded | (recorded.get("facts") or {}))
    patch = {name: value for name, value in body.items() if name not in recorded}
    if new_facts := {
        code: value for code, value in facts.items() if code not in (recorded.get("facts") or {})
    }:
        patch["facts"] = new_facts
    if imported := new_remarks(kept, recorded.get("imported") or {}):
        patch["imported"] = imported
    if not patch:
        return
    if known is None:
        patch["type"] = "pregnancy"
        state.pregnancies.append(Pregnancy(subject, start, dict(patch)))
    else:
        recorded.update(
            {k: (recorded.get(k) or {}) | v if isinstance(v, dict) else v for k, v in patch.items()}
        )
    happened = (start or outcome.row.born or _LONG_AGO).isoformat()
    written = known.subject if known else subject
    entry = Planned("episode", written, person, patch, happened, patches=known is not None)
    outcome.entries.append(entry)


def _recorded_pregnancy(state: State, start: dt.date | None, subject: UUID) -> Pregnancy | None:
    """The pregnancy on record that a row means: started about then, or written by the same row before."""
    for one in state.pregnancies:
        if one.subject == subject or (start and one.start and _near(one.start, start)):
            return one
    return None


def _differing(
    outcome: Outcome, said: Mapping[str, Any], recorded: Mapping[str, Any]
) -> dict[str, str]:
    """Cells that say otherwise than the record, which stays: kept as a remark."""
    row, kept = outcome.row, {}
    columns = {"start": "due", "end": "delivered"}
    for name, value in said.items():
        header = row.headers.get(f"pregnancy.{columns.get(name, name)}", "")
        if name in recorded and not same_value(recorded[name], value) and header in row.cells:
            row.say("field_differs", header, row.cells[header], value, recorded[name])
            kept[header] = row.cells[header]
    return kept


_LONG_AGO = dt.date(1900, 1, 1)


def _near(one: dt.date, other: dt.date) -> bool:
    return abs((one - other).days) <= _SAME_PREGNANCY_DAYS


def _plan_visits(outcome: Outcome, state: State, layout: Layout, place: str | None) -> None:
    row = outcome.row
    visits = sorted(row.visits, key=lambda visit: visit.on)
    if not visits and row.first:
        row.say("no_visit")
        return
    for number, visit in enumerate(visits):
        observations = {"anc_visit": True} | (row.first if number == 0 else {})
        on = _same_month(state, visit.on) if visit.estimated else None
        if visit.estimated and on is None:
            row.say("day_estimated", visit.header, visit.raw, visit.on)
        plan_contact(
            outcome,
            state,
            layout,
            on or visit.on,
            observations,
            {},
            place=place,
            series="anc",
            group="first",
        )


def _same_month(state: State, on: dt.date) -> dt.date | None:
    """A visit on record in the month of a visit whose day nobody wrote down."""
    month = on.isoformat()[:7]
    days = (
        day
        for day, found in state.days.items()
        if day.startswith(month) and "anc_visit" in found.values
    )
    return next((dt.date.fromisoformat(day) for day in sorted(days)), None)
