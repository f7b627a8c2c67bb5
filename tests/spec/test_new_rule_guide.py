"""The guide to a new rule shows what is true: its blocks, its error and its sentence."""

import re
import shutil
from pathlib import Path

import pytest

from nyelik.cli import main
from nyelik.rules.errors import RulebookErrors
from nyelik.rules.load import load
from nyelik.rules.read import read_rulebook, rulebook_folder

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "new-rule.md"


def blocks(language: str) -> list[str]:
    """The fenced blocks of the guide in a language."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def test_its_yaml_stands_in_the_rulebook_word_for_word() -> None:
    written = "\n".join(
        path.read_text(encoding="utf-8") for path in rulebook_folder().rglob("*.yaml")
    )
    assert len(blocks("yaml")) == 2
    assert all(block in written for block in blocks("yaml"))


def test_its_mistake_is_answered_as_shown(tmp_path: Path) -> None:
    folder = shutil.copytree(rulebook_folder(), tmp_path / "rulebook")
    file = folder / "ibu-anak" / "pertumbuhan.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("latest_day(pkat)", "latest_day(pakat)")
    )
    with pytest.raises(RulebookErrors) as refused:
        read_rulebook(folder)
    # what names the broken rule complains too, after it
    assert without_line(str(refused.value)).startswith(without_line(blocks("console")[1].strip()))


def without_line(text: str) -> str:
    """The message without the line number, which moves with every rule above it."""
    return re.sub(r"yaml:\d+:", "yaml:", text)


def test_its_commands_answer_as_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "integrated-check", "--language", "en"]) == 0
    assert "6 examples, 0 failed" in capsys.readouterr().out
    assert main(["explain", "integrated-check", "--language", "en"]) == 0
    sentence = blocks("console")[2].strip().splitlines()[1]
    assert sentence in capsys.readouterr().out


def test_the_rules_it_points_to_exist() -> None:
    rules = load().rules
    assert {"kek-status"} <= set(rules.findings)
    assert {"spm-04"} <= set(rules.indicators)
