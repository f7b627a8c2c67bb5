"""Why an entry is held: the checks that need only the entry and the moment of receipt. Pure.

Held means kept, shown with its reason, and not counted until it is cured. Nothing is ever refused here.
"""

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from nyelik.base import hlc
from nyelik.base.ids import facility_uuid, session_uuid
from nyelik.base.problem import Problem
from nyelik.journal.entry import (
    ASSESSMENT,
    CONTACT,
    EPISODE,
    HOLD_DECISION,
    HOUSEHOLD,
    MERGE,
    PERSON,
    REFERRAL,
    SESSION,
    VISIT,
    Entry,
)

DAY_MS = 86_400_000
# A clock ahead wins every later edit, so it is trusted for less than one behind; a tablet found in a drawer after
# two years still counts, one reset to 2000 does not.
AHEAD_MS, BEHIND_MS = 31 * DAY_MS, 2 * 366 * DAY_MS
# WIB is seven hours ahead of UTC, WIT nine: "tomorrow" may be right, the day after cannot.
FUTURE_DAYS = 1
EARLIEST = "1900-01-01"
# Danger: beyond these an accepted entry would break the arithmetic of every page and of the mart.
LATEST = "2199-12-31"
WHOLE_LIMIT = (1 << 31) - 1
_HAPPENED = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?")

Text = str | None
Day = str | None
Truth = bool | None
Whole = Annotated[int, Meta(ge=-WHOLE_LIMIT, le=WHOLE_LIMIT)] | None
Value = bool | int | float | str | None
Identifier = UUID | None


class _Body(msgspec.Struct):
    retracted: Truth = None
    reason: Text = None
    note: Text = None


class _Person(_Body):
    name: Text = None
    sex: Literal["female", "male"] | None = None
    born: Day = None
    born_estimated: Truth = None
    nik: Text = None
    nik_status: Text = None
    kk: Text = None
    bpjs: Text = None
    phone: Text = None
    mother: Identifier = None
    mother_name: Text = None
    father_name: Text = None
    household: Identifier = None
    area: Text = None
    address: Text = None
    died: Day = None
    moved_in: Day = None
    moved_out: Day = None
    birth_order: Whole = None
    imported: dict[str, Any] | None = None


class _Household(_Body):
    kk: Text = None
    head_name: Text = None
    area: Text = None
    address: Text = None


class _Episode(_Body):
    type: Text = None
    start: Day = None
    end: Day = None
    delivered: Day = None
    outcome: Text = None
    facts: dict[str, Value] | None = None


class _Contact(_Body):
    package: Text = None
    package_version: Text = None
    observations: dict[str, Value] | None = None
    doses: dict[str, Whole] | None = None
    topics: dict[str, Truth] | None = None
    source: Text = None
    session: Text = None
    queue: Text = None
    steps: dict[str, Text] | None = None
    left: Truth = None
    validated: Truth = None


class _Assessment(_Body):
    of: Literal["facility", "worker", "household", "reply"] | None = None
    facility: Text = None
    package: Text = None
    observations: dict[str, Value] | None = None
    source: Text = None
    session: Text = None
    validated: Truth = None


class _Session(_Body):
    facility: Text = None
    day: Day = None
    opened: Text = None
    closed: Text = None
    announcement: Text = None
    tasks: dict[str, list[str] | Text] | None = None


class _Referral(_Body):
    to: Text = None
    findings: dict[str, Text] | None = None
    urgent: Truth = None
    within_days: Whole = None
    contact: Identifier = None
    answered: Text = None
    answer: Literal["seen", "treated", "admitted", "referred_on", "did_not_come"] | None = None
    advice: Text = None
    follow_up_on: Day = None
    followed_up: Text = None
    contact_after: Identifier = None


