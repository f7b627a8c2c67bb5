"""`nyelik check --against DIR`: what another rulebook, or a layer, would say otherwise of this district's journal."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nyelik.base.problem import Problem
from nyelik.cli.output import answer, table

if TYPE_CHECKING:
    from nyelik.rules.load import Loaded
    from nyelik.watch.shadow import Shadow, Shift

_COLUMNS = {"rule": "rule", "kind": "kind", "effect": "what changes", "people": "people"}
_PEOPLE = {"person": "id", "before": "before", "after": "after"}


def run_against(args: Namespace) -> int:
    """A table of rules with how many people each effect has; with a rule's id also which people, as ids, logged."""
    from nyelik.cli.question import fresh_watch

    other = _other(args.against)
    watch = fresh_watch()
    from nyelik.watch.shadow import shadow

    try:
        found = shadow(watch, other, args.on or dt.date.today(), args.area)
    except ValueError as error:
        raise Problem("question-not-possible", detail=str(error)) from None
    rows = [_row(shift, effect, n) for shift in found.shifts for effect, n in _effects(shift)]
    head = {"day": found.day.isoformat(), "rulebook": found.now, "against": found.other}
    people = _people(found, args.id) if args.id else []
    said = [table(rows, _COLUMNS), "", _summary(found)]
    said += ["", table(people, _PEOPLE)] if args.id else []
    data = {**head, "people_touched": found.people, "changes": rows, "without_effect": found.silent}
    answer(args, {**data, "people": people} if args.id else data, "\n".join(said))
    return 0


def _other(place: Path) -> Loaded:
    """A folder with layer.yaml is a layer over the national rulebook, any other a rulebook."""
    from nyelik.rules.layering import LAYER_FILE
    from nyelik.rules.load import load
    from nyelik.rules.read import rulebook_folder

    if not place.is_dir():
        raise Problem("question-not-possible", detail=f"--against {place}")
    is_layer = (place / LAYER_FILE).is_file()
    return load(rulebook_folder(), place) if is_layer else load(place)


def _effects(shift: Shift) -> list[tuple[str, int]]:
    return list(shift.by_effect().items())


def _row(shift: Shift, effect: str, people: int) -> dict[str, Any]:
    return {"rule": shift.rule.id, "kind": shift.kind, "effect": effect, "people": people}


def _summary(found: Shadow) -> str:
    silent = f"; {len(found.silent)} rules differ without effect" if found.silent else ""
    return (
        f"{found.people} people on {found.day}: rulebook {found.now} against {found.other}{silent}."
    )


def _people(found: Shadow, rule: str) -> list[dict[str, str]]:
    from nyelik.cli.console import account
    from nyelik.register.reading import log_console

    shift = found.shift(rule)
    if shift and shift.is_sensitive:
        raise Problem("question-not-possible", detail=f"{rule}: only in the office, by name")
    turned = shift.people() if shift else []
    ids = [found.person(number) for number, _, _ in turned]
    if ids:
        log_console(ids, f"trial of {rule}", account=account(), now=dt.datetime.now(dt.UTC))
    return [
        {"person": str(person), "before": before, "after": after}
        for person, (_, before, after) in zip(ids, turned, strict=True)
    ]
