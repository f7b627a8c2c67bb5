"""The published schema and our decoder agree on what an entry is."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from nyelik.journal.entry import Entry, decode_entry, encode
from nyelik.journal.hold import BODIES, problem_of
from tests.support.journal import NOON, entry, person

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "contracts" / "entry.schema.json").read_text("utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
GOOD: dict[str, Any] = json.loads(
    encode(entry(1, {"observations": {"weight_kg": 9.1}}, by=person(9), place="Y1", seen=4))
)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_fields_and_required_ones_are_the_same() -> None:
    assert set(SCHEMA["properties"]) == set(Entry.__struct_fields__)
    required = {f.name for f in msgspec.structs.fields(Entry) if f.required}
    assert set(SCHEMA["required"]) == required


@pytest.mark.parametrize("kind", [kind for kind, _ in BODIES])
def test_bodies_have_the_same_fields(kind: str) -> None:
    shared = set(SCHEMA["$defs"]["any_kind"]["properties"])
    assert shared | set(SCHEMA["$defs"][kind]["properties"]) == set(
        BODIES[kind, 1].__struct_fields__
    )


CHANGES: list[tuple[dict[str, Any], bool]] = [
    ({}, True),
    ({"by": None, "place": None}, True),
    ({"seen": 0, "version": 1}, True),
    ({"a_later_field": 1}, True),
    ({"device": ""}, False),
    ({"device": "a\x00b"}, False),
    ({"place": "\x00"}, False),
    ({"number": -1}, False),
    ({"number": "1"}, False),
    ({"number": 1.5}, False),
    ({"subject": "not-a-uuid"}, False),
    ({"body": []}, False),
    ({"happened": 20260301}, False),
    ({"written": 1 << 63}, False),
    ({"rulebook": None}, False),
    ({"kind": "x" * 121}, False),
]


@pytest.mark.parametrize(("change", "good"), CHANGES)
def test_the_envelope_is_judged_alike(change: dict[str, Any], good: bool) -> None:
    wire = GOOD | change
    assert VALIDATOR.is_valid(wire) == good
    try:
        decode_entry(encode(wire))
    except msgspec.DecodeError:
        assert not good
    else:
        assert good


@pytest.mark.parametrize(
    ("body", "good"),
    [
        ({"observations": {"weight_kg": 9.1, "note": "x", "oedema": False, "gone": None}}, True),
        ({"observations": None, "unknown": {"kept": [1]}}, True),
        ({"observations": {"weight_kg": {"value": 1}}}, False),
        ({"doses": {"MR": 1.5}}, False),
        ({"validated": "yes"}, False),
    ],
)
def test_bodies_are_judged_alike_but_only_held(body: dict[str, Any], good: bool) -> None:
    assert VALIDATOR.is_valid(GOOD | {"body": body}) == good
    problem = problem_of(decode_entry(encode(GOOD | {"body": body})), NOON)
    assert (problem is None) == good
