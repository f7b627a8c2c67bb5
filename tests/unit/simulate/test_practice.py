"""What simulated vaccinators usually do never breaks the rulebook's own earliest ages and intervals."""

import datetime as dt

import pytest

from nyelik.base.dates import day_number
from nyelik.rules.engines.reference import Reference
from nyelik.rules.facts import Event, make_facts
from nyelik.rules.load import load
from nyelik.rules.outcome import service_state
from nyelik.simulate.fixtures import rates
from tests.support.synthetic import entries_of, plan_of

DOSES = rates()["immunisation"]["doses"]


@pytest.mark.parametrize("dose", DOSES, ids=lambda dose: f"{dose['vaccine']}{dose['dose']}")
def test_doses_follow_each_other(dose: dict) -> None:
    if dose["dose"] > 1:
        before = {"vaccine": dose["vaccine"], "dose": dose["dose"] - 1}
        earlier = [one for one in DOSES if before.items() <= one.items()]
        assert len(earlier) == 1
        assert earlier[0]["from_days"] < dose["from_days"]
    assert dose["from_days"] < dose["until_days"]


@pytest.mark.parametrize("born", [dt.date(2024, 2, 29), dt.date(2024, 7, 1), dt.date(2024, 12, 31)])
@pytest.mark.parametrize("dose", DOSES, ids=lambda dose: f"{dose['vaccine']}{dose['dose']}")
def test_the_rulebook_would_give_it_on_that_day(dose: dict, born: dt.date) -> None:
    given: dict[tuple[str, int], int] = {}
    for one in DOSES:
        day = day_number(born) + one["from_days"]
        if "after" in one:
            day = max(day, given[tuple(one["after"])] + one["gap_days"])
        given[one["vaccine"], one["dose"]] = day
    today = given[dose["vaccine"], dose["dose"]]
    before = [
        Event(day, -1, 0, vaccine, number)
        for (vaccine, number), day in given.items()
        if day < today
    ]
    engine = Reference(make_facts("male", day_number(born), events=before), today)
    rules = load().rules.services
    number = f"-{dose['dose']}" if f"{dose['vaccine'].lower()}-{dose['dose']}" in rules else ""
    state = service_state(engine, rules[dose["vaccine"].lower() + number])
    assert state.status in ("due", "overdue")


def test_codes_are_words_of_the_rulebook() -> None:
    words = load().rules.words
    used = {
        code
        for entry in entries_of(plan_of(5_000))
        for group in ("observations", "doses")
        for code in entry.body.get(group, {})
    }
    assert used - set(words) == set()
