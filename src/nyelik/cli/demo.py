"""`nyelik demo`: a district that does not exist, with two years of life and one login for each role."""

import datetime as dt
import json
import sys
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any
from uuid import UUID

from nyelik.base.problem import Problem
from nyelik.cli.simulate import DISTRICT, ROOT, add_plan, lived
from nyelik.simulate.logins import LOGINS, password

FULL, TENTH = 132_495, 13_249
KELUBI = "19.06.01.2004"


def add(subparsers: Any) -> None:
    """The command and its options."""
    parser: ArgumentParser = subparsers.add_parser(
        "demo", help="make the demo district (nobody in it is real) and show its logins"
    )
    add_plan(parser, people=TENTH)
    parser.add_argument("--full", action="store_true", help=f"all {FULL:,} people")
    parser.add_argument("--today", dest="today", help="the day after the last day of the demo")
    parser.add_argument("--if-empty", action="store_true", help="only show logins if it is there")


def run(args: Namespace) -> int:
    """Make the district in an empty instance, or finish one that was interrupted; show the logins."""
    from nyelik.cli.database import open_database

    open_database()
    before = _marked()
    if before is None and _has_entries():
        if args.if_empty:
            return 0
        raise Problem("demo-not-empty")
    if before and before["complete"] and not args.if_empty:
        raise Problem("demo-not-empty")
    _settle_arguments(args, before)
    made = before if before and before["complete"] else _make(args)
    _show(args, made)
    return 0


def _settle_arguments(args: Namespace, before: dict[str, Any] | None) -> None:
    """What was begun is finished as it was begun: the same lives again add nothing that is already there."""
    if args.full:
        args.people = FULL
    if args.today:
        args.until = dt.date.fromisoformat(args.today) - dt.timedelta(1)
    if before:
        args.people, args.seed = before["people"], before["seed"]
        args.until = dt.date.fromisoformat(before["until"])
        args.start = dt.date.fromisoformat(before["start"]) if before["start"] else None


def _make(args: Namespace) -> dict[str, Any]:
    """Places, staff, lives, projections, mart."""
    from nyelik.journal import projections
    from nyelik.register.facilities import load_district
    from nyelik.register.invent import invent_phones
    from nyelik.register.search_words import statistics_up_to_date
    from nyelik.rules.load import load
    from nyelik.simulate.record import hurried_disk, record_days
    from nyelik.simulate.targets import invent_targets
    from nyelik.watch.evaluate import Watch
    from nyelik.watch.refresh import home_mart, refresh

    began = time.monotonic()
    rules = load().rules
    _mark(args, complete=False)
    load_district(DISTRICT)
    invent_phones()
    holders = _hire(args.seed)
    days = lived(args, holders)
    with hurried_disk(), _Bar(quiet=args.json) as bar:
        entries = record_days(days, bar.day) + _assess(args, holders)
        bar.step("Menyusun register / building the register")
        projections.catch_up()
        statistics_up_to_date()
        bar.step("Menyusun mart / building the mart")
        refresh(home_mart(), rules.words)  # so that the first page need not wait for it
        invent_targets(Watch(home_mart(), load()), args.until, args.seed, dt.datetime.now(dt.UTC))
    seconds = round(time.monotonic() - began, 1)
    return _mark(args, complete=True, entries=entries, seconds=seconds)


def _assess(args: Namespace, holders: dict[str, UUID]) -> int:
    """Readiness, staff, skills, reports and replies of the last year; how many entries."""
    from nyelik.base.dates import day_number
    from nyelik.journal.append import append
    from nyelik.rules.load import load
    from nyelik.simulate.facilities import assess_district

    rules, end = load().rules, day_number(args.until)
    months = assess_district(
        list(holders), holders, end, args.seed, list(rules.words), rules.version
    )
    for received, entries in months:
        append(entries, received=received)
    return sum(len(entries) for _, entries in months)


def _hire(seed: int) -> dict[str, UUID]:
    """Save the staff; who holds the device of which facility."""
    from nyelik.simulate.place import read_district
    from nyelik.simulate.record import hire
    from nyelik.simulate.staff import HOLDERS, staff_of

    district = read_district(ROOT / "data" / "districts" / f"{DISTRICT}.yaml")
    staff = staff_of(district, seed, KELUBI)
    hire(staff, password, LOGINS)
    return {post.scope: post.id for post in staff if post.role in HOLDERS}


def _marker() -> Path:
    """The file that says that everybody in this instance is invented."""
    from django.conf import settings

    return Path(settings.HOME) / "demo.json"


def _mark(args: Namespace, *, complete: bool, **more: object) -> dict[str, Any]:
    start = args.start.isoformat() if args.start else None
    told = {"district": DISTRICT, "synthetic": True, "complete": complete, "people": args.people}
    told |= {"seed": args.seed, "start": start, "until": args.until.isoformat(), **more}
    _marker().write_text(json.dumps(told), "utf-8")
    return told


def _marked() -> dict[str, Any] | None:
    if not _marker().exists():
        return None
    read: dict[str, Any] = json.loads(_marker().read_text("utf-8"))
    return read


def _has_entries() -> bool:
    from nyelik.journal.read import entries_after

    return bool(entries_after(0, 1))


def _show(args: Namespace, made: dict[str, Any]) -> None:
    from nyelik.cli.output import answer, table

    rows: list[dict[str, Any]] = [{"login": name, "password": password(name)} for name in LOGINS]
    text = table(rows, {"login": "Masuk / sign in", "password": "Sandi / password"})
    note = "Penduduk contoh; tidak ada orang sungguhan. / Invented people; nobody is real."
    answer(args, made | {"logins": rows}, f"{note}\n{text}")


class _Bar:
    """A progress bar on stderr: one step for each simulated day."""

    def __init__(self, *, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        console = Console(file=sys.stderr)
        columns = [TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()]
        self.progress = Progress(*columns, console=console, disable=quiet)
        self.task = self.progress.add_task("Menyiapkan / preparing", total=None)

    def day(self, day: int, entries: int) -> None:
        """A day is over."""
        from nyelik.base.dates import day_from_number

        text = f"{day_from_number(day):%Y-%m}  {entries:>9,} catatan / entries"
        self.progress.update(self.task, description=text)

    def step(self, text: str) -> None:
        """What is done now."""
        self.progress.update(self.task, description=text)

    def __enter__(self) -> "_Bar":
        self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.progress.stop()
