"""Areas: the national codes as data, the register's own areas, and the tree that coverage is counted along.

Codes: "19" province, "19.06" regency, "19.06.01" district, "19.06.01.2004" village (Kemendagri); below it ours:
"19.06.01.2004-01" dusun, "19.06.01.2004-01-003" RT. A code therefore names all its ancestors.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from nyelik.base.problem import Problem
from nyelik.register.tables import Area

if TYPE_CHECKING:
    from nyelik.register.area_tree import AreaTree

DATA = Path(__file__).parents[3] / "data"
LEVELS = ("province", "regency", "district", "village", "dusun", "rt")
SOURCE = "idn-area-data 4.0.1"


def level_of(code: str) -> str:
    """The level that a code's form says. ValueError for a form that is not one of ours."""
    dots, dashes = code.count("."), code.count("-")
    if not code or dashes > 2 or dots > 3 or (dashes and dots != 3):
        raise ValueError(f"not an area code: {code!r}")
    return LEVELS[dots + dashes]


def parent_of(code: str) -> str:
    """The area above, "" for a province."""
    cut = max(code.rfind("."), code.rfind("-"))
    return code[:cut] if cut > 0 else ""


def lineage(code: str) -> list[str]:
    """The code and all above it, deepest first."""
    codes = []
    while code:
        codes.append(code)
        code = parent_of(code)
    return codes


def holds(outer: str, inner: str) -> bool:
    """Is `inner` the area `outer` or inside it?"""
    return inner == outer or (inner.startswith(outer) and inner[len(outer)] in ".-")


def code_range(code: str) -> tuple[str, str]:
    """[low, high) of all codes in an area, by byte order: "/" stands right after "-" and "." and before digits."""
    return code, code + "/"


@lru_cache(maxsize=1)
def catalogue() -> dict[str, tuple[str, str]]:
    """All areas of Indonesia to village level: code -> (level, name), in code order. About 0.1 s the first time."""
    import zstandard

    packed = (DATA / "areas" / "areas.csv.zst").read_bytes()
    text = zstandard.ZstdDecompressor().decompress(packed).decode()
    rows = csv.reader(io.StringIO(text))
    next(rows)
    return {code: (level, name) for code, level, name in rows}


def regencies() -> list[tuple[str, str]]:
    """(code, name) of every kabupaten and kota, for a pick-list."""
    return [(code, name) for code, (level, name) in catalogue().items() if level == "regency"]


def load_regency(code: str) -> int:
    """Put a kabupaten with its province, districts and villages into the register; how many are there now.

    Repeating it changes nothing. Problem `unknown-area` if the code is not a kabupaten or kota.
    """
    known = catalogue()
    if code not in known or known[code][0] != "regency":
        raise Problem("unknown-area", area=code)
    wanted = [parent_of(code), *(other for other in known if holds(code, other))]
    save_areas(
        Area(
            code=area,
            parent=parent_of(area),
            level=known[area][0],
            name=known[area][1],
            source=SOURCE,
        )
        for area in wanted
    )
    return len(wanted)


def save_areas(rows: Iterable[Area]) -> None:
    """Insert areas, or bring name and source of known ones up to date."""
    Area.objects.bulk_create(
        list(rows),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["parent", "level", "name", "rw", "source"],
    )


def area_name(code: str) -> str:
    """Name of an area in the register, or in the national list; the code itself if nobody knows it."""
    row = Area.objects.filter(code=code).values_list("name", flat=True).first()
    return row or catalogue().get(code, ("", code))[1]


def children(code: str) -> list[Area]:
    """Areas directly below, in code order."""
    return list(Area.objects.filter(parent=code).order_by("code"))


def number_rts(village: str, dusun: Sequence[tuple[str, str, int]], source: str) -> list[Area]:
    """Areas of the dusun (number, name, how many RT) of a village; RT are numbered on through the village."""
    rows: list[Area] = []
    first = 1
    for dusun_number, name, how_many in dusun:
        dusun_code = f"{village}-{dusun_number}"
        rows.append(Area(code=dusun_code, parent=village, level="dusun", name=name, source=source))
        rows += [
            Area(
                code=f"{dusun_code}-{number:03}",
                parent=dusun_code,
                level="rt",
                name=f"RT {number:03}",
                source=source,
            )
            for number in range(first, first + how_many)
        ]
        first += how_many
    return rows


def tree(on: dt.date) -> AreaTree:
    """The area tree of a day as arrays; see `area_tree`."""
    from nyelik.register import area_tree  # NumPy: only for those who count

    return area_tree.tree(on)
