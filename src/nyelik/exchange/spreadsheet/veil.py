"""What an import does not tell whoever sends the file: names and values of people outside their own area.

Rows are compared with everybody, or a child would be registered twice; but a file made up at a desk must not be a way
to ask the register of a whole kabupaten who somebody is.
"""

from __future__ import annotations

from dataclasses import replace

from nyelik.exchange.spreadsheet.outcome import Outcome, Planned, Question
from nyelik.exchange.spreadsheet.remarks import Remark

VEIL = "•••"
RECORDED = frozenset(
    {
        "born_differs",
        "dose_differs",
        "field_waits",
        "nik_differs",
        "same_by_spelling",
        "same_month",
        "value_differs",
    }
)
"""Remarks whose `other` is what the register or the journal says of the person."""


def veil(outcome: Outcome) -> None:
    """Take what is on record of the person out of the remarks and questions of a row."""
    row = outcome.row
    said = {one.sentence(): _veiled(one).sentence() for one in row.remarks}
    row.remarks = [_veiled(one) for one in row.remarks]
    outcome.questions = [
        Question(one.key, tuple(_told(entry, said) for entry in one.entries), _veiled(one.remark))
        for one in outcome.questions
    ]


def _veiled(remark: Remark) -> Remark:
    return replace(remark, other=VEIL) if remark.code in RECORDED else remark


def _told(entry: Planned, said: dict[str, str]) -> Planned:
    body = {
        name: said.get(value, value) if isinstance(value, str) else value
        for name, value in entry.body.items()
    }
    return replace(entry, body=body)
