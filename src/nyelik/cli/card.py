"""`nyelik card --facts FILE.json --on DATE` or `--person ID`: what one person is due and what was found."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from nyelik.base.problem import Problem
from nyelik.cli.output import answer
from nyelik.cli.who import worker_named

if TYPE_CHECKING:
    from nyelik.rules.words import Word

_COLUMNS = {
    "status": "status",
    "label": "service",
    "from": "from",
    "overdue": "overdue",
    "done": "done",
}


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Define the command."""
    parser = commands.add_parser("card", help="a person's card: due, findings, next steps")
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--facts", type=Path, help="a JSON file after contracts/facts.schema.json")
    who.add_argument("--person", help="a person's id")
    who.add_argument("--facility", metavar="CODE", help="a facility's code: its readiness")
    parser.add_argument(
        "--on", type=dt.date.fromisoformat, default=None, help="the day asked for; default today"
    )
    parser.add_argument(
        "--as", dest="worker", metavar="USERNAME", help="who reads; else nothing sensitive is shown"
    )
    parser.add_argument("--reason", help="why; outside the own area one must say")
    parser.add_argument("--language", choices=("id", "en"), default="id")


def run(args: Namespace) -> int:
    """The card as a table, or as JSON."""
    from nyelik.care.card import build_card
    from nyelik.care.card_text import card_as_data
    from nyelik.rules.load import load

    loaded = load()
    today = args.on or dt.date.today()
    facts = _facts(args, today)
    card = build_card(
        loaded, facts, today, _hidden(args, loaded.rules.words) if args.person else frozenset()
    )
    data = card_as_data(card, loaded.rules, args.language)
    answer(args, data, _text(data))
    return 0


def _facts(args: Namespace, today: dt.date):  # type: ignore[no-untyped-def]
    from nyelik.care.facts_file import read_case
    from nyelik.rules.load import load

    if args.facts:
        try:
            return read_case(args.facts.read_bytes(), load().rules.words)
        except OSError as error:
            raise Problem("facts-not-understood", detail=str(error)) from None
    if args.facility:
        from nyelik.cli.database import open_database

        open_database()
        from nyelik.register.assessed import facility_facts

        return facility_facts(args.facility, load().rules.words, today)
    return _facts_of_person(args.person)


def _facts_of_person(text: str):  # type: ignore[no-untyped-def]
    from nyelik.cli.database import open_database

    open_database()
    from nyelik.register.facts import facts_of
    from nyelik.rules.load import load

    try:
        person = UUID(text)
    except ValueError:
        raise Problem("no-such-person") from None
    found = facts_of([person], load().rules.words)
    if found[person].born is None and not found[person].events:
        raise Problem("no-such-person")
    return found[person]


def _hidden(args: Namespace, words: Mapping[str, Word]) -> frozenset[str]:
    """The kinds of sensitive matter that are not shown; the read is written down, whoever reads."""
    from nyelik.cli.console import account
    from nyelik.register import access
    from nyelik.register.reading import log_console

    now, person = dt.datetime.now(dt.UTC), UUID(args.person)
    kinds = {word.sensitive: word for word in words.values() if word.sensitive}
    if args.worker is None:
        log_console([person], "card", account=account(), now=now)
        return frozenset(kind for kind in kinds if kind)
    worker = worker_named(args.worker)
    viewer = access.Viewer(worker, now, args.reason)
    access.person_for(viewer, person)
    return frozenset(k for k, word in kinds.items() if k and not access.may_see_word(viewer, word))


def _text(data: dict[str, object]) -> str:
    from nyelik.cli.output import table

    groups = ", ".join(str(group["label"]) for group in data["groups"])  # type: ignore[attr-defined]
    lines = [f"{data['on']}  {groups}", ""]
    for finding in data["findings"]:  # type: ignore[attr-defined]
        lines.append(
            f"[{finding['severity']}] {finding['label']}: {finding['class_label']}. {finding['say']}"
        )
        lines.extend(f"    - {step}" for step in finding["then"])
        lines.extend([f"    {finding['origin']}"] if "origin" in finding else [])
    lines.extend(["", table(data["services"], _COLUMNS)])  # type: ignore[arg-type]
    own = [one for one in data["services"] if "origin" in one]  # type: ignore[attr-defined]
    lines.extend(["", *(f"{one['label']}: {one['origin']}" for one in own)] if own else [])
    return "\n".join(lines)
