"""Invented names and numbers: natural to read, impossible to be somebody's.

Numbers are marked so that they can never belong to a real person:

* NIK and No. KK carry district part 99 of the regency (190699...): no regency has a kecamatan 99.
* BPJS numbers begin with 9999, which has never been issued; phones with 0840, which no operator holds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from nyelik.simulate.chance import Chance
from nyelik.simulate.days import calendar_day
from nyelik.simulate.fixtures import names

NO_KECAMATAN = "99"
WOMAN_ADDS_DAYS = 40
SPELLINGS = [
    ("Muhammad", "Muhamad"), ("Muhammad", "M."), ("Siti", "Sitti"), ("Nur", "Noor"),
    ("zz", "z"), ("dh", "d"), ("sy", "s"), ("sh", "s"), ("iy", "i"), ("y", "i"), ("f", "p"),
    ("v", "f"), ("z", "j"), ("ah", "a"), ("kh", "h"), ("ll", "l"), ("i", "y"), ("a", "e"),
]  # fmt: skip


def pick_culture(chance: Chance) -> str:
    """The region of a household's names, by share."""
    groups = names()["groups"]
    kinds = [{"name": name, "share": group["share"]} for name, group in groups.items()]
    return str(chance.by_share(kinds)["name"])


def family_name(chance: Chance, culture: str) -> str:
    """A clan or family name where there are such, else nothing."""
    family = names()["groups"][culture].get("family")
    return chance.one(family) if family else ""


def invent_name(chance: Chance, culture: str, sex: str, born_year: int, family: str) -> str:
    """A name in the fashion of the region and of the year of birth."""
    group: dict[str, Any] = names()["groups"][culture]
    is_old = born_year < names()["old_before"]
    words = group[sex]["old" if is_old else "young"]
    first: str = chance.one(words)
    second = group[sex]["second"]
    if family:
        return f"{family} {first}" if culture == "tionghoa" else f"{first} {family}"
    if is_old and chance.yes(group["one_word"]):
        return first
    rest = [chance.one(second)]
    if not is_old and chance.yes(0.45):
        rest.insert(0, chance.one(words))
    return " ".join(dict.fromkeys([first, *rest]))


def misspell(chance: Chance, name: str) -> str:
    """The same name as another kader would write it; always different from the name given."""
    options = [name.replace(old, new, 1) for old, new in SPELLINGS if old in name]
    if " " in name:
        options.append(name.rsplit(" ", 1)[0])
    return chance.one(options) if options else f"{name}h"


def invent_street(chance: Chance) -> str:
    """A street and a house number."""
    return f"{chance.one(names()['streets'])} No. {chance.whole((1, 180))}"


@dataclass(slots=True)
class Numbers:
    """Hands out synthetic numbers, each once."""

    regency: str
    used: Counter[str] = field(default_factory=Counter)

    def nik(self, sex: str, born: int) -> str:
        """A NIK of valid form: day + 40 for a woman, two digits of the year."""
        date = calendar_day(born)
        day = date.day + (WOMAN_ADDS_DAYS if sex == "female" else 0)
        return self._next(f"{day:02d}{date.month:02d}{date.year % 100:02d}")

    def kk(self, issued: int) -> str:
        """A family card number."""
        return self._next(f"{calendar_day(issued):%d%m%y}")

    def bpjs(self) -> str:
        """13 digits."""
        self.used["bpjs"] += 1
        return f"9999{self.used['bpjs']:09d}"

    def phone(self) -> str:
        """12 digits."""
        self.used["phone"] += 1
        return f"0840{self.used['phone']:08d}"

    def _next(self, middle: str) -> str:
        self.used[middle] += 1
        area = self.regency.replace(".", "") + NO_KECAMATAN
        return f"{area}{middle}{self.used[middle]:04d}"
