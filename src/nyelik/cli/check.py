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
    from nyelik.rules.model import Rulebook


def add(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Define the command."""
    parser = commands.add_parser("check", help="read the rulebook and run its examples")
    parser.add_argument("id", nargs="?", help="only this rule")
    parser.add_argument("--rulebook", type=Path, help="another rulebook folder")
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
        data = {"ok": False, "errors": [vars(error) for error in errors.errors]}
        answer(args, data, f"{errors}\n\n{len(errors.errors)} errors: the rulebook is refused.")
        return 1
    if args.id and loaded.rules.rule(args.id) is None:
        raise Problem("rule-not-known", id=args.id)
    engines = (*OWN_ENGINES, PhoneEngine(loaded))
    checked = check_rulebook(loaded.rules, loaded.derive, args.id, engines)
    lines = [*_lines(checked, args), *_layer(checked, loaded.rules)]
    answer(args, _data(checked), "\n".join(lines))
    return 0 if checked.ok else 1


def _lines(checked: "Checked", args: Namespace) -> list[str]:
    lines = [str(failure) for failure in checked.failures]
    if args.uncovered:
        lines += _uncovered(checked)
    elif not args.id:
        lines += [_files(checked), ""]
    reached, branches = checked.coverage.total
    lines.append(
        f"{checked.examples} examples, {len(checked.failures)} failed; rulebook {checked.version}."
    )
    lines += [_engine(ran) for ran in checked.ran]
    if branches:
        share = 100 * reached / branches
        more = "" if args.uncovered or reached == branches else "; --uncovered lists the others"
        lines.append(f"{reached} of {branches} branches reached ({share:.0f} %){more}.")
    return lines


def _files(checked: "Checked") -> str:
    rows = [{**vars(one), "branches": f"{one.reached} of {one.branches}"} for one in checked.files]
    columns = {
        "file": "File",
        "rules": "Rules",
        "examples": "Examples",
        "failed": "Failed",
        "branches": "Branches reached",
    }
    return table(rows, columns)


def _engine(ran: "Ran") -> str:
    missing = ran.missing
    if missing is not None:
        return f"  {ran.engine}: not run. {missing.why} {missing.mend}"
    return f"  {ran.engine}: {ran.examples} examples in {ran.seconds:.1f} s"


def _uncovered(checked: "Checked") -> list[str]:
    lines = []
    for rule, branches in checked.coverage.uncovered().items():
        lines.append(f"{rule}: {len(branches)} not reached")
        lines += [f"    {branch}" for branch in branches]
    return [*lines, ""]


def _layer(checked: "Checked", rules: "Rulebook") -> list[str]:
    """What the district's layer brings and replaces, and which national examples it turns."""
    from nyelik.rules.origin import origin_text

    if rules.layer is None:
        return []
    lines = ["", f"Layer {rules.layer.id}: {rules.layer.label.en}"]
    replaced = [name for name, origin in rules.origins.items() if origin.replaces]
    lines.append(f"  {len(rules.origins) - len(replaced)} of its own, {len(replaced)} replaced:")
    lines += [f"  {name}: {origin_text(rules, name, 'en')}" for name in replaced]
    if checked.changed:
        lines.append("  National examples that come out otherwise because of it:")
        lines += [f"    {one}" for one in checked.changed]
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
