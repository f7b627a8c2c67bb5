"""`nyelik export`: templates, the e-PPGBM layout, coverage tables and names lists as XLSX or CSV."""

import datetime as dt
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nyelik.base.problem import Problem
from nyelik.cli import export_fhir
from nyelik.cli.output import answer
from nyelik.cli.who import worker_named

if TYPE_CHECKING:
    from nyelik.exchange.spreadsheet.export import Sheet
    from nyelik.register.scope import Viewer
    from nyelik.watch.evaluate import Asked, Watch

EVERYBODY = 10_000_000


def add(subparsers: Any) -> None:
    """The command, its subcommands and their options."""
    parser: ArgumentParser = subparsers.add_parser(
        "export", help="templates, tables and names as spreadsheets"
    )
    kinds = parser.add_subparsers(metavar="WHAT", required=True)
    _add_template(kinds)
    export_fhir.add(kinds)
    for name, what, extra in (
        ("coverage", "an indicator by area", _add_coverage),
        ("names", "the names behind a number", _add_names),
        ("eppgbm", "measurements of a month in the e-PPGBM layout", _add_eppgbm),
    ):
        kind = kinds.add_parser(name, help=what)
        kind.add_argument("--out", metavar="FILE", type=Path, required=True, help="*.xlsx or *.csv")
        kind.add_argument("--area", help="area or facility code (default: everywhere)")
        extra(kind)


def run(args: Namespace) -> int:
    """Never reached: every subcommand has its own."""
    raise AssertionError(args)


def _add_template(kinds: Any) -> None:
    kind = kinds.add_parser("template", help="an empty template to fill in")
    kind.add_argument("name", metavar="NAME", help="nyelik-register or nyelik-sasaran")
    kind.add_argument("--out", metavar="FILE", type=Path, required=True)
    kind.add_argument("--example", action="store_true", help="with one invented row")
    kind.set_defaults(run=_template)


def _add_coverage(kind: ArgumentParser) -> None:
    kind.add_argument("indicator")
    kind.add_argument("--by", default="village", help="level (default: %(default)s)")
    _add_asked(kind)
    kind.set_defaults(run=_coverage)


def _add_names(kind: ArgumentParser) -> None:
    kind.add_argument("indicator")
    kind.add_argument("--status", choices=("met", "missed", "not_applicable"), default="missed")
    _add_asked(kind)
    _add_viewer(kind)
    kind.set_defaults(run=_names)


def _add_eppgbm(kind: ArgumentParser) -> None:
    kind.add_argument("--month", required=True, help="such as 2026-05")
    _add_viewer(kind)
    kind.set_defaults(run=_eppgbm)


def _add_asked(kind: ArgumentParser) -> None:
    kind.add_argument(
        "--period", help="2026, 2026-Q2, 2026-05 ... (default: the indicator's, today)"
    )
    kind.add_argument(
        "--as-of", type=dt.date.fromisoformat, help="the day it is seen from (default: today)"
    )
    kind.add_argument(
        "--known-on", type=dt.date.fromisoformat, help="what had been received by then"
    )


def _add_viewer(kind: ArgumentParser) -> None:
    kind.add_argument(
        "--as", dest="worker", metavar="USERNAME", required=True, help="who reads the names; logged"
    )
    kind.add_argument("--reason", help="why; the Dinas Kesehatan must say")


def _template(args: Namespace) -> int:
    from nyelik.exchange.spreadsheet.template import write_template

    with _open(args.out) as file:
        write_template(file, args.name, example=args.example)
    answer(args, {"file": str(args.out)}, str(args.out))
    return 0


def _coverage(args: Namespace) -> int:
    watch, asked = _asked(args)
    from nyelik.exchange.spreadsheet.export import coverage_sheet
    from nyelik.watch.coverage import coverage

    try:
        found = coverage(watch, args.indicator, args.by, asked, args.area)
    except ValueError as error:
        raise Problem("export-not-possible", detail=str(error)) from None
    return _write(args, coverage_sheet(found, watch.loaded))


