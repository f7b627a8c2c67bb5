"""`nyelik rule show ID`: one rule, word or setting with everything about it."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nyelik.base.problem import Problem
from nyelik.cli.output import answer

if TYPE_CHECKING:
    from nyelik.rules.model import Rulebook


def add(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Define the command."""
    parser = commands.add_parser("rule", help="write rules: look one up")
    kinds = parser.add_subparsers(metavar="DO", required=True)
    shown = kinds.add_parser("show", help="a rule, word or setting: sentence, place, users")
    shown.add_argument("id", help="its id, or the code of a word")
    shown.add_argument("--language", choices=("id", "en"), default="id")
    shown.add_argument("--layer", type=Path, help="with this layer of a district")
    shown.set_defaults(run=show)


def run(args: Namespace) -> int:
    """Each subcommand sets its own."""
    return int(args.run(args))


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
