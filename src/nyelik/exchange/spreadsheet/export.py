"""Tables out: coverage, names and the e-PPGBM layout, each with what it means, its period and what it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from nyelik.exchange.spreadsheet.workbook import Book, Columns, Value, csv_bytes
from nyelik.register.area_tree import AreaTree
from nyelik.register.seen import SeenPerson
from nyelik.rules.explain import Explainer
from nyelik.rules.load import Loaded
from nyelik.rules.model import Indicator
from nyelik.watch.coverage import Coverage, CoverageRow
from nyelik.watch.evaluate import Asked
from nyelik.watch.names import NameRow

LEVELS = {
    "regency": "Kabupaten/kota", "puskesmas": "Puskesmas", "district": "Kecamatan", "village": "Desa/kelurahan",
    "pustu": "Pustu", "posyandu": "Posyandu", "dusun": "Dusun", "rt": "RT",
}  # fmt: skip
STATUSES = {"met": "Terpenuhi", "missed": "Belum terpenuhi", "not_applicable": "Tidak termasuk"}


_NAMES = {
    "Nama": 30,
    "NIK": 18,
    "JK": 5,
    "Tanggal lahir": 13,
    "Nama ibu": 26,
    "Desa/kelurahan": 22,
    "Posyandu": 22,
    "RT": 6,
    "Alamat": 30,
    "Telepon": 16,
    "Status": 18,
    "Yang belum": 60,
}
"""Headings of a names list, with widths."""


@dataclass(frozen=True)
class Sheet:
    """A table ready to be written: facts about it, headings with widths, rows."""

    title: str
    about: Sequence[tuple[str, Value]]
    columns: Columns
    rows: Sequence[Sequence[Value]]

    def write(self, target: BinaryIO, form: str) -> None:
        """Write as `xlsx` or `csv`. In CSV the facts stand above the header, each line beginning with #."""
        if form == "csv":
            target.write(
                csv_bytes(self.columns.headings, self.rows, [("Tabel", self.title), *self.about])
            )
            return
        book = Book(target)
        table = book.table("Data", self.columns)
        for row in self.rows:
            table.add(row)
        table.end()
        book.facts("Keterangan", self.title, self.about)
        book.close()


def coverage_sheet(found: Coverage, loaded: Loaded) -> Sheet:
    """Coverage by unit and its total, as `watch` counted it."""
    level = LEVELS.get(found.level, found.level)
    headings = [
        "Kode",
        level,
        "Terpenuhi",
        "Belum terpenuhi",
        "Sasaran",
        "Persen",
        "Tidak diketahui",
        "Catatan",
    ]
    rows = [_coverage_line(row, row.name or "Tempat tidak diketahui") for row in found.rows]
    rows.append(_coverage_line(found.total, "Jumlah"))
    about = [
        *_about(found.indicator, found.asked, loaded),
        ("Wilayah", _place(found.area, found.total.name)),
    ]
    about += [("Target (%)", found.target), ("Urutan terakhir jurnal", found.seq)]
    return Sheet(
        found.indicator.label.id, about, Columns(headings, [20, 30, 12, 16, 12, 10, 16, 30]), rows
    )


def _coverage_line(row: CoverageRow, name: str) -> list[Value]:
    return [
        row.area,
        name,
        row.met,
        row.missed,
        row.of,
        _percent(row.percent),
        row.unknown,
        row.warning,
    ]


def names_sheet(
    indicator: Indicator,
    asked: Asked,
    rows: Iterable[NameRow],
    people: Mapping[UUID, SeenPerson],
    places: AreaTree,
    loaded: Loaded,
    area: str | None,
) -> Sheet:
    """The names behind a number; who is not in `people` is not this reader's to see and is only counted."""
    listed = list(rows)
    lines = [_name_line(row, people[row.person], places) for row in listed if row.person in people]
    about = [
        *_about(indicator, asked, loaded),
        ("Wilayah", _place(area, places.names.get(area or "", ""))),
    ]
    about += [
        ("Orang", len(listed)),
        ("Di luar wilayah pembaca, tidak ditampilkan", len(listed) - len(lines)),
    ]
    columns = Columns(tuple(_NAMES), tuple(_NAMES.values()))
    return Sheet(f"Daftar nama: {indicator.label.id}", about, columns, lines)


def _name_line(row: NameRow, person: SeenPerson, places: AreaTree) -> list[Value]:
    path = {level: (code, name) for level, code, name in places.path(person.area)}
    return [
        person.name,
        person.nik,
        {"female": "P", "male": "L"}.get(person.sex),
        person.born,
        person.mother_name,
        *(path.get(level, ("", ""))[1] for level in ("village", "posyandu")),
        path["rt"][0].rpartition("-")[2] if "rt" in path else "",
        person.address,
        person.phone,
        STATUSES.get(row.status, row.status),
        "; ".join(part.label.id for part in row.missing),
    ]


def eppgbm_sheet(rows: Iterable[Sequence[Value]], about: Sequence[tuple[str, Value]]) -> Sheet:
    """Rows of `eppgbm_out` under e-PPGBM's header."""
    from nyelik.exchange.spreadsheet.eppgbm_out import HEADINGS

    return Sheet(
        "e-PPGBM", about, Columns(HEADINGS, [max(8, len(one) + 2) for one in HEADINGS]), list(rows)
    )


def _about(indicator: Indicator, asked: Asked, loaded: Loaded) -> Iterator[tuple[str, Value]]:
    source = indicator.source
    document = loaded.rules.sources[source.document]
    yield "Indikator", indicator.id
    yield "Definisi", Explainer(loaded.rules, "id").rule(indicator)
    yield "Sumber", f"{document.title}, {source.section} ({source.confidence})"
    yield "Periode", f"{asked.period.text} ({asked.period.start} sampai {asked.period.end})"
    yield "Dilihat per tanggal", min(asked.as_of, asked.period.end)
    yield "Diketahui sampai", asked.known_on or "semua yang sudah diterima"
    yield "Versi rulebook", loaded.rules.version


def _place(area: str | None, name: str) -> str:
    return f"{area} {name}".strip() if area else "semua"


def _percent(value: float | None) -> Value:
    return "N/A" if value is None else round(value, 2)
