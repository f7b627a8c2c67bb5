"""Whatever life an adult lives, one card speaks with one voice: nobody is overdue in a dozen lines, a pregnancy
comes before the yearly screening, one reading has one meaning, and a kader reads nothing that was confided.
"""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyelik.base.dates import day_number
from nyelik.care.card import Card, build_card
from nyelik.rules.facts import Facts, make_facts
from nyelik.rules.load import load
from nyelik.rules.model import Finding
from tests.support.lives import NOW, TODAY, adults, born_baby, event

LOADED = load()
RULES = LOADED.rules
SOME = settings(max_examples=25)

PRESSURE = {
    *("bp-adult", "bp-teen", "bp-child", "hypertension-controlled"),
    *("blood-pressure-pregnancy", "blood-pressure-postpartum"),
}
GLUCOSE_OF_THE_WELL = {"glucose-random", "glucose-fasting", "ogtt-2h", "hba1c"}
WAITS_FOR_THE_PREGNANCY = {
    *("obesity-screening", "mental-screening", "vision-screening", "hearing-screening", "sadanis"),
    *("ckg-adult", "ckg-dental", "ckg-hepatitis", "fitness-adult", "iva", "obesity-evaluation"),
    *("bmi-adult-kmk", "bmi-adult-card", "waist", "bp-adult", "bp-crisis", "pustu-therapy"),
    *("hypertension-controlled", "normal-high-monitoring"),
}
CONFIDED = re.compile(
    r"\bHIV\b|sifilis|hepatitis|bunuh diri|mengakhiri hidup|kekerasan|narkoba|NAPZA|pasung|gangguan jiwa|\bIMS\b",
    re.IGNORECASE,
)


def card_of(facts: Facts, today: dt.date = TODAY) -> Card:
    return build_card(LOADED, facts, today)


def shown_on(card: Card) -> set[str]:
    """The services that are open or done, and the findings that were made."""
    return {s.service.id for s in card.services} | {f.finding.id for f in card.findings}


@SOME
@given(st.integers(18, 90), st.sampled_from(["female", "male"]), st.integers(0, 364))
def test_who_was_never_screened_is_overdue_in_few_lines(age: int, sex: str, day: int) -> None:
    today = dt.date(2026, 1, 1) + dt.timedelta(days=day)
    card = card_of(make_facts(sex, day_number(today) - age * 366), today)
    late = {state.service.id for state in card.with_status("overdue")}
    assert len(late) <= 6, late


@SOME
@given(st.integers(18, 44), st.integers(1, 40), st.booleans(), st.data())
def test_a_pregnancy_comes_before_the_yearly_screening(
    age: int, weeks: int, over: bool, data: st.DataObject
) -> None:
    life = data.draw(adults())
    events = [
        e for e in life.events if e.code not in ("pregnancy_start", "pregnancy_end", "delivery")
    ]
    if over:
        events += born_baby(NOW - 280 - weeks, 40)
    else:
        events += [event(NOW - weeks * 7, "pregnancy_start", None)]
    events.sort(key=lambda one: one.day)
    shown = shown_on(card_of(make_facts("female", NOW - age * 366, events=events)))
    assert not shown & WAITS_FOR_THE_PREGNANCY


@SOME
@given(adults())
def test_one_reading_has_one_meaning(life: Facts) -> None:
    shown = shown_on(card_of(life))
    assert len(shown & PRESSURE) <= 1
    assert not ("diabetes-controlled" in shown and shown & GLUCOSE_OF_THE_WELL)


@SOME
@given(adults(), st.integers(0, 8))
def test_who_depends_on_others_is_not_asked_to_walk(life: Facts, score: int) -> None:
    lying = make_facts(
        life.sex, NOW - 75 * 366, events=[*life.events, event(NOW, "aks_score", float(score))]
    )
    assert not shown_on(card_of(lying)) & {"fitness-elder", "elder-activity"}


def test_the_kader_who_calls_people_sees_the_free_check() -> None:
    assert RULES.services["ckg-adult"].sensitive is None


@pytest.mark.parametrize("finding", RULES.findings.values(), ids=lambda finding: finding.id)
def test_a_kader_reads_nothing_that_was_confided(finding: Finding) -> None:
    if finding.sensitive:
        return  # hidden as a whole
    for found in finding.classes:
        assert found.plain is None or not CONFIDED.search(found.plain.id), found.plain.id
        if finding.audience == "everyone":
            assert not CONFIDED.search(found.label.id), found.label.id
            assert found.say is None or not CONFIDED.search(found.say.id), found.say.id


@pytest.mark.parametrize("finding", RULES.findings.values(), ids=lambda finding: finding.id)
def test_whoever_is_referred_is_told_how_soon(finding: Finding) -> None:
    for found in finding.classes:
        for step in found.then:
            assert step.action not in ("refer", "notify") or step.within, (finding.id, found.id)
