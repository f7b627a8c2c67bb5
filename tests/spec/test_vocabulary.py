"""The vocabulary is closed: whoever knows a word of it knows all, and nobody knows more."""

import pytest

from nyelik.rules.engines.reference import OPERATIONS
from nyelik.rules.engines.reference_windows import WINDOWS
from nyelik.rules.phrases import PHRASES
from nyelik.rules.vocabulary import VOCABULARY
from tests.support.phone import phone_of_expressions

NODES_OF_THEIR_OWN = {"constant", "named"}
JOINED = {"and", "or"}  # said by their joining words


def test_the_reference_engine_knows_exactly_the_vocabulary() -> None:
    assert set(OPERATIONS) | set(WINDOWS) == set(VOCABULARY) | NODES_OF_THEIR_OWN


def test_the_phone_knows_exactly_the_vocabulary() -> None:
    known = phone_of_expressions().ask("vocabulary")
    assert set(known) == set(VOCABULARY) | NODES_OF_THEIR_OWN


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_operation_can_be_said(language: str) -> None:
    assert set(VOCABULARY) - JOINED <= set(PHRASES[language])
    assert set(PHRASES["id"]) == set(PHRASES["en"])


def test_every_operation_says_what_it_means() -> None:
    assert all(operation.meaning for operation in VOCABULARY.values())
