"""Questions of a row: what waits in the journal, held, until a person has looked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from nyelik.exchange.spreadsheet.outcome import Outcome, Planned, Question, question_key
from nyelik.exchange.spreadsheet.remarks import WEIGHTS
from nyelik.exchange.spreadsheet.state import stable_id


def hold_all(outcome: Outcome, key: str) -> None:
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
    """The person's patch in one entry, then the others, each with the reason."""
    rest = []
    for entry in entries:
        if entry.kind == "person":
            imported = first.body["imported"] | entry.body.get("imported", {})
            first = Planned(
                "person",
                first.subject,
                first.about,
                {**entry.body, **first.body, "imported": imported},
                first.happened,
            )
        else:
            rest.append(replace(entry, body=entry.body | {"reason": first.body["reason"]}))
    return [first, *rest]


def _from_nowhere(entry: Planned) -> bool:
    """An episode or contact that would be told of nobody's day."""
    return entry.happened < "1900-01-02"


def _date_of(outcome: Outcome) -> str:
    row = outcome.row
    return (row.on or row.born or dt.date(1900, 1, 1)).isoformat()


def ask_the_rest(outcome: Outcome) -> None:
    """A question for each cell that could not be read (those that differ have asked already)."""
    row, person = outcome.row, outcome.person
    assert person is not None
    asked = {question.remark for question in outcome.questions}
    for code, text in row.sealed:
        remark = next(one for one in row.remarks if one.raw == "•••")
        body = {"observations": {code: text}, "reason": remark.sentence()}
        subject = stable_id("contact", person, "sealed", code, text)
        entry = Planned("contact", subject, person, body, _date_of(outcome))
        outcome.questions.append(
            Question(question_key("sealed", person, code, text), (entry,), remark)
        )
        asked.add(remark)
    for remark in row.remarks:
        if remark.weight == WEIGHTS.index("part") and remark not in asked and remark.raw != "•••":
            name = " ".join(
                filter(None, (remark.header or remark.code, row.on.isoformat() if row.on else ""))
            )
            body = {
                "reason": remark.sentence(),
                "imported": {name: remark.raw or remark.sentence()},
            }
            entry = Planned("person", person, person, body, _date_of(outcome))
            key = question_key("cell", person, remark.code, name, remark.raw)
            outcome.questions.append(Question(key, (entry,), remark))
