"""Names of areas for reading: from a code to "RT 003, Dusun Air Kenanga, Desa Kelubi"."""

from collections.abc import Iterable

from nyelik.register import areas
from nyelik.register.tables import Area, Facility

WORDS = {"rt": "RT", "dusun": "Dusun", "village": "Desa", "district": "Kec.", "regency": "Kab."}


def place_names(codes: Iterable[str], upto: str = "village") -> dict[str, str]:
    """Code to its name and those above it, up to the level `upto`. One query for all."""
    wanted = {code for code in codes if code}
    above = {code: areas.lineage(code) for code in wanted}
    every = {part for parts in above.values() for part in parts}
    rows = Area.objects.filter(code__in=every).values_list("code", "level", "name")
    named = {code: (level, name) for code, level, name in rows}
    levels = areas.LEVELS[areas.LEVELS.index(upto) :]
    return {
        code: ", ".join(
            _called(*named[part]) for part in parts if part in named and named[part][0] in levels
        )
        or code
        for code, parts in above.items()
    }


def _called(level: str, name: str) -> str:
    word = WORDS.get(level, "")
    return name if name.lower().startswith(word.lower()) else f"{word} {name}"


def facility_names(codes: Iterable[str | None]) -> dict[str, str]:
    """Facility code to its name. One query for all."""
    wanted = {code for code in codes if code}
    return dict(Facility.objects.filter(code__in=wanted).values_list("code", "name"))