def _names(args: Namespace) -> int:
    watch, asked = _asked(args)
    from nyelik.exchange.spreadsheet.export import names_sheet
    from nyelik.register import access
    from nyelik.watch.coverage import area_tree
    from nyelik.watch.names import names

    indicator = watch.indicator(args.indicator)
    viewer = _viewer(args)
    if not access.may_see_word(viewer, indicator):
        raise Problem("no-such-person")
    try:
        rows = names(watch, args.indicator, asked, args.area, args.status)
    except ValueError as error:
        raise Problem("export-not-possible", detail=str(error)) from None
    people = access.names_for(viewer, [row.person for row in rows], "export names")
    places = area_tree(watch, asked)
    return _write(
        args, names_sheet(indicator, asked, rows, people, places, watch.loaded, args.area)
    )


def _eppgbm(args: Namespace) -> int:
    from nyelik.cli.database import open_database
    from nyelik.rules.load import load

    open_database()
    from nyelik.exchange.spreadsheet.eppgbm_out import eppgbm_rows
    from nyelik.exchange.spreadsheet.export import eppgbm_sheet
    from nyelik.register import access
    from nyelik.register.area_tree import tree
    from nyelik.register.facts import facts_of

    loaded, month, viewer = load(), _period(args.month), _viewer(args)
    places = tree(month.end)
    people = access.people_visible_to(
        viewer, area=_area(args), gone=True, limit=EVERYBODY, what="export eppgbm"
    )
    facts = facts_of([one.id for one in people], loaded.rules.words)
    rows = eppgbm_rows(_inside(people, args.area, places), facts, month, places, loaded)
    about = [
        ("Bulan", month.text),
        ("Wilayah", args.area or "semua"),
        ("Versi rulebook", loaded.rules.version),
    ]
    return _write(args, eppgbm_sheet(rows, about))


def _area(args: Namespace) -> str | None:
    """An area's code narrows the query; a facility's narrows afterwards."""
    return args.area if args.area and "." in args.area else None


def _inside(people: list[Any], area: str | None, places: Any) -> list[Any]:
    level = places.level_of(area) if area else None
    if area and level is None:
        raise Problem("export-not-possible", detail=f"{area}?")
    return [one for one in people if level is None or places.ancestor(one.area, level) == area]


def _asked(args: Namespace) -> "tuple[Watch, Asked]":
    from nyelik.base.period import period_holding
    from nyelik.cli.database import open_database
    from nyelik.rules.load import load

    open_database()
    from nyelik.watch.evaluate import Asked, Watch
    from nyelik.watch.refresh import home_mart, refresh

    loaded = load()
    if args.indicator not in loaded.rules.indicators:
        raise Problem("rule-not-known", id=args.indicator)
    refresh(home_mart(), loaded.rules.words)
    as_of = args.as_of or dt.date.today()
    indicator = loaded.rules.indicators[args.indicator]
    period = _period(args.period) if args.period else period_holding(as_of, indicator.period)
    return Watch(home_mart(), loaded), Asked(period, as_of, args.known_on)


def _period(text: str) -> Any:
    from nyelik.base.period import parse_period

    try:
        return parse_period(text)
    except ValueError as error:
        raise Problem("export-not-possible", detail=str(error)) from None


def _viewer(args: Namespace) -> "Viewer":
    from nyelik.register.scope import Viewer

    worker = worker_named(args.worker)
    return Viewer(worker, dt.datetime.now(dt.UTC), args.reason)


def _write(args: Namespace, sheet: "Sheet") -> int:
    form = args.out.suffix.lower().lstrip(".")
    if form not in ("xlsx", "csv"):
        raise Problem("export-not-possible", detail=f"{args.out.name}: *.xlsx, *.csv")
    with _open(args.out) as file:
        sheet.write(file, form)
    data = {"file": str(args.out), "rows": len(sheet.rows), "about": dict(sheet.about)}
    answer(args, data, f"{args.out}: {len(sheet.rows):,} baris / rows")
    return 0


def _open(path: Path) -> Any:
    try:
        return path.open("wb")
    except OSError as error:
        raise Problem("file-not-found", file=path) from error