class _Visit(_Body):
    outcome: Literal["met", "not_home", "refused", "moved", "died"] | None = None
    again_on: Day = None
    latitude: Annotated[float, Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None


class _Merge(_Body):
    into: Identifier = None
    undone: Truth = None


class _HoldDecision(_Body):
    device: Text = None
    number: Whole = None
    accept: Truth = None


BODIES: Mapping[tuple[str, int], type[_Body]] = {
    (PERSON, 1): _Person,
    (HOUSEHOLD, 1): _Household,
    (EPISODE, 1): _Episode,
    (CONTACT, 1): _Contact,
    (ASSESSMENT, 1): _Assessment,
    (SESSION, 1): _Session,
    (REFERRAL, 1): _Referral,
    (VISIT, 1): _Visit,
    (MERGE, 1): _Merge,
    (HOLD_DECISION, 1): _HoldDecision,
}
DATES = {
    PERSON: ("born", "died", "moved_in", "moved_out"),
    EPISODE: ("start", "end", "delivered"),
    SESSION: ("day", "opened", "closed"),
    REFERRAL: ("answered", "follow_up_on", "followed_up"),
    VISIT: ("again_on",),
}


def problem_of(entry: Entry, received: int) -> Problem | None:
    """What is wrong with an entry received at this moment (unix ms), or None."""
    shape = BODIES.get((entry.kind, entry.version))
    if shape is None:
        return Problem("unknown-schema", kind=entry.kind, version=entry.version)
    ms = hlc.milliseconds(entry.written)
    if not received - BEHIND_MS <= ms <= received + AHEAD_MS:
        return Problem(
            "clock-off", device=entry.device, clock=day_text(ms), received=day_text(received)
        )
    return _date_problem(entry, received) or _body_problem(entry, shape) or _size_problem(entry)


def _date_problem(entry: Entry, received: int) -> Problem | None:
    if not is_moment(entry.happened):
        return Problem("impossible-date", value=entry.happened)
    if entry.happened[:10] > day_text(received + FUTURE_DAYS * DAY_MS):
        return Problem("future-date", value=entry.happened)
    for field in DATES.get(entry.kind, ()):
        value = entry.body.get(field)
        if isinstance(value, str) and not is_moment(value):
            return Problem("impossible-date", value=value)
    return None


def _body_problem(entry: Entry, shape: type[_Body]) -> Problem | None:
    if entry.kind in (PERSON, HOUSEHOLD) and entry.about != entry.subject:
        return Problem("body-not-understood", detail=f"a {entry.kind} must be about itself")
    if unlike := _other_facility(entry):
        return Problem("body-not-understood", detail=unlike)
    try:
        msgspec.convert(entry.body, shape)
    except msgspec.ValidationError as error:
        return Problem("body-not-understood", detail=str(error))
    return None


def _other_facility(entry: Entry) -> str:
    """What is wrong when an entry names one facility and means another; "" when nothing is."""
    facility = entry.body.get("facility") if entry.kind in (ASSESSMENT, SESSION) else None
    if not isinstance(facility, str):
        return ""
    if entry.about != facility_uuid(facility):
        return f"not about facility {facility}"
    day = entry.body.get("day")
    if entry.kind == SESSION and isinstance(day, str):
        return "" if entry.subject == session_uuid(facility, day) else f"not the session of {day}"
    return ""


def _size_problem(entry: Entry) -> Problem | None:
    """A whole number of hundreds of digits is valid JSON, and no column of numbers can hold it."""
    for group in ("observations", "facts"):
        for code, value in (entry.body.get(group) or {}).items():
            if type(value) is int and abs(value) > WHOLE_LIMIT:
                return Problem("body-not-understood", detail=f"{code}: a number of that size")
    return None


def is_moment(text: str) -> bool:
    """Whether a text is a day of the calendar from 1900 to 2199, or such a day with hours and minutes."""
    if not _HAPPENED.fullmatch(text) or not EARLIEST <= text[:10] <= LATEST:
        return False
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def day_text(ms: int) -> str:
    """The UTC day of a moment in unix milliseconds."""
    return _day_text(ms // DAY_MS)


@lru_cache(maxsize=8)  # a delivery has one moment of receipt
def _day_text(days: int) -> str:
    return (dt.date(1970, 1, 1) + dt.timedelta(days=days)).isoformat()
