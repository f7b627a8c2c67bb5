"""Grown people, pupils and the chronically ill: their numbers lie where a district's would."""

import datetime as dt
from collections import defaultdict
from typing import Any
from uuid import UUID

import pytest

from nyelik.base.dates import day_number
from nyelik.journal.entry import Entry
from tests.support.synthetic import END, entries_of, plan_of

PLAN = plan_of(5_000)


def day_of(text: str) -> int:
    return day_number(dt.date.fromisoformat(text[:10]))


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return entries_of(PLAN)


@pytest.fixture(scope="module")
def people(entries: list[Entry]) -> dict[UUID, dict[str, Any]]:
    found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for entry in entries:
        if entry.kind == "person":
            found[entry.subject].update(entry.body)
    return found


def observed(entries: list[Entry], *packages: str) -> list[tuple[Entry, dict[str, Any]]]:
    """Contacts of these packages with their observations."""
    return [
        (entry, entry.body.get("observations", {}))
        for entry in entries
        if entry.kind == "contact" and entry.body.get("package") in packages
    ]


def test_about_a_third_of_grown_people_have_high_pressure(entries: list[Entry]) -> None:
    highest: dict[UUID, bool] = {}
    for entry, values in observed(entries, "adult", "older"):
        if "systolic_mmhg" in values:
            high = values["systolic_mmhg"] >= 140 or values["diastolic_mmhg"] >= 90
            highest.setdefault(entry.about, high)
    assert len(highest) > 1_000
    assert 0.18 < sum(highest.values()) / len(highest) < 0.42


def test_who_was_diagnosed_is_controlled_month_by_month(entries: list[Entry]) -> None:
    began = {e.about: day_of(e.happened) for e in entries if e.body.get("type") == "hypertension"}
    months = defaultdict(set)
    for entry, values in observed(entries, "chronic"):
        if values.get("hypertension_control"):
            assert entry.about in began
            months[entry.about].add(entry.happened[:7])
    whole_year = [about for about, day in began.items() if day < PLAN.start]
    kept = [len(months[about]) for about in whole_year]
    assert 6 < sum(kept) / len(kept) / ((day_number(END) - PLAN.start) / 365) < 12


def test_only_girls_get_hpv_and_only_at_school(
    entries: list[Entry], people: dict[UUID, dict[str, Any]]
) -> None:
    given = [e for e in entries if "HPV" in (e.body.get("doses") or {})]
    assert given
    assert {people[entry.about]["sex"] for entry in given} == {"female"}
    assert {entry.place for entry in given} == {"school"}


def test_most_pupils_are_screened_in_their_school_year(
    entries: list[Entry], people: dict[UUID, dict[str, Any]]
) -> None:
    screened = {
        e.about for e, values in observed(entries, "school") if "school_screening" in values
    }
    pupils = [
        about
        for about, person in people.items()
        if person.get("born") and 9 < (PLAN.start - day_of(person["born"])) / 365.25 < 14
    ]
    share = len(screened & set(pupils)) / len(pupils)
    assert 0.6 < share < 1.0


def test_a_class_fits_the_age(entries: list[Entry], people: dict[UUID, dict[str, Any]]) -> None:
    ages = [
        (day_of(entry.happened) - day_of(people[entry.about]["born"])) / 365.25
        - values["school_class"]
        for entry, values in observed(entries, "school")
        if "school_class" in values
    ]
    near = sum(4.5 < age < 7.5 for age in ages)
    assert near / len(ages) > 0.97  # a few dates of birth were written down wrongly


def test_a_suspect_of_tb_is_examined_and_a_case_is_treated(entries: list[Entry]) -> None:
    examined = [values for _, values in observed(entries, "tb") if "tb_rapid_test" in values]
    cases = {e.about for e in entries if e.body.get("type") == "tb_treatment"}
    confirmed = sum(values["tb_diagnosis"] == "bacteriological" for values in examined)
    assert len(examined) > 20
    assert confirmed == len(cases)
