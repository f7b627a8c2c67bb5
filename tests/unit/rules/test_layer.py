"""A district's layer: joins the national rules or replaces them by id, never by accident and never unseen."""

from functools import cache
from pathlib import Path

import pytest

from nyelik.base.dates import day_number
from nyelik.care.card import build_card
from nyelik.care.card_text import card_as_data
from nyelik.cli import main
from nyelik.rules import item
from nyelik.rules.bundle import bundle_of
from nyelik.rules.check import check_rulebook
from nyelik.rules.engines.phone import Phone, facts_as_data
from nyelik.rules.errors import RulebookErrors
from nyelik.rules.examples import facts_of_example
from nyelik.rules.load import LAYER, layer_in_use, load
from nyelik.rules.model import EXAMPLE_DAY
from nyelik.rules.origin import origin_text
from nyelik.rules.read import read_rulebook, rulebook_folder

BELITUNG = Path(__file__).resolve().parents[3] / "rulebook-layers" / "belitung-timur"
WHOSE = "id: uji\nlabel: {id: Kabupaten Uji, en: Test district}\n"
WHY = "override: {reason: {id: Keputusan rapat., en: Decided in a meeting.}}"
RECHECK = f"settings:\n  - id: growth_recheck\n    {WHY}\n    value: 1 weeks\n"


