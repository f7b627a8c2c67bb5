"""The guide to a local programme shows what is true: its blocks stand in the example, its override works."""

import re
import shutil
from pathlib import Path

import pytest

from nyelik.cli import main
from nyelik.rules.check import check_rulebook
from nyelik.rules.errors import RulebookErrors
from nyelik.rules.load import load
from nyelik.rules.read import read_rulebook, rulebook_folder

PROJECT = Path(__file__).resolve().parents[2]
GUIDE = PROJECT / "docs" / "how-to" / "local-programme.md"
LAYER = PROJECT / "rulebook-layers" / "belitung-timur"


def blocks(language: str) -> list[str]:
    """The fenced blocks of the guide in a language."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def test_its_yaml_stands_in_the_example_word_for_word() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in sorted(LAYER.glob("*.yaml")))
    own = [block for block in blocks("yaml") if "override" not in block]
    assert len(own) == 4
    assert all(block in written for block in own)


def with_override(folder: Path, text: str) -> Path:
    """The example layer with one more file."""
    layer = shutil.copytree(LAYER, folder / "belitung-timur")
    (layer / "ubah.yaml").write_text(text, encoding="utf-8")
    return layer


def test_its_override_does_what_it_says(tmp_path: Path) -> None:
    (override,) = (block for block in blocks("yaml") if "override" in block)
    rules = read_rulebook(rulebook_folder(), with_override(tmp_path, override))
    assert rules.origins["growth_recheck"].keys == ("value",)
    assert check_rulebook(rules, load().derive).ok


def test_its_mistake_is_answered_as_shown(tmp_path: Path) -> None:
    (override,) = (block for block in blocks("yaml") if "override" in block)
    layer = with_override(tmp_path, override.replace("growth_recheck", "growth_rechek"))
    with pytest.raises(RulebookErrors) as refused:
        read_rulebook(rulebook_folder(), layer)
    assert str(refused.value).strip() == blocks("console")[0].strip()


def test_its_command_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(PROJECT)
    _, check, explain = (block.strip().removeprefix("$ nyelik ") for block in blocks("console"))
    assert main(check.split()) == 0
    assert "belitung-timur" in capsys.readouterr().out
    assert main(explain.split()) == 0
