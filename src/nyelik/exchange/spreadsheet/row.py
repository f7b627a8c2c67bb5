"""What one row says, before anybody is looked up."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from nyelik.exchange.spreadsheet.nik import MISSING, NikReading
from nyelik.exchange.spreadsheet.remarks import Remark


class DoseSaid(NamedTuple):
    """One vaccination in a row."""

    vaccine: str
    number: int
    on: dt.date
    header: str
    raw: str


class VisitSaid(NamedTuple):
    """One visit in a row; `estimated` when only the month is known."""

    on: dt.date
    header: str
    raw: str
    estimated: bool


@dataclass(slots=True)
class Row:
    """A row as read. Every non-empty cell is in `cells` (header → text); `kept` are those with no place of their own.

    `as_said` are headers of scores, statuses and the like: what the file computed, not what was measured.
    `person_key` is who the row itself says it is about: the same in any file, whoever that turns out to be.
    `observations` belong to `on`, `birth` to the day of birth, `first` to the first of `visits`. `headers` tells which
    column a field or code came from. `sealed` are unreadable cells
    of sensitive columns (code, text): never shown, never in `kept`.
    """

    sheet: str
    number: int
    layout: str
    cells: dict[str, str]
    person: dict[str, Any] = field(default_factory=dict)
    nik: NikReading = MISSING
    parent_nik: NikReading = MISSING
    area: dict[str, str] = field(default_factory=dict)
    on: dt.date | None = None
    observations: dict[str, Any] = field(default_factory=dict)
    birth: dict[str, Any] = field(default_factory=dict)
    first: dict[str, Any] = field(default_factory=dict)
    doses: list[DoseSaid] = field(default_factory=list)
    visits: list[VisitSaid] = field(default_factory=list)
    postpartum: list[VisitSaid] = field(default_factory=list)
    pregnancy: dict[str, Any] = field(default_factory=dict)
    target: dict[str, Any] = field(default_factory=dict)
    reported: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    sealed: list[tuple[str, str]] = field(default_factory=list)
    as_said: set[str] = field(default_factory=set)
    note: str | None = None
    person_key: UUID | None = None
    question: str = ""  # the device under which the whole row would wait for a person
    running_number: str = ""  # header of the column of running numbers, if there is one
    headers: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def born(self) -> dt.date | None:
        """Birth date, estimated or not."""
        return self.person.get("born")

    @property
    def is_data(self) -> bool:
        """False for totals, signatures and text below a table: no name, birth date or NIK, nothing measured."""
        return bool(
            self.person.keys() & {"name", "born"}
            or len(self.nik.known) > 9
            or self.target
            or (self.on and self.observations)
        )

    def key(self, family: str) -> str:
        """Hash of what the row says, the same for the same row in another file (running number left out)."""
        said = sorted(
            (name, text) for name, text in self.cells.items() if name != self.running_number
        )
        return hashlib.sha256(repr((family, said)).encode()).hexdigest()[:24]

    def say(
        self, code: str, header: str = "", raw: str = "", value: object = "", other: object = ""
    ) -> None:
        """Add a remark."""
        self.remarks.append(Remark(code, header, raw, str(value), str(other)))


Limits = Mapping[str, tuple[float, float]]
