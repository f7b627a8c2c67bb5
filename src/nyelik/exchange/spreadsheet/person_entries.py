"""The person of a row: a new one, or a patch with what was not known yet. What differs is never overwritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from nyelik.exchange.spreadsheet.outcome import Outcome, Planned, Question, question_key
from nyelik.exchange.spreadsheet.people import is_unnamed
from nyelik.exchange.spreadsheet.places import Place
from nyelik.exchange.spreadsheet.remarks import Remark
from nyelik.exchange.spreadsheet.row import Row
from nyelik.exchange.spreadsheet.state import State, new_remarks, same_value, stable_id
from nyelik.register.areas import holds
from nyelik.register.names import name_key

_ALWAYS_KEPT = ("rw", "puskesmas", "posyandu")
_NAMES = ("name", "mother_name", "father_name")
_ASKED = {"born": "born_differs", "sex": "sex_differs", "nik": "nik_differs"}


def person_body(row: Row, place: Place, nik_usable: bool, mother: UUID | None) -> dict[str, Any]:
    """The fields of a person that a row gives."""
    body = {name: _plain(value) for name, value in row.person.items()}
    if row.nik.digits and nik_usable:
        body["nik"] = row.nik.digits
        body["nik_status"] = "valid"
    elif row.nik.status != "missing":
        body["nik_status"] = row.nik.status if not row.nik.digits else "shared"
    if place.area:
        body["area"] = place.area
    if mother:
        body["mother"] = str(mother)
    return body


def kept_of_person(row: Row, place: Place) -> dict[str, str]:
    """Cells about the person that have no field: names of places not understood, RW, posyandu, spoilt NIKs."""
    kept = {
        row.headers[f"area.{level}"]: text
        for level, text in row.area.items()
        if level in _ALWAYS_KEPT or level not in place.understood
    }
    for to in ("person.nik", "parent.nik"):
        header = row.headers.get(to)
        if header in row.kept:
            kept[header] = row.kept[header]
    return kept


def new_person_id(row: Row, area: str | None) -> UUID:
    """The identity of somebody first met in a row: from what they are, not from the file."""
    person = row.person
    born = person.get("born") if not person.get("born_estimated") else f"~{(area or '')[:13]}"
    mother = name_key(person.get("mother_name") or "")
    name = person.get("name", "")
    return stable_id(
        "person", name_key(name), is_unnamed(name), born, person.get("sex"), mother, row.nik.digits
    )


def plan_person(
    outcome: Outcome,
    person: UUID,
    body: dict[str, Any],
    kept: Mapping[str, str],
    state: State,
    *,
    happened: str,
    is_register: bool,
) -> dict[str, str]:
    """Add the person's entry to the outcome; returns cells that differ and must be kept with the contact."""
    patch: dict[str, Any] = {}
    differing: dict[str, str] = {}
    for name, value in body.items():
        recorded = state.fields.get(name)
        if recorded is None:
            if name != "nik_status" or "nik" not in state.fields:
                patch[name] = value
        elif not _says_same(name, recorded, value):
            differing |= _differs(
                outcome, person, name, value, recorded, patch, is_register, happened
            )
    if imported := new_remarks(kept, state.fields.get("imported") or {}):
        patch["imported"] = imported
    if patch:
        known = bool(state.fields)
        outcome.entries.append(Planned("person", person, person, patch, happened, patches=known))
        merged = (state.fields.get("imported") or {}) | patch.get("imported", {})
        state.fields |= patch | ({"imported": merged} if merged else {})
    return differing


def _differs(
    outcome: Outcome,
    person: UUID,
    name: str,
    value: Any,
    recorded: Any,
    patch: dict[str, Any],
    is_register: bool,
    happened: str,
) -> dict[str, str]:
    """A field that says otherwise: better known now, a question, or a remark kept with the contact."""
    row = outcome.row
    header = row.headers.get(f"person.{name}", name)
    if name == "name" and is_unnamed(str(recorded)):
        row.say("name_now_known", header, row.cells.get(header, ""), value)
        patch[name] = value
        return {}
    if name in ("nik_status", "born_estimated", "mother"):
        return {}
    if name == "area":
        return _area_differs(
            outcome, person, str(value), str(recorded), patch, is_register, happened
        )
    if name in _ASKED or (is_register and name not in _NAMES):
        code = _ASKED.get(name, "field_waits")
        ask(
            outcome,
            Remark(code, header, row.cells.get(header, ""), str(value), str(recorded)),
            person,
            name,
            value,
            happened,
        )
        return {}
    row.say("field_differs", header, row.cells.get(header, ""), value, recorded)
    return {header: row.cells[header]} if header in row.cells else {}


def _area_differs(
    outcome: Outcome,
    person: UUID,
    value: str,
    recorded: str,
    patch: dict[str, Any],
    is_register: bool,
    happened: str,
) -> dict[str, str]:
    if holds(recorded, value):
        patch["area"] = value
        return {}
    if holds(value, recorded):
        return {}
    row = outcome.row
    header = next(
        (row.headers[f"area.{level}"] for level in ("rt", "village") if level in row.area), "RT"
    )
    if is_register:
        ask(
            outcome,
            Remark("field_waits", header, value, value, recorded),
            person,
            "area",
            value,
            happened,
        )
        return {}
    row.say("field_differs", header, row.cells.get(header, ""), value, recorded)
    return {row.headers[f"area.{level}"]: text for level, text in row.area.items()}


def ask(
    outcome: Outcome, remark: Remark, person: UUID, name: str, value: Any, happened: str
) -> None:
    """Hold a change of one field of a person until somebody has decided."""
    outcome.row.remarks.append(remark)
    body = {name: value, "reason": remark.sentence()}
    key = question_key("person", person, name, value)
    outcome.questions.append(
        Question(key, (Planned("person", person, person, body, happened),), remark)
    )


def _says_same(name: str, recorded: Any, value: Any) -> bool:
    if name in _NAMES:
        return name_key(str(recorded)) == name_key(str(value)) or (
            name == "name" and is_unnamed(str(value))
        )
    if name == "born":
        return str(recorded)[:10] == str(value)[:10]
    return same_value(recorded, value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
