"""A kader reads a finding for health workers in plain words, without its class, its value or its facts."""

from typing import Any

from nyelik.office.person_page import seen_by_kader

DIAGNOSIS: dict[str, Any] = {
    "label": "Tekanan darah",
    "class_label": "Hipertensi derajat 2",
    "audience": "nakes",
    "plain": None,
    "say": "TD 162/84 mmHg",
    "then": ["Rujuk ke Pustu dalam 1 hari"],
    "because": ["TD 162/84 mmHg"],
}


def test_plain_words_stand_in_for_the_diagnosis() -> None:
    plain = "Tekanan darah tinggi, ajak ke Pustu hari ini"
    seen = seen_by_kader({**DIAGNOSIS, "plain": plain})
    assert seen is not None
    assert seen["class_label"] == plain
    assert seen["then"] == DIAGNOSIS["then"]
    assert "162" not in str(seen)
    assert "Hipertensi" not in str(seen)


def test_without_plain_words_a_kader_sees_nothing_of_it() -> None:
    assert seen_by_kader(DIAGNOSIS) is None


def test_what_is_for_everyone_stays_whole() -> None:
    assert seen_by_kader({**DIAGNOSIS, "audience": "everyone"})["say"] == DIAGNOSIS["say"]  # type: ignore[index]
