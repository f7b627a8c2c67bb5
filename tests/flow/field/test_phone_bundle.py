"""A rulebook with a failing example reaches no phone, and stops none from fetching people."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nyelik.office import phone_bundle as module
from nyelik.office.phone_bundle import LAST_GOOD, made_here, phone_bundle
from nyelik.rules.bundle_file import open_file
from tests.flow.field.conftest import Phone, read, told

pytestmark = [pytest.mark.django_db]
PhoneOf = Callable[[str], Phone]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    made_here.cache_clear()
    monkeypatch.setattr(module, "home_folder", lambda: tmp_path)
    yield tmp_path
    made_here.cache_clear()


def break_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: Any) -> tuple[int, list[str]]:
        return 1, ["spm-04: expected yes, was no"]

    monkeypatch.setattr("nyelik.rules.check.check_examples", failing)
    made_here.cache_clear()


def test_phones_keep_the_last_rulebook_that_was_whole(
    home: Path, phone: PhoneOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = phone_bundle()
    assert (home / LAST_GOOD).read_bytes() == before.packed
    break_an_example(monkeypatch)
    assert phone_bundle() == before
    assert open_file(phone("kader").get("/api/bundle").content, {before.key})
    assert read(phone("kader").post("/api/sync", {"cursor": None}))["records"] == []


def test_without_any_that_is_whole_phones_are_told(
    home: Path, phone: PhoneOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_an_example(monkeypatch)
    answer = phone("kader").get("/api/bundle")
    assert told(answer) == (503, "rulebook-not-checked")
    assert int(answer["Retry-After"]) > 0
    assert list(home.iterdir()) == []
