"""`nyelik explain ID`: what a rule says, in the words a midwife reads."""

from argparse import ArgumentParser, Namespace, _SubParsersAction

from nyelik.base.problem import Problem
from nyelik.cli.output import answer


def add(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Define the command."""
    parser = commands.add_parser("explain", help="say a rule in words, with its source")
    parser.add_argument("id", help="the rule's id")
    parser.add_argument("--language", choices=("id", "en"), default="id")


def run(args: Namespace) -> int:
    """The rule's sentence, source, in-force date and place."""
    from nyelik.rules.explain import Explainer
    from nyelik.rules.load import load
    from nyelik.rules.origin import origin_text

    rules = load().rules
    rule = rules.rule(args.id)
    if rule is None:
        raise Problem("rule-not-known", id=args.id)
    sentence = Explainer(rules, args.language).rule(rule)
    source = getattr(rule, "source", None)
    in_force = getattr(rule, "in_force", None)
    data = {
        "id": rule.id,
        "sentence": sentence,
        "source": vars_of(source),
        "in_force": str(in_force.since) if in_force else None,
        "place": rules.places[rule.id],
        "origin": origin_text(rules, rule.id, args.language),
    }
    lines = [sentence, f"[{rules.places[rule.id]}]"]
    lines += [str(data["origin"])] if data["origin"] else []
    if source:
        lines.append(
            f"{rules.sources[source.document].title}, {source.section} ({source.confidence})"
        )
    answer(args, data, "\n".join(lines))
    return 0


def vars_of(source: object) -> dict[str, object] | None:
    """A source's fields, or None."""
    if source is None:
        return None
    return {
        name: getattr(source, name) for name in ("document", "section", "confidence", "to_check")
    }
