"""Facilities, kader and replies to a survey: assessed in the journal, judged one by one, counted by area."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from uuid import UUID

import pytest

from nyelik.base.ids import facility_uuid
from nyelik.base.period import parse_period
from nyelik.journal.read import entries_about
from nyelik.register.tables import Area, Catchment, Facility, FacilityType
from nyelik.register.workers import Worker
from nyelik.rules.load import Loaded, load
from nyelik.rules.read import read_rulebook
from nyelik.watch.coverage import coverage
from nyelik.watch.evaluate import Asked, Watch
from nyelik.watch.indexes import any_coverage, index_by_unit
from nyelik.watch.mart import Mart
from nyelik.watch.refresh import refresh
from nyelik.watch.subjects import subjects_behind
from nyelik.watch.totals import evaluate_all
from tests.flow.watch.test_coverage import tell, told
from tests.support.people import uuid_of

pytestmark = pytest.mark.django_db

COMMON = "period: year, source: {document: made-up, section: none}, in_force: {from: 2020-01-01}"
RULES = f"""
sources:
  - {{id: made-up, title: Made up for a test, kind: memory, confidence: low, to_check: nothing}}
words:
  - code: facility_type
    label: {{id: Jenis, en: Type}}
    kind: choice
    choices:
      - {{code: posyandu, label: {{id: Posyandu, en: Posyandu}}}}
      - {{code: pustu, label: {{id: Pustu, en: Pustu}}}}
  - {{code: kader_count, label: {{id: Kader, en: Kader}}, kind: count, possible: [0, 50]}}
  - {{code: kind_words, label: {{id: Ramah, en: Kind}}, kind: count, possible: [1, 4]}}
  - {{code: skill, label: {{id: Cakap, en: Skilled}}, kind: yes_no}}
indicators:
  - {{id: enough-kader, subject: facility, label: {{id: Cukup kader, en: Enough kader}}, {COMMON},
     among: latest(facility_type) == posyandu, counts_when: latest(kader_count) >= 5,
     examples: [{{name: five, facts: {{facility_type: posyandu, kader_count: 5}}, expect: met}}]}}
  - {{id: kindness, subject: reply, label: {{id: Keramahan, en: Kindness}}, {COMMON},
     among: "has(kind_words, period)", mean_of: "latest(kind_words, period)", unit: nilai,
     examples: [{{name: three, facts: {{kind_words: 3}}, expect: 3}}]}}
  - {{id: skilled, subject: worker, label: {{id: Kader cakap, en: Skilled kader}}, {COMMON},
     among: yes, counts_when: has(skill), examples: [{{name: yes, facts: {{skill: yes}}, expect: met}}]}}
indexes:
  - {{id: kind-index, label: {{id: Indeks, en: Index}}, {COMMON}, scale: 25,
     parts: [{{id: k, label: {{id: K, en: K}}, weight: 1, of: kindness}}],
     classes: [{{id: good, label: {{id: Baik, en: Good}}, at_least: 70}}],
     examples: [{{name: three, facts: {{kindness: 3}}, expect: {{value: 75, class: good}}}}]}}
  - {{id: kader-villages, label: {{id: Desa, en: Villages}}, {COMMON},
     parts: [{{id: v, label: {{id: Desa, en: Villages}}, weight: 1, of: enough-kader, areas: village, reaches: 50}}],
     examples: [{{name: share, facts: {{enough-kader: 1/2}}, expect: {{value: 50}}}}]}}
