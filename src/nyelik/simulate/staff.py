"""The workers of a synthetic district: one behind every device, and the few whose logins are shown."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from nyelik.simulate.chance import Chance
from nyelik.simulate.naming import family_name, invent_name, pick_culture
from nyelik.simulate.place import District

HOLDERS = ("kader", "pustu", "puskesmas")
"""Roles that hold the device of a facility."""


@dataclass(frozen=True, slots=True)
class Post:
    """One worker to be; `scope` is the facility or area served."""

    id: UUID
    username: str
    name: str
    role: str
    cluster: int
    scope: str


def staff_of(district: District, seed: int, village: str) -> list[Post]:
    """Everybody who works in the district; those with a login work in or for `village`."""
    chance = Chance(f"staff {seed}")
    posts = [_holder(chance, code) for code in district.facilities()]
    rt = next((rt for rt in district.rts if rt.village == village), district.rts[0])
    shown = {rt.posyandu: "kader", rt.pustu: "pustu", rt.puskesmas: "puskesmas"}
    posts = [
        _with_login(post, shown[post.scope]) if post.scope in shown else post for post in posts
    ]
    desk = [
        ("puskesmas_head", "kepala", rt.puskesmas),
        ("dinkes", "dinkes", district.regency),
        ("village", "desa", rt.village),
        ("auditor", "auditor", district.regency),
    ]
    return posts + [
        Post(chance.uuid(0), name, _person_name(chance), role, 0, scope)
        for role, name, scope in desk
    ]


def _holder(chance: Chance, facility: str) -> Post:
    """The worker with a facility's device: kader, midwife, or mother-and-child cluster."""
    role = {"Y": "kader", "U": "pustu", "P": "puskesmas"}[facility[0]]
    username = f"{role}.{facility.lower()}"
    cluster = 2 if role == "puskesmas" else 0
    return Post(chance.uuid(0), username, _person_name(chance), role, cluster, facility)


def _with_login(post: Post, username: str) -> Post:
    return Post(post.id, username, post.name, post.role, post.cluster, post.scope)


def _person_name(chance: Chance) -> str:
    culture = pick_culture(chance)
    return invent_name(chance, culture, "female", 1988, family_name(chance, culture))
