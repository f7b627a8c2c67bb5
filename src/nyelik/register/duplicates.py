"""People who may be registered twice: offered when somebody is entered, and in a queue. Nothing is merged by itself.

Candidates come from blocks (same NIK, same BPJS, same birth date and sex, same family card, same phone, alike-sounding
name born near the same time); each pair gets points for what agrees and disagrees. The points and their reasons
stand in `duplicates.yaml`. Access: callers show pairs through `access.names_for`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Q
from rapidfuzz import fuzz

from nyelik.register.names import name_key, skeleton
from nyelik.register.nik import nik_problems
from nyelik.register.search import in_areas
from nyelik.register.tables import NotSame, Person


@dataclass(frozen=True)
class Described:
    """What is known of somebody when looking for their double. Empty text or None: not known."""

    id: UUID | None = None
    name: str = ""
    sex: str = ""
    born: dt.date | None = None
    born_estimated: bool = False
    nik: str = ""
    bpjs: str = ""
    kk: str = ""
    phone: str = ""
    mother_id: UUID | None = None
    mother_name: str = ""
    area: str = ""
    birth_order: int | None = None
    """Of twins: 1 for the first born. Known of whoever is being entered; rows of the register do not have it yet."""


@dataclass(frozen=True)
class Pair:
    """Two people who may be one. `because` names the points, for and against, as in the settings file."""

    first: UUID
    second: UUID
    score: int
    because: tuple[str, ...]


@cache
def settings() -> Mapping[str, Any]:
    """The points and limits of `duplicates.yaml`."""
    from ruamel.yaml import YAML

    text = (Path(__file__).parent / "duplicates.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Any] = YAML(typ="safe").load(text)
    return read


def doubles_of(described: Described, limit: int = 5) -> list[tuple[UUID, int, tuple[str, ...]]]:
    """People in the register who may be the one described: (id, score, because), best first. For the entry form.

    About five indexed queries. Nobody's access is checked here.
    """
    found = [
        (other.id, *likeness(described, other)) for other in _candidates(described) if other.id
    ]
    offered = [one for one in found if one[1] >= settings()["offer_from"]]
    return sorted(offered, key=lambda one: -one[1])[:limit]


def must_ask(score: int) -> bool:
    """Is a double so likely that the form asks before saving?"""
    return score >= int(settings()["ask_from"])


def queue(within: Sequence[str] | None, limit: int = 100) -> list[Pair]:
    """Pairs among the people of these areas (None: everybody), best first, without those found to be different.

    Reads all people of the areas once: a village in a tenth of a second, a district in some seconds.
    """
    people = [_described(row) for row in _rows(in_areas(within)).iterator(chunk_size=5000)]
    settled = {frozenset(pair) for pair in NotSame.objects.values_list("first", "second")}
    pairs: dict[frozenset[UUID], Pair] = {}
    for one, other in _pairs_to_compare(people):
        if one.id is None or other.id is None:
            continue
        key = frozenset((one.id, other.id))
        if key in pairs or key in settled:
            continue
        score, because = likeness(one, other)
        if score >= settings()["offer_from"]:
            first, second = sorted((one.id, other.id), key=str)
            pairs[key] = Pair(first, second, score, because)
    return sorted(pairs.values(), key=lambda pair: (-pair.score, str(pair.first)))[:limit]


def still_open(pairs: Sequence[Pair]) -> list[Pair]:
    """Those of an earlier `queue` that nobody has decided since. Two queries."""
    ids = {person for pair in pairs for person in (pair.first, pair.second)}
    open_ids = set(
        Person.objects.filter(id__in=ids, retracted=False, merged_into=None).values_list(
            "id", flat=True
        )
    )
    settled = set(NotSame.objects.filter(first__in=ids).values_list("first", "second"))
    return [
        pair
        for pair in pairs
        if {pair.first, pair.second} <= open_ids and (pair.first, pair.second) not in settled
    ]


def likeness(one: Described, other: Described) -> tuple[int, tuple[str, ...]]:
    """Score 0 to 100 and what it is made of."""
    points, against = settings()["points"], settings()["against"]
    total, because = 0.0, []
    for reason, share in _agreements(one, other):
        total += points[reason] * share
        because.append(reason)
    for reason in _disagreements(one, other):
        total -= against[reason]
        because.append(reason)
    return max(0, min(100, round(total))), tuple(because)


def _agreements(one: Described, other: Described) -> Iterator[tuple[str, float]]:
    for field in ("nik", "bpjs", "kk", "phone"):
        value = getattr(one, field)
        if value and value == getattr(other, field):
            yield f"same_{field}", 1.0
    if one.mother_id is not None and one.mother_id == other.mother_id:
        yield "same_mother", 1.0
    if share := _name_share(_own_name(one), _own_name(other)):
        yield "name", share
    elif not _own_name(one) or not _own_name(other):
        yield "unnamed", 1.0
    if share := _name_share(one.mother_name, other.mother_name):
        yield "mother_name", share
    if born := _born_reason(one, other):
        yield born, 1.0
    if one.area and one.area == other.area and "-" in one.area:
        yield "same_rt", 1.0
    elif one.area and one.area[:13] == other.area[:13]:
        yield "same_village", 1.0


def _disagreements(one: Described, other: Described) -> Iterator[str]:
    if _both_valid_niks(one, other) and _differing_digits(one.nik, other.nik) > 2:
        yield "other_nik"
    if one.sex and other.sex and one.sex != other.sex:
        yield "other_sex"
    if _born_far(one, other):
        yield "born_far"
    if (
        one.mother_name
        and other.mother_name
        and not _name_share(one.mother_name, other.mother_name)
    ):
        yield "other_mother"
    if _may_be_twins(one, other):
        yield "twins"


def _born_far(one: Described, other: Described) -> bool:
    if one.born is None or other.born is None or one.born_estimated or other.born_estimated:
        return False
    return abs((one.born - other.born).days) > 366 * int(settings()["far_years"])


def _own_name(person: Described) -> str:
    """The key of the name; "" for a newborn who is still called after the mother ("By Ny Siti")."""
    key = name_key(person.name)
    return "" if key.split()[:1] == ["bayi"] else key


def _name_share(one: str, other: str) -> float:
    """0 to 1: how much of the points for a name two names earn."""
    one, other = name_key(one), name_key(other)
    if not one or not other:
        return 0.0
    whole = fuzz.token_sort_ratio(one, other)
    # "Siti" and "Siti Aminah" may be one person, but less surely than two whole names.
    part = 0.85 * fuzz.token_set_ratio(one, other)
    best = max(whole, part)
    return best / 100 if best >= settings()["name_from"] else 0.0


def _born_reason(one: Described, other: Described) -> str | None:
    if one.born is None or other.born is None:
        return None
    if one.born == other.born:
        return "born_same"
    mine, theirs = _parts(one.born), _parts(other.born)
    if mine == (theirs[0], theirs[2], theirs[1]):
        return "born_swapped"
    if sum(a != b for a, b in zip(mine, theirs, strict=True)) == 1:
        return "born_one_part"
    near = abs((one.born - other.born).days) < 366
    return "born_estimated_near" if near and (one.born_estimated or other.born_estimated) else None


def _parts(day: dt.date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def _may_be_twins(one: Described, other: Described) -> bool:
    """Same mother and day, but other birth order or first names that are nothing alike: two children."""
    if one.born is None or one.born != other.born:
        return False
    same_mother = one.mother_id is not None and one.mother_id == other.mother_id
    if not same_mother and not _name_share(one.mother_name, other.mother_name):
        return False
    if None not in (one.birth_order, other.birth_order) and one.birth_order != other.birth_order:
        return True
    if not _own_name(one) or not _own_name(other):
        return False
    return fuzz.ratio(_own_name(one), _own_name(other)) < int(settings()["name_from"])


def _both_valid_niks(one: Described, other: Described) -> bool:
    return all(
        person.nik and not nik_problems(person.nik, sex=None, born=None) for person in (one, other)
    )


def _differing_digits(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _blocks_of(person: Described) -> Iterator[tuple[object, ...]]:
    """What a double would most likely share. Each kind forgives an error in the others."""
    for field in ("nik", "bpjs"):
        if value := getattr(person, field):
            yield field, value
    first = skeleton(next(iter(name_key(person.name).split()), ""))
    mother = skeleton(next(iter(name_key(person.mother_name).split()), ""))
    if person.born is not None:
        yield "born", person.born, first
        yield "mother", person.born, mother
        yield "swapped", person.born.year, frozenset((person.born.month, person.born.day)), first
        if mother:
            yield "year", person.born.year, person.sex, first, mother
    if person.kk and first:
        yield "kk", person.kk, first
    if person.phone and first:
        yield "phone", person.phone, first


def _pairs_to_compare(people: Iterable[Described]) -> Iterator[tuple[Described, Described]]:
    blocks: dict[tuple[object, ...], list[Described]] = defaultdict(list)
    for person in people:
        for block in _blocks_of(person):
            blocks[block].append(person)
    for members in blocks.values():
        if 1 < len(members) <= settings()["largest_block"]:
            yield from combinations(members, 2)


def _candidates(described: Described) -> list[Described]:
    conditions = [
        Q(**{field: value})
        for field in ("nik", "bpjs", "kk", "phone")
        if (value := getattr(described, field))
    ]
    if described.born is not None:
        conditions += [Q(born=day) for day in (described.born, *_swapped(described.born))]
    if described.mother_id is not None:
        conditions.append(Q(mother_id=described.mother_id))
    found: dict[UUID, Described] = {}
    largest = int(settings()["largest_block"])
    for condition in conditions:
        found |= {row.id: _described(row) for row in _rows(condition)[:largest]}
    if described.id is not None:
        found.pop(described.id, None)
    return list(found.values())


def _swapped(day: dt.date) -> list[dt.date]:
    return [dt.date(day.year, day.day, day.month)] if day.day <= 12 and day.day != day.month else []


def _rows(condition: Q) -> Any:
    return Person.objects.filter(condition, retracted=False, merged_into=None).only(
        "number", "id", "name", "sex", "born", "born_estimated", "nik", "bpjs", "kk", "phone",
        "mother_id", "mother_name", "area",
    )  # fmt: skip


def _described(row: Person) -> Described:
    return Described(
        id=row.id,
        name=row.name,
        sex=row.sex,
        born=row.born,
        born_estimated=row.born_estimated,
        nik=row.nik,
        bpjs=row.bpjs,
        kk=row.kk,
        phone=row.phone,
        mother_id=row.mother_id,
        mother_name=row.mother_name,
        area=row.area,
    )
