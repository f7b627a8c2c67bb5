"""What the rulebook as a whole promises: groups that leave nobody out, cases of the fact file, honest sources."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyelik.base.dates import day_number
from nyelik.base.period import period_holding
from nyelik.rules.check import rules_with_examples
from nyelik.rules.engines.reference import Reference
from nyelik.rules.facts import make_facts
from nyelik.rules.load import load
from nyelik.rules.model import Rulebook

TODAY = dt.date(2026, 6, 30)
TESTS = Path(__file__).parent.parent
STATES = (
    *("kmk-pregnant", "kmk-postpartum", "kmk-birth", "kmk-kek", "kmk-tb", "kmk-tb-contact"),
    *("kmk-hypertension", "kmk-diabetes", "kmk-mental-disorder", "kmk-premarital"),
)
PARTS = ("kmk-under-two", "kmk-adolescent", "kmk-pre-elder")
"""Groups that lie inside an age group: everybody is in one age group and in any number of these."""
CASES = {*range(1, 36)}
"""The ready-made test cases of the programme's fact file."""
DECIDED = {*range(1, 26)}
"""Contradictions between sources; each is a choice with both readings."""
NAMED_IN_TESTS = re.compile(r"(?:class TestCase|def test_case_)(\d+)")
"""Cases about computing coverage are tests that carry their number, not examples of a rule."""


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return load().rules


@settings(max_examples=200, deadline=None)
@given(born=st.dates(dt.date(1920, 1, 1), TODAY))
def test_everyone_is_in_exactly_one_age_group(born: dt.date) -> None:
    apart = {*STATES, *PARTS}
    groups = [g for g in load().rules.groups.values() if g.ruleset == "KMK" and g.id not in apart]
    engine = Reference(
        make_facts("female", day_number(born)), day_number(TODAY), period_holding(TODAY, "year")
    )
    assert len([group.id for group in groups if engine.value(group.when) is True]) == 1


def test_every_case_of_the_fact_file_is_an_example_or_a_test(rules: Rulebook) -> None:
    every = [*rules_with_examples(rules), *rules.indexes.values()]
    found = {example.case for rule in every for example in rule.examples}
    tests = "".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    named = {int(number) for number in NAMED_IN_TESTS.findall(tests)}
    assert found | named >= CASES


def test_every_chapter_has_rules_or_says_where_its_matter_is(rules: Rulebook) -> None:
    every = [*rules_with_examples(rules), *rules.indexes.values(), *rules.packages.values()]
    filled = {chapter for rule in every for chapter in rule.chapters}
    empty = [c.id for c in rules.chapters.values() if c.id not in filled and not c.elsewhere]
    assert empty == []


def test_every_contradiction_is_a_setting_that_gives_both_readings(rules: Rulebook) -> None:
    noted = {s.contradiction: s for s in rules.settings.values() if s.contradiction is not None}
    assert set(noted) >= DECIDED
    assert all(setting.note for setting in rules.settings.values())


def test_regulations_that_nobody_here_has_read_say_so(rules: Rulebook) -> None:
    spm = [rule for rule in rules.indicators.values() if rule.source.document == "permenkes-6-2024"]
    assert len(spm) == 12
    assert all(rule.source.confidence == "low" and rule.source.to_check for rule in spm)


def test_only_health_workers_see_z_scores_and_test_results(rules: Rulebook) -> None:
    hidden = ("weight-for-age", "length-for-age", "weight-for-length", "triple-elimination")
    assert all(rules.findings[rule].audience == "nakes" for rule in hidden)
    assert rules.findings["triple-elimination"].sensitive == "hiv"


def test_coverage_that_only_asks_whether_a_test_was_done_is_open_to_all(rules: Rulebook) -> None:
    assert rules.indicators["spm-01"].sensitive is None
    assert rules.indicators["anc-12t"].sensitive is None


def test_what_says_all_by_being_there_is_as_sensitive_as_its_word(rules: Rulebook) -> None:
    assert rules.services["mental-control"].sensitive == "mental"
    assert rules.services["syphilis-treatment"].sensitive == "syphilis"
    assert rules.groups["spm-hiv"].sensitive == "hiv"
    assert rules.services["ckg-adult"].sensitive is None
