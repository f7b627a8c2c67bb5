"""Whatever phones write, the phone's journal says what the desk's does: fold, conflicts, merges, facts."""

import json
import os
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import folding
from tests.support.folding import Case
from tests.support.phone import phone_of_expressions, plain

MANY = settings(
    max_examples=int(os.environ.get("NYELIK_LIVES", "60")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def asked(case: Case) -> tuple[Any, Any]:
    """The phone's fold and facts."""
    entries = [folding.written_entry(one) for one in case.entries]
    words = [folding.word_as_data(word) for word in folding.WORDS.values()]
    phone = phone_of_expressions()
    other = {} if case.of is None else {"of": case.of}
    whose = case.canonical and str(case.canonical)
    return (
        phone.ask("fold", entries=entries),
        phone.ask("facts", entries=entries, words=words, canonical=whose, **other),
    )


@MANY
@given(st.integers(0, 2**62))
def test_the_phone_folds_as_the_desk_does(seed: int) -> None:
    case = folding.made_case(Random(seed))
    fold, facts = asked(case)
    assert fold == plain(folding.folded(case))
    assert facts == plain(folding.facts(case))


VECTORS = json.loads(folding.VECTORS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_the_desk_says_what_the_vectors_say(case: dict[str, Any]) -> None:
    words = {word["code"]: folding.word_from_data(word) for word in VECTORS["words"]}
    read = folding.case_from_data(case)
    assert plain(folding.folded(read)) == case["fold"]
    assert plain(folding.facts(read, words)) == case["facts"]


def test_the_desk_names_and_stamps_as_the_vectors_do() -> None:
    assert json.loads(folding.NAMES.read_text(encoding="utf-8")) == folding.named(Random(1))


def test_the_vectors_hold_what_is_hard() -> None:
    """Hundreds of cases; conflicts, retractions, merges and unsent entries among them, and facts."""
    cases = VECTORS["cases"]
    subjects = [subject for case in cases for subject in case["fold"]["subjects"]]
    assert len(cases) >= 200
    assert sum(bool(subject["conflicts"]) for subject in subjects) > 50
    assert sum(subject["retracted"] for subject in subjects) > 20
    assert sum(bool(case["fold"]["merged"]) for case in cases) > 8
    assert sum(any(one["seq"] == 0 for one in case["entries"]) for case in cases) > 40
    assert sum(len(case["facts"]["events"]) for case in cases) > 300
