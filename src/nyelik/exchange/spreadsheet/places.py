"""From the names in a row (kecamatan, desa, posyandu, RT) to the codes of the register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from nyelik.register.areas import holds

_PREFIX = re.compile(
    r"^(provinsi|prov|kabupaten|kab|kota|kecamatan|kec|kelurahan|kel|desa|ds|dusun|dsn|posyandu|pos|puskesmas|pkm|rt)"
    r"\b[.\s]*"
)
_LEVELS = ("province", "regency", "district", "village")


class Place(NamedTuple):
    """The deepest area known, the posyandu, and the levels that were understood."""

    area: str | None = None
    posyandu: str | None = None
    understood: frozenset[str] = frozenset()


class Places:
    """Areas and facilities of the register by name. `within` confines a file to one area."""

    def __init__(
        self,
        areas: Iterable[tuple[str, str, str]],
        posyandu: Iterable[tuple[str, str, str]] = (),
        within: str | None = None,
    ) -> None:
        """`areas`: (code, level, name); `posyandu`: (code, name, area code it serves), once for each area."""
        self.within = within
        self.by_name: dict[tuple[str, str], list[str]] = {}
        self.posyandu: dict[str, dict[str, list[str]]] = {}
        for code, level, name in areas:
            if within is None or holds(within, code) or holds(code, within):
                self.by_name.setdefault((level, _plain(name)), []).append(code)
        for code, name, area in posyandu:
            self.posyandu.setdefault(_plain(name), {}).setdefault(code, []).append(area)
        self._found: dict[tuple[tuple[str, str], ...], Place] = {}

    def find(self, said: Mapping[str, str]) -> Place:
        """The place that a row's level names mean; names that fit two places are not understood."""
        key = tuple(sorted(said.items()))
        if key not in self._found:
            self._found[key] = self._look(said)
        return self._found[key]

    def _look(self, said: Mapping[str, str]) -> Place:
        area, understood = self.within, set()
        for level in _LEVELS:
            if level in said and (code := self._one(level, said[level], area)):
                area = code
                understood.add(level)
        if area is None or ("village" not in understood and area.count(".") < 3):
            return Place(area if understood else self.within, None, frozenset(understood))
        posyandu, serves = self._posyandu_of(said.get("posyandu"), area)
        if posyandu:
            understood.add("posyandu")
        area = self._below(said, area, serves, understood)
        return Place(area, posyandu, frozenset(understood))

    def _below(
        self, said: Mapping[str, str], village: str, serves: list[str], understood: set[str]
    ) -> str:
        area = village
        if "dusun" in said and (code := self._one("dusun", said["dusun"], village)):
            area = code
            understood.add("dusun")
        if "rt" in said and (code := self._rt(said["rt"], area, serves)):
            area = code
            understood.add("rt")
        return area

    def _one(self, level: str, name: str, within: str | None) -> str | None:
        codes = self.by_name.get((level, _plain(name)), [])
        if within is not None:
            codes = [code for code in codes if holds(within, code) or holds(code, within)]
        return codes[0] if len(codes) == 1 else None

    def _posyandu_of(self, name: str | None, area: str) -> tuple[str | None, list[str]]:
        known = self.posyandu.get(_plain(name or ""), {})
        here = {
            code: served
            for code, served in known.items()
            if any(holds(area, one) for one in served)
        }
        return next(iter(here.items())) if len(here) == 1 else (None, [])

    def _rt(self, number: str, area: str, serves: list[str]) -> str | None:
        """The RT of that number: the only one in the area, or the only one that the posyandu serves."""
        digits = re.sub(r"\D", "", number)
        codes = (
            [c for c in self.by_name.get(("rt", f"{int(digits):03}"), []) if holds(area, c)]
            if digits
            else []
        )
        if len(codes) > 1 and serves:
            codes = [code for code in codes if any(holds(one, code) for one in serves)]
        return codes[0] if len(codes) == 1 else None


def _plain(name: str) -> str:
    """`Kec. Kelapa Kampit`, `KELAPA KAMPIT` and `kelapa kampit` are one; `RT 3` and `003` too."""
    text = name.casefold().strip()
    bare = _PREFIX.sub("", text) or text
    return f"{int(bare):03}" if bare.isdigit() else re.sub(r"[^a-z0-9]+", "", bare)
