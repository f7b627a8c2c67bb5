"""`nyelik journal ...` from the outside: exit codes, JSON, and an instance that moves house in a file."""

import json
from pathlib import Path
from typing import Any

import pytest

from nyelik.cli import main
from nyelik.journal.append import append
from tests.support.journal import NOON, entry, person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def _written() -> None:
    append(
        [
            entry(1, {"name": "Ani"}, kind="person", subject=person(1)),
            entry(3, {"package": "kms"}, subject=person(2), happened="2026-02-30"),
        ],
        received=NOON,
    )


def said(capsys: pytest.CaptureFixture[str], *command: str, code: int = 0) -> Any:
    assert main(["journal", *command, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_export_verify_and_import(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "jurnal.ndjson.zst")
    written = said(capsys, "export", path)
    assert written["entries"] == 2
    assert said(capsys, "verify", path) == written
    assert said(capsys, "import", path)["already"] == 2
    report = said(capsys, "verify")
    assert (report["sha256"], report["held"], report["faults"]) == (written["sha256"], 1, [])


def test_gaps_and_held(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "gaps") == [{"device": "dev-1", "first": 2, "last": 2}]
    (one,) = said(capsys, "held")
    assert (one["seq"], one["problem"]) == (2, "impossible-date")
    assert said(capsys, "held", "--problem", "clock-off") == []


def test_what_is_in_quarantine_is_shown_too(capsys: pytest.CaptureFixture[str]) -> None:
    append([entry(1, {"name": "Any"}, kind="person", subject=person(1))], received=NOON)
    (one,) = said(capsys, "held", "--problem", "number-reused")
    assert (one["seq"], one["device"]) == (0, "dev-1")


def test_text_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "gaps"]) == 0
    assert "dev-1" in capsys.readouterr().out
    assert main(["journal", "verify"]) == 0
    assert "2 entries of 1 devices" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_a_problem_with_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journal", "import", str(tmp_path / "no.zst")]) == 2
    assert main(["journal", "export", str(tmp_path / "no" / "no.zst")]) == 2
    assert "not found" in capsys.readouterr().err


def test_tampering_is_exit_1(capsys: pytest.CaptureFixture[str]) -> None:
    from nyelik.journal.tables import EntryRow

    EntryRow.objects.filter(seq=1).delete()
    assert said(capsys, "verify", code=1)["faults"] == ["seq 1 to 1: missing"]
