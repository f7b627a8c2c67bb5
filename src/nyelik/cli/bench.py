"""`nyelik bench`: repeatable measurements, each as a ratio against a limit or a peer of the same run.

Each bench is a file bench/bench_<name>.py of the checkout with `measure(full: bool) -> list[Figure-like dict]`:
{"what", "value", "unit", "against", "ratio", "reach"?}. Full sizes take minutes; the default is a smoke run.
"""

import sys
from argparse import ArgumentParser, Namespace
from importlib import import_module
from pathlib import Path
from typing import Any

from nyelik.cli.output import answer, table

COLUMNS = {
    "bench": "bench",
    "what": "what",
    "value": "value",
    "unit": "unit",
    "against": "against",
    "ratio": "ratio",
    "reach": "reach",
}


def add(subparsers: Any) -> None:
    """The command and its options."""
    parser: ArgumentParser = subparsers.add_parser("bench", help="measure speed, repeatably")
    parser.add_argument("names", nargs="*", metavar="NAME", help="which (default: all)")
    parser.add_argument("--full", action="store_true", help="full sizes instead of a smoke run")
    parser.add_argument("--list", action="store_true", help="only name the benches")


def run(args: Namespace) -> int:
    """Run the benches one after the other and print one table."""
    folder = bench_folder()
    sys.path.insert(0, str(folder.parent))
    known = sorted(path.stem.removeprefix("bench_") for path in folder.glob("bench_*.py"))
    if args.list:
        answer(args, known, "\n".join(known))
        return 0
    if unknown := sorted(set(args.names) - set(known)):
        sys.stderr.write(f"nyelik: no bench {', '.join(unknown)}; there are {', '.join(known)}\n")
        return 2
    rows = []
    for name in args.names or known:
        sys.stderr.write(f"bench {name} ...\n")
        module = import_module(f"bench.bench_{name}")
        rows += [{"bench": name, **figure} for figure in module.measure(full=args.full)]
    answer(args, rows, table(rows, COLUMNS))
    return 0


def bench_folder() -> Path:
    """bench/ of the checkout this package runs from."""
    return Path(__file__).resolve().parents[3] / "bench"