"""
NORTH, SOUTH = "19.06.01.2004", "19.06.02.2003"
YEAR = Asked(parse_period("2026"), dt.date(2026, 6, 30))
KADER = uuid_of(70)


@pytest.fixture
def watch(tmp_path: Path, db: None) -> Watch:
    """Three Posyandu in two villages, one Pustu, one kader."""
    areas = [
        ("19.06", "", "regency", "Belitung Timur"),
        ("19.06.01", "19.06", "district", "Manggar"),
        ("19.06.02", "19.06", "district", "Gantung"),
        (NORTH, "19.06.01", "village", "Kelubi"),
        (SOUTH, "19.06.02", "village", "Jangkar Asam"),
    ]
    Area.objects.bulk_create(
        Area(code=code, parent=parent, level=level, name=name, source="test")
        for code, parent, level, name in areas
    )
    for code, kind, village in (
        ("Y1", "posyandu", NORTH),
        ("Y2", "posyandu", NORTH),
        ("Y3", "posyandu", SOUTH),
        ("U1", "pustu", NORTH),
    ):
        Facility.objects.create(code=code, name=f"Pos {code}", area=village, source="test")
        FacilityType.objects.create(facility_id=code, type=kind, since=dt.date(2020, 1, 1))
        Catchment.objects.create(facility_id=code, area=village, since=dt.date(2020, 1, 1))
    Worker.objects.create_worker(
        username="kader", role="kader", scope=["Y3"], id=KADER, name="Kader Tiga"
    )
    folder = tmp_path / "rulebook"
    folder.mkdir()
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    loaded = Loaded(read_rulebook(folder), load().growth)
    mart = Mart(tmp_path / "mart")
    refresh(mart, loaded.rules.words)
    return Watch(mart, loaded)


def assess(
    number: int, code: str, of: str = "facility", on: str = "2026-03-01", **seen: object
) -> None:
    body: dict[str, object] = {"of": of, "facility": code, "observations": seen}
    tell([told("assessment", uuid_of(number), facility_uuid(code), body, on)])


def test_facilities_are_counted_by_area_and_open_to_a_list(watch: Watch) -> None:
    assess(1, "Y1", kader_count=5)
    assess(2, "Y3", kader_count=4)
    found = any_coverage(watch, "enough-kader", "village", YEAR)
    assert [(row.area, row.met, row.missed) for row in found] == [(NORTH, 1, 1), (SOUTH, 0, 1)]
    assert (found.total.met, found.total.missed) == (1, 2)
    indicator = watch.indicator("enough-kader")
    missed = subjects_behind(watch, indicator, YEAR, NORTH, "missed")
    assert [(one.subject.place, one.subject.name) for one in missed] == [("Y2", "Pos Y2")]


def test_a_later_assessment_counts_and_a_retracted_one_does_not(watch: Watch) -> None:
    assess(1, "Y1", kader_count=5)
    assess(2, "Y1", on="2026-03-20", kader_count=3)
    assert any_coverage(watch, "enough-kader", "village", YEAR).total.met == 0
    body = {"retracted": True}
    tell([told("assessment", uuid_of(2), facility_uuid("Y1"), body, "2026-03-20")])
    assert any_coverage(watch, "enough-kader", "village", YEAR).total.met == 1


def test_what_came_in_later_was_not_known_before(watch: Watch) -> None:
    assess(1, "Y1", kader_count=5)  # received 1 April 2026
    known = {day: Asked(YEAR.period, YEAR.as_of, dt.date(2026, 3, 31 - day)) for day in (0, 1)}
    assert any_coverage(watch, "enough-kader", "village", known[0]).total.met == 0
    on_the_day = Asked(YEAR.period, YEAR.as_of, dt.date(2026, 4, 1))
    assert any_coverage(watch, "enough-kader", "village", on_the_day).total.met == 1


def test_a_mean_is_the_sum_by_how_many_are_known(watch: Watch) -> None:
    """Two replies of 4 in one village, one of 1 in the other: 3, not the mean 2.5 of the villages."""
    assess(1, "Y1", "reply", kind_words=4)
    assess(2, "Y2", "reply", kind_words=4)
    assess(3, "Y3", "reply", kind_words=1)
    found = any_coverage(watch, "kindness", "village", YEAR)
    assert [(row.area, row.met, row.mean) for row in found] == [(NORTH, 2, 4.0), (SOUTH, 1, 1.0)]
    assert found.total.mean == 3
    whole, units = index_by_unit(watch, watch.loaded.rules.indexes["kind-index"], "village", YEAR)
    assert (whole.state.value, whole.state.found and whole.state.found.id) == (75, "good")
    assert [one.state.value for one in units] == [100, 25]


def test_a_reply_is_no_assessment_of_the_facility(watch: Watch) -> None:
    assess(1, "Y1", "reply", kader_count=9)
    assert any_coverage(watch, "enough-kader", "village", YEAR).total.met == 0


def test_the_share_of_villages_that_reach_a_bound(watch: Watch) -> None:
    assess(1, "Y1", kader_count=5)
    index = watch.loaded.rules.indexes["kader-villages"]
    assert index_by_unit(watch, index, "regency", YEAR)[0].state.value == 50
    assert index_by_unit(watch, index, "regency", YEAR, NORTH)[0].state.value == 100


def test_a_worker_counts_where_they_work(watch: Watch) -> None:
    body: dict[str, object] = {"of": "worker", "observations": {"skill": True}}
    tell([told("assessment", uuid_of(1), KADER, body, "2026-03-01")])
    rows = any_coverage(watch, "skilled", "village", YEAR).rows
    assert [(row.area, row.met) for row in rows] == [(SOUTH, 1)]


def test_the_mart_is_asked_about_people_only(watch: Watch) -> None:
    with pytest.raises(ValueError, match="about a facility"):
        coverage(watch, "enough-kader", "village", YEAR)
    totals = evaluate_all(watch, watch.mart.state(), YEAR)
    assert totals.indicators == {}


def test_an_entry_about_another_facility_than_it_says_is_held(watch: Watch) -> None:
    body: dict[str, object] = {
        "of": "facility",
        "facility": "Y2",
        "observations": {"kader_count": 5},
    }
    tell([told("assessment", uuid_of(1), facility_uuid("Y1"), body, "2026-03-01")])
    (entry,) = entries_about([facility_uuid("Y1")])[:1] or [None]
    assert entry is None
    assert any_coverage(watch, "enough-kader", "village", YEAR).total.met == 0


def test_a_facility_has_a_card_of_its_own_rules(tmp_path: Path) -> None:
    from nyelik.care.card import build_card
    from nyelik.care.facts_file import read_case

    loaded = load()
    case = {"subject": "facility", "observations": []}
    facts = read_case(json.dumps(case).encode(), loaded.rules.words)
    card = build_card(loaded, facts, dt.date(2026, 6, 30))
    assert facts.subject == "facility"
    assert not card.groups
    assert all(state.service.subject == "facility" for state in card.services)
    assert isinstance(facility_uuid("Y1"), UUID)
