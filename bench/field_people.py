"""People of one kader's phone for benches: each is an example of the rulebook brought to today, with a longer past.

So every rule has people whom it concerns, which is more than a phone of a real village would have.
"""

from __future__ import annotations

import random
from dataclasses import replace

from nyelik.base.dates import day_number
from nyelik.rules.check import rules_with_examples
from nyelik.rules.examples import facts_of_example
from nyelik.rules.facts import Event, Facts, make_facts
from nyelik.rules.load import load

TODAY = 20_775  # 2026-11-18
EVENTS = 43
_YEARS = 11 * 365
_MEASURED = {
    "weight_kg": (3.0, 15.0),
    "length_cm": (50.0, 110.0),
    "muac_cm": (11.0, 30.0),
    "systolic_mmhg": (95.0, 165.0),
    "diastolic_mmhg": (60.0, 105.0),
    "hb_g_dl": (8.0, 15.0),
}
"""What people of every age come back with; spread widely, so that findings of all classes appear."""


def people_of_a_phone(count: int, seed: int = 2026) -> list[Facts]:
    """So many people with 43 events each, today and over the years before. The same every time."""
    chance = random.Random(seed)
    examples = _examples_today()
    chance.shuffle(examples)
    return [_with_past(examples[number % len(examples)], chance) for number in range(count)]


def _examples_today() -> list[Facts]:
    """The facts of every example about a person, moved so that its day is today."""
    rules = load().rules
    found = []
    for rule in rules_with_examples(rules):
        if getattr(rule, "subject", "person") != "person":
            continue
        for example in rule.examples:
            facts = facts_of_example(example.facts, example.on, rules.words)
            found.append(_moved(facts, TODAY - day_number(example.on)))
    return found


def _moved(facts: Facts, days: int) -> Facts:
    born = None if facts.born is None else facts.born + days
    return replace(
        facts, born=born, events=tuple(replace(e, day=e.day + days) for e in facts.events)
    )


def _with_past(facts: Facts, chance: random.Random) -> Facts:
    since = max(facts.born or 0, TODAY - _YEARS)
    codes = sorted(_MEASURED)
    past = []
    for seq in range(EVENTS - len(facts.events)):
        code = codes[seq % len(codes)]
        day = chance.randint(min(since, TODAY - 1), TODAY - 1)
        past.append(Event(day, -1, -seq, code, round(chance.uniform(*_MEASURED[code]), 1)))
    sex = facts.sex or chance.choice(("female", "male"))
    born = facts.born if facts.born is not None else TODAY - chance.randint(0, 80 * 365)
    return make_facts(sex, born, facts.born_minute, [*past, *facts.events])
