"""The list of problems is complete, and every code used in the sources is in it."""

import re
from pathlib import Path

import pytest

from nyelik.base.problem import CURES, LANGUAGES, Problem, all_kinds

SOURCES = Path(__file__).parents[2] / "src"


@pytest.mark.parametrize("code", sorted(all_kinds()))
def test_every_problem_can_be_told(code: str) -> None:
    kind = all_kinds()[code]
    assert re.fullmatch(r"[a-z][a-z-]+[a-z]", code)
    assert kind.cure in CURES
    for language in LANGUAGES:
        assert Problem(code).sentence(language).endswith((".", "?"))
        assert Problem(code).next_step(language).endswith(".")


@pytest.mark.parametrize("code", sorted(all_kinds()))
def test_both_languages_name_the_same_details(code: str) -> None:
    kind = all_kinds()[code]
    named = [set(re.findall(r"{(\w+)", kind.sentence[language])) for language in LANGUAGES]
    assert named[0] == named[1]


def test_every_code_in_the_sources_is_in_the_list() -> None:
    used = {
        code
        for path in SOURCES.rglob("*.py")
        for code in re.findall(r'\bProblem\(\s*"([a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert used <= all_kinds().keys()


def test_details_stand_in_the_sentence_and_missing_ones_do_not_break_it() -> None:
    assert "dev-1" in Problem("out-of-scope", device="dev-1").sentence("id")
    assert "?" in Problem("out-of-scope").sentence("en")
    assert Problem("out-of-scope").as_dict()["cure"] == "supervisor"
