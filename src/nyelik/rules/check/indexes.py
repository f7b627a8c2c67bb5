"""Examples of indexes: figures of the indicators that one is made of, its value and its class."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from nyelik.rules import model as m
from nyelik.rules.check.answers import agrees, shown
from nyelik.rules.check.cases import Failure
from nyelik.rules.index import index_state


def index_examples(rulebook: m.Rulebook, only: str | None = None) -> tuple[int, list[Failure]]:
    """How many examples the indexes (or one of them) have, and those that fail."""
    asked = [index for index in rulebook.indexes.values() if only in (None, index.id)]
    failures = [failure for index in asked for failure in _failures(rulebook, index)]
    return sum(len(index.examples) for index in asked), failures


def _failures(rulebook: m.Rulebook, index: m.Index) -> Iterator[Failure]:
    file = rulebook.places[index.id].rpartition(":")[0]
    for example in index.examples:
        place = f"{file}:{example.line}"
        try:
            answer = index_answer(index, example)
        except (ValueError, ZeroDivisionError) as error:
            yield Failure(index.id, example.name, place, "figures that can be read", str(error))
            continue
        if not agrees(example.expect, answer):
            expected = shown(example.expect)
            yield Failure(index.id, example.name, place, expected, shown(answer))


def index_answer(index: m.Index, example: m.Example) -> dict[str, Any]:
    """What an index says of the figures of an example: `spm-01: 90/100` is 90 percent, `ikm-u1: 3` is 3."""
    unknown = set(example.facts) - set(index.members)
    if unknown:
        raise ValueError(f"no indicator of this index: {', '.join(sorted(unknown))}")
    state = index_state(index, {id_: figure(text) for id_, text in example.facts.items()})
    found = "unknown" if state.found is None else state.found.id
    parts = {part.part.id: _number(part.value) for part in state.parts}
    return {"status": found, "class": found, "value": _number(state.value), **parts}


def figure(written: object) -> Fraction | None:
    """Counts as they stand in a report; nobody to count among (0/0) is no figure."""
    met, slash, of = str(written).partition("/")
    if not slash:
        return Fraction(met)
    return Fraction(met) * 100 / Fraction(of) if Fraction(of) else None


def _number(value: Fraction | None) -> float | str:
    return "unknown" if value is None else float(value)
