"""The exported definitions before a validator that knows nothing of ours, and errors planted to be found."""

import copy
import datetime as dt
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from nyelik.exchange.fhir.canonical import Export
from nyelik.exchange.fhir.rulebook import definitions
from nyelik.rules.engines.phone import find_node
from nyelik.rules.load import load

EXPORT = Export(load().rules, "https://nyelik.example/fhir", dt.date(2026, 6, 30))
DEFINITIONS = list(definitions(EXPORT))


def validated(resources: list[dict[str, Any]], project_folder: Path) -> list[list[str]]:
    """The faults that the independent validator finds in each resource."""
    node = find_node()
    assert node, "these tests need Node: run them with python3 run.py test"
    lines = "\n".join(json.dumps(resource) for resource in resources)
    script = project_folder / "tests" / "support" / "fhir_validator.cjs"
    done = subprocess.run([node, script], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_an_independent_validator_accepts_every_definition(project_folder: Path) -> None:
    faults = validated(DEFINITIONS, project_folder)
    assert len(faults) == len(DEFINITIONS)
    refused = {one["url"]: found for one, found in zip(DEFINITIONS, faults, strict=True) if found}
    assert not refused


def kind(name: str) -> dict[str, Any]:
    return next(one for one in DEFINITIONS if one["resourceType"] == name)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("Measure", {"status": "valid"}),
        ("Measure", {"nickname": "SPM"}),
        ("Questionnaire", {"item": {"linkId": "1", "type": "group"}}),
        ("PlanDefinition", {"status": None}),
        ("ActivityDefinition", {"kind": "Immunisation"}),
    ],
)
def test_an_independent_validator_finds_planted_errors(
    name: str, changes: dict[str, Any], project_folder: Path
) -> None:
    wrong = copy.deepcopy(kind(name)) | changes
    wrong = {key: value for key, value in wrong.items() if value is not None}
    assert validated([wrong], project_folder) != [[]]
