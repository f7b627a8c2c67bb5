"""What coverage, names and evaluate are asked: period, day, what was known by then; and the mart brought up to date."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from nyelik.base.period import Period, parse_period, period_holding
from nyelik.base.problem import Problem

if TYPE_CHECKING:
    from nyelik.rules.model import Indicator
    from nyelik.watch.evaluate import Asked, Watch


def add_question(parser: ArgumentParser, *, period: bool = True) -> None:
    """The options that every question about numbers takes."""
    if period:
        parser.add_argument(
            "--period", help="2026, 2026-Q2, 2026-05, 2026-W12 or a day; default: the current one"
        )
    parser.add_argument(
        "--as-of", type=_day, metavar="DAY", help="seen from this day (default: today)"
    )
    parser.add_argument(
        "--known-on", type=_day, metavar="DAY", help="with what had been received by then"
    )


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def fresh_watch() -> Watch:
    """The mart and rulebook of this instance, up to date with the journal."""
    from nyelik.cli.database import open_database

    open_database()
    from nyelik.rules.load import load
    from nyelik.watch.evaluate import Watch
    from nyelik.watch.refresh import home_mart, refresh

    loaded = load()
    refresh(home_mart(), loaded.rules.words)
    return Watch(home_mart(), loaded)


def indicator_named(watch: Watch, indicator_id: str) -> Indicator:
    """The indicator; a Problem if there is none of that id."""
    try:
        return watch.indicator(indicator_id)
    except KeyError as error:
        raise Problem("rule-not-known", id=str(error.args[0])) from None
    except ValueError as error:
        raise Problem("question-not-possible", detail=str(error)) from None


def asked_of(args: Namespace, kind: str) -> Asked:
    """The question; without --period the period of `kind` (an indicator's own) that holds the day asked for."""
    from nyelik.watch.evaluate import Asked

    as_of = args.as_of or dt.date.today()
    return Asked(_period(getattr(args, "period", None), as_of, kind), as_of, args.known_on)


def _period(text: str | None, as_of: dt.date, kind: str) -> Period:
    if text is None:
        return period_holding(as_of, kind)
    try:
        return parse_period(text)
    except ValueError as error:
        raise Problem("question-not-possible", detail=str(error)) from None


def about(asked: Asked, watch: Watch, seq: int) -> dict[str, object]:
    """What figures stand on: printed with every table."""
    return {
        "period": asked.period.text,
        "as_of": asked.as_of,
        "known_on": asked.known_on,
        "rulebook": watch.loaded.rules.version,
        "journal_position": seq,
    }
