"""A person as a worker may see them: what `access` gives out instead of rows of the table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from nyelik.register.nik import NikProblem, mask_nik, nik_problems
from nyelik.register.tables import Person

WHOLE_NIK_ROLES = frozenset({"pustu", "puskesmas", "puskesmas_head"})
"""Who needs the whole NIK for their work (referral, ASIK). Everybody else compares its ends with the card in hand."""


@dataclass(frozen=True)
class SeenPerson:
    """One person. `nik` and `kk` are masked for roles that do not need them; `outside`: outside the viewer's scope."""

    id: UUID
    name: str
    sex: str
    born: dt.date | None
    born_at: str
    born_estimated: bool
    nik: str
    nik_problems: tuple[NikProblem, ...]
    kk: str
    bpjs: str
    phone: str
    mother_id: UUID | None
    mother_name: str
    father_name: str
    household_id: UUID | None
    area: str
    address: str
    died: dt.date | None
    moved_in: dt.date | None
    moved_out: dt.date | None
    merged_into: UUID | None
    outside: bool = False


def seen(row: Person, role: str, *, outside: bool = False) -> SeenPerson:
    """The row as this role may see it."""
    whole = role in WHOLE_NIK_ROLES
    return SeenPerson(
        id=row.id,
        name=row.name,
        sex=row.sex,
        born=row.born,
        born_at=row.born_at,
        born_estimated=row.born_estimated,
        nik=row.nik if whole else mask_nik(row.nik),
        nik_problems=tuple(nik_problems(row.nik, sex=row.sex or None, born=row.born)),
        kk=row.kk if whole else mask_nik(row.kk),
        bpjs=row.bpjs if whole else mask_nik(row.bpjs),
        phone=row.phone,
        mother_id=row.mother_id,
        mother_name=row.mother_name,
        father_name=row.father_name,
        household_id=row.household_id,
        area=row.area,
        address=row.address,
        died=row.died,
        moved_in=row.moved_in,
        moved_out=row.moved_out,
        merged_into=row.merged_into,
        outside=outside,
    )
