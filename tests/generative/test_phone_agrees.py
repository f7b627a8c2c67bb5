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
from nyelik.care.form import fill, filled
from nyelik.care.form_text import form_as_data
from nyelik.rules.check import Case, answer_of, rules_with_examples
from nyelik.rules.check.form_vectors import filling_as_data, state_as_data
from nyelik.rules.engines.phone import Question, facts_as_data
from nyelik.rules.engines.reference import Reference
from nyelik.rules.facts import UNKNOWN_MINUTE, Event, Facts, make_facts
from nyelik.rules.form import Filling
from nyelik.rules.load import load
from nyelik.rules.model import PLACES, Example, Indicator
from nyelik.rules.outcome import finding_state
from nyelik.rules.package import ROLES, Package
from nyelik.rules.reads import measured_for, sensitive_kinds, words_read
from nyelik.rules.typed import judge
from tests.generative.test_outcomes_agree import FIRST, LAST, examples
from tests.support.lives import LIVES
from tests.support.phone import phone_of_rulebook, plain

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


TYPED = st.one_of(
    st.booleans(),
    st.integers(-3, 250),
    st.integers(0, 2500).map(lambda tenths: tenths / 10),
    st.sampled_from(["", "2026-02-28", "2026-02-30", "2027-12-31", "lying", "female", "plus1"]),
)


@st.composite
def fillings(draw: st.DrawFn) -> tuple[Package, Filling]:
    """Any form opened for anybody, by anybody, with anything typed into any of its lines."""
    packages = sorted(load().rules.packages.values(), key=lambda package: package.id)
    package = draw(st.sampled_from(packages))
    keys = sorted({line.key for line in package.fields() if line.node is None})
    typed = draw(st.dictionaries(st.sampled_from(keys), TYPED, max_size=8))
    words = load().rules.words
    for key in draw(st.sets(st.sampled_from(keys), max_size=4)):
        if key in words and words[key].choices:
            typed[key] = draw(st.sampled_from(words[key].choice_codes()))
    return package, Filling(
        draw(ANYBODY),
        draw(DAYS),
        typed,
        draw(st.sampled_from([None, *PLACES])),
        draw(st.sampled_from([None, *ROLES])),
        frozenset(draw(st.sets(st.sampled_from(["hiv", "mental", "sensitive"])))),
        draw(st.sampled_from([-1, 0, 600])),
    )


@MANY
@given(fillings(), st.sampled_from(["id", "en"]))
def test_forms_are_the_same_whatever_is_typed(
    opened: tuple[Package, Filling], language: str
) -> None:
    package, filling = opened
    loaded = load()
    state = fill(loaded, package, filling)
    shown = phone_of_rulebook().ask(
        "form", package=package.id, language=language, **filling_as_data(filling)
    )
    assert shown["state"] == plain(state_as_data(state))
    assert shown["shown"] == plain(form_as_data(state, loaded.rules, filling, language))
    assert shown["records"] == plain(vars(filled(state)))


ASKED = sorted(
    code
    for code, word in load().rules.words.items()
    if word.derived is None and word.kind not in ("dose", "event")
)


@MANY
@given(
    ANYBODY,
    DAYS,
    st.dictionaries(st.sampled_from(ASKED), TYPED),
    st.sets(st.sampled_from(["hiv", "mental"])),
)
def test_while_typing_it_says_what_the_saved_form_would(
    life: Facts, on: dt.date, typed: dict[str, object], hidden: set[str]
) -> None:
    """Findings while typing are those of the facts with the accepted values recorded today, without those that
    look at what is hidden from the reader: as on the card."""
    loaded, today = load(), day_number(on)
    rules = loaded.rules
    judged = {code: judge(rules.words[code], value) for code, value in typed.items() if value != ""}
    kept = {code: value for code, (value, _) in judged.items() if value is not None}
    seq = max((event.seq for event in life.events), default=0) + 1
    added = tuple(Event(today, UNKNOWN_MINUTE, seq, code, value) for code, value in kept.items())
    events = loaded.derive(make_facts(life.sex, life.born, life.born_minute, life.events + added))
    engine = Reference(events, today)
    expected = {}
    for finding in rules.findings.values():
        read = words_read(*(found.when for found in finding.classes))
        measured = {need for code in read for need in measured_for(rules.words[code])}
        is_asked = finding.in_force.holds_on(on) and finding.subject == "person"
        is_told = finding.sensitive not in hidden and hidden.isdisjoint(
            sensitive_kinds(finding, rules.words)
        )
        if is_asked and is_told and measured & set(kept):
            state = finding_state(engine, finding)
            if state.found:
                expected[finding.id] = state.found.id
    answer = phone_of_rulebook().ask(
        "typing", facts=facts_as_data(life), typed=typed, today=today, hidden=sorted(hidden)
    )
    problems = {code: problem.kind for code, (_, problem) in judged.items() if problem}
    assert answer["problems"] == problems
    assert answer["findings"] == expected
