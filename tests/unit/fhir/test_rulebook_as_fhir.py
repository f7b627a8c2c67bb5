"""The rulebook leaves as valid FHIR, says what the rules say, and a wrong definition does not leave."""

import base64
import copy
import datetime as dt
from typing import Any

import pytest

from nyelik.exchange.fhir.canonical import Export
from nyelik.exchange.fhir.rulebook import collection, definitions
from nyelik.exchange.fhir.validate import faults
from nyelik.rules.load import load

TODAY = dt.date(2026, 6, 30)
EXPORT = Export(load().rules, "https://nyelik.example/fhir", TODAY)
BY_ID = {(one["resourceType"], one["id"]): one for one in definitions(EXPORT)}


def test_every_definition_is_valid() -> None:
    refused = {key: found for key, one in BY_ID.items() if (found := faults(one))}
    assert not refused


def test_every_rule_is_there_once() -> None:
    rules = EXPORT.rulebook
    assert {key for kind, key in BY_ID if kind == "Measure"} == set(rules.indicators)
    assert {key for kind, key in BY_ID if kind == "ActivityDefinition"} == set(rules.services)
    plans = {key for kind, key in BY_ID if kind == "PlanDefinition"}
    assert set(rules.findings) <= plans
    urls = [entry["fullUrl"] for entry in collection(EXPORT)["entry"]]
    assert len(urls) == len(set(urls))


def test_a_service_by_age_carries_its_ages() -> None:
    ages = BY_ID["ActivityDefinition", "integrated-check"]["timingRange"]
    assert (ages["low"]["value"], ages["low"]["code"]) == (6, "mo")
    assert (ages["high"]["value"], ages["high"]["code"]) == (7, "mo")


def test_the_services_of_a_plan_are_its_activities() -> None:
    plans = [one for (kind, key), one in BY_ID.items() if key.startswith("chapter-")]
    called = [action["definitionCanonical"] for plan in plans for action in plan["action"]]
    services = [EXPORT.canonical("ActivityDefinition", key) for key in EXPORT.rulebook.services]
    assert sorted(called) == sorted(services)


def test_a_finding_keeps_its_order_and_its_next_steps() -> None:
    finding = EXPORT.rulebook.findings["kek-status"]
    classes = BY_ID["PlanDefinition", "kek-status"]["action"][0]["action"]
    assert [one["title"] for one in classes] == [one.label.id for one in finding.classes]
    assert [len(one.get("action", [])) for one in classes] == [len(o.then) for o in finding.classes]


def test_the_parts_of_an_indicator_explain_who_is_missed() -> None:
    measure = BY_ID["Measure", "spm-04"]
    parts = EXPORT.rulebook.indicators["spm-04"].parts
    assert [one["code"]["text"] for one in measure["supplementalData"]] == [
        p.label.id for p in parts
    ]
    assert [one["code"]["coding"][0]["code"] for one in measure["group"][0]["population"]] == [
        "initial-population",
        "denominator",
        "numerator",
    ]


def test_what_is_still_to_be_checked_says_so() -> None:
    measure = BY_ID["Measure", "spm-04"]
    assert measure["experimental"] is True
    assert "Permenkes 6/2024" in measure["relatedArtifact"][0]["citation"]


def test_the_library_names_every_term_that_expressions_use() -> None:
    content = BY_ID["Library", "nyelik-definitions"]["content"][0]["data"]
    names = {line.split(":")[0] for line in base64.b64decode(content).decode().splitlines()}
    assert names == {*EXPORT.rulebook.settings, *EXPORT.rulebook.definitions}


def test_a_rule_no_longer_in_force_is_retired() -> None:
    early = Export(EXPORT.rulebook, EXPORT.base, dt.date(2000, 1, 1))
    assert all(
        one["status"] == "retired"
        for one in definitions(early)
        if one["resourceType"] in ("Measure", "ActivityDefinition")
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("status", None),
        ("date", "22-11-2026"),
        ("scoring", "proportion"),
        ("nickname", "SPM"),
        ("group", {"population": []}),
    ],
)
def test_a_wrong_definition_is_found_out(key: str, value: Any) -> None:
    wrong = copy.deepcopy(BY_ID["Measure", "spm-04"])
    wrong[key] = value
    if value is None:
        del wrong[key]
    assert faults(wrong)
