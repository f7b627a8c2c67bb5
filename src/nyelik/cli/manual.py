"""`nyelik manual --pdf FILE`: the manual of the rulebook as a book to print."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from nyelik.base.problem import Problem
from nyelik.cli.output import answer


def add(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Define the command."""
    parser = commands.add_parser("manual", help="print the manual: what every rule says, in words")
    parser.add_argument("--pdf", type=Path, required=True, metavar="FILE", help="where to write it")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--group", metavar="ID", help="only this life-cycle group and its rules")
    which.add_argument("--chapter", metavar="NUMBER", help="only this chapter, such as 2.5")
    which.add_argument("--rule", metavar="ID", help="only this rule")
    parser.add_argument(
        "--examples", action="store_true", help="the whole manual with every worked example"
    )
    parser.add_argument("--language", choices=("id", "en"), default="id")


def run(args: Namespace) -> int:
    """Write the PDF; say how many pages of the manual it holds."""
    from nyelik.rules.load import load
    from nyelik.rules.manual import printed
    from nyelik.rules.manual.manual import the_manual

    manual = the_manual(load().rules, args.language)
    parts = {
        "group": printed.group_book,
        "chapter": printed.chapter_book,
        "rule": printed.rule_book,
    }
    part = next((name for name in parts if getattr(args, name)), None)
    try:
        book = (
            parts[part](manual, getattr(args, part))
            if part
            else printed.whole_book(manual, args.examples)
        )
    except KeyError as error:
        raise Problem("rule-not-known", id=error.args[0]) from None
    content = printed.pdf(book)
    args.pdf.write_bytes(content)
    data = {"file": str(args.pdf), "bytes": len(content), "rulebook": manual.rulebook.version}
    answer(args, data, f"{args.pdf}: {len(content) / 1e6:.1f} MB, rulebook {data['rulebook']}")
    return 0
