"""Who a row is about: an index of everybody known, in memory, and one way of deciding.

In order: a certain NIK, then name with birth date, then mother with birth date for children who have no name
of their own yet, then a spelling that is nearly the same. Anything less is a question for a person, never a guess.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from nyelik.exchange.spreadsheet.remarks import Remark
from nyelik.exchange.spreadsheet.row import Row
from nyelik.exchange.spreadsheet.veil import VEIL
from nyelik.register.names import name_key

_UNNAMED = re.compile(
    r"^\s*(by|bayi|baby)\b\.?|^\s*(an|anak)\.?\s+(ny|nyonya|ibu)\b|^\s*tanpa nama|^\s*belum", re.I
)
_OF_MOTHER = re.compile(
    r"^\s*(by|bayi|baby|an|anak)\b\.?\s*((dari|of)\b)?\s*(ny|nyonya|ibu|mrs)?\b\.?\s*", re.I
)
# Ratios of keys (spelling already evened out): "kirana putri"/"kirana putry" 92, "sari"/"sri" 86; siblings and
# twins ("rizki aditya"/"rizka aditya" 92) share mother and birth date too, so a near name alone is never enough.
_NEAR_NAME, _NEAR_MOTHER, _FAR_NAME = 88.0, 85.0, 60.0


@dataclass(slots=True, eq=False)
class Known:
    """A person as far as matching needs them. `new`: only planned, not yet in the register.

    `closed`: outside the area of whoever imports, who is not told their name.
    """

    id: UUID
    name: str
    sex: str | None
    born: dt.date | None
    nik: str | None
    mother_name: str | None
    area: str | None
    mother: UUID | None = None
    new: bool = False
    closed: bool = False
    key: str = ""
    mother_key: str = ""

    def __post_init__(self) -> None:
        self.key = name_key(self.name) if self.name else ""
        self.mother_key = name_key(self.mother_name) if self.mother_name else _mother_in(self.name)


class Match(NamedTuple):
    """Who it is (None: somebody new, unless a remark asks a person), and what is to be said of it."""

    person: Known | None
    remarks: tuple[Remark, ...] = ()


def is_unnamed(name: str) -> bool:
    """True for a child called after its mother: `By. Ny. Siti`."""
    return bool(_UNNAMED.search(name or ""))


def _mother_in(name: str) -> str:
    return name_key(_OF_MOTHER.sub("", name)) if name and is_unnamed(name) else ""


class People:
    """Everybody known, by NIK, by name and birth date, by birth date, and by name alone."""

    def __init__(self, known: Iterable[Known] = ()) -> None:
        self.by_id: dict[UUID, Known] = {}
        self.by_nik: dict[str, Known] = {}
        self.by_born: dict[dt.date, list[Known]] = {}
        self.by_name: dict[str, list[Known]] = {}
        for person in known:
            self.add(person)

    def add(self, person: Known) -> None:
        """Make a person findable; merged duplicates too, under the id of who they are."""
        self.by_id.setdefault(person.id, person)
        if person.nik:
            self.by_nik.setdefault(person.nik, person)
        if person.born:
            self.by_born.setdefault(person.born, []).append(person)
        self.by_name.setdefault(person.key, []).append(person)

    def learn(self, person: Known, row: Row, nik_usable: bool) -> None:
        """What a matched row adds to somebody counts for the rows to come, as it will when they are read again."""
        name = row.person.get("name", "")
        if name and not is_unnamed(name) and is_unnamed(person.name):
            self.by_name.setdefault(name_key(name), []).append(person)
            person.mother_key = person.mother_key or _mother_in(person.name)
            person.name, person.key = name, name_key(name)
        if nik_usable and row.nik.digits and not person.nik:
            person.nik = row.nik.digits
            self.by_nik.setdefault(row.nik.digits, person)
        if not person.mother_name and (mother := row.person.get("mother_name")):
            person.mother_name, person.mother_key = mother, name_key(mother)
        person.sex = person.sex or row.person.get("sex")

    def match(self, row: Row, nik_usable: bool, area: str | None, within: str | None) -> Match:
        """The person a row is about."""
        asked = Known(UUID(int=0), row.person.get("name", ""), row.person.get("sex"), row.born, None,
                      row.person.get("mother_name"), area)  # fmt: skip
        if nik_usable and row.nik.digits and (holder := self.by_nik.get(row.nik.digits)):
            return _by_nik(holder, asked)
        if asked.born is None or row.person.get("born_estimated"):
            return self._without_birth_date(asked, row, within)
        return self._by_birth_date(asked)

    def _by_birth_date(self, asked: Known) -> Match:
        assert asked.born is not None
        same_day = [one for one in self.by_born.get(asked.born, []) if _may_be(one, asked)]
        exact = [
            one
            for one in same_day
            if one.key == asked.key and asked.key and not _other_mother(one, asked)
        ]
        if len(exact) == 1:
            return Match(exact[0])
        if len(exact) > 1:
            return self._choose(exact, asked)
        by_mother = [one for one in same_day if _is_same_by_mother(one, asked)]
        if len(by_mother) == 1:
            return Match(by_mother[0], (Remark("same_by_mother"),))
        if len(by_mother) > 1:
            return Match(None, (Remark("several_people", other=_names(by_mother)),))
        return self._by_spelling(same_day, asked)

    def _choose(self, exact: list[Known], asked: Known) -> Match:
        """Of namesakes born on one day, the one whose mother agrees."""
        same_mother = [
            one for one in exact if asked.mother_key and one.mother_key == asked.mother_key
        ]
        if len(same_mother) == 1:
            return Match(same_mother[0])
        return Match(None, (Remark("several_people", other=_names(exact)),))

    def _by_spelling(self, same_day: list[Known], asked: Known) -> Match:
        near = [one for one in same_day if _ratio(one.key, asked.key) >= _NEAR_NAME]
        sure = [one for one in near if _same_mother(one, asked) and one.sex == asked.sex]
        if len(near) == 1 and len(sure) == 1:
            return Match(sure[0], (Remark("same_by_spelling", other=sure[0].name),))
        near = [one for one in near if not _other_mother(one, asked)]
        near += [one for one in self._turned_date(asked) if one not in near]
        return Match(None, (Remark("maybe_same", other=_names(near)),) if near else ())

    def _turned_date(self, asked: Known) -> list[Known]:
        """Namesakes of one mother whose day and month of birth are exchanged."""
        born = asked.born
        if born is None or born.day > 12 or born.day == born.month or not asked.mother_key:
            return []
        turned = self.by_born.get(dt.date(born.year, born.day, born.month), [])
        return [
            one for one in turned if one.key == asked.key and one.mother_key == asked.mother_key
        ]

    def _without_birth_date(self, asked: Known, row: Row, within: str | None) -> Match:
        """Only a name (and for mothers an age): enough when the area is given and one person there fits."""
        fitting = [
            one for one in self.by_name.get(asked.key, []) if asked.key and _may_be(one, asked)
        ]
        confined = within or asked.area
        if confined:
            fitting = [one for one in fitting if one.area and one.area.startswith(confined)]
        if asked.born is not None:
            fitting = [
                one
                for one in fitting
                if one.born is None or abs(one.born.year - asked.born.year) <= 1
            ]
        if len(fitting) == 1 and confined:
            return Match(fitting[0])
        if len(fitting) > 1:
            return Match(None, (Remark("several_people", other=_names(fitting)),))
        if asked.born is None:
            return Match(None, (Remark("name_only"),))
        return Match(None, (Remark("maybe_same", other=_names(fitting)),) if fitting else ())


def _by_nik(holder: Known, asked: Known) -> Match:
    """The holder of the NIK, unless the name is quite another: twins are written under one NIK too."""
    unnamed = is_unnamed(holder.name) or is_unnamed(asked.name)
    if not asked.key or unnamed or _ratio(holder.key, asked.key) >= _FAR_NAME:
        return Match(holder)
    return Match(None, (Remark("nik_other_child", other=VEIL if holder.closed else holder.name),))


def _may_be(one: Known, asked: Known) -> bool:
    return one.sex is None or asked.sex is None or one.sex == asked.sex


def _is_same_by_mother(one: Known, asked: Known) -> bool:
    """The same mother, and at least one of the two still without a name of its own."""
    if not asked.mother_key or one.mother_key != asked.mother_key:
        return False
    return is_unnamed(one.name) or is_unnamed(asked.name) or not one.name or not asked.name


def _same_mother(one: Known, asked: Known) -> bool:
    return (
        bool(one.mother_key and asked.mother_key)
        and _ratio(one.mother_key, asked.mother_key) >= _NEAR_MOTHER
    )


def _other_mother(one: Known, asked: Known) -> bool:
    """Both mothers are known and are not the same name in any spelling."""
    return (
        bool(one.mother_key and asked.mother_key)
        and _ratio(one.mother_key, asked.mother_key) < _FAR_NAME
    )


def _ratio(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return 100.0 if one == other else fuzz.token_sort_ratio(one, other)


def _names(people: list[Known]) -> str:
    return "; ".join(
        VEIL if one.closed else f"{one.name} ({one.born or '?'})" for one in people[:5]
    )
