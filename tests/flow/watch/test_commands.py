"""evaluate, coverage, names and mart on the command line, over a child of Kelubi whom nobody has weighed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nyelik.cli import main
from tests.support.people import register_person, worker

pytestmark = pytest.mark.django_db(transaction=True)
KELUBI = "19.06.01.2004"
QUESTION = ("--period", "2026", "--as-of", "2026-06-30")


def answer(capsys: pytest.CaptureFixture[str], *argv: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main([*argv, "--json"]) == 0
    read: dict[str, Any] = json.loads(capsys.readouterr().out)
    return read


@pytest.fixture(autouse=True)
def child(capsys: pytest.CaptureFixture[str]) -> str:
    """The id of a girl of three."""
    assert main(["places", "load", "19.06"]) == 0
    return str(register_person(1, name="Melati", sex="female", born="2023-05-01", area=KELUBI))


def test_coverage_by_village(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "coverage", "spm-04", "--by", "village", "--area", KELUBI, *QUESTION)
    assert [(row["area"], row["met"], row["of"]) for row in found["rows"]] == [(KELUBI, 0, 1)]
    assert (found["period"], found["total"]["percent"]) == ("2026", 0.0)


def test_coverage_over_time(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "coverage", "spm-04", "--trend", "3", *QUESTION)
    assert [row["area"] for row in found["rows"]] == ["2024", "2025", "2026"]


def test_names_are_ids_until_somebody_asks(capsys: pytest.CaptureFixture[str], child: str) -> None:
    asked = ("names", "spm-04", "--area", KELUBI, "--status", "missing", *QUESTION)
    (alone,) = answer(capsys, *asked)["people"]
    assert (alone["person"], alone["name"]) == (child, None)
    assert alone["missing"]
    worker("bidan", "pustu", ["U1906-04"])
    worker("seberang", "pustu", ["U1906-05"])
    (named,) = answer(capsys, *asked, "--as", "bidan")["people"]
    assert named["name"] == "Melati"
    assert answer(capsys, *asked, "--as", "seberang")["people"] == []


def test_everything_and_the_mart(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "evaluate", *QUESTION)["people"] == 1
    before = answer(capsys, "mart", "status")
    after = answer(capsys, "mart", "rebuild")
    assert (after["people"], after["journal_position"]) == (1, before["journal_position"])


def test_what_cannot_be_answered_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    for argv in (
        ("coverage", "nothing"),
        ("coverage", "spm-04", "--area", "nowhere"),
        ("coverage", "spm-04", "--period", "someday"),
        ("names", "spm-04", "--as", "nobody"),
    ):
        assert main(list(argv)) == 2
        assert "nyelik:" in capsys.readouterr().err
