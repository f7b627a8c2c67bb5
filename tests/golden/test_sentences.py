"""The sentence of every rule, in both languages, as it was last read and approved.

`NYELIK_GOLDEN=write` rewrites the files; the diff is the review.
"""

import os
from pathlib import Path

import pytest

from nyelik.rules.check import rules_with_examples
from nyelik.rules.explain import Explainer
from nyelik.rules.load import load

FOLDER = Path(__file__).parent


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_sentence_of_every_rule_is_the_approved_one(language: str) -> None:
    rules = load().rules
    explainer = Explainer(rules, language)
    every = [*rules_with_examples(rules), *rules.indexes.values()]
    text = "".join(f"{rule.id}\n    {explainer.rule(rule)}\n" for rule in every)
    golden = FOLDER / f"sentences.{language}.txt"
    if os.environ.get("NYELIK_GOLDEN") == "write":
        golden.write_text(text, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == text
