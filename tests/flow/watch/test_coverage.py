"""Coverage and names over a journal: two villages, a handful of children, numbers that can be counted by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from uuid import UUID

import pytest

from nyelik.base.period import parse_period
from nyelik.journal.append import append
from nyelik.journal.entry import Entry
from nyelik.register.tables import Area, Catchment, Facility, FacilityType
from nyelik.rules.engines.reference import Reference
from nyelik.rules.load import Loaded, load
from nyelik.rules.outcome import indicator_state
from nyelik.rules.read import read_rulebook
from nyelik.watch import delta, population, segments
from nyelik.watch import mart as mart_module
from nyelik.watch import names as names_module
from nyelik.watch.coverage import coverage, trend
from nyelik.watch.evaluate import Asked, Watch
from nyelik.watch.mart import Mart
from nyelik.watch.names import facts_in_mart, names
from nyelik.watch.refresh import refresh
from nyelik.watch.totals import evaluate_all
from tests.support.people import uuid_of

pytestmark = pytest.mark.django_db

RULES = """
sources:
  - {id: made-up, title: Made up for a test, kind: memory, confidence: low, to_check: nothing}
words:
  - {code: weight_kg, label: {id: Berat, en: Weight}, kind: number, unit: kg, possible: [0.3, 300]}
  - {code: length_cm, label: {id: Panjang, en: Length}, kind: number, unit: cm, possible: [20, 230]}
  - {code: residence, label: {id: Tempat tinggal, en: Residence}, kind: text}
definitions:
  - {id: girls, label: {id: Perempuan, en: Girls}, as: sex == female}
  - {id: tall, label: {id: Tinggi, en: Height}, as: latest(length_cm)}
indicators:
  - id: weight
    label: {id: Berat, en: Weight}
    period: month
    among: age_months(period.end) < 60
    mean_of: latest(weight_kg, period)
    unit: kg
    source: {document: made-up, section: none}
    in_force: {from: 2020-01-01}
    examples:
      - {name: weighed, facts: {age: 2 years, weight_kg: 9}, expect: 9}
  - id: measured
    label: {id: Diukur, en: Measured}
    period: month
    among: age_months(period.end) < 60
    counts_when:
      weighed: {label: {id: Ditimbang, en: Weighed}, when: "has(weight_kg, period)"}
      length: {label: {id: Diukur panjangnya, en: Length taken}, when: "has(length_cm, period)"}
    better: higher
    target: 80
    unit: people
    source: {document: made-up, section: none}
    in_force: {from: 2020-01-01}
    examples:
      - {name: nothing, facts: {age: 2 years}, expect: {missed: [weighed, length]}}
