"""A form as data: what each role may read of it, problems in words, and what the command prints."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from nyelik.base.dates import day_number
from nyelik.care.form import fill, next_steps, offered
from nyelik.care.form_text import form_as_data
from nyelik.cli import main
from nyelik.rules.facts import Event, Facts, make_facts
from nyelik.rules.form import Filling
from nyelik.rules.load import load

TODAY = dt.date(2026, 6, 30)
CHILD = make_facts("female", day_number(dt.date(2025, 1, 30)))
MOTHER = make_facts(
    "female",
    day_number(dt.date(1998, 2, 3)),
    events=[Event(day_number(dt.date(2026, 2, 10)), -1, 1, "pregnancy_start")],
)


def form(package: str, facts: Facts, language: str = "id", **filling: Any) -> dict[str, Any]:
    loaded = load()
    opened = Filling(facts, TODAY, **filling)
    state = fill(loaded, loaded.rules.packages[package], opened)
    return form_as_data(state, loaded.rules, opened, language)


def lines(data: dict[str, Any], action: str) -> dict[str, dict[str, Any]]:
    every = (line for section in data["sections"] for line in section["fields"])
    return {line[action]: line for line in every if action in line}


def test_a_health_worker_reads_the_class_a_kader_the_plain_words() -> None:
    typed = {"tb_card_cough": True, "tb_card_fever": False}
    shown = lines(form("card-child", CHILD, typed=typed, role="nakes"), "show")["tb-suspect"]
    assert (shown["class"], shown["class_label"]) == ("presumptive", "Terduga TBC")
    plain = lines(form("card-child", CHILD, typed=typed, role="kader"), "show")["tb-suspect"]
    assert plain["class"] is None
    assert (
        plain["class_label"] == "Ada gejala yang perlu dinilai nakes: beri tahu Pustu dalam 2 hari."
    )
    assert "Terduga" not in json.dumps(plain, ensure_ascii=False)
    assert plain["severity"] == "red"


def test_a_closed_line_is_named_with_its_reason_but_a_sensitive_one_not_at_all() -> None:
    mother = form("card-pregnant", MOTHER, role="kader")
    closed = {key: why for part in mother["sections"] for key, why in part["closed"].items()}
    assert closed["kek_food_portions"] == "undecided"
    hidden = form("anc-doctor", MOTHER, role="doctor", hidden=frozenset({"hiv"}))
    assert "hiv_test" not in json.dumps(hidden)
    assert "hiv_test" in json.dumps(form("anc-doctor", MOTHER, role="doctor"))


def test_a_problem_says_the_range_and_what_to_do() -> None:
    asked = lines(form("card-pregnant", MOTHER, typed={"weight_kg": 540, "muac_cm": 46}), "ask")
    assert asked["weight_kg"]["problem"] == "Tidak mungkin: isi 0,3–300 kg."
    assert asked["muac_cm"]["problem"].startswith("Jarang terjadi (biasanya 16–45 cm).")
    english = lines(form("card-pregnant", MOTHER, "en", typed={"weight_kg": 540}), "ask")
    assert english["weight_kg"]["problem"] == "Not possible: fill in 0.3–300 kg."


def test_a_line_carries_what_a_screen_needs() -> None:
    data = form("card-pregnant", MOTHER)
    weight = lines(data, "ask")["weight_kg"]
    assert (weight["kind"], weight["unit"], weight["plausible"]) == ("number", "kg", (30, 130))
    assert lines(data, "ask")["referred_to"]["choices"]["pustu"] == "Pustu"
    assert len(lines(data, "counsel")["gizi-ibu-hamil"]["points"]) == 2
    assert lines(data, "show")["weeks_pregnant"]["text"] == "20"
    assert lines(data, "show")["today"]["text"] == "30 Juni 2026"


def test_next_steps_begin_with_the_gravest_and_repeat_nothing() -> None:
    loaded = load()
    typed = {"danger_pregnancy_bleeding": True, "muac_cm": 23.0}
    package = loaded.rules.packages["visit-pregnant"]
    state = fill(loaded, package, Filling(MOTHER, TODAY, typed, role="kader"))
    assert [found.finding.id for found in state.found][:2] == ["danger-pregnancy", "kek-status"]
    steps = next_steps(state)
    assert (steps[0].action, steps[0].what) == ("notify", "pustu")
    assert len(steps) == len(set(steps))


def test_only_the_forms_for_this_person_here_are_offered() -> None:
    loaded = load()
    at_home = offered(loaded, Filling(MOTHER, TODAY, place="home", role="kader"))
    found = {package.id for package in at_home}
    assert {"visit-pregnant", "signs-pregnancy"} <= found
    assert not {"visit-pregnant-2023", "visit-child", "card-pregnant", "visit-mental"} & found


def test_the_command_prints_the_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(
        '{"sex": "female", "episodes": [{"type": "pregnancy", "start": "2026-02-10"}]}'
    )
    asked = ["form", "card-pregnant", "--facts", str(facts), "--on", "2026-06-30"]
    assert (
        main([*asked, "--typed", "muac_cm=23.4", "--typed", "kia_book=yes", "--by", "kader"]) == 0
    )
    text = capsys.readouterr().out
    assert "Kurang energi kronis (KEK)" in text
    assert "-> Rujuk ke Puskesmas dalam 7 hari" in text
    assert main([*asked, "--typed", "muac_cm=23.4", "--json"]) == 0
    contact = json.loads(capsys.readouterr().out)["records"]["contact"]
    assert contact["observations"] == {"muac_cm": 23.4}
    assert contact["package_version"] == "2023"


def test_the_command_says_what_it_cannot_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["form", "no-such-form", "--facts", str(tmp_path / "x")]) == 2
    assert main(["form", "card-pregnant", "--facts", str(tmp_path / "x")]) == 2
    assert "no-such-form" in capsys.readouterr().err
