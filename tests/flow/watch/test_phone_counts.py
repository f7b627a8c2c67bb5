"""The area page of a phone: the numbers of the desk, name by name, from the same entries."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from nyelik.base.dates import day_number
from nyelik.base.period import period_holding
from nyelik.journal.append import append
from nyelik.journal.read import entries_about
from nyelik.register.facilities import load_district
from nyelik.rules.load import load
from nyelik.rules.model import Indicator
from nyelik.rules.reads import words_read
from nyelik.watch.evaluate import Asked, Watch
from nyelik.watch.mart import Mart
from nyelik.watch.names import names
from nyelik.watch.refresh import refresh
from tests.support.folding import written_entry
from tests.support.phone import phone_of_rulebook
from tests.support.synthetic import END, deliveries_of, plan_of

PLAN = plan_of(90, seed=5, days=400)


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    """The mart of a district that lived for a year and a month."""
    load_district("19.06")
    for delivery in deliveries_of(PLAN):
        append(delivery.entries, received=delivery.received)
    mart = Mart(tmp_path / "mart")
    refresh(mart, load().rules.words)
    return Watch(mart, load())


@pytest.mark.rehearsal
@pytest.mark.django_db
def test_whoever_the_desk_counts_the_phone_counts(watch: Watch) -> None:
    """All indicators of people, in the running period, one that has ended, and in one area only."""
    indicators = [one for one in watch.loaded.rules.indicators.values() if one.of_people]
    entries = [entry for delivery in deliveries_of(PLAN) for entry in delivery.entries]
    people = sorted({entry.subject for entry in entries if entry.kind == "person"})
    told = [
        {"id": str(person), "entries": [written_entry(one) for one in entries_about([person])]}
        for person in people
    ]
    village = next(e.body["area"] for e in entries if e.kind == "person" and e.body.get("area"))
    counted = 0
    for day, area in ((END, None), (dt.date(2025, 12, 15), None), (END, village[:13])):
        answer = phone_of_rulebook().ask(
            "coverage",
            indicators=[one.id for one in indicators],
            people=told,
            day=day_number(day),
            today=day_number(END),
            areas=[area] if area else [],
        )
        for one in indicators:
            asked = Asked(period_holding(day, one.period), END)
            rows = names(watch, one.id, asked, area)
            met = sorted(str(row.person) for row in rows if row.status == "met")
            missed = sorted(
                [str(row.person), [part.id for part in row.missing]]
                for row in rows
                if row.status == "missed"
            )
            assert (answer[one.id]["met"], answer[one.id]["missed"]) == (met, missed), one.id
            counted += len(rows)
    assert counted > 2_000


@pytest.mark.parametrize("year", [2025, 2026, 2031])
def test_the_programmes_target_is_that_of_the_desk(year: int) -> None:
    """Of each year: none before the first, and the newest afterwards."""
    rules = load().rules
    indicators = {one.id: one for one in rules.indicators.values() if one.of_people}
    day = day_number(dt.date(year, 3, 1))
    asked = {"indicators": list(indicators), "people": [], "areas": [], "day": day, "today": day}
    goals = {
        name: one["goal"] for name, one in phone_of_rulebook().ask("coverage", **asked).items()
    }
    assert goals == {name: one.target_for(year) for name, one in indicators.items()}
    assert any(goal is not None for goal in goals.values())
    assert None in goals.values()


def test_a_kader_sees_what_the_rulebook_marks_and_nothing_sensitive() -> None:
    marked = [one for one in load().rules.indicators.values() if one.for_kader]
    shown = phone_of_rulebook().ask("for_kader", today=day_number(END), hidden=["hiv", "mental"])
    assert shown == [one.id for one in marked if one.sensitive not in ("hiv", "mental")]
    assert len(shown) > 10
    assert all(one.of_people for one in marked)


@pytest.mark.parametrize(
    "indicator",
    [one for one in load().rules.indicators.values() if one.for_kader],
    ids=lambda i: i.id,
)
def test_what_a_kader_counts_stands_on_what_their_phone_has(indicator: Indicator) -> None:
    """What is hidden from kader is not sent to their phones: a number that reads it would be wrong there."""
    if indicator.sensitive:
        return  # hidden as a whole
    words = load().rules.words
    read = words_read(indicator.among, *(part.node for part in indicator.parts))
    assert not [code for code in read if words[code].sensitive]
