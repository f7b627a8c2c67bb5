"""`nyelik growth IN.csv OUT.csv`: every row comes out, scored or with its problem."""

import csv
import json
from pathlib import Path

import pytest

from nyelik.cli import main

HEADER = "name,sex,born,measured,age_days,weight_kg,length_cm,position,muac_cm,head_cm,oedema"


@pytest.fixture
def growth(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Runs the command on lines of CSV; gives the rows that come out."""

    def run(*lines: str, header: str = HEADER, language: str = "en") -> list[dict[str, str]]:
        source, target = tmp_path / "in.csv", tmp_path / "out.csv"
        source.write_text("\n".join([header, *lines]), encoding="utf-8-sig")
        assert main(["growth", str(source), str(target), "--language", language, "--json"]) == 0
        with target.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert json.loads(capsys.readouterr().out)["rows"] == len(rows) == len(lines)
        return rows

    return run


def test_a_child_is_scored_and_keeps_its_columns(growth) -> None:
    (row,) = growth("Ani,male,2025-01-01,2026-01-01,,9.6,75.0,lying,14.5,46,")
    assert row["name"] == "Ani"
    assert (row["z_weight_for_age"], row["z_length_for_age"]) == ("-0.04", "-0.31")
    assert (row["z_weight_for_length"], row["z_bmi_for_age"]) == ("0.12", "0.20")
    assert row["problem"] == ""


def test_age_in_days_does_as_well_as_two_dates(growth) -> None:
    dated, counted = growth("A,f,2025-01-01,2026-01-01,,9.6,75.0,,,,", "A,f,,,365,9.6,75.0,,,,")
    assert dated | {"born": "", "measured": "", "age_days": "365"} == counted


def test_indonesian_words_semicolons_and_decimal_commas_are_read(growth) -> None:
    header = HEADER.replace(",", ";")
    (row,) = growth("A;L;2025-01-01;2026-01-01;;9,6;75,0;telentang;14,5;46;tidak", header=header)
    assert row["z_weight_for_length"] == "0.12"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("A,x,,,400,8.1,,,,,", "sex: “x” cannot be read; sex is not known"),
        ("A,f,,,400,abc,70,,,,", "weight_kg: “abc” cannot be read"),
        ("A,f,2026-02-01,2026-01-01,,3,50,,,,", "measured before birth; age is not known"),
        (
            "A,f,2026-02-30,2026-03-01,,3,50,,,,",
            "born: “2026-02-30” cannot be read; age is not known",
        ),
        ("A,f,,,400,640,70,,,,", "weight_kg: 640 is not possible"),
        ("A,f,,,400,4.0,,,,,", "weight_for_age: implausible (-6.12), measure again"),
        ("A,f,,,400,9.0,120,,,,,,", "more cells than columns"),
        ("A,f,,,9000,50,150,,,,", "age: outside the tables"),
        ("A,f,,,400", "nothing was measured"),
        ("", "sex is not known; age is not known; nothing was measured"),
    ],
)
def test_a_bad_row_comes_out_with_its_problem(growth, line: str, problem: str) -> None:
    (row, good) = growth(line, "B,f,,,400,9.0,75,,,,")
    assert row["problem"].startswith(problem)
    assert good["problem"] == ""


def test_an_implausible_score_is_not_written_as_a_score(growth) -> None:
    (row,) = growth("A,f,,,400,3.0,,,,,")
    assert row["z_weight_for_age"] == ""
    assert row["problem"] == "weight_for_age: implausible (-7.39), measure again"


def test_oedema_leaves_the_length(growth) -> None:
    (row,) = growth("A,f,,,400,9.0,75,,,,ya")
    assert (row["z_weight_for_age"], row["z_weight_for_length"], row["z_bmi_for_age"]) == (
        "",
        "",
        "",
    )
    assert row["z_length_for_age"] != ""


def test_classes_are_those_of_the_rulebook(growth) -> None:
    (row,) = growth("A,f,2024-07-01,2026-01-01,,7.9,72.0,lying,12.2,45,")
    classes = {name: value for name, value in row.items() if name.startswith("class_")}
    assert classes == {
        "class_weight_for_age": "underweight",
        "class_length_for_age": "severely-stunted",
        "class_weight_for_length": "normal",
        "class_bmi_for_age": "normal",
        "class_head_for_age": "normal",
        "class_muac": "moderate",
    }


def test_a_school_child_is_classed_by_bmi(growth) -> None:
    (row,) = growth("A,f,2016-01-01,2026-01-01,,45,138,,,,")
    assert (row["z_bmi_for_age"], row["class_bmi_for_age"]) == ("2.23", "obese")


def test_an_implausible_score_has_no_class(growth) -> None:
    (row,) = growth("A,f,,,400,3.0,70,,,,")
    assert (row["class_weight_for_age"], row["class_weight_for_length"]) == ("", "")


def test_oedema_is_severe_wasting_whatever_the_weight(growth) -> None:
    (row,) = growth("A,f,,,400,9.0,75,,,,ya")
    assert row["class_weight_for_length"] == "severely-wasted"


@pytest.mark.parametrize(("measured", "muac"), [("2025-06-30", ""), ("2025-07-01", "severe")])
def test_months_follow_the_date_law(growth, measured: str, muac: str) -> None:
    """MUAC is judged from six completed months."""
    (row,) = growth(f"A,f,2025-01-01,{measured},,,,,11.0,,")
    assert row["class_muac"] == muac


def test_problems_are_told_in_indonesian(growth) -> None:
    (row,) = growth("A,f,,,400", language="id")
    assert row["problem"] == "tidak ada hasil ukur"


def test_a_file_without_the_columns_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in.csv"
    source.write_text("name,weight_kg\nA,3\n")
    assert main(["growth", str(source), str(tmp_path / "out.csv")]) == 2
    assert "sex, age_days (or born and measured)" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_the_input_is_never_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(HEADER + "\n")
    assert main(["growth", str(source), str(source)]) == 2
    assert source.read_text() == HEADER + "\n"
