"""`nyelik coverage INDICATOR --by LEVEL`: how many of those it is for are met, by unit; or over time with --trend.

The same for means, for indicators about facilities and kader, and for indexes (`cli.index_table`).
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from nyelik.base.problem import Problem
from nyelik.cli.index_table import run_index
from nyelik.cli.output import answer, table
from nyelik.cli.question import about, add_question, asked_of, fresh_watch, indicator_named

if TYPE_CHECKING:
    from nyelik.rules.model import Indicator
    from nyelik.watch.coverage import CoverageRow

_LEVELS = ("regency", "puskesmas", "district", "village", "pustu", "posyandu", "dusun", "rt")
_COLUMNS = {
    "area": "area",
    "name": "name",
    "met": "met",
    "missed": "missed",
    "of": "of",
    "percent": "%",
    "mean": "mean",
    "gap": "gap",
    "unknown": "unknown",
    "warning": "warning",
}


def add(subparsers: Any) -> None:
    """The command and its options."""
    parser: ArgumentParser = subparsers.add_parser(
        "coverage", help="an indicator by area, from kabupaten to RT"
    )
    parser.add_argument("indicator", metavar="INDICATOR", help="an indicator or an index")
    parser.add_argument("--by", choices=_LEVELS, default="village", help="default: %(default)s")
    parser.add_argument("--area", metavar="CODE", help="only inside this area or facility")
    parser.add_argument(
        "--among",
        action="append",
        default=[],
        metavar="DEFINITION",
        help="only those for whom it holds: skdn_boys, skdn_6_11; may be repeated",
    )
    parser.add_argument("--trend", type=int, metavar="N", help="instead: the last N periods")
    add_question(parser)


def run(args: Namespace) -> int:
    """A table, or JSON."""
    watch = fresh_watch()
    if args.indicator in watch.loaded.rules.indexes:
        return run_index(args, watch)
    from nyelik.watch.coverage import trend
    from nyelik.watch.indexes import any_coverage

    indicator = indicator_named(watch, "+".join((args.indicator, *args.among)))
    asked = asked_of(args, indicator.period)
    try:
        if args.trend:
            courses = trend(watch, indicator.id, asked, args.trend, args.area)
            rows = [
                {"area": period.text, **_row(row, indicator, period.end.year)}
                for period, row in courses
            ]
            total, seq = rows[-1], watch.mart.state().seq
        else:
            found = any_coverage(watch, indicator.id, args.by, asked, args.area)
            year = asked.period.end.year
            rows = [{"area": row.area, **_row(row, indicator, year)} for row in found]
            total, seq = {"area": args.area or "", **_row(found.total, indicator, year)}, found.seq
    except ValueError as error:
        raise Problem("question-not-possible", detail=str(error)) from None
    head = {
        "indicator": indicator.id,
        "label": {"id": indicator.label.id, "en": indicator.label.en},
        "subject": indicator.subject,
        "better": indicator.better,
        "unit": indicator.unit,
        "target": indicator.target_for(asked.period.end.year),
        **about(asked, watch, seq),
    }
    answer(args, {**head, "rows": rows, "total": total}, _text(head, rows, total))
    return 0


def _row(row: CoverageRow, indicator: Indicator, year: int) -> dict[str, object]:
    return {
        "name": row.name or ("(place not known)" if row.level else ""),
        "met": row.met,
        "missed": row.missed,
        "of": row.of,
        "unknown": row.unknown,
        "percent": row.percent,
        "mean": row.mean,
        "gap": row.gap(indicator.target_for(year)) if indicator.mean_of is None else None,
        "warning": row.warning,
    }


def _text(head: dict[str, Any], rows: list[dict[str, object]], total: dict[str, object]) -> str:
    lines = [f"{head['indicator']}  {head['label']['id']} / {head['label']['en']}"]
    lines.append(
        f"{head['period']}, as of {head['as_of']}, known on {head['known_on'] or 'now'}; target "
        f"{'-' if head['target'] is None else head['target']}; rulebook {head['rulebook']}"
    )
    whole = {**total, "area": "total", "name": ""}
    return "\n".join([*lines, "", table([*rows, whole], _COLUMNS)])
