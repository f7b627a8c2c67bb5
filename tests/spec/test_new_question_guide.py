"""The guide to a new question shows what is true: its blocks, its error and the forms it points to."""

import re
import shutil
from pathlib import Path

import pytest

from nyelik.cli import main
from nyelik.rules.check.forms import answer_of_form
from nyelik.rules.errors import RulebookErrors
from nyelik.rules.load import load
from nyelik.rules.package import ACTIONS
from nyelik.rules.read import read_rulebook, rulebook_folder

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "new-question.md"
TEXT = GUIDE.read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of the guide in a language."""
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


def test_its_yaml_stands_in_the_rulebook_word_for_word() -> None:
    written = "\n".join(
        path.read_text(encoding="utf-8") for path in rulebook_folder().rglob("*.yaml")
    )
    assert len(blocks("yaml")) == 3
    assert all(block in written for block in blocks("yaml"))


def test_one_line_adds_the_question(tmp_path: Path) -> None:
    """Without its one line the form does not ask; nothing else changes."""
    folder = shutil.copytree(rulebook_folder(), tmp_path / "rulebook")
    file = folder / "packages" / "posyandu-ibu.yaml"
    line = blocks("yaml")[1]
    file.write_text(file.read_text(encoding="utf-8").replace(line, ""), encoding="utf-8")
    before = [one.key for one in read_rulebook(folder).packages["card-pregnant"].fields()]
    after = [one.key for one in load().rules.packages["card-pregnant"].fields()]
    assert set(after) - set(before) == {"ttd_daily"}


def test_its_mistake_is_answered_as_shown(tmp_path: Path) -> None:
    folder = shutil.copytree(rulebook_folder(), tmp_path / "rulebook")
    file = folder / "packages" / "posyandu-ibu.yaml"
    text = file.read_text(encoding="utf-8").replace("{ask: ttd_daily}", "{ask: ttd_dialy}")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RulebookErrors) as refused:
        read_rulebook(folder)
    shown = blocks("console")[1].strip()
    assert without_line(shown) == without_line(str(refused.value).strip())


def without_line(text: str) -> str:
    """The message without the line number, which moves with every line above it."""
    return re.sub(r"yaml:\d+:", "yaml:", text)


def test_its_command_answers_as_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "card-pregnant", "--language", "en"]) == 0
    assert blocks("console")[0].splitlines()[1].split(";")[0] in capsys.readouterr().out


def test_it_names_every_action_and_everything_that_may_be_expected() -> None:
    assert set(re.findall(r"^\| `(\w+): ", TEXT, re.MULTILINE)) == set(ACTIONS)
    rules = load().rules
    from nyelik.rules.check.forms import form_of_example

    package = rules.packages["card-pregnant"]
    state = form_of_example(rules, package, package.examples[0], load().derive)
    assert all(f"`{name}`" in TEXT for name in answer_of_form(state, {}))


def test_the_two_versions_it_points_to_are_one_form() -> None:
    rules = load().rules
    old, new = rules.packages["visit-pregnant-2023"], rules.packages["visit-pregnant"]
    assert (old.form, new.form) == ("visit-pregnant", "visit-pregnant")
    assert old.in_force.until is not None
    assert old.in_force.until < new.in_force.since
