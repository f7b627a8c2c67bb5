"""Moving a due date, or adding a question to the Posyandu form, is one reviewed line of YAML."""

import datetime as dt
import shutil
from functools import cache
from pathlib import Path

import pytest

from nyelik.care.card import build_card
from nyelik.care.card_text import card_as_data
from nyelik.rules import item
from nyelik.rules.check import check_rulebook
from nyelik.rules.examples import facts_of_example
from nyelik.rules.explain import Explainer
from nyelik.rules.form import Filling, form_state
from nyelik.rules.load import Loaded, load
from nyelik.rules.read import read_rulebook, rulebook_folder

DAY = dt.date(2026, 6, 30)
_parsed_once = cache(item.parsed)


@pytest.fixture(autouse=True)
def _parse_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(item, "parsed", _parsed_once)


def with_line(folder: Path, file: str, old: str, new: str) -> Loaded:
    """A copy of the rulebook in which one line is another, or one line more."""
    copy = shutil.copytree(rulebook_folder(), folder / "rulebook")
    text = (copy / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    return Loaded(read_rulebook(copy), load().growth)


def status(loaded: Loaded, service: str, **facts: object) -> str:
    """What the card says of a service."""
    person = facts_of_example(facts, DAY, loaded.rules.words)
    card = card_as_data(build_card(loaded, person, DAY), loaded.rules, "id")
    return next((str(one["status"]) for one in card["services"] if one["id"] == service), "absent")


def test_a_due_date_is_moved_in_one_line(tmp_path: Path) -> None:
    old = "    from: 6 months\n    closes: 7 months\n    done: latest_day(pkat)\n"
    moved = with_line(
        tmp_path, "ibu-anak/pertumbuhan.yaml", old, old.replace("closes: 7", "closes: 9")
    )
    born = dt.date(2025, 11, 30)  # seven months old
    assert status(load(), "integrated-check", born=born) != "due"
    assert status(moved, "integrated-check", born=born) == "due"
    sentence = Explainer(moved.rules, "id").rule(moved.rules.services["integrated-check"])
    assert "umur 9 bulan" in sentence
    assert moved.rules.version != load().rules.version
    checked = check_rulebook(moved.rules, moved.derive, "integrated-check")
    assert [one.example for one in checked.failures] == ["tepat 7 bulan"], "the review: its edge"


def test_a_question_is_added_to_the_posyandu_form_in_one_line(tmp_path: Path) -> None:
    old = "          - {ask: kia_book, label: {id: Membawa Buku KIA, en: Brought the mother-and-child book}}\n"
    file = "packages/posyandu-ibu.yaml"
    first = (rulebook_folder() / file).read_text(encoding="utf-8").find(old)
    assert first > 0
    copy = shutil.copytree(rulebook_folder(), tmp_path / "rulebook")
    text = (copy / file).read_text(encoding="utf-8")
    asked = f"{old}          - {{ask: oedema}}\n"
    (copy / file).write_text(text[:first] + asked + text[first + len(old) :], encoding="utf-8")
    more = Loaded(read_rulebook(copy), load().growth)
    assert "oedema" not in lines_of(load())
    assert "oedema" in lines_of(more)
    assert check_rulebook(more.rules, more.derive, "card-pregnant").ok


def lines_of(loaded: Loaded) -> list[str]:
    """What the card of a pregnant woman asks at the Posyandu."""
    facts = facts_of_example({"pregnant": "20 weeks"}, DAY, loaded.rules.words)
    package = loaded.rules.packages["card-pregnant"]
    state = form_state(loaded.rules, loaded.derive, package, Filling(facts, DAY))
    return [line.field.key for section in state.sections for line in section.fields if line.shown]
