"""The entries of one row, once it is known whom it is about."""

from __future__ import annotations

import datetime as dt
from typing import Any

from nyelik.exchange.spreadsheet.contact_entries import plan_contact, plan_doses, plan_pregnancy
from nyelik.exchange.spreadsheet.layout import Layout
from nyelik.exchange.spreadsheet.outcome import Outcome
from nyelik.exchange.spreadsheet.person_entries import kept_of_person, plan_person
from nyelik.exchange.spreadsheet.places import Place
from nyelik.exchange.spreadsheet.row import Row
from nyelik.exchange.spreadsheet.state import State

OUR_MARK = "Nyelik "
"""What the column Detail of our own e-PPGBM export begins with: scores and places of such a row are no news."""


def fill(
    outcome: Outcome,
    layout: Layout,
    place: Place,
    body: dict[str, Any],
    state: State,
    today: dt.date,
) -> None:
    """Plan the person (`body`) and everything the row says of them."""
    row, person = outcome.row, outcome.person
    assert person is not None
    of_person, of_row = _kept(row, place)
    if layout.row in ("person", "doses"):
        of_person |= of_row
    happened = (row.on or row.born or today).isoformat()
    is_register = layout.row == "person"
    of_row |= plan_person(
        outcome, person, body, of_person, state, happened=happened, is_register=is_register
    )
    if row.birth and row.born:
        plan_contact(outcome, state, layout, row.born, row.birth, {}, series="birth", group="birth")
    at = place.posyandu
    if layout.row == "measurement" and row.on is not None:
        plan_contact(outcome, state, layout, row.on, row.observations, of_row, place=at)
    elif layout.row == "doses":
        plan_doses(outcome, state, layout, at)
    elif layout.row == "pregnancy":
        plan_pregnancy(outcome, state, layout, of_row, at)


def _kept(row: Row, place: Place) -> tuple[dict[str, str], dict[str, str]]:
    """Cells to keep as they are, with the person and with the row."""
    if row.cells.get("Detail", "").startswith(OUR_MARK):
        spoilt = row.headers.get("person.nik")  # masked by us
        return {}, {h: text for h, text in row.kept.items() if h not in row.as_said and h != spoilt}
    _say_unknown_places(row, place)
    of_person = kept_of_person(row, place)
    return of_person, {h: text for h, text in row.kept.items() if h not in of_person}


def _say_unknown_places(row: Row, place: Place) -> None:
    if place.area is None and "village" not in row.area:
        return
    for level in ("village", "rt"):
        if level in row.area and level not in place.understood:
            row.say("area_unknown", row.headers[f"area.{level}"], row.area[level])
