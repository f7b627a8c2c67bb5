"""The facts that each rule used in its first decided example, in both languages, as last read and approved.

`NYELIK_GOLDEN=write` rewrites the files; the diff is the review.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from nyelik.base.dates import day_number
from nyelik.rules import model as m
from nyelik.rules.because import because
from nyelik.rules.check import make_case
from nyelik.rules.engines.reference import Reference
from nyelik.rules.facts import Event
from nyelik.rules.load import Loaded, load
from nyelik.rules.outcome import finding_state, indicator_state, service_state

FOLDER = Path(__file__).parent


def used_by(loaded: Loaded) -> Iterator[tuple[str, tuple[Event, ...]]]:
    """Each service, finding and indicator with the facts of its first example that used any."""
    rules = loaded.rules
    for rule in (*rules.services.values(), *rules.findings.values(), *rules.indicators.values()):
        used = next((found for e in rule.examples if (found := _used(loaded, rule, e))), ())
        yield rule.id, used


def _used(
    loaded: Loaded, rule: m.Service | m.Finding | m.Indicator, example: m.Example
) -> tuple[Event, ...]:
    case = make_case(loaded.rules, rule, example, loaded.derive)
    engine = Reference(case.facts, day_number(example.on), case.period)
    if isinstance(rule, m.Service):
        return service_state(engine, rule).used
    if isinstance(rule, m.Finding):
        return finding_state(engine, rule).used
    return indicator_state(engine, rule).used


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_facts_behind_every_rule_are_said_as_approved(language: str) -> None:
    loaded = load()
    words = dict(loaded.rules.words)
    text = "".join(
        f"{rule_id}\n" + "".join(f"    {line}\n" for line in because(used, words, language))
        for rule_id, used in used_by(loaded)
    )
    golden = FOLDER / f"because.{language}.txt"
    if os.environ.get("NYELIK_GOLDEN") == "write":
        golden.write_text(text, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == text