@pytest.fixture(autouse=True)
def _parse_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The national files are the same in every test here; parsing them is most of the time."""
    monkeypatch.setattr(item, "parsed", _parsed_once)


_parsed_once = cache(item.parsed)


def layer(folder: Path, text: str, whose: str = WHOSE) -> Path:
    """A layer of one file."""
    place = folder / "uji"
    place.mkdir()
    (place / "layer.yaml").write_text(whose, encoding="utf-8")
    (place / "ubah.yaml").write_text(text, encoding="utf-8")
    return place


def refused(folder: Path, text: str, whose: str = WHOSE) -> str:
    """What is said against a layer."""
    with pytest.raises(RulebookErrors) as errors:
        read_rulebook(rulebook_folder(), layer(folder, text, whose))
    return str(errors.value)


def test_the_layer_of_belitung_timur_holds_and_adds_its_lists() -> None:
    loaded = load(rulebook_folder(), BELITUNG)
    checked = check_rulebook(loaded.rules, loaded.derive)
    assert checked.ok, "\n".join(map(str, checked.failures))
    assert checked.changed == ()
    lists = [group.id for group in loaded.rules.groups.values() if group.ruleset == "DAERAH"]
    assert lists == [
        *("nyelik-stunting", "nyelik-pregnancy", "nyelik-child", "nyelik-tb", "nyelik-mental")
    ]
    national = set(load(rulebook_folder()).rules.places)
    assert all(origin.replaces is None for origin in loaded.rules.origins.values())
    assert set(loaded.rules.places) == national | set(loaded.rules.origins)


def test_its_card_shows_the_local_service_and_where_it_comes_from() -> None:
    loaded = load(rulebook_folder(), BELITUNG)
    written = {"age": "40 years", "tb_treatment_start": "2026-05-01", "nyelik_tb_medicine": "no"}
    facts = facts_of_example(written, EXAMPLE_DAY, loaded.rules.words)
    card = card_as_data(build_card(loaded, facts, EXAMPLE_DAY), loaded.rules, "id")
    services = {one["id"]: one for one in card["services"]}
    assert services["nyelik-look-in"]["status"] == "overdue"
    origin = "Aturan daerah (Kabupaten Belitung Timur)."
    assert services["nyelik-look-in"]["origin"] == origin
    found = {one["id"]: one for one in card["findings"]}
    assert found["nyelik-tb-medicine-missed"]["then"]
    assert not any("origin" in one for name, one in services.items() if "nyelik" not in name)
    with Phone() as phone:
        phone.load(bundle_of(loaded))
        today, asked = day_number(EXAMPLE_DAY), facts_as_data(facts)
        assert card == phone.ask("card", facts=asked, today=today, language="id", hidden=[])


def test_a_setting_is_moved_with_everything_that_uses_it(tmp_path: Path) -> None:
    folder = layer(tmp_path, RECHECK)
    rules = read_rulebook(rulebook_folder(), folder)
    assert str(rules.settings["growth_recheck"].node.args[0]) == "Duration(unit='weeks', count=1)"
    assert rules.places["growth_recheck"] == "uji/ubah.yaml:2"
    origin = rules.origins["growth_recheck"]
    assert origin.keys == ("value",)
    assert (origin.replaces or "").startswith("settings.yaml:")
    said = origin_text(rules, "growth_recheck", "id")
    assert said is not None
    assert said.startswith("Aturan daerah (Kabupaten Uji), menggantikan value dari aturan nasional")
    assert said.endswith("Alasan: Keputusan rapat.")
    national = read_rulebook(rulebook_folder())
    assert rules.version != national.version
    assert origin_text(national, "growth_recheck", "id") is None


def test_national_examples_that_it_turns_are_listed_and_do_not_fail(tmp_path: Path) -> None:
    rules = read_rulebook(rulebook_folder(), layer(tmp_path, RECHECK))
    checked = check_rulebook(rules, load().derive)
    assert checked.ok, "\n".join(map(str, checked.failures))
    assert {(one.rule, one.example) for one in checked.changed} == {
        ("no-improvement", "baru 13 hari")
    }


def test_only_the_keys_that_are_written_are_replaced(tmp_path: Path) -> None:
    text = (
        f"services:\n  - id: integrated-check\n    {WHY}\n    closes: 8 months\n"
        "    examples:\n      - {name: tujuh bulan, facts: {born: 2025-11-30}, expect: due}\n"
    )
    rules = read_rulebook(rulebook_folder(), layer(tmp_path, text))
    mine, national = rules.services["integrated-check"], load().rules.services["integrated-check"]
    assert (mine.label, mine.start, mine.chapters) == (
        national.label,
        national.start,
        national.chapters,
    )
    assert mine.closes != national.closes
    assert check_rulebook(rules, load().derive, "integrated-check").ok


def test_a_replaced_rule_must_keep_its_examples_or_bring_new_ones(tmp_path: Path) -> None:
    text = f"services:\n  - id: integrated-check\n    {WHY}\n    closes: 8 months\n"
    rules = read_rulebook(rulebook_folder(), layer(tmp_path, text))
    checked = check_rulebook(rules, load().derive)
    assert [one.example for one in checked.failures] == ["tepat 7 bulan"]
    assert checked.failures[0].place.startswith("ibu-anak/pertumbuhan.yaml:")


def test_a_whole_rule_is_replaced_where_it_says_so(tmp_path: Path) -> None:
    whole = WHY.replace("override: {", "override: {whole: yes, ")
    text = (
        f"definitions:\n  - id: under_five\n    {whole}\n"
        "    label: {id: Balita, en: Under five}\n    as: age_months() < 61\n"
    )
    rules = read_rulebook(rulebook_folder(), layer(tmp_path, text))
    assert rules.definitions["under_five"].examples == ()
    assert rules.origins["under_five"].keys == ()


def test_an_error_in_a_replaced_key_is_told_in_the_layers_own_file(tmp_path: Path) -> None:
    text = f"services:\n  - id: integrated-check\n    {WHY}\n    done: latest_day(pakat)\n"
    said = refused(tmp_path, text)
    assert said.startswith("uji/ubah.yaml:4:22: done: the word “pakat” is not known")
    assert "Did you mean pkat?" in said


@pytest.mark.parametrize(
    ("text", "place", "wrong", "mend"),
    [
        (f"findings:\n  - id: kek-statos\n    {WHY}\n    audience: nakes\n", "2:9",
         "there is no national “kek-statos”", "Did you mean kek-status"),
        (f"findings:\n  - id: no-such\n    {WHY}\n    audience: nakes\n", "2:9",
         "there is no national “no-such”", "a new rule has no override"),
        ("findings:\n  - id: kek-status\n    override: {}\n    audience: nakes\n", "3:15",
         "overridden without a reason", "who decided it, and why"),
        ("findings:\n  - id: kek-status\n    audience: nakes\n", "2:9",
         "“kek-status” is a national rule, written at ibu-anak/kehamilan.yaml", "Choose another id"),
        (f"findings:\n  - id: kek-status\n    {WHY}\n", "2:9",
         "nothing is overridden", "Write the keys that differ"),
        (f"findings:\n  - id: kek-status\n    {WHY}\n    clases: []\n", "4:13",
         "“clases” is not a key", "Did you mean classes?"),
    ],
)  # fmt: skip
def test_what_would_change_a_rule_by_accident_is_refused(
    tmp_path: Path, text: str, place: str, wrong: str, mend: str
) -> None:
    said = refused(tmp_path, text)
    assert said.startswith(f"uji/ubah.yaml:{place}: ")
    assert wrong in said
    assert mend in said


def test_a_folder_that_says_not_whose_it_is_is_no_layer(tmp_path: Path) -> None:
    with pytest.raises(RulebookErrors, match="is no layer"):
        read_rulebook(rulebook_folder(), tmp_path)
    assert "“label” is missing" in refused(tmp_path, "words: []\n", "id: uji\n")


def test_the_layer_in_use_is_named_or_lies_in_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NYELIK_HOME", str(tmp_path))
    monkeypatch.delenv(LAYER, raising=False)
    assert layer_in_use() is None
    (tmp_path / "rulebook").mkdir()
    assert layer_in_use() == tmp_path / "rulebook"
    monkeypatch.setenv(LAYER, str(BELITUNG))
    assert layer_in_use() == BELITUNG
    monkeypatch.setenv(LAYER, "")
    assert layer_in_use() is None


def test_the_command_says_what_the_layer_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = layer(tmp_path, RECHECK)
    assert main(["check", "--layer", str(folder), "--language", "en"]) == 0
    said = capsys.readouterr().out
    assert "0 of its own, 1 replaced" in said
    assert "“baru 13 hari”" in said
    monkeypatch.setenv(LAYER, str(folder))
    load.cache_clear()
    try:
        assert main(["rule", "show", "growth_recheck"]) == 0
    finally:
        monkeypatch.undo()
        load.cache_clear()
    said = capsys.readouterr().out
    assert "menggantikan value dari aturan nasional" in said
    assert "Used by: no-improvement" in said
