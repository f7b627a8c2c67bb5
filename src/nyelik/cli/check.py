"""`nyelik check [ID]`: read the whole rulebook and run its examples on every engine."""

import datetime as dt
from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path
from typing import TYPE_CHECKING

from nyelik.base.problem import Problem
from nyelik.cli.output import answer, table

if TYPE_CHECKING:
    from nyelik.rules.check import Checked
    from nyelik.rules.check.run import Ran
    from nyelik.rules.errors import Phrase
    from nyelik.rules.model import Rulebook


def add(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Define the command."""
    parser = commands.add_parser("check", help="read the rulebook and run its examples")
    parser.add_argument("id", nargs="?", help="only this rule")
    parser.add_argument("--rulebook", type=Path, help="another rulebook folder")
    parser.add_argument("--language", choices=("id", "en"), default="id")
    parser.add_argument("--layer", type=Path, help="a district's own layer over it")
    parser.add_argument(
        "--against",
        type=Path,
        metavar="DIR",
        help="what another rulebook or layer would change on the journal; with ID also who",
    )
    parser.add_argument(
        "--on", type=dt.date.fromisoformat, help="the day of --against (default: today)"
    )
    parser.add_argument("--area", metavar="CODE", help="only the people of this area")
    parser.add_argument(
        "--uncovered", action="store_true", help="list the branches that no example reaches"
    )


def run(args: Namespace) -> int:
    """0 when everything reads and every example holds on every engine, else 1 with the list of what does not."""
    if args.against:
        from nyelik.cli.against import run_against

        return run_against(args)
    from nyelik.rules.check import check_rulebook
    from nyelik.rules.check.phone import PhoneEngine
    from nyelik.rules.check.run import OWN_ENGINES
    from nyelik.rules.errors import RulebookErrors
    from nyelik.rules.load import load

    try:
        loaded = load(args.rulebook, args.layer)
    except RulebookErrors as errors:
        data = {"ok": False, "errors": errors.errors}
        answer(args, data, errors.report(args.language))
        return 1
    if args.id and loaded.rules.rule(args.id) is None:
        raise Problem("rule-not-known", id=args.id)
    engines = (*OWN_ENGINES, PhoneEngine(loaded))
    checked = check_rulebook(loaded.rules, loaded.derive, args.id, engines)
    lines = [*_lines(checked, args), *_layer(checked, loaded.rules, args.language)]
    answer(args, _data(checked), "\n".join(lines))
    return 0 if checked.ok else 1


def _lines(checked: "Checked", args: Namespace) -> list[str]:
    language = args.language
    lines = [failure.text(language) for failure in checked.failures]
    if args.uncovered:
        lines += _uncovered(checked, language)
    elif not args.id:
        lines += [_files(checked, language), ""]
    examples, failed = checked.examples, len(checked.failures)
    counts = _say("check-sum", examples=examples, failed=failed, version=checked.version)
    lines += [counts.text(language), *(_engine(ran, language) for ran in checked.ran)]
    reached, branches = checked.coverage.total
    if branches:
        more = "" if args.uncovered or reached == branches else _say("check-more")
        share = f"{100 * reached / branches:.0f}"
        found = _say("check-reached", reached=reached, branches=branches, share=share, more=more)
        lines.append(found.text(language))
    return lines


def _say(code: str, **values: object) -> "Phrase":
    from nyelik.rules.errors import Phrase

    return Phrase(code, **values)


def _files(checked: "Checked", language: str) -> str:
    rows = [
        {
            **vars(one),
            "branches": _say("of-all", reached=one.reached, branches=one.branches).text(language),
        }
        for one in checked.files
    ]
    columns = ("file", "rules", "examples", "failed", "branches")
    return table(rows, {key: _say(f"column-{key}").text(language) for key in columns})


def _engine(ran: "Ran", language: str) -> str:
    missing = ran.missing
    if missing is not None:
        values = {"engine": ran.engine, "why": missing.why, "mend": missing.mend}
        return _say("engine-missing", **values).text(language)
    counts = {"engine": ran.engine, "examples": ran.examples, "seconds": f"{ran.seconds:.1f}"}
    return _say("engine-ran", **counts).text(language)


def _uncovered(checked: "Checked", language: str) -> list[str]:
    lines = []
    for rule, branches in checked.coverage.uncovered().items():
        lines.append(_say("not-reached", rule=rule, count=len(branches)).text(language))
        lines += [f"    {branch}" for branch in branches]
    return [*lines, ""]


def _layer(checked: "Checked", rules: "Rulebook", language: str) -> list[str]:
    """What the district's layer brings and replaces, and which national examples it turns."""
    from nyelik.rules.origin import origin_text

    if rules.layer is None:
        return []
    replaced = [name for name, origin in rules.origins.items() if origin.replaces]
    own = len(rules.origins) - len(replaced)
    layer = _say("layer", id=rules.layer.id, label=rules.layer.label.text(language))
    counts = _say("layer-counts", own=own, replaced=len(replaced))
    lines = ["", layer.text(language), counts.text(language)]
    lines += [f"  {name}: {origin_text(rules, name, language)}" for name in replaced]
    if checked.changed:
        lines.append(_say("layer-changes").text(language))
        lines += [f"    {one.text(language)}" for one in checked.changed]
    return lines


def _data(checked: "Checked") -> dict[str, object]:
    reached, branches = checked.coverage.total
    return {
        "ok": checked.ok,
        "version": checked.version,
        "examples": checked.examples,
        "failures": [vars(failure) for failure in checked.failures],
        "changed_by_layer": [vars(one) for one in checked.changed],
        "engines": [
            {
                "engine": ran.engine,
                "examples": ran.examples,
                "seconds": round(ran.seconds, 3),
                "missing": None if ran.missing is None else vars(ran.missing),
            }
            for ran in checked.ran
        ],
        "files": [vars(one) for one in checked.files],
        "branches": {"reached": reached, "of": branches},
        "uncovered": {
            rule: [vars(branch) for branch in missing]
            for rule, missing in checked.coverage.uncovered().items()
        },
    }
