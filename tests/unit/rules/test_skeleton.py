"""`nyelik rule new`: a skeleton reads and its examples hold once a word stands in it; an existing id is refused."""

from pathlib import Path

import pytest

from nyelik.cli import main
from nyelik.rules.check import check_examples
from nyelik.rules.read import read_rulebook
from nyelik.rules.skeleton import SKELETONS, skeleton

BOOK = """\
sources:
  - {id: nyelik, title: Ours, kind: memory}
topics:
  - {id: pustu, label: {id: Pustu, en: the Pustu}}
words:
  - {code: given, label: {id: diberi, en: given}, kind: yes_no}
  - {code: level, label: {id: kadar, en: level}, kind: number, unit: g, possible: [-5, 5]}
  - {code: moved_out, label: {id: pindah, en: moved}, kind: event}
definitions:
  - {id: infant, label: {id: bayi, en: infant}, as: age_months() < 12}
  - {id: balita_in_period, label: {id: balita, en: child}, as: age_months() < 60 and not has(moved_out)}
"""


@pytest.mark.parametrize("kind", SKELETONS)
def test_a_skeleton_reads_and_its_examples_hold(tmp_path: Path, kind: str) -> None:
    new = skeleton(kind, "baru", "2026-01-01").replace(
        "WORD", "level" if kind == "finding" else "given"
    )
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(new, encoding="utf-8")
    rules = read_rulebook(tmp_path)
    assert rules.places["baru"] == "new.yaml:2"
    count, failures = check_examples(rules, lambda facts: facts)
    assert not failures
    assert count >= 3 or kind == "setting"


def test_the_command_prints_writes_and_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rule", "new", "service", "program-baru"]) == 0
    assert "  - id: program-baru" in capsys.readouterr().out
    file = tmp_path / "baru.yaml"
    assert main(["rule", "new", "finding", "temuan-baru", "--to", str(file)]) == 0
    written = file.read_text(encoding="utf-8")
    assert main(["rule", "new", "finding", "temuan-lain", "--to", str(file)]) == 2
    assert file.read_text(encoding="utf-8") == written
    assert main(["rule", "new", "finding", "kek-status"]) == 2
    assert "kehamilan.yaml" in capsys.readouterr().err
    assert main(["rule", "new", "definition", "with-hyphen"]) == 2
