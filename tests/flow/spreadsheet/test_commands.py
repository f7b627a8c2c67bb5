"""`nyelik import` and `nyelik export` as a person at a terminal meets them."""

import json
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from nyelik.cli import main
from nyelik.journal.read import entries_from, last_seq
from nyelik.register.facilities import load_district
from tests.support.people import worker
from tests.support.spreadsheets import EPPGBM, csv_text, line

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    load_district("19.06")
    rows = [
        line(EPPGBM, **{"Kab/Kota": "Belitung Timur", "RT": 1, "Tanggal Pengukuran": "2026-05-12"}),
        line(EPPGBM, Nama="Contoh Mawar", NIK="1.906E+15", **{"Tgl Lahir": "2024-04-25"}),
    ]
    path = tmp_path / "posyandu mei.csv"
    path.write_text(csv_text([EPPGBM, *rows]), encoding="utf-8")
    return path


def answered(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_preview_then_import_then_again(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "laporan.xlsx"
    preview = answered(capsys, "import", str(file), "--dry-run", "--report", str(report))
    assert (preview["written"], preview["entries"], last_seq()) == (False, 6, 0)
    assert "Pratinjau" in str(
        CalamineWorkbook.from_path(report).get_sheet_by_name("Ringkasan").to_python()
    )
    assert preview["sheets"][0]["layout"] == "eppgbm-34"
    assert preview["status"] == {"accepted": 1, "needs-person": 1}
    done = answered(capsys, "import", str(file))
    assert (done["written"], done["entries"], done["new_people"]) == (True, 6, 2)
    again = answered(capsys, "import", str(file))
    assert (again["entries"], again["questions"]) == (0, 0)


def test_an_import_is_signed_and_held_outside_the_own_scope(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seberang = worker("seberang", "pustu", ["U1906-20"])
    held = answered(capsys, "import", str(file), "--as", seberang.username)
    assert held["entries"] == 6
    assert {(e.status, e.by) for e in entries_from("e.status = 'held'", [])} == {
        ("held", seberang.id)
    }
    assert main(["import", str(file), "--as", "nobody"]) == 2
    assert "nobody" in capsys.readouterr().err


def test_the_text_answer_counts_in_both_languages(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(file), "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "Perlu dilihat orang / Needs a person: 1" in out
    assert "Pratinjau" in out


@pytest.mark.parametrize(
    ("content", "arguments", "code"),
    [
        (None, [], "file-not-found"),
        (b"%PDF\x00", [], "spreadsheet-not-read"),
        (b"satu;dua\n1;2\n", [], "spreadsheet-without-table"),
        (b"Nama;Tgl Lahir\nA;2024-01-01\n", ["--layout", "eppgbm-34"], "layout-not-fitting"),
        (b"Nama;Tgl Lahir\nA;2024-01-01\n", ["--layout", "sigizi"], "layout-not-known"),
    ],
)
def test_problems_are_told_with_exit_code_2(
    content: bytes | None,
    arguments: list[str],
    code: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "x.csv"
    if content is not None:
        path.write_bytes(content)
    assert main(["import", str(path), *arguments, "--json"]) == 2
    assert json.loads(capsys.readouterr().err)["problem"]["code"] == code


def test_exports(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answered(capsys, "import", str(file))
    worker("gizi", "puskesmas", ["19.06"], cluster=2)
    out = tmp_path / "mei.xlsx"
    done = answered(
        capsys, "export", "eppgbm", "--month", "2026-05", "--as", "gizi", "--out", str(out)
    )
    assert done["rows"] == 2
    assert answered(capsys, "import", str(out))["entries"] == 0
    table = tmp_path / "spm4.csv"
    asked = ("spm-04", "--period", "2026", "--as-of", "2026-06-30", "--known-on", "2026-12-31")
    answered(capsys, "export", "coverage", *asked, "--by", "district", "--out", str(table))
    text = table.read_text("utf-8-sig")
    for needed in (
        "# Definisi;",
        "# Periode;2026",
        "# Diketahui sampai;2026-12-31",
        "# Versi rulebook;",
        "Manggar",
    ):
        assert needed in text
    listed = tmp_path / "nama.xlsx"
    done = answered(
        capsys,
        "export",
        "names",
        *asked,
        "--as",
        "gizi",
        "--area",
        "19.06.01",
        "--out",
        str(listed),
    )
    assert done["about"]["Orang"] == done["rows"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["names", "spm-04", "--as", "siapa", "--out", "x.xlsx"], "worker-not-known"),
        (["coverage", "spm-99", "--out", "x.xlsx"], "rule-not-known"),
        (["coverage", "spm-04", "--by", "benua", "--out", "x.xlsx"], "export-not-possible"),
        (["coverage", "spm-04", "--period", "Mei", "--out", "x.xlsx"], "export-not-possible"),
        (["template", "sigizi", "--out", "x.xlsx"], "layout-not-known"),
    ],
)
def test_exports_that_cannot_be(
    arguments: list[str],
    code: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", *arguments, "--json"]) == 2
    assert json.loads(capsys.readouterr().err)["problem"]["code"] == code


def test_a_stranger_gets_no_names(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answered(capsys, "import", str(file))
    worker("camat", "village", ["19.06.01"])
    worker("lain", "pustu", ["19.06.02.2001"])
    for username in ("camat", "lain"):
        out = tmp_path / f"{username}.csv"
        done = answered(
            capsys, "export", "eppgbm", "--month", "2026-05", "--as", username, "--out", str(out)
        )
        assert done["rows"] == 0
    worker("dinas", "dinkes", ["19.06"])
    assert (
        main(
            ["export", "eppgbm", "--month", "2026-05", "--as", "dinas", "--out", str(out), "--json"]
        )
        == 2
    )
    assert json.loads(capsys.readouterr().err)["problem"]["code"] == "reason-needed"
