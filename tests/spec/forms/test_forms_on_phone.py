"""The phone's form is the desk's: state, words, what a filled one writes; of a small rulebook and of the real one."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from nyelik.care.form import fill, filled, read_contact
from nyelik.care.form_text import form_as_data
from nyelik.rules.bundle import bundle_of
from nyelik.rules.check.form_vectors import filling_as_data, state_as_data
from nyelik.rules.check.forms import filling_of_example
from nyelik.rules.engines.phone import Phone
from nyelik.rules.form import Filling
from nyelik.rules.load import Loaded, load
from nyelik.rules.package import Package
from nyelik.rules.read import read_rulebook
from tests.support.growth import growth_tables
from tests.support.phone import phone_of_rulebook, plain


@pytest.fixture(scope="module")
def small() -> Loaded:
    return Loaded(read_rulebook(Path(__file__).parent / "rulebook"), growth_tables())


def differences(phone: Phone, loaded: Loaded, package: Package, filling: Filling) -> list[str]:
    """Where phone and desk differ on one form, in both languages."""
    state = fill(loaded, package, filling)
    found = []
    for language in ("id", "en"):
        answer = phone.ask(
            "form", package=package.id, language=language, **filling_as_data(filling)
        )
        expected: Mapping[str, Any] = plain(
            {
                "shown": form_as_data(state, loaded.rules, filling, language),
                "state": state_as_data(state),
                "records": vars(filled(state)),
            }
        )
        found += [f"{package.id} {language} {at}" for at in apart(expected, answer)]
    return found


def apart(desk: Any, phone: Any, at: str = "") -> Iterator[str]:
    """The places where two pieces of data differ."""
    if isinstance(desk, dict) and isinstance(phone, dict):
        for key in desk.keys() | phone.keys():
            yield from apart(desk.get(key), phone.get(key), f"{at}/{key}")
    elif isinstance(desk, list) and isinstance(phone, list) and len(desk) == len(phone):
        for place, (one, other) in enumerate(zip(desk, phone, strict=True)):
            yield from apart(one, other, f"{at}/{place}")
    elif desk != phone:
        yield f"{at}: desk {desk}, phone {phone}"


def all_differences(phone: Phone, loaded: Loaded) -> list[str]:
    """Over every example of every form."""
    return [
        difference
        for package in loaded.rules.packages.values()
        for example in package.examples
        for difference in differences(
            phone, loaded, package, filling_of_example(loaded.rules, package, example)
        )
    ]


def test_every_case_of_the_small_rulebook(small: Loaded) -> None:
    with Phone() as phone:
        phone.load(bundle_of(small))
        differing = all_differences(phone, small)
    assert not differing, "\n".join(differing[:5])


def test_every_example_of_every_form_of_the_rulebook() -> None:
    differing = all_differences(phone_of_rulebook(), load())
    assert not differing, "\n".join(differing[:5])


VALUES = {"weight_kg": 61, "remark": "baik", "smokes": True, "test": "reactive", "no_such": 1}
CONTACTS: list[dict[str, Any]] = [
    {"package": "visit", "package_version": "1", "observations": VALUES},
    {"package": "visit", "package_version": "7", "observations": VALUES, "doses": {"MR": 2}},
    {"package": "visit", "observations": {"weight_kg": None, "smokes": False}},
    {"package": "kms", "package_version": "1", "observations": {"weight_kg": 9.1}},
    {"observations": VALUES, "topics": {"pmba": True}},
    {},
]


@pytest.mark.parametrize("hidden", [frozenset(), frozenset({"hiv"})])
@pytest.mark.parametrize("body", CONTACTS)
def test_a_contact_is_read_under_the_form_it_was_filled_under(
    small: Loaded, body: dict[str, Any], hidden: frozenset[str]
) -> None:
    read = read_contact(small.rules, body, hidden)
    expected = {
        "package": read.package.id if read.package else None,
        "exact": read.exact,
        "sections": [
            [section.id, [[line.key, value] for line, value in lines]]
            for section, lines in read.sections
        ],
        "others": read.others,
    }
    with Phone() as phone:
        phone.load(bundle_of(small))
        assert phone.ask("contact", body=body, hidden=sorted(hidden)) == plain(expected)
