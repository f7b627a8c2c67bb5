"""contracts/vectors/recap.json: the recap of one hari buka, as the desk and the phone must both reckon it.

A person's entries are [kind, subject, happened, body], in the order of writing; `target` says whether the session is
for them. `rows` has the names behind every number, `reasons` the findings that make somebody one with a problem.
NYELIK_GOLDEN=write writes what the desk says; read the difference before it is kept.
"""

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from nyelik.base.dates import day_number
from nyelik.care.recap import Outcome, SessionRecap, rows_of
from nyelik.journal.entry import StoredEntry, encode
from nyelik.journal.fold import Subject, fold
from nyelik.rules.load import load
from tests.support.phone import phone_of_rulebook

FILE = Path(__file__).parents[2] / "contracts" / "vectors" / "recap.json"
COLUMNS = ("target", "came", "absent", "normal", "problem", "referred")
Said = dict[str, Any]


@pytest.fixture(scope="module")
def vectors() -> Said:
    return dict(json.loads(FILE.read_text("utf-8")))


def entries_of(person: Said) -> list[StoredEntry]:
    about = UUID(person["id"])
    return [
        StoredEntry(
            device="hp", number=number, kind=kind, subject=UUID(subject), about=about, body=body,
            happened=happened, written=number, rulebook="test", seq=number, received=0, status="accepted",
        )
        for number, (kind, subject, happened, body) in enumerate(person["entries"], 1)
    ]  # fmt: skip


def desk_says(vectors: Said) -> Said:
    recap = SessionRecap(load(), dt.date.fromisoformat(vectors["day"]))
    targets: dict[UUID, str] = {}
    outcomes: list[Outcome] = []
    for person in vectors["people"]:
        about, subjects = UUID(person["id"]), list(fold(entries_of(person)).values())
        if person["target"]:
            targets[about] = recap.group_of(about, subjects)
        if contacts := [one for one in subjects if is_of(one, vectors["session"])]:
            outcomes.append(recap.outcome(about, subjects, contacts))
    rows = rows_of([one.code for one in recap.groups], targets, outcomes)
    reasons = {
        str(one.about): [[r.state.finding.id, r.state.found and r.state.found.id] for r in one.reasons]
        for one in outcomes
    }  # fmt: skip
    return by_name(vectors, [vars(row) for row in rows], reasons)


def is_of(subject: Subject, session: str) -> bool:
    return (
        subject.kind == "contact"
        and not subject.retracted
        and subject.fields.get("session") == session
    )


def phone_says(vectors: Said) -> Said:
    people = [
        {
            "id": one["id"],
            "target": one["target"],
            "entries": [
                json.loads(encode(entry)) | {"written": str(entry.written)}
                for entry in entries_of(one)
            ],
        }
        for one in vectors["people"]
    ]
    day = day_number(dt.date.fromisoformat(vectors["day"]))
    said = phone_of_rulebook().ask("recap", day=day, session=vectors["session"], people=people)
    return by_name(vectors, said["rows"], said["reasons"])


def by_name(vectors: Said, rows: list[Said], reasons: Said) -> Said:
    names = {one["id"]: one["name"] for one in vectors["people"]}
    return {
        "rows": {
            row["code"]: {
                column: [names[str(one)] for one in row[column]]
                for column in COLUMNS
                if row[column]
            }
            for row in rows
        },
        "reasons": {names[about]: found for about, found in reasons.items() if found},
    }


def test_desk_and_phone_reckon_the_recap_of_the_vectors(vectors: Said) -> None:
    desk = desk_says(vectors)
    if os.environ.get("NYELIK_GOLDEN") == "write":
        told = vectors | {"expect": desk}
        people = ",\n".join(json.dumps(one, ensure_ascii=False) for one in told.pop("people"))
        head = json.dumps(told, ensure_ascii=False, indent=1)[:-2]
        FILE.write_text(f'{head},\n "people": [\n{people}\n]}}\n', "utf-8")
    assert desk == vectors["expect"]
    assert phone_says(vectors) == vectors["expect"]


def test_the_numbers_of_the_vectors_add_up(vectors: Said) -> None:
    """Whoever a session is for came or did not; whoever came was well or had a problem."""
    for row in vectors["expect"]["rows"].values():
        target, came, absent, normal, problem, referred = (set(row.get(one, ())) for one in COLUMNS)
        assert target <= came | absent
        assert absent == target - came
        assert normal | problem == came
        assert not normal & problem
        assert referred <= came


def test_the_vectors_hold_what_was_reckoned_differently(vectors: Said) -> None:
    """Referred on the card, by a referral, by both, by none; what a kader may not know counts for nobody."""
    rows, reasons = vectors["expect"]["rows"], vectors["expect"]["reasons"]
    assert rows["child"]["referred"] == [
        "child, referred on the card",
        "child, a referral of the contact",
        "child, both, counted once",
    ]
    secret = {"schoolchild, something sensitive", "older, something sensitive"}
    assert secret <= {name for row in rows.values() for name in row.get("normal", ())}
    assert not secret & set(reasons)
    assert reasons["child, arm well, short and light"] == [
        ["length-for-age", "severely-stunted"],
        ["weight-for-age", "underweight"],
    ]
