"""`nyelik growth IN.csv OUT.csv`: z-scores and classes for a CSV of measured children, without a database."""

import os
import sys
import time
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from datetime import date
from pathlib import Path
from typing import Any

from nyelik.base.problem import Problem
from nyelik.cli.output import answer

DESCRIPTION = """\
z-scores (WHO 2006 and 2007) and the rulebook's classes for a CSV of measured children.

Columns read, in any order, others are carried along:
  sex          female or male (f, m, P, L, perempuan, laki-laki, 1 male, 2 female)
  age_days     or both of born and measured (YYYY-MM-DD)
  weight_kg length_cm muac_cm head_cm      numbers; a decimal comma is understood
  position     lying or standing (telentang, berdiri): 0.7 cm are added or taken off where it is the
               other than the age asks for; empty means as the age asks
  oedema       yes or no (ya, tidak): weight-based scores are not computed
Columns added: z_<index> and class_<finding>, and problem: what could not be read, is missing, or cannot
be true. No row is dropped; an implausible score is told in problem and not written as a score."""


def add(subparsers: Any) -> None:
    """The command and its options."""
    parser: ArgumentParser = subparsers.add_parser(
        "growth",
        help="z-scores and classes for a CSV of children",
        description=DESCRIPTION,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("source", metavar="IN.csv", type=Path)
    parser.add_argument("target", metavar="OUT.csv", type=Path)
    parser.add_argument(
        "--language",
        choices=["id", "en"],
        default="en" if os.environ.get("LANG", "").startswith("en") else "id",
        help="of the column problem",
    )


def run(args: Namespace) -> int:
    """Score the file; says how many rows, scores and problems."""
    from nyelik.exchange.growth.file import Counts, NotTheColumnsError, score_file
    from nyelik.rules.load import load

    if args.target.exists() and args.source.exists() and args.target.samefile(args.source):
        raise Problem("growth-same-file", file=args.source)
    start, counts = time.perf_counter(), Counts(0, 0, 0)
    try:
        for counts in score_file(args.source, args.target, load(), date.today(), args.language):
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{counts.rows:,} rows ")
    except NotTheColumnsError as error:
        raise Problem("growth-columns", file=args.source, missing=error.args[0]) from error
    except OSError as error:
        raise Problem("file-not-found", file=error.filename) from error
    if sys.stderr.isatty():
        sys.stderr.write("\r")
    done = {
        "rows": counts.rows,
        "with_problem": counts.with_problem,
        "scores": counts.scores,
        "seconds": round(time.perf_counter() - start, 2),
        "file": str(args.target),
    }
    answer(
        args,
        done,
        f"{counts.rows:,} rows, {counts.scores:,} scores, {counts.with_problem:,} rows with a problem "
        f"in {done['seconds']} s: {args.target}",
    )
    return 0
