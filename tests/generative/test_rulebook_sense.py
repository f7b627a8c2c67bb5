"""Whatever life is lived, the rulebook must make sense of it: nobody dead is due, no dose comes too early.

These are promises of the content, not of the engine: each holds for every rule, the ones still to be written too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nyelik.base.dates import add_months, completed_months, day_from_number, day_number
from nyelik.care.card import Card, build_card
from nyelik.care.card_text import said
from nyelik.rules.engines.reference import Reference
from nyelik.rules.facts import Facts, make_facts
from nyelik.rules.load import load
from nyelik.rules.model import Finding, Service
from nyelik.rules.node import Node
from nyelik.rules.outcome import finding_state, service_state
from tests.support.lives import (
    LIVES,
    NOW,
    TODAY,
    born_baby,
    children,
    event,
    mothers,
    pregnancies,
)

LOADED = load()
RULES = LOADED.rules
FEW = settings(max_examples=10)

# KMK 2015/2023 table 7-8: least age in months of the first dose, least days between doses.
# (a month has 28 days at least; RV 4 weeks, PCV3 8 weeks, DPT4 12 months, MR2 6 months).
LEAST_AGE = {"HB0": 0, "BCG": 0, "OPV": 0, "DPT": 2, "PCV": 2, "RV": 2, "IPV": 4, "MR": 9}
LEAST_DAYS = {"PCV 3": 56, "DPT 4": 360, "MR 2": 180}
GROWTH = ("weight-for-age", "length-for-age", "weight-for-length", "bmi-for-age")
DIAGNOSES = re.compile(
    r"preeklampsia|gizi buruk|gizi kurang|anemia|stunting|hipertensi|HIV|sifilis", re.I
)


def card_of(facts: Facts) -> Card:
    """The card of a life on TODAY."""
    return build_card(LOADED, facts, TODAY)


def names_in(node: Node) -> Iterator[str]:
    """The definitions that an expression stands on."""
    if node.op == "named":
        yield str(node.args[0])
    for below in node.nodes():
        yield from names_in(below)


def affirmed_in(node: Node) -> Iterator[str]:
    """The definitions that an expression stands on, those under a `not` left out."""
    if node.op == "not":
        return
    if node.op == "named":
        yield str(node.args[0])
    for below in node.nodes():
        yield from affirmed_in(below)


def services_of(*definitions: str) -> list[Service]:
    """The services whose `for` asks for one of these definitions."""
    return [s for s in RULES.services.values() if set(definitions) & set(affirmed_in(s.eligible))]


# ---- who is shown what ----------------------------------------------------------------------------------


@FEW
@given(LIVES, st.sampled_from(["died", "moved_out"]), st.integers(0, 400))
def test_who_died_or_left_is_due_nothing_and_found_nothing(
    life: Facts, leaving: str, ago: int
) -> None:
    left = make_facts(
        life.sex, life.born, life.born_minute, [*life.events, event(NOW - ago, leaving, None)]
    )
    card = card_of(left)
    assert (card.services, card.findings, card.groups) == ((), (), ())


@FEW
@given(mothers())
def test_a_man_has_no_service_of_pregnancy_or_puerperium(life: Facts) -> None:
    card = card_of(replace(life, sex="male"))
    assert not {s.service.id for s in card.services} & {
        s.id for s in services_of("pregnant", "postpartum")
    }


@FEW
@given(children())
def test_a_child_without_pregnancy_has_no_service_of_a_mother(life: Facts) -> None:
    shown = {s.service.id for s in card_of(life).services}
    assert not shown & {s.id for s in services_of("pregnant", "postpartum")}


@given(st.integers(0, 110 * 366))
def test_everybody_is_in_one_age_group_of_kmk(age: int) -> None:
    groups = card_of(make_facts("female", NOW - age)).groups
    inside = ("kmk-under-two", "kmk-adolescent", "kmk-pre-elder")
    assert len([g for g in groups if g.ruleset == "KMK" and g.id not in inside]) == 1


# ---- when -------------------------------------------------------------------------------------------------


@FEW
@given(LIVES)
def test_due_lies_inside_its_window_and_done_lies_in_the_past(life: Facts) -> None:
    for state in card_of(life).services:
        if state.status in ("due", "overdue"):
            assert state.done is None
            assert state.start is not None
            assert state.start <= NOW
            assert state.closes is None or state.closes > NOW
        if state.status == "waiting":
            assert state.done is None
            assert (state.start or 0) > NOW
        if state.status == "done":
            assert state.done is not None
            assert state.done <= NOW


@FEW
@given(children())
def test_no_dose_is_due_before_its_age_and_interval(life: Facts) -> None:
    assert life.born is not None
    for state in card_of(life).services:
        if state.status not in ("due", "overdue") or state.service.done.op != "dose":
            continue
        vaccine, number = str(state.service.done.args[0]), str(state.service.id)[-1]
        given_on = [e.day for e in life.of(vaccine)]
        least = LEAST_AGE.get(vaccine, 0)
        assert completed_months(day_from_number(life.born), TODAY) >= least, state.service.id
        if given_on:
            gap = LEAST_DAYS.get(f"{vaccine} {number}", 28)
            assert NOW - max(given_on) >= gap, (state.service.id, NOW - max(given_on))


EDGES = st.sampled_from([6, 12, 60])


@settings(max_examples=40)
@given(st.sampled_from([2, 3, 8, 9]), st.integers(1, 28), EDGES, st.integers(-20, 20))
def test_vitamin_a_and_deworming_go_by_the_age_on_the_day(
    month: int, day: int, months: int, off: int
) -> None:
    today = dt.date(2026, month, day)
    born = add_months(today, -months) + dt.timedelta(days=off)
    age = completed_months(born, today)
    life = make_facts("male", day_number(born))
    engine = Reference(life, day_number(today))
    due = {
        name
        for name in ("vitamin-a-blue", "vitamin-a-red", "deworming-august")
        if service_state(engine, RULES.services[name]).status in ("due", "overdue")
    }
    assert "vitamin-a-blue" not in due or 6 <= age < 12
    assert "vitamin-a-red" not in due or 12 <= age < 60
    assert "deworming-august" not in due or 12 <= age < 60
    assert len(due & {"vitamin-a-blue", "vitamin-a-red"}) == (
        month in (2, 8) and 6 <= age < 60
    ) or (month in (3, 9))


ORDER = ("waiting", "due", "overdue", "closed")


def walk(facts: Facts, days: range, services: list[Service]) -> None:
    """Day after day nothing is done: each service opens once, may become overdue, and closes for good."""
    seen: dict[str, list[str]] = {service.id: [] for service in services}
    for day in days:
        engine = Reference(facts, day)
        for service in services:
            status = service_state(engine, service).status
            if not seen[service.id] or seen[service.id][-1] != status:
                seen[service.id].append(status)
    for name, statuses in seen.items():
        if statuses[0] == "not_applicable":
            statuses = statuses[1:]
        if statuses and statuses[-1] == "not_applicable":
            statuses = statuses[:-1]
        assert statuses == sorted(statuses, key=ORDER.index), (name, seen[name])
        assert len(set(statuses)) == len(statuses), (name, seen[name])


@settings(max_examples=2)
@given(st.integers(NOW - 3000, NOW - 2200))
def test_a_child_nobody_sees_walks_through_each_vaccine_once(born: int) -> None:
    vaccines = [s for s in services_of("child") if s.done.op == "dose"]
    assert len(vaccines) > 10
    walk(make_facts("female", born), range(born, born + 2200, 3), vaccines)


@settings(max_examples=2)
@given(st.integers(NOW - 3000, NOW))
def test_a_pregnancy_nobody_sees_walks_through_each_visit_once(start: int) -> None:
    facts = make_facts("female", start - 9000, events=[event(start, "pregnancy_start", None)])
    walk(facts, range(start, start + 320), services_of("pregnant"))


@settings(max_examples=2)
@given(st.integers(NOW - 3000, NOW))
def test_a_puerperium_nobody_sees_walks_through_each_visit_once(day: int) -> None:
    facts = make_facts("female", day - 9000, events=born_baby(day - 280, 40))
    walk(facts, range(day, day + 60), services_of("postpartum"))
    walk(make_facts("male", day), range(day, day + 60), services_of("newborn"))


# ---- one pregnancy after another --------------------------------------------------------------------------


@FEW
@given(st.integers(1, 43), st.integers(60, 900), st.data())
def test_nothing_of_the_first_pregnancy_leaks_into_the_second(
    weeks: int, apart: int, data: st.DataObject
) -> None:
    second = NOW - weeks * 7
    first = second - apart - 280
    now = data.draw(pregnancies(second, max(weeks, 2)))
    before = [*data.draw(pregnancies(first, 40)), *born_baby(first, 40)]
    # Tablets or classes of the last weeks before this pregnancy would count as given lately: not drawn here.
    assume(all(e.day < second - 60 or e.code in ("delivery", "pregnancy_end") for e in before))
    now = [e for e in now if e.day <= NOW]
    now += [event(second, "height_cm", 155.0), event(NOW, "muac_cm", 25.0)]
    before += [
        event(first + 50, "pre_pregnancy_weight_kg", 40.0),
        event(first + 50, "gravida", 1.0),
    ]
    born = NOW - 10_000
    alone = card_of(make_facts("female", born, events=now))
    after = card_of(make_facts("female", born, events=[*before, *now]))
    mother = {s.id for s in services_of("pregnant")}
    assert _stands(alone, mother) == _stands(after, mother)
    found = {f.finding.id: f.found for f in alone.findings if f.finding.id in _of_pregnancy()}
    assert found == {
        f.finding.id: f.found for f in after.findings if f.finding.id in _of_pregnancy()
    }


def _stands(card: Card, names: set[str]) -> dict[str, tuple[str, int | None]]:
    return {s.service.id: (s.status, s.start) for s in card.services if s.service.id in names}


def _of_pregnancy() -> set[str]:
    return {f.id for f in RULES.findings.values() if "pregnant" in set(names_in(f.eligible))}


# ---- what is found ----------------------------------------------------------------------------------------


@FEW
@given(children())
def test_a_child_measured_plausibly_has_one_class_of_each_index(life: Facts) -> None:
    assert life.born is not None
    engine = Reference(LOADED.derive(life), NOW)
    assume(completed_months(day_from_number(life.born), TODAY) < 60)
    since = day_number(add_months(TODAY, -3))
    for name in GROWTH:
        code = f"z_{name.replace('-', '_')}"
        measured = any(since < e.day <= NOW for e in engine.facts.of(code))
        state = finding_state(engine, RULES.findings[name])
        assert state.applies
        if measured:
            assert state.found is not None, name


@FEW
@given(LIVES)
def test_every_text_is_filled_completely(life: Facts) -> None:
    card = card_of(life)
    words = dict(RULES.words)
    for state in card.findings:
        assert state.found is not None
        for language in ("id", "en"):
            text = said(card, state.found, words, language)
            assert not re.search(r"[{}?]", text), text


@pytest.mark.parametrize("finding", RULES.findings.values(), ids=lambda finding: finding.id)
def test_danger_always_says_what_to_do_and_how_soon(finding: Finding) -> None:
    for found in finding.classes:
        if found.severity != "danger":
            continue
        urgent = [step for step in found.then if step.action in ("refer", "notify")]
        assert urgent, found.id
        assert all(step.within for step in urgent), found.id


@pytest.mark.parametrize("finding", RULES.findings.values(), ids=lambda finding: finding.id)
def test_a_kader_is_shown_no_diagnosis(finding: Finding) -> None:
    if finding.audience != "everyone":
        return
    for found in finding.classes:
        assert not DIAGNOSES.search(found.label.id), found.label.id
        assert found.say is None or not DIAGNOSES.search(found.say.id), found.say.id
