"""Where people live and who serves them, read from a district file (data/districts)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Rt:
    """One RT: `weight` is its part of the district's people."""

    code: str
    village: str
    posyandu: str
    pustu: str
    puskesmas: str
    weight: float


@dataclass(frozen=True, slots=True)
class Posyandu:
    """One Posyandu and the day of the month on which it opens."""

    code: str
    village: str
    pustu: str
    puskesmas: str
    opens_on: int

    def is_open(self, day: dt.date) -> bool:
        """True on its fixed day; a Sunday moves to the Monday."""
        if day.weekday() == SUNDAY:
            return False
        fixed = day.replace(day=self.opens_on)
        return day == (fixed + dt.timedelta(1) if fixed.weekday() == SUNDAY else fixed)


@dataclass(slots=True)
class District:
    """A regency with its RTs and Posyandu; `people` is the official population."""

    regency: str
    name: str
    people: int
    rts: list[Rt] = field(default_factory=list)
    posyandu: list[Posyandu] = field(default_factory=list)

    def facilities(self) -> list[str]:
        """Every code of a Posyandu, Pustu and Puskesmas, in a fixed order."""
        codes = [post.code for post in self.posyandu]
        for kind in ("pustu", "puskesmas"):
            codes += sorted({getattr(rt, kind) for rt in self.rts})
        return codes


def read_district(path: Path) -> District:
    """The district of a file in data/districts.

    Raises OSError when it cannot be read and KeyError when it is no district file.
    """
    plan: dict[str, Any] = YAML(typ="safe").load(path)
    district = District(plan["regency"], plan["name"], plan["people"]["total"])
    for village in plan["villages"]:
        _add_village(district, village)
    return district


def _add_village(district: District, village: dict[str, Any]) -> None:
    pustu = village["pustu"]["code"] if "pustu" in village else village["served_by"]
    codes = list(_rt_codes(village))
    weight = village["people"] / len(codes)
    for post in village["posyandu"]:
        opens_on = 3 + len(district.posyandu) * 7 % 23
        code, area = post["code"], village["code"]
        district.posyandu.append(Posyandu(code, area, pustu, village["puskesmas"], opens_on))
        served, codes = codes[: post["rt"]], codes[post["rt"] :]
        district.rts += [Rt(rt, area, code, pustu, village["puskesmas"], weight) for rt in served]


def _rt_codes(village: dict[str, Any]) -> Iterator[str]:
    """Codes of the RTs, numbered on through the village: 19.06.01.2004-01-003."""
    number = 0
    for dusun in village["dusun"]:
        for _ in range(dusun["rt"]):
            number += 1
            yield f"{village['code']}-{dusun['number']}-{number:03d}"
