"""What is said of the commonest mistakes of somebody who writes rules, in both languages, as last read and approved.

`NYELIK_GOLDEN=write` rewrites the files; the diff is the review.
"""

import os
from pathlib import Path

import pytest

from nyelik.rules.check import check_examples
from nyelik.rules.errors import RulebookErrors
from nyelik.rules.read import read_rulebook
from tests.unit.rules.test_mistakes import IMPOSSIBLE, MISTAKES, written

FOLDER = Path(__file__).parent


def said(folder: Path, old: str, new: str, language: str) -> str:
    """All that a book with one mistake is answered with."""
    try:
        rules = read_rulebook(written(folder, old, new))
    except RulebookErrors as errors:
        return errors.report(language)
    return "\n".join(one.text(language) for one in check_examples(rules, lambda facts: facts)[1])


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_mistake_is_answered_with_the_approved_words(tmp_path: Path, language: str) -> None:
    mistakes = {name: (old, new) for name, (old, new, *_) in MISTAKES.items()}
    for typed, _ in IMPOSSIBLE:
        mistakes[f"muac_cm: {typed}"] = ("muac_cm: 23.4", f"muac_cm: {typed}")
    assert len(mistakes) == 28
    told = {name: said(tmp_path, *edit, language) for name, edit in mistakes.items()}
    assert all(told.values())
    text = "".join(f"== {name}\n{answer}\n\n" for name, answer in told.items())
    golden = FOLDER / f"mistakes.{language}.txt"
    if os.environ.get("NYELIK_GOLDEN") == "write":
        golden.write_text(text, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == text
