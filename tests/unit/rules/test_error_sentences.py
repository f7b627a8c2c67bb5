"""The list of what can be wrong with a rulebook: every code raised is in it, in both languages, with its values."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from nyelik.base.problem import LANGUAGES
from nyelik.rules import vocabulary as v
from nyelik.rules.errors import Mistake, Phrase, RulebookError, sentences

SOURCES = Path(__file__).parents[3] / "src" / "nyelik"
RAISED_BY = {
    **dict.fromkeys(("Mistake", "Phrase", "FactsError", "_say"), 0),
    "_error": 1,
}
"""Who takes a code, and as which argument; its values are the named arguments."""
TYPES = {v.NUMBER, v.DAY, v.TRUTH, v.CHOICE, v.WINDOW, v.DURATION, v.TEXT}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call that takes a code, with the code as it is written."""
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            method = getattr(node.func, "attr", "") == "refuse"  # of an item, whatever it is called
            place = 0 if method else RAISED_BY.get(ast.unparse(node.func))
            if place is None or len(node.args) <= place:
                continue
            for part in ast.walk(node.args[place]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value, node


RAISED = [(code, call) for code, call in calls() if code in sentences()]


def named(code: str, language: str) -> set[str]:
    """The names in braces of all sentences of a code in a language."""
    said = [text[language] for text in sentences()[code].values()]
    return {name for text in said for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(sentences()))
def test_every_sentence_is_there_in_both_languages_with_the_same_values(code: str) -> None:
    parts = sentences()[code]
    assert set(parts) in ({"wrong", "mend"}, {"text"})
    for text in parts.values():
        assert set(text) == set(LANGUAGES)
        assert all(isinstance(one, str) and one.strip() for one in text.values())
    assert named(code, "id") == named(code, "en")


def test_every_code_raised_is_in_the_list_and_every_code_of_the_list_is_raised() -> None:
    used = {code for code, _ in calls() if not code.endswith("-")}  # `type-…`, `column-…`: below
    of_types = {f"type-{name}" for name in TYPES}
    of_tables = {f"column-{key}" for key in ("file", "rules", "examples", "failed", "branches")}
    assert used - sentences().keys() == set()
    assert sentences().keys() - used == of_types | of_tables


@pytest.mark.parametrize(
    ("code", "call"), RAISED, ids=[f"{code}:{call.lineno}" for code, call in RAISED]
)
def test_who_raises_a_code_gives_the_values_of_its_sentences(code: str, call: ast.Call) -> None:
    given = {keyword.arg for keyword in call.keywords}
    if None in given:  # some come in a mapping: at least nothing is given in vain
        assert given - {None} <= named(code, "id")
    else:
        assert given == named(code, "id")


def test_every_type_of_the_language_has_a_name_in_both() -> None:
    taken = {
        kind.rstrip("?*") for one in v.VOCABULARY.values() for kind in (*one.parameters, one.result)
    }
    apart = {"word", "vaccine", "value", "any", "same", "moment"}
    assert taken - apart <= TYPES
    for type_ in TYPES:
        assert all(Phrase(f"type-{type_}").text(language) for language in LANGUAGES)


def test_an_error_is_told_with_its_place_and_a_caret_in_the_language_asked_for() -> None:
    hint = Phrase("did-you-mean", near=["pkat", "pkut"])
    mistake = Mistake("word-not-known", absent="pakat", hint=hint).within("done")
    error = RulebookError("a.yaml", 3, 7, "done: pakat", mistake)
    assert error.text("id").splitlines() == [
        "a.yaml:3:7: done: kata “pakat” tidak dikenal",
        "    done: pakat",
        "          ^",
        "    Apakah maksudnya pkat atau pkut?",
    ]
    assert str(error).splitlines()[-1] == "    Did you mean pkat or pkut?"