"""
KELUBI, JANGKAR = "19.06.01.2004", "19.06.02.2003"
MARCH = Asked(parse_period("2026-03"), dt.date(2026, 4, 10))
BOTH, NEITHER, LENGTH_ONLY, UNBORN, GROWN, NOWHERE, NO_BIRTH_DATE = map(uuid_of, range(1, 8))
RECEIVED = dt.datetime(2026, 4, 1, 3, tzinfo=dt.UTC)


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    """A rulebook with one indicator."""
    folder = tmp_path / "rulebook"
    folder.mkdir()
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    return Loaded(read_rulebook(folder), load().growth)


@pytest.fixture(params=[segments.BLOCK, 2], ids=["one block", "blocks of two"])
def watch(
    loaded: Loaded,
    tmp_path: Path,
    _district: None,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Watch:
    """The mart of the journal of `_district`, in one block and in several."""
    for module in (segments, delta, mart_module, population, names_module):
        monkeypatch.setattr(module, "BLOCK", request.param)
    mart = Mart(tmp_path / "mart")
    refresh(mart, loaded.rules.words)
    return Watch(mart, loaded)


@pytest.fixture
def _district(db: None) -> None:
    areas = [
        ("19.06", "", "regency", "Belitung Timur"),
        ("19.06.01", "19.06", "district", "Manggar"),
        ("19.06.02", "19.06", "district", "Gantung"),
        (KELUBI, "19.06.01", "village", "Kelubi"),
        (JANGKAR, "19.06.02", "village", "Jangkar Asam"),
        (f"{KELUBI}-01", KELUBI, "dusun", "Dusun 1"),
        (f"{KELUBI}-01-003", f"{KELUBI}-01", "rt", "RT 3"),
    ]
    Area.objects.bulk_create(
        Area(code=code, parent=parent, level=level, name=name, source="test")
        for code, parent, level, name in areas
    )
    Facility.objects.create(code="Y1", name="Posyandu Melati", area=KELUBI, source="test")
    FacilityType.objects.create(facility_id="Y1", type="posyandu", since=dt.date(2020, 1, 1))
    Catchment.objects.create(facility_id="Y1", area=f"{KELUBI}-01-003", since=dt.date(2020, 1, 1))
    child = {"sex": "female", "born": "2025-01-31"}
    people = {
        BOTH: {**child, "area": f"{KELUBI}-01-003"},
        NEITHER: {**child, "area": KELUBI},
        LENGTH_ONLY: {**child, "area": JANGKAR},
        UNBORN: {**child, "born": "2026-04-05", "area": JANGKAR},
        GROWN: {"sex": "male", "born": "1980-05-17", "area": KELUBI},
        NOWHERE: child,
        NO_BIRTH_DATE: {"sex": "male", "area": JANGKAR},
    }
    tell([told("person", one, one, body, "2026-03-01") for one, body in people.items()])
    tell(
        [
            told("contact", uuid_of(101), BOTH, measured(9.0, 75.0), "2026-03-31T08:00"),
            told("contact", uuid_of(102), LENGTH_ONLY, measured(None, 74.0), "2026-03-01"),
            told("contact", uuid_of(103), NEITHER, measured(9.1, 75.5), "2026-02-28"),
        ]
    )


def told(kind: str, subject: UUID, about: UUID, body: dict[str, object], happened: str) -> Entry:
    """An entry that asks for the device's next number."""
    return Entry(
        device="dev-test",
        number=0,
        kind=kind,
        subject=subject,
        about=about,
        body=body,
        happened=happened,
        written=int(RECEIVED.timestamp() * 1000) << 16,
        rulebook="test",
    )


def tell(entries: list[Entry], at: dt.datetime = RECEIVED) -> None:
    """Append them as received at a moment."""
    append(entries, received=int(at.timestamp() * 1000))


def measured(weight: float | None, length: float | None) -> dict[str, object]:
    values = {"weight_kg": weight, "length_cm": length}
    return {"observations": {code: value for code, value in values.items() if value is not None}}


def counted(
    watch: Watch, level: str, area: str | None = None, asked: Asked = MARCH
) -> dict[str, str]:
    rows = coverage(watch, "measured", level, asked, area)
    return {row.area: f"{row.met}/{row.of}" for row in rows}


def test_it_counts_by_village_and_shows_who_has_no_place(watch: Watch) -> None:
    assert counted(watch, "village") == {KELUBI: "1/2", JANGKAR: "0/1", "": "0/1"}


def test_it_counts_by_every_other_level(watch: Watch) -> None:
    assert counted(watch, "regency") == {"19.06": "1/3", "": "0/1"}
    assert counted(watch, "rt", KELUBI) == {f"{KELUBI}-01-003": "1/1", "": "0/1"}
    assert counted(watch, "posyandu", "Y1") == {"Y1": "1/1"}


def test_the_total_is_the_sum_of_the_rows(watch: Watch) -> None:
    for level in ("regency", "district", "village", "posyandu", "rt"):
        found = coverage(watch, "measured", level, MARCH)
        assert sum(row.met for row in found) == found.total.met == 1
        assert sum(row.of for row in found) == found.total.of == 4


def test_who_cannot_be_judged_is_counted_apart(watch: Watch) -> None:
    rows = {row.area: row for row in coverage(watch, "measured", "village", MARCH)}
    assert rows[JANGKAR].unknown == 1  # no birth date


