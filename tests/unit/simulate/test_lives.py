"""A synthetic district is the same for the same seed, and its numbers lie where a district's would."""

import datetime as dt
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from nyelik.base.dates import day_number
from nyelik.journal.entry import Entry, encode
from nyelik.journal.hold import problem_of
from nyelik.rules.growth.zscore import Measured, z_score
from tests.support.synthetic import END, deliveries_of, entries_of, growth_tables, plan_of

SMALL, LARGE = plan_of(200), plan_of(5_000)


def persons(entries: list[Entry]) -> dict[Any, dict[str, Any]]:
    """Persons as their entries in order say."""
    people: dict[Any, dict[str, Any]] = defaultdict(dict)
    for entry in entries:
        if entry.kind == "person":
            people[entry.subject].update(entry.body)
    return people


def day_of(text: str) -> int:
    return day_number(dt.date.fromisoformat(text[:10]))


def test_same_seed_same_journal() -> None:
    again = deliveries_of.__wrapped__(SMALL)
    assert [d.received for d in again] == [d.received for d in deliveries_of(SMALL)]
    lived = [entry for delivery in again for entry in delivery.entries]
    assert [encode(entry) for entry in lived] == [encode(entry) for entry in entries_of(SMALL)]


def test_entries_are_as_promised_to_devices(project_folder: Path) -> None:
    schema = json.loads((project_folder / "contracts" / "entry.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)
    for delivery in deliveries_of(SMALL):
        for entry in delivery.entries:
            validator.validate(json.loads(encode(entry)))
            problem = problem_of(entry, delivery.received)
            assert problem is None or problem.code in ("clock-off", "unknown-schema")


def test_another_seed_other_lives() -> None:
    assert entries_of(plan_of(200, seed=2))[0] != entries_of(SMALL)[0]


def test_deliveries_arrive_in_order_and_each_device_counts_from_one() -> None:
    received = [delivery.received for delivery in deliveries_of(LARGE)]
    assert received == sorted(received)
    numbers = defaultdict(list)
    clocks = defaultdict(list)
    for entry in entries_of(LARGE):
        numbers[entry.device].append(entry.number)
        clocks[entry.device].append(entry.written)
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
    assert all(found == sorted(set(found)) for found in clocks.values())


def test_some_entries_arrive_weeks_after_they_were_written() -> None:
    late = Counter(
        (delivery.received - (entry.written >> 16)) // 86_400_000 > 7
        for delivery in deliveries_of(LARGE)
        for entry in delivery.entries
        if "drawer" not in entry.device
    )
    assert 0.002 < late[True] / late.total() < 0.15


def test_age_sex_and_births_lie_in_their_bands() -> None:
    start = LARGE.start
    people = persons(entries_of(LARGE)).values()
    first = [p for p in people if day_of(p["born"]) <= start and "moved_in" not in p]
    ages = [(start - day_of(p["born"])) / 365.25 for p in first]
    assert 0.21 < sum(age < 15 for age in ages) / len(ages) < 0.26
    assert 0.08 < sum(age >= 60 for age in ages) / len(ages) < 0.12
    assert 0.46 < sum(p["sex"] == "female" for p in first) / len(first) < 0.51
    born = [p for p in people if day_of(p["born"]) > start and "moved_in" not in p]
    assert 12 < len(born) / LARGE.people / 2 * 1000 < 20
    assert 0.4 < sum(p["sex"] == "male" for p in born) / len(born) < 0.62


def test_stunting_and_wasting_lie_in_their_bands() -> None:
    people, latest = persons(entries_of(LARGE)), {}
    for entry in entries_of(LARGE):
        observations = entry.body.get("observations", {})
        if {"length_cm", "weight_kg", "measured_position"} <= observations.keys():
            latest[entry.about] = (entry.happened, observations)
    low: Counter[str] = Counter()
    scored: Counter[str] = Counter()
    for about, (happened, seen) in latest.items():
        child = people.get(about)
        if child is None:
            continue
        age = day_of(happened) - day_of(child["born"])
        position = seen["measured_position"]
        measured = Measured(
            child["sex"], age, seen["weight_kg"], seen["length_cm"], position=position
        )
        for index in ("length_for_age", "weight_for_length"):
            score = z_score(growth_tables(), index, measured)
            if score.z is not None and score.usable:
                scored[index] += 1
                low[index] += score.z < -2
    assert 0.15 < low["length_for_age"] / scored["length_for_age"] < 0.28
    assert 0.04 < low["weight_for_length"] / scored["weight_for_length"] < 0.14


def test_there_are_typing_errors_some_corrected_and_some_taken_back() -> None:
    entries = entries_of(LARGE)
    contacts = {entry.subject: entry for entry in reversed(entries) if entry.kind == "contact"}
    corrected = [
        entry
        for entry in entries
        if entry.kind == "contact"
        and "package" not in entry.body
        and "weight_kg" in entry.body.get("observations", {})
    ]
    assert corrected
    for entry in corrected:
        first = contacts[entry.subject].body["observations"]["weight_kg"]
        assert first != entry.body["observations"]["weight_kg"]
    assert any(entry.body.get("retracted") for entry in entries)


def test_there_are_doubles_moves_deaths_and_merges() -> None:
    entries = entries_of(LARGE)
    changed = {field for entry in entries if entry.kind == "person" for field in entry.body}
    assert {"died", "moved_in", "moved_out"} <= changed
    assert any(entry.kind == "merge" for entry in entries)


def test_nobody_does_anything_after_the_last_day() -> None:
    assert max(entry.happened[:10] for entry in entries_of(LARGE)) <= END.isoformat()
