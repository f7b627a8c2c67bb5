"""`nyelik check [ID]`: read the whole rulebook and run its examples."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from nyelik.cli.output import answer


def add(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Define the command."""
    parser = commands.add_parser("check", help="read the rulebook and run its examples")
    parser.add_argument("id", nargs="?", help="only this rule")
    parser.add_argument("--rulebook", type=Path, help="another rulebook folder")


def run(args: Namespace) -> int:
    """0 when everything reads and every example holds, else 1 with the list of what does not."""
    from nyelik.rules.check import check_examples
    from nyelik.rules.errors import RulebookErrors
    from nyelik.rules.load import load

    try:
        loaded = load(args.rulebook)
    except RulebookErrors as errors:
        data = {"ok": False, "errors": [vars(error) for error in errors.errors]}
        answer(args, data, f"{errors}\n\n{len(errors.errors)} errors: the rulebook is refused.")
        return 1
    count, failures = check_examples(loaded.rules, loaded.derive, args.id)
    data = {
        "ok": not failures,
        "version": loaded.rules.version,
        "examples": count,
        "failures": [vars(failure) for failure in failures],
    }
    lines = [str(failure) for failure in failures]
    lines.append(f"{count} examples, {len(failures)} failed; rulebook {loaded.rules.version}.")
    answer(args, data, "\n".join(lines))
    return 1 if failures or not count else 0
