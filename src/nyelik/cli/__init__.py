"""The command line: `nyelik COMMAND`. One module per command, each with `add(subparsers)` and `run(args)`.

Results go to stdout, as text or with `--json` as JSON; progress and problems go to stderr. A problem the
caller can cure ends with exit code 2, said in words, without a traceback.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from nyelik.base.problem import Problem
from nyelik.rules.errors import RulebookErrors

# Every command module, in the order `nyelik --help` shows them. Modules import their heavy parts in run().
COMMANDS = [
    "demo",
    "serve",
    "simulate",
    "check",
    "bundle",
    "explain",
    "rule",
    "manual",
    "card",
    "form",
    "growth",
    "evaluate",
    "assess",
    "coverage",
    "names",
    "import_",
    "export",
    "journal",
    "places",
    "worker",
    "relay",
    "bench",
]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code: 0 well, 1 the command found faults, 2 a problem with what was asked."""
    args = build_parser().parse_args(argv)
    try:
        return int(args.run(args))
    except Problem as problem:
        return _say(problem, as_json=args.json)
    except RulebookErrors as errors:
        from nyelik.cli.output import language_of

        sys.stderr.write(f"{errors.report(language_of(args))}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `nyelik ... | head` closed its end; nothing is wrong
        sys.stderr.close()
        return 0


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands, each of which also takes --json."""
    parser = argparse.ArgumentParser(
        prog="nyelik", description="Runs a kabupaten's primary-care integration (ILP)."
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in COMMANDS:
        module = import_module(f"nyelik.cli.{name}")
        before = set(commands.choices)
        module.add(commands)
        for added in set(commands.choices) - before:
            _finish(commands.choices[added], module.run)
    return parser


def _finish(parser: argparse.ArgumentParser, run: object) -> None:
    """Give the command its `run` (unless it set one) and --json, down to its last subcommand."""
    if parser.get_default("run") is None:
        parser.set_defaults(run=run)
    nested = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    for action in nested:
        for child in action.choices.values():
            _finish(child, parser.get_default("run") if child.get_default("run") is None else None)
    if not nested and "--json" not in parser._option_string_actions:
        parser.add_argument("--json", action="store_true", help="write the result as JSON")


def _say(problem: Problem, *, as_json: bool) -> int:
    from nyelik.cli.output import problem_text

    sys.stderr.write(problem_text(problem, as_json=as_json) + "\n")
    return 2
