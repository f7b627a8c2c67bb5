"""`nyelik rule`: show one rule, word or setting with everything about it; write the skeleton of a new one."""

import datetime as dt
import re
from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nyelik.base.problem import Problem
from nyelik.cli.output import answer, to_json

if TYPE_CHECKING:
    from nyelik.rules.model import Rulebook


KINDS = ("service", "finding", "indicator", "group", "definition", "setting")
ID = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
NAME = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")
"""Definitions and settings are names in expressions, where a hyphen would be a minus."""


def add(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Define the command."""
    parser = commands.add_parser("rule", help="write rules: look one up, begin a new one")
    kinds = parser.add_subparsers(metavar="DO", required=True)
    shown = kinds.add_parser("show", help="a rule, word or setting: sentence, place, users")
    shown.add_argument("id", help="its id, or the code of a word")
    shown.add_argument("--language", choices=("id", "en"), default="id")
    shown.add_argument("--layer", type=Path, help="with this layer of a district")
    shown.set_defaults(run=show)
    schema = kinds.add_parser("schema", help="the JSON Schema of rulebook files, for editors")
    schema.add_argument("--language", choices=("id", "en"), default="id")
    schema.set_defaults(run=print_schema)
    new = kinds.add_parser("new", help="write the skeleton of a rule, ready for its examples")
    new.add_argument("kind", choices=KINDS)
    new.add_argument("id", help="small letters, digits and hyphens (underscores in names)")
    new.add_argument("--to", type=Path, metavar="FILE", help="a new file (default: print it)")
    new.add_argument("--language", choices=("id", "en"), default="id")
    new.set_defaults(run=begin)


def run(args: Namespace) -> int:
    """Each subcommand sets its own."""
    return int(args.run(args))


def print_schema(args: Namespace) -> int:
    """The schema on stdout: what contracts/rulebook.schema.json holds."""
    from nyelik.rules.read import read_with_keys, rulebook_folder
    from nyelik.rules.schema import schema_of

    data = schema_of(read_with_keys(rulebook_folder())[1])
    answer(args, data, to_json(data))
    return 0


def begin(args: Namespace) -> int:
    """Print the skeleton, or write it into a file that is not there yet; an id that exists is refused."""
    from nyelik.rules.load import load
    from nyelik.rules.skeleton import skeleton

    rules = load().rules
    form = NAME if args.kind in ("definition", "setting") else ID
    if args.id in rules.places:
        raise Problem("rule-exists", id=args.id, place=rules.places[args.id])
    if not form.match(args.id):
        raise Problem("rule-id-not-possible", id=args.id, kind=args.kind)
    text = skeleton(args.kind, args.id, dt.date.today().isoformat())
    if args.to is None:
        answer(args, {"id": args.id, "kind": args.kind, "yaml": text}, text.rstrip())
        return 0
    try:
        with args.to.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise Problem("rule-exists", id=args.id, place=str(args.to)) from None
    answer(args, {"id": args.id, "kind": args.kind, "file": str(args.to)}, f"{args.to}")
    return 0


def show(args: Namespace) -> int:
    """What it says, where it is written and comes from, its examples, and who uses it."""
    from nyelik.rules.load import load
    from nyelik.rules.read import rulebook_folder

    rules = load(rulebook_folder(), args.layer).rules if args.layer else load().rules
    if args.id not in rules.places:
        raise Problem("rule-not-known", id=args.id)
    data = _data(rules, args.id, args.language)
    answer(args, data, "\n".join(_lines(data)))
    return 0


def _data(rules: "Rulebook", rule_id: str, language: str) -> dict[str, Any]:
    from nyelik.rules.origin import origin_text
    from nyelik.rules.users import users_of

    rule = rules.rule(rule_id) or rules.settings.get(rule_id) or rules.words.get(rule_id)
    return {
        "id": rule_id,
        "kind": type(rule).__name__.lower() if rule else "entry",
        "sentence": _sentence(rules, rule, rule_id, language),
        "place": rules.places[rule_id],
        "origin": origin_text(rules, rule_id, language),
        "examples": [
            {"name": example.name, "on": example.on.isoformat(), "expect": example.expect}
            for example in getattr(rule, "examples", ())
        ],
        "used_by": list(users_of(rules, rule_id)),
    }


def _sentence(rules: "Rulebook", rule: Any, rule_id: str, language: str) -> str:
    from nyelik.rules.explain import Explainer
    from nyelik.rules.model import Setting

    explainer = Explainer(rules, language)
    if rules.rule(rule_id) is not None:
        return explainer.rule(rule)
    label = str(rule.label.text(language)) if rule is not None else rule_id
    if isinstance(rule, Setting):
        note = f" {rule.note.text(language)}" if rule.note else ""
        return f"{label}: {explainer.node(rule.node)}.{note}"
    return label


def _lines(data: dict[str, Any]) -> list[str]:
    lines = [data["sentence"], f"[{data['kind']}, {data['place']}]"]
    lines += [data["origin"]] if data["origin"] else []
    lines += [f"  {one['on']}  {one['name']}: {one['expect']}" for one in data["examples"]]
    users = ", ".join(data["used_by"])
    return [*lines, f"Used by: {users}" if users else "Used by no other rule."]
