"""Spreadsheets for tests, as dirty as those of the field; headers verbatim from public files."""

import csv
import io
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from nyelik.exchange.spreadsheet.outcome import Outcome
from nyelik.exchange.spreadsheet.people import Known, People
from nyelik.exchange.spreadsheet.places import Places
from nyelik.exchange.spreadsheet.plan import Plan, build_plan
from nyelik.exchange.spreadsheet.read import Sheet, Source
from nyelik.exchange.spreadsheet.rows import Options
from nyelik.exchange.spreadsheet.state import State

HEADERS: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "spreadsheet_headers.json").read_text(encoding="utf-8")
)
EPPGBM = HEADERS["eppgbm_export_2024"]
TODAY = date(2026, 6, 30)
LIMITS = {"weight_kg": (0.2, 300.0), "length_cm": (15.0, 250.0)}

CHILD: dict[str, Any] = {
    "No": 1,
    "NIK": "1906010203240001",
    "Nama": "Contoh Bintang",
    "JK": "L",
    "Tgl Lahir": "2024-03-02",
    "BB Lahir": "3,2",
    "Nama Ortu": "Contoh Ibu",
    "Kec": "Manggar",
    "Desa/Kel": "Kelubi",
    "Tanggal Pengukuran": "2026-05-12",
    "Berat": "9,8",
    "Tinggi": 78.5,
    "Cara Ukur": "Terlentang",
}
"""An invented child, measured once; tests change what they are about."""


def line(header: Sequence[str], **cells: Any) -> list[Any]:
    """A row under `header`: the invented child with other cells (by heading; use `**{"Tgl Lahir": ...}`)."""
    said = CHILD | cells
    return [said.get(heading) for heading in header]


def source(
    *rows: Sequence[Any], header: Sequence[str] = EPPGBM, name: str = "berkas.xlsx"
) -> Source:
    """A file with one sheet, header first."""
    return Source(name, "0" * 24, [Sheet("Data", [list(header), *map(list, rows)])])


def xlsx_bytes(rows: Sequence[Sequence[Any]], hidden: Collection[int] = ()) -> bytes:
    """A workbook with one sheet, some rows hidden."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Data")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value)
    for r in hidden:
        sheet.set_row(r, None, None, {"hidden": True})
    book.close()
    return stream.getvalue()


def xls_bytes(rows: Sequence[Sequence[Any]]) -> bytes:
    """The same in the format of Excel 97."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv_text(rows: Sequence[Sequence[Any]], delimiter: str = ";") -> str:
    """The same as CSV."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


class MemoryRegister:
    """A register in memory, which can take what a plan would write."""

    def __init__(self, *known: Known, places: Places | None = None) -> None:
        self.known = list(known)
        self.places = places or Places([])
        self.kept: dict[UUID, State] = {}
        self.questions: set[str] = set()

    @property
    def people(self) -> People:
        """A fresh index: a plan adds people to it."""
        return People(self.known)

    def states(self, persons: Collection[UUID]) -> Mapping[UUID, State]:
        """What earlier plans wrote."""
        return {person: self.kept[person] for person in persons if person in self.kept}

    def asked(self, devices: Collection[str]) -> Mapping[str, bool]:
        """What earlier plans asked."""
        return {device: True for device in devices if device in self.questions}

    def remembered(self, subjects: Collection[UUID]) -> Mapping[UUID, UUID]:
        """Contacts that earlier plans wrote."""
        return {
            subject: person
            for person, state in self.kept.items()
            for day in state.days.values()
            for subject in day.subjects
            if subject in subjects
        }

    def take(self, plan: Plan) -> None:
        """Do what `commit` does, in memory."""
        for outcome in plan.outcomes:
            self.questions |= {question.device for question in outcome.questions}
            for entry in outcome.entries:
                self._take(entry)

    def _take(self, entry: Any) -> None:
        state = self.kept.setdefault(entry.about, State())
        if entry.kind == "contact":
            state.take_contact(entry.subject, entry.happened, entry.body)
        elif entry.kind == "person":
            imported = state.fields.get("imported", {}) | entry.body.get("imported", {})
            state.fields |= entry.body | {"imported": imported}
            self._remember(entry.subject, state.fields)
        elif entry.kind == "episode":
            from nyelik.exchange.spreadsheet.state import Pregnancy

            start = entry.body.get("start")
            known = next((p for p in state.pregnancies if p.subject == entry.subject), None)
            if known:
                for name, value in entry.body.items():
                    old = known.fields.get(name)
                    known.fields[name] = old | value if isinstance(old, dict) else value
            else:
                when = date.fromisoformat(start) if start else None
                state.pregnancies.append(Pregnancy(entry.subject, when, dict(entry.body)))

    def _remember(self, person: UUID, fields: Mapping[str, Any]) -> None:
        self.known = [one for one in self.known if one.id != person]
        born = fields.get("born")
        self.known.append(
            Known(
                person,
                fields.get("name", ""),
                fields.get("sex"),
                date.fromisoformat(born) if born else None,
                fields.get("nik"),
                fields.get("mother_name"),
                fields.get("area"),
            )
        )


def plan_of(
    file: Source, register: MemoryRegister | None = None, layout: str | None = None, **options: Any
) -> Plan:
    """The plan of a file on TODAY."""
    return build_plan(
        file,
        register or MemoryRegister(),
        limits=LIMITS,
        today=TODAY,
        layout=layout,
        options=Options(**options),
    )


def only(plan: Plan) -> Outcome:
    """The one row of a plan."""
    (outcome,) = plan.outcomes
    return outcome


def codes(outcome: Outcome) -> set[str]:
    """Codes of everything said of a row."""
    return {remark.code for remark in outcome.row.remarks}


def observed(outcome: Outcome) -> dict[str, Any]:
    """What the row's contact of its measurement date holds."""
    found: dict[str, Any] = {}
    for entry in outcome.entries:
        if (
            entry.kind == "contact"
            and outcome.row.on
            and entry.happened == outcome.row.on.isoformat()
        ):
            found |= entry.body.get("observations", {})
    return found


def person_of(outcome: Outcome) -> dict[str, Any]:
    """What the row's person entry holds."""
    return next((entry.body for entry in outcome.entries if entry.kind == "person"), {})
