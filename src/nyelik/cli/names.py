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
    from nyelik.register.access import Viewer
    from nyelik.rules.model import Indicator
    from nyelik.watch.evaluate import Asked, Watch
    from nyelik.watch.names import NameRow

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


_SUBJECT_COLUMNS = {
    "name": "name",
    "place": "place",
    "status": "status",
    "value": "value",
    "missing": "missing",
}


def _subjects(args: Namespace, watch: Watch, indicator: Indicator, asked: Asked) -> int:
    """The facilities, kader or replies behind a number; they are no patients, so nobody's read is written down."""
    from nyelik.watch.subjects import subjects_behind

    try:
        found = subjects_behind(watch, indicator, asked, args.area, _STATUS[args.status])
    except ValueError as error:
        raise Problem("question-not-possible", detail=str(error)) from None
    rows = [
        {
            "subject": str(one.subject.id),
            "name": one.subject.name,
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
        from nyelik.cli.console import account
        from nyelik.register.reading import log_console

        shown = [row.person for row in rows]
        if shown:
            now = dt.datetime.now(dt.UTC)
            log_console(shown, f"names of {indicator.id}", account=account(), now=now)
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
