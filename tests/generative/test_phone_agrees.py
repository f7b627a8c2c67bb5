"""Every rule, card and due list over made-up lives: the phone says what the desk says, to the letter.

Few lives on every run, thousands with NYELIK_LIVES=5000 (any number): nothing else changes.
"""

from __future__ import annotations

import datetime as dt
import os

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nyelik.base.dates import day_number
from nyelik.base.period import Period, period_holding
from nyelik.care.card import build_card
from nyelik.care.card_text import card_as_data
from nyelik.rules.check import Case, answer_of, rules_with_examples
from nyelik.rules.engines.phone import Question, facts_as_data
from nyelik.rules.facts import Facts, make_facts
from nyelik.rules.load import load
from nyelik.rules.model import Example, Indicator
from tests.generative.test_outcomes_agree import FIRST, LAST, examples
from tests.support.lives import LIVES
from tests.support.phone import phone_of_rulebook

MANY = settings(
    max_examples=int(os.environ.get("NYELIK_LIVES", "60")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
DAYS = st.dates(FIRST, LAST)


@st.composite
def overlaid(draw: st.DrawFn) -> Facts:
    """One to three examples of the rulebook laid over each other, as recorded."""
    places = st.integers(0, len(examples()) - 1)
    chosen = [examples()[n] for n in draw(st.lists(places, min_size=1, max_size=3, unique=True))]
    events = [event for facts in chosen for event in facts.events]
    sex = draw(st.sampled_from([chosen[0].sex, "female", "male", None]))
    return make_facts(sex, chosen[0].born, chosen[0].born_minute, events)


ANYBODY = st.one_of(overlaid(), LIVES)


def period_of(rule: object, on: dt.date) -> Period:
    """The period that an indicator is asked about; a year for whatever names one."""
    return period_holding(on, rule.period if isinstance(rule, Indicator) else "year")


@MANY
@given(ANYBODY, DAYS)
def test_every_rule_comes_out_alike(life: Facts, on: dt.date) -> None:
    loaded = load()
    rules = list(rules_with_examples(loaded.rules))
    asked = [Question(r.id, life, day_number(on), period_of(r, on)) for r in rules]
    derived, written = loaded.derive(life), Example("", {}, on, None, None)
    expected = [answer_of(Case(r, written, derived, period_of(r, on))) for r in rules]
    differing = [
        f"{rule.id}: reference {one}, phone {other}"
        for rule, one, other in zip(
            rules, expected, phone_of_rulebook().answers(asked), strict=True
        )
        if one != other
    ]
    assert not differing, "\n".join(differing)


@MANY
@given(ANYBODY, DAYS, st.sampled_from(["id", "en"]), st.sets(st.sampled_from(["hiv", "mental"])))
@example(make_facts(), FIRST, "id", set())
def test_cards_are_the_same_to_the_letter(
    life: Facts, on: dt.date, language: str, hidden: set[str]
) -> None:
    """Order, colours, days, what is said, the next steps, and because: each fact that was used."""
    loaded = load()
    card = build_card(loaded, life, on, frozenset(hidden))
    expected = card_as_data(card, loaded.rules, language)
    shown = phone_of_rulebook().ask(
        "card",
        facts=facts_as_data(life),
        today=day_number(on),
        language=language,
        hidden=sorted(hidden),
    )
    assert shown == expected


@MANY
@given(st.lists(ANYBODY, min_size=1, max_size=4), DAYS)
def test_the_due_list_names_who_the_cards_name(lives: list[Facts], on: dt.date) -> None:
    """Nobody is left out because someone else was asked before: answers are kept per person."""
    loaded = load()
    expected = []
    for person, life in enumerate(lives):
        states = build_card(loaded, life, on).with_status("overdue", "due")
        if states:
            services = [[state.service.id, state.status] for state in states]
            expected.append({"person": person, "services": services})
    people = [facts_as_data(life) for life in lives]
    assert phone_of_rulebook().ask("due", people=people, today=day_number(on)) == expected
