"""A case in a JSON file: what can be written, and what is said of what cannot be read."""

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest

from nyelik.base.problem import Problem
from nyelik.care.facts_file import Case, read_case
from nyelik.rules.load import load

CASE = {
    "sex": "female",
    "born": "2025-09-01T08:00",
    "episodes": [{"type": "pregnancy", "start": "2025-01-01", "delivered": "2025-10-01T06:30"}],
    "observations": [
        {"code": "weight_kg", "value": 7.2, "at": "2026-03-01"},
        {"code": "oedema", "value": False, "at": "2026-03-01"},
        {"code": "measured_position", "value": "lying", "at": "2026-03-01"},
    ],
    "doses": [{"vaccine": "DPT", "number": 1, "at": "2025-11-01"}],
}


def read(case: object) -> object:
    return read_case(json.dumps(case).encode(), load().rules.words)


def test_it_reads_everything_that_may_be_written() -> None:
    facts = read_case(json.dumps(CASE).encode(), load().rules.words)
    codes = [event.code for event in facts.events]
    assert sorted(codes) == sorted(
        [
            *("pregnancy_start", "delivery", "pregnancy_end"),
            *("weight_kg", "oedema", "measured_position", "DPT"),
        ]
    )
    assert facts.born_minute == 8 * 60


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sex": "f"}, "sex"),
        ({"born": "1/9/2025"}, "1/9/2025"),
        ({"weight": 7}, "weight"),
        ({"observations": [{"code": "wieght_kg", "value": 7, "at": "2026-03-01"}]}, "wieght_kg"),
        ({"observations": [{"code": "weight_kg", "value": 7200, "at": "2026-03-01"}]}, "7200"),
        ({"observations": [{"code": "oedema", "value": "yes", "at": "2026-03-01"}]}, "oedema"),
        ({"doses": [{"vaccine": "MMR", "number": 1, "at": "2026-03-01"}]}, "MMR"),
        ({"episodes": [{"type": "flu", "start": "2026-03-01"}]}, "flu_start"),
    ],
)
def test_it_says_what_cannot_be_read_and_where(change: dict[str, object], said: str) -> None:
    with pytest.raises(Problem) as problem:
        read(CASE | change)
    assert said in problem.value.sentence("id")


def test_the_schema_in_contracts_is_that_of_the_code(project_folder: Path) -> None:
    written = json.loads((project_folder / "contracts" / "facts.schema.json").read_text("utf-8"))
    _, components = msgspec.json.schema_components([Case], ref_template="#/$defs/{name}")
    assert written["$defs"] == json.loads(json.dumps(components))
    jsonschema.validate(CASE, written)
