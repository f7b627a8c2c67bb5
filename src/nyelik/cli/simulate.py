"""`nyelik simulate`: the entries of a synthetic district as NDJSON, without touching the instance."""

import datetime as dt
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, BinaryIO

from nyelik.base.dates import day_number
from nyelik.base.problem import Problem

ROOT = Path(__file__).resolve().parents[3]
TWO_YEARS = 730
DISTRICT = "19.06"


def add(subparsers: Any) -> None:
    """The command and its options."""
    parser: ArgumentParser = subparsers.add_parser(
        "simulate", help="write the entries of a synthetic district (nobody in it is real)"
    )
    parser.add_argument("--out", default="-", help="file for NDJSON (default: standard output)")
    add_plan(parser, people=1_000)


def add_plan(parser: ArgumentParser, people: int) -> None:
    """The options that say what to simulate."""
    yesterday = dt.date.today() - dt.timedelta(1)
    parser.add_argument(
        "--people", type=int, default=people, help="inhabitants (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed, other lives")
    parser.add_argument("--from", dest="start", type=dt.date.fromisoformat, help="first day")
    parser.add_argument(
        "--until",
        type=dt.date.fromisoformat,
        default=yesterday,
        help="last day (default: yesterday)",
    )


def run(args: Namespace) -> int:
    """Write the entries, each with the moment at which the server would receive it."""
    from nyelik.journal.entry import encode

    target: Any = (
        nullcontext(sys.stdout.buffer) if args.out == "-" else Path(args.out).open("wb")  # noqa: SIM115
    )
    with target as file:
        out: BinaryIO = file
        for _, deliveries in lived(args):
            for delivery in deliveries:
                for entry in delivery.entries:
                    out.write(encode({"received": delivery.received, "entry": entry}) + b"\n")
    return 0


def lived(args: Namespace, workers: dict[str, Any] | None = None) -> Iterator[Any]:
    """The days of the plan in the arguments. Problem `simulate-plan` when the days or people make no sense."""
    from nyelik.rules.load import load
    from nyelik.simulate.life import live
    from nyelik.simulate.place import read_district
    from nyelik.simulate.world import Plan

    end = day_number(args.until)
    start = day_number(args.start) if args.start else end - TWO_YEARS + 1
    if not 0 < args.people <= 2_000_000 or end <= start:
        raise Problem("simulate-plan", people=args.people, days=end - start + 1)
    plan = Plan(args.people, start, end, args.seed, load().rules.version)
    district = read_district(ROOT / "data" / "districts" / f"{DISTRICT}.yaml")
    return live(plan, district, load().growth, workers)
