"""`nyelik assess`: write down what was found of a facility or worker, or a reply to a survey, in somebody's name.

    nyelik assess --facility U1906-04 --on 2026-06-30 --as bidan kit_baby_scale=yes staff_midwives=1

An edge: it asks the clock, and chance for identities.
"""

from __future__ import annotations

import datetime as dt
import secrets
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from nyelik.base.ids import RANDOM_BYTES, facility_uuid, uuid7
from nyelik.base.problem import Problem
from nyelik.cli.output import answer
from nyelik.cli.who import worker_named

if TYPE_CHECKING:
    from nyelik.rules.words import Word


def add(subparsers: Any) -> None:
    """The command and its options."""
    parser: ArgumentParser = subparsers.add_parser(
        "assess", help="record readiness, equipment, skills or a survey reply"
    )
    of = parser.add_mutually_exclusive_group(required=True)
    of.add_argument("--facility", metavar="CODE", help="what was found at a facility")
    of.add_argument("--worker", metavar="USERNAME", help="what was found of a worker: skills")
    of.add_argument("--reply", metavar="CODE", help="one reply to a survey at a facility")
    parser.add_argument("--on", type=dt.date.fromisoformat, help="the day; default today")
    parser.add_argument("--as", dest="who", metavar="USERNAME", required=True, help="who says so")
    parser.add_argument("--note", help="the evidence: number of the decree, place of the photo")
    parser.add_argument("values", nargs="+", metavar="WORD=VALUE")


def run(args: Namespace) -> int:
    """Append one entry; says its identity. 1 when it is held: out of area, not this worker's to say."""
    from nyelik.cli.database import open_database

    open_database()
    from nyelik.journal.entry import ASSESSMENT
    from nyelik.journal.writer import Writer
    from nyelik.office.api import at_the_door
    from nyelik.register.workers import Device
    from nyelik.rules.load import load

    rules = load().rules
    kind, about = _about(args)
    body: dict[str, Any] = {"of": kind, "observations": _observations(args.values, rules.words)}
    facility = args.facility or args.reply
    body |= {"facility": facility} if facility else {}
    body |= {"note": args.note} if args.note else {}
    who, subject = worker_named(args.who), _new_id()
    day = (args.on or dt.date.today()).isoformat()
    device = f"cli-{who.username}"
    door = at_the_door(Device(id=device, worker=who))
    with Writer(device, who.id, _new_id, _now_ms, rules.version, check=door) as writer:
        writer.write(ASSESSMENT, body, happened=day, subject=subject, about=about)
    held = [Problem(one.problem, device=device) for one in writer.receipts if one.problem]
    said = [f"{subject}  {kind} {facility or args.worker}", *(one.sentence("en") for one in held)]
    data = {"subject": str(subject), **body, "held": [one.code for one in held]}
    answer(args, data, "\n".join(said))
    return 1 if held else 0


def _about(args: Namespace) -> tuple[str, UUID]:
    if args.worker:
        return "worker", worker_named(args.worker).id
    from nyelik.register.tables import Facility

    code = args.facility or args.reply
    if not Facility.objects.filter(code=code).exists():
        raise Problem("no-such-facility", facility=code)
    return "facility" if args.facility else "reply", facility_uuid(code)


def _observations(written: Sequence[str], words: Any) -> dict[str, Any]:
    values = {}
    for text in written:
        code, equals, value = text.partition("=")
        word: Word | None = words.get(code)
        if word is None or not equals:
            raise Problem("facts-not-understood", detail=text)
        values[code] = _value(word, value)
    return values


def _value(word: Word, text: str) -> Any:
    from nyelik.care.facts_from_entries import value_of

    value: Any = text
    if word.kind == "yes_no":
        value = {"yes": True, "no": False}.get(text)
    elif word.kind in ("number", "count"):
        try:
            value = float(text)
        except ValueError:
            value = None
    if value_of(word, value) is None:
        raise Problem("facts-not-understood", detail=f"{word.code}={text}")
    return value


def _new_id() -> UUID:
    return uuid7(_now_ms(), secrets.token_bytes(RANDOM_BYTES))


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
