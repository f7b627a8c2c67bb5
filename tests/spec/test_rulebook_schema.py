"""The schema for editors: made of the readers' keys, true of every file, and refuses what the readers refuse.

NYELIK_GOLDEN=write writes contracts/rulebook.schema.json anew.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from nyelik.rules.layering import LAYER_FILE
from nyelik.rules.read import APART, read_with_keys, rulebook_folder
from nyelik.rules.schema import schema_of

PROJECT = Path(__file__).resolve().parents[2]
CONTRACT = PROJECT / "contracts" / "rulebook.schema.json"
FILES = [
    path
    for folder in (rulebook_folder(), PROJECT / "rulebook-layers")
    for path in sorted(folder.rglob("*.yaml"))
    if path.relative_to(folder).parts[0] not in APART and path.name != LAYER_FILE
]
RULE = {
    "id": "a",
    "label": {"id": "a", "en": "a"},
    "for": "infant",
    "from": "6 months",
    "done": "latest_day(pkat)",
    "source": {"document": "nyelik", "section": "a"},
    "in_force": {"from": "2026-01-01"},
    "examples": [{"name": "a", "facts": {}, "expect": "due"}],
}


@cache
def validator() -> Any:
    """The schema as it would be generated now."""
    return jsonschema.Draft202012Validator(schema_of(read_with_keys(rulebook_folder())[1]))


def test_the_contract_is_the_generated_schema() -> None:
    text = json.dumps(validator().schema, ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("NYELIK_GOLDEN") == "write":
        CONTRACT.write_text(text, encoding="utf-8")
    assert CONTRACT.read_text(encoding="utf-8") == text, "nyelik rule schema > the contract"
    jsonschema.Draft202012Validator.check_schema(validator().schema)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_is_valid(path: Path) -> None:
    data = YAML(typ="safe", pure=True).load(path)
    errors = [
        f"{list(error.path)}: {error.message[:200]}" for error in validator().iter_errors(data)
    ]
    assert not errors, errors[:5]


def test_a_plain_rule_is_valid() -> None:
    assert validator().is_valid({"services": [RULE]})
    assert validator().is_valid({"chapter": ["2.1"], "services": [RULE]})
    reason = {"id": "a", "en": "a"}
    assert validator().is_valid({"services": [{"id": "weigh", "override": {"reason": reason}}]})


@pytest.mark.parametrize(
    "change",
    [
        {"overdu": "7 months"},
        {"label": {"id": "a"}},
        {"label": "a"},
        {"source": {"document": "nyelik", "sektion": "a"}},
        {"in_force": {"since": "2026-01-01"}},
        {"examples": [{"name": "a", "fact": {}}]},
        {"examples": {"name": "a"}},
        {"override": {}},
    ],
)
def test_wrong_keys_are_not(change: dict[str, object]) -> None:
    assert not validator().is_valid({"services": [RULE | change]})
    assert not validator().is_valid({"servises": [RULE]})