def test_a_number_opens_to_the_names_in_it_and_what_they_miss(watch: Watch) -> None:
    missed = names(watch, "measured", MARCH, status="missed")
    assert {row.person: [part.id for part in row.missing] for row in missed} == {
        NEITHER: ["weighed", "length"],
        LENGTH_ONLY: ["weighed"],
        NOWHERE: ["weighed", "length"],
    }
    assert [row.person for row in names(watch, "measured", MARCH, status="met")] == [BOTH]
    others = names(watch, "measured", MARCH, status="not_applicable")
    assert {row.person for row in others} == {GROWN, NO_BIRTH_DATE}  # nobody is there before birth


def test_names_of_an_area_are_as_many_as_its_number_says(watch: Watch) -> None:
    for area in (None, KELUBI, JANGKAR, "Y1", "19.06.01"):
        total = coverage(watch, "measured", "village", MARCH, area).total
        found = names(watch, "measured", MARCH, area)
        assert [row.status for row in found].count("met") == total.met
        assert [row.status for row in found].count("missed") == total.missed


def test_a_later_entry_changes_only_what_is_known_since(watch: Watch) -> None:
    late = told("contact", uuid_of(104), NEITHER, measured(9.4, 76.0), "2026-03-15")
    tell([late], dt.datetime(2026, 4, 8, 3, tzinfo=dt.UTC))
    refresh(watch.mart, watch.loaded.rules.words)
    before = Asked(MARCH.period, MARCH.as_of, dt.date(2026, 4, 7))
    assert counted(watch, "village")[KELUBI] == "2/2"
    assert counted(watch, "village", asked=before)[KELUBI] == "1/2"
    assert (
        counted(watch, "village", asked=Asked(MARCH.period, dt.date(2026, 3, 14)))[KELUBI] == "0/2"
    )


def test_a_trend_counts_each_period_anew(watch: Watch) -> None:
    course = trend(watch, "measured", MARCH, 2)
    assert [(period.text, row.met, row.of) for period, row in course] == [
        ("2026-02", 1, 4),
        ("2026-03", 1, 4),
    ]


def test_the_facts_in_the_mart_explain_the_number(watch: Watch) -> None:
    state = watch.mart.state()
    facts = facts_in_mart(watch, state, LENGTH_ONLY, MARCH)
    assert facts is not None
    verdict = indicator_state(
        Reference(facts, MARCH.today, MARCH.period), watch.indicator("measured")
    )
    assert [part.id for part in verdict.missing] == ["weighed"]
    assert [(event.code, event.value) for event in verdict.used] == [("length_cm", 74.0)]


def test_everything_is_evaluated_at_once(watch: Watch) -> None:
    totals = evaluate_all(watch, watch.mart.state(), MARCH)
    assert totals.people == 6
    assert totals.indicators["measured"] == {"met": 1, "missed": 3}


def test_it_says_what_it_does_not_know(watch: Watch) -> None:
    with pytest.raises(ValueError, match="no level"):
        coverage(watch, "measured", "planet", MARCH)
    with pytest.raises(ValueError, match="no area"):
        coverage(watch, "measured", "village", MARCH, "99.99")
    with pytest.raises(ValueError, match="no status"):
        names(watch, "measured", MARCH, status="perhaps")


def test_a_mean_opens_to_the_number_of_each(watch: Watch) -> None:
    found = coverage(watch, "weight", "regency", MARCH)
    assert (found.total.met, found.total.total, found.total.mean) == (1, 9.0, 9.0)
    (weighed,) = names(watch, "weight", MARCH, status="met")
    assert (weighed.person, weighed.value) == (BOTH, 9.0)
    missed = names(watch, "weight", MARCH, status="missed")
    assert {part.id for row in missed for part in row.missing} == {"recorded"}
    assert {row.value for row in missed} == {None}


def test_an_indicator_can_be_split_by_a_definition(watch: Watch) -> None:
    whole = coverage(watch, "measured", "regency", MARCH).total
    girls = coverage(watch, "measured+girls", "regency", MARCH).total
    assert (girls.met, girls.of) == (1, 4)
    assert girls.of <= whole.of
    with pytest.raises(KeyError):
        coverage(watch, "measured+boys", "regency", MARCH)
    with pytest.raises(ValueError, match="yes or no"):
        coverage(watch, "measured+tall", "regency", MARCH)
