"""The e-PPGBM layout of 34 columns back out: one row for each day on which a child was weighed or measured.

Statuses and scores are ours, by the rulebook named in the column Detail; that mark tells our own importer that they
are no news, so a file that went out and comes back adds nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from nyelik.base.dates import add_months, completed_months, day_from_number, day_number
from nyelik.base.period import Period
from nyelik.exchange.spreadsheet.filling import OUR_MARK
from nyelik.exchange.spreadsheet.workbook import Value
from nyelik.register.area_tree import AreaTree
from nyelik.register.areas import area_name
from nyelik.register.seen import SeenPerson
from nyelik.rules.engines.reference import Reference
from nyelik.rules.facts import Event, Facts
from nyelik.rules.load import Loaded
from nyelik.rules.outcome import finding_state

HEADINGS = (
    "No",
    "NIK",
    "Nama",
    "JK",
    "Tgl Lahir",
    "BB Lahir",
    "TB Lahir",
    "Nama Ortu",
    "Prov",
    "Kab/Kota",
    "Kec",
    "Pukesmas",
    "Desa/Kel",
    "Posyandu",
    "RT",
    "RW",
    "Alamat",
    "Usia Saat Ukur",
    "Tanggal Pengukuran",
    "Berat",
    "Tinggi",
    "Cara Ukur",
    "LiLA",
    "BB/U",
    "ZS BB/U",
    "TB/U",
    "ZS TB/U",
    "BB/TB",
    "ZS BB/TB",
    "Naik Berat Badan",
    "Jml Vit A",
    "KPSP",
    "KIA",
    "Detail",
)
"""Verbatim, with its spelling of Puskesmas (spreadsheet-headers: eppgbm_export_2024)."""

MEASURES = ("weight_kg", "length_cm", "muac_cm")
POSITIONS = {"standing": "Berdiri", "lying": "Terlentang"}
SEXES = {"female": "P", "male": "L"}
PLACES = {
    "regency": "Kab/Kota",
    "district": "Kec",
    "puskesmas": "Pukesmas",
    "village": "Desa/Kel",
    "posyandu": "Posyandu",
}
_WEIGHT = {
    "severely-underweight": "Sangat Kurang",
    "underweight": "Kurang",
    "normal": "Normal",
    "overweight-risk": "Risiko Lebih",
}
_LENGTH = {
    "severely-stunted": "Sangat Pendek",
    "stunted": "Pendek",
    "normal": "Normal",
    "tall": "Tinggi",
}
_WASTING = {
    "severely-wasted-hospital": "Gizi Buruk",
    "severely-wasted": "Gizi Buruk",
    "wasted": "Gizi Kurang",
    "normal": "Gizi Baik",
    "overweight-risk": "Risiko Gizi Lebih",
    "overweight": "Gizi Lebih",
    "obese": "Obesitas",
}
STATUSES = (
    ("BB/U", "z_weight_for_age", "weight-for-age", _WEIGHT),
    ("TB/U", "z_length_for_age", "length-for-age", _LENGTH),
    ("BB/TB", "z_weight_for_length", "weight-for-length", _WASTING),
)
"""Heading of the status, word of the score, finding of the rulebook, e-PPGBM's words for its classes."""


def eppgbm_rows(
    people: Iterable[SeenPerson],
    facts: Mapping[UUID, Facts],
    month: Period,
    places: AreaTree,
    loaded: Loaded,
) -> Iterator[list[Value]]:
    """Rows in the order of HEADINGS for measurements in `month`; `facts` as recorded, without derived events."""
    number = 0
    for person in people:
        known = facts.get(person.id)
        if known is None or person.born is None:
            continue
        derived = loaded.derive(known)
        for day in _measured_days(known, month):
            number += 1
            cells = _identity(person, places) | _measurement(derived, day, person.born, loaded)
            cells |= {"No": number, "Detail": OUR_MARK + loaded.rules.version}
            yield [cells.get(heading) for heading in HEADINGS]


def _measured_days(facts: Facts, month: Period) -> list[int]:
    first, last = day_number(month.start), day_number(month.end)
    return sorted({e.day for e in facts.events if e.code in MEASURES and first <= e.day <= last})


def _identity(person: SeenPerson, places: AreaTree) -> dict[str, Value]:
    path = {level: (code, name) for level, code, name in places.path(person.area)}
    cells: dict[str, Value] = {
        "Prov": _province(person.area),
        "NIK": person.nik,
        "Nama": person.name,
        "JK": SEXES.get(person.sex),
        "Tgl Lahir": person.born.isoformat() if person.born else None,
        "Nama Ortu": person.mother_name,
        "Alamat": person.address,
        "RT": path["rt"][0].rpartition("-")[2] if "rt" in path else None,
    }
    return cells | {heading: path[level][1] for level, heading in PLACES.items() if level in path}


@lru_cache(maxsize=64)
def _province_name(code: str) -> str:
    return area_name(code)


def _province(area: str) -> str | None:
    return _province_name(area.partition(".")[0]) if area else None


def _measurement(facts: Facts, day: int, born: dt.date, loaded: Loaded) -> dict[str, Value]:
    of_day = {event.code: event.value for event in facts.events if event.day == day}
    on = day_from_number(day)
    cells: dict[str, Value] = {
        "Usia Saat Ukur": age_text(born, on),
        "Tanggal Pengukuran": on.isoformat(),
        "BB Lahir": _birth(facts, "birth_weight_g", 1000),
        "TB Lahir": _birth(facts, "birth_length_cm", 1),
        "Berat": _number(of_day.get("weight_kg")),
        "Tinggi": _number(of_day.get("length_cm")),
        "Cara Ukur": POSITIONS.get(str(of_day.get("measured_position"))),
        "LiLA": _number(of_day.get("muac_cm")),
        "Naik Berat Badan": _text(of_day.get("weight_status")),
        "KIA": _yes_no(of_day.get("kia_book")),
    }
    return cells | _statuses(facts, day, of_day, loaded)


def _statuses(
    facts: Facts, day: int, of_day: Mapping[str, Any], loaded: Loaded
) -> dict[str, Value]:
    """Scores of the day and the rulebook's classes, in e-PPGBM's words; Outlier where a score cannot be true."""
    until = tuple(event for event in facts.events if event.day <= day)
    engine = Reference(Facts(facts.sex, facts.born, facts.born_minute, until), day)
    cells: dict[str, Value] = {}
    for status, word, finding, names in STATUSES:
        cells[f"ZS {status}"] = _number(of_day.get(word))
        found = (
            finding_state(engine, loaded.rules.findings[finding]).found if word in of_day else None
        )
        cells[status] = names.get(found.id) if found else _outlier(facts.events, day, word)
    return cells


def _outlier(events: Iterable[Event], day: int, word: str) -> str:
    index = word.removeprefix("z_")
    wrong = any(e.day == day and e.code == "z_implausible" and e.value == index for e in events)
    return "Outlier" if wrong else "-"


def _birth(facts: Facts, code: str, divide: float) -> Value:
    values = [event.value for event in facts.events if event.code == code]
    value = _number(values[-1]) if values else None
    return round(value / divide, 4) if isinstance(value, float) else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _yes_no(value: object) -> str | None:
    return ("Ya" if value else "Tidak") if isinstance(value, bool) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def age_text(born: dt.date, on: dt.date) -> str:
    """`1 Tahun - 5 Bulan - 28 Hari`, as e-PPGBM writes it, by the date law."""
    months = completed_months(born, on)
    days = (on - add_months(born, months)).days
    return f"{months // 12} Tahun - {months % 12} Bulan - {days} Hari"
