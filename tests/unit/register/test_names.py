"""Spellings that are one name to an Indonesian reader give one key; different names do not."""

import pytest

from nyelik.register.names import address_words, name_key, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Soekarno", "Sukarno"),
        ("Djoemadi", "Jumadi"),
        ("Tjahjono", "Cahyono"),
        ("Moeljono", "Mulyono"),
        ("Chairul Anwar", "Khairul Anwar"),
        ("Rachmat", "Rahmat"),
        ("Syamsul Bahri", "Samsul Bahri"),
        ("Muhammad Rizky", "Moh. Rizki"),
        ("M. Rizki", "Muhamad Rizky"),
        ("Mochammad Jusuf", "Muh Jusuf"),
        ("St. Aisyah", "Siti Aisah"),
        ("Sitti Aminah", "Siti Amina"),
        ("Abd. Rahman", "Abdul Rahman"),
        ("Noor Hayati", "Nur Hayati"),
        ("Hj. Fatimah, S.Pd", "Fatimah"),
        ("dr. Andi Saputra", "Andi Saputra"),
        ("Nur'aini", "Nuraini"),
        ("Annisa", "Anisa"),
        ("Fithri", "Fitri"),
        ("Siti Maryam binti Ahmad", "Siti Maryam Ahmad"),
    ],
)
def test_it_joins_spellings(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Siti", "Santi"), ("Andi", "Adi"), ("Rina", "Rini"), ("Yusuf", "Yusri")]
)
def test_it_keeps_names_apart(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_a_name_made_of_titles_keeps_them() -> None:
    assert name_key("Haji") == "haji"
    assert name_key("M") == "m"
    assert name_key("") == ""


def test_accents_and_nothing() -> None:
    assert name_key("Désirée") == name_key("Desiree")
    assert skeleton("") == ""


def test_the_key_of_a_key_is_itself() -> None:
    for name in ("Hj. St. Choiriyyah", "Tjoet Njak Dhien", "Moh. Soedjono", "Syarifah Nur'aini"):
        assert name_key(name_key(name)) == name_key(name)


@pytest.mark.parametrize(
    ("one", "other"), [("fitri", "pitri"), ("aisa", "isa"), ("rosita", "rusita")]
)
def test_skeletons_propose_what_sounds_alike(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_address_words_leave_out_what_everybody_has() -> None:
    assert address_words("Jl. Sudirman No. 12, RT 003 Dusun Barat") == ("sudirman", "barat")
