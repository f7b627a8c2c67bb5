"""`nyelik evaluate` counts everything in the rulebook; `nyelik mart rebuild` builds the mart anew from the journal."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, Namespace
from typing import Any

from nyelik.cli.output import answer, table
from nyelik.cli.question import about, add_question, asked_of, fresh_watch


def add(subparsers: Any) -> None:
    """Both commands."""
    parser: ArgumentParser = subparsers.add_parser(
        "evaluate", help="every rule over everybody: how many people came to each result"
    )
    add_question(parser)
    mart: ArgumentParser = subparsers.add_parser(
        "mart", help="the columns that numbers are counted on"
    )
    kinds = mart.add_subparsers(metavar="WHAT", required=True)
    rebuild = kinds.add_parser(
        "rebuild", help="build it anew from the journal; readers keep the old one meanwhile"
    )
    rebuild.set_defaults(run=_rebuild)
    status = kinds.add_parser("status", help="how far it has read, how large it is")
    status.set_defaults(run=_status)


def run(args: Namespace) -> int:
    """Counts by rule and result."""
    watch = fresh_watch()
    from nyelik.watch.totals import evaluate_all

    asked, state = asked_of(args, "year"), watch.mart.state()
    start = time.perf_counter()
    totals = evaluate_all(watch, state, asked)
    seconds = time.perf_counter() - start
    counted: dict[str, dict[str, Any]] = {
        "groups": {rule: {"members": count} for rule, count in totals.groups.items()},
        "services": dict(totals.services),
        "findings": dict(totals.findings),
        "indicators": dict(totals.indicators),
    }
    data = {
        **about(asked, watch, state.seq),
        "people": totals.people,
        "seconds": round(seconds, 3),
        **counted,
    }
    rows = [
        {
            "kind": kind,
            "rule": rule,
            "counts": ", ".join(f"{name} {count:,}" for name, count in counts.items()),
        }
        for kind, rules in counted.items()
        for rule, counts in rules.items()
    ]
    head = f"{totals.people:,} people, {len(rows)} rules, {seconds:.2f} s"
    answer(
        args,
        data,
        head + "\n\n" + table(rows, {"kind": "kind", "rule": "rule", "counts": "people"}),
    )
    return 0


def _rebuild(args: Namespace) -> int:
    from nyelik.cli.database import open_database

    open_database()
    from rich.console import Console
    from rich.progress import Progress

    from nyelik.journal.read import last_seq
    from nyelik.rules.load import load
    from nyelik.watch.refresh import home_mart, rebuild

    start = time.perf_counter()
    with Progress(console=Console(file=sys.stderr), transient=True) as progress:
        task = progress.add_task("mart", total=max(last_seq(), 1))
        rebuild(
            home_mart(),
            load().rules.words,
            progress=lambda seq: progress.update(task, completed=seq),
        )
    return _tell(args, round(time.perf_counter() - start, 2))


def _status(args: Namespace) -> int:
    from nyelik.cli.database import open_database

    open_database()
    return _tell(args, None)


def _tell(args: Namespace, seconds: float | None) -> int:
    from nyelik.watch.refresh import home_mart

    state = home_mart().state()
    data = {
        "version": state.manifest.version,
        "journal_position": state.seq,
        "people": len(state.people),
        "events": len(state.base.rows) + state.overlaid(),
        "events_since_last_fold": state.overlaid(),
        "seconds": seconds,
    }
    answer(
        args, data, "\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in data.items())
    )
    return 0
