"""`nyelik names INDICATOR --area CODE --status missing`: the people behind a number, and what each still misses."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from nyelik.base.problem import Problem
from nyelik.cli.output import answer, table
from nyelik.cli.question import about, add_question, asked_of, fresh_watch, indicator_named
from nyelik.cli.who import worker_named

if TYPE_CHECKING:
    from uuid import UUID

    from nyelik.register.access import Viewer
    from nyelik.rules.model import Indicator
    from nyelik.watch.evaluate import Asked, Watch
    from nyelik.watch.names import NameRow
    from nyelik.watch.subjects import Judged

_STATUS = {
    "missing": "missed",
    "missed": "missed",
    "met": "met",
    "not_applicable": "not_applicable",
}
_COLUMNS = {
    "name": "name",
    "area": "area",
    "status": "status",
    "missing": "missing",
    "person": "id",
}


def add(subparsers: Any) -> None:
    """The command and its options."""
    parser: ArgumentParser = subparsers.add_parser(
        "names", help="who is met, who is missing and for want of what"
    )
    parser.add_argument("indicator", metavar="INDICATOR")
    parser.add_argument("--area", metavar="CODE", help="an area or facility; default: everywhere")
    parser.add_argument("--status", choices=tuple(_STATUS), default="missing")
    parser.add_argument(
        "--as",
        dest="worker",
        metavar="USERNAME",
        help="who reads: names in their scope, logged; else ids only",
    )
    parser.add_argument("--reason", help="why; the Dinas Kesehatan must say")
    add_question(parser)


def run(args: Namespace) -> int:
    """A table, or JSON. Without --as only ids are shown: names are the register's to give, to somebody."""
    watch = fresh_watch()
    from nyelik.watch.names import names

    indicator = indicator_named(watch, args.indicator)
    asked = asked_of(args, indicator.period)
    if indicator.subject != "person":
        return _subjects(args, watch, indicator, asked)
    viewer = _viewer(args, indicator)
    try:
        rows = names(watch, indicator.id, asked, args.area, _STATUS[args.status])
    except ValueError as error:
        raise Problem("question-not-possible", detail=str(error)) from None
    told = _told(rows, viewer, indicator)
    head = {"indicator": indicator.id, **about(asked, watch, watch.mart.state().seq)}
    shown = [{**row, "missing": ", ".join(row["missing"])} for row in told]
    answer(args, {**head, "people": told}, table(shown, _COLUMNS))
    return 0


_ARE_PEOPLE = ("household", "worker")
"""Subjects with a family's or a worker's name: what was found of them is as personal as a patient's card."""
_SUBJECT_COLUMNS = {
    "name": "name",
    "place": "place",
    "status": "status",
    "value": "value",
    "missing": "missing",
}


def _subjects(args: Namespace, watch: Watch, indicator: Indicator, asked: Asked) -> int:
    """The facilities, kader, households or replies behind a number; families and kader are people, so read as such."""
    from nyelik.watch.subjects import subjects_behind

    viewer = _viewer(args, indicator)
    try:
        found = subjects_behind(watch, indicator, asked, args.area, _STATUS[args.status])
    except ValueError as error:
        raise Problem("question-not-possible", detail=str(error)) from None
    named = indicator.subject not in _ARE_PEOPLE
    if not named:
        found = _read_as_people(found, viewer, indicator)
    rows = [
        {
            "subject": str(one.subject.id),
            "name": one.subject.name if named or viewer else None,
            "place": one.subject.place,
            "status": one.status,
            "value": one.state.value,
            "missing": [part.id for part in one.state.missing],
        }
        for one in found
    ]
    head = {"indicator": indicator.id, **about(asked, watch, watch.mart.state().seq)}
    shown = [{**row, "missing": ", ".join(row["missing"])} for row in rows]  # type: ignore[arg-type]
    answer(args, {**head, "subjects": rows}, table(shown, _SUBJECT_COLUMNS))
    return 0


def _read_as_people(
    found: list[Judged], viewer: Viewer | None, indicator: Indicator
) -> list[Judged]:
    """Those in the scope of the one who reads, all for nobody in particular; the read is written down."""
    from nyelik.register.reading import log_list
    from nyelik.register.scope import (
        MAY_LOOK_OUTSIDE,
        NAMES_WITH_REASON,
        ReasonNeeded,
        is_inside,
        scope_areas,
    )

    what = f"names {indicator.id}"
    if viewer is None:
        _log_console([one.subject.id for one in found], what)
        return found
    if indicator.subject == "worker" and viewer.role not in MAY_LOOK_OUTSIDE:
        raise Problem("no-such-person")  # a kader's marks are not for the other kader
    if viewer.role in NAMES_WITH_REASON and not (viewer.reason or "").strip():
        raise ReasonNeeded
    scope = scope_areas(viewer.worker, viewer.today) if viewer.sees_people else []
    found = [one for one in found if is_inside(one.subject.area, scope)]
    log_list(viewer, [one.subject.id for one in found], what)
    return found


def _log_console(ids: list[UUID], what: str) -> None:
    from nyelik.cli.console import account
    from nyelik.register.reading import log_console

    if ids:
        log_console(ids, what, account=account(), now=dt.datetime.now(dt.UTC))


def _viewer(args: Namespace, indicator: Indicator) -> Viewer | None:
    if args.worker is None:
        if indicator.sensitive:
            raise Problem("question-not-possible", detail="--as USERNAME")
        return None
    from nyelik.register import access

    worker = worker_named(args.worker)
    viewer = access.Viewer(worker, dt.datetime.now(dt.UTC), args.reason)
    if not access.may_see_word(viewer, indicator):
        raise Problem("no-such-person")
    return viewer


def _told(rows: list[NameRow], viewer: Viewer | None, indicator: Indicator) -> list[dict[str, Any]]:
    people: dict[Any, Any] = {}
    if viewer is None:
        _log_console([row.person for row in rows], f"names of {indicator.id}")
    else:
        from nyelik.register import access

        people = access.names_for(viewer, [row.person for row in rows], f"names {indicator.id}")
        rows = [row for row in rows if row.person in people]
    return [
        {
            "person": str(row.person),
            "name": people[row.person].name if row.person in people else None,
            "area": row.area,
            "status": row.status,
            "missing": [part.id for part in row.missing],
        }
        for row in rows
    ]
