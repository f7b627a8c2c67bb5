"""A rulebook with a failing example reaches no phone, and stops none from fetching people."""

import gzip
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nyelik.office import phone_bundle as module
from nyelik.office.phone_bundle import LAST_GOOD, made_here, phone_bundle
from nyelik.rules.bundle_file import new_key, open_file
from tests.flow.field.conftest import Phone, read, told

pytestmark = [pytest.mark.django_db]
PhoneOf = Callable[[str], Phone]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    made_here.cache_clear()
    monkeypatch.setattr(module, "home_folder", lambda: tmp_path)
    yield tmp_path
    made_here.cache_clear()


def break_an_example(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if somebody wrote a rule that is wrong: what was kept for the rulebook of before does not fit it."""
    shutil.rmtree(home / "cache", ignore_errors=True)

    def failing(*_: Any) -> tuple[int, list[str]]:
        return 1, ["spm-04: expected yes, was no"]

    monkeypatch.setattr("nyelik.rules.check.check_examples", failing)
    made_here.cache_clear()


def test_phones_keep_the_last_rulebook_that_was_whole(
    home: Path, phone: PhoneOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = phone_bundle()
    assert (home / LAST_GOOD).read_bytes() == before.packed
    break_an_example(home, monkeypatch)
    assert phone_bundle() == before
    assert open_file(phone("kader").get("/api/bundle").content, {before.key})
    assert read(phone("kader").post("/api/sync", {"cursor": None}))["records"] == []


def test_without_any_that_is_whole_phones_are_told(
    home: Path, phone: PhoneOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_an_example(home, monkeypatch)
    answer = phone("kader").get("/api/bundle")
    assert told(answer) == (503, "rulebook-not-checked")
    assert int(answer["Retry-After"]) > 0
    assert list(home.iterdir()) == []


def test_a_restart_serves_what_was_made_and_checked_before(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = phone_bundle()
    made_here.cache_clear()
    monkeypatch.setattr("nyelik.rules.check.check_examples", _never)
    assert phone_bundle() == before


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the examples do not matter: they take seconds."""
    monkeypatch.setattr("nyelik.rules.check.check_examples", lambda *_: (1, []))


@pytest.mark.parametrize("damage", ["cut", "foreign", "no gzip"])
def test_what_was_kept_is_used_only_if_its_signature_holds(
    home: Path, trusting: None, damage: str
) -> None:
    before = phone_bundle()
    (kept,) = (home / "cache").glob("phone-bundle-*.gz")
    packed = {
        "cut": before.packed[:-200],
        "foreign": gzip.compress(before.file.replace(b"kader", b"tamu.", 1)),
        "no gzip": b"x",
    }
    kept.write_bytes(packed[damage])
    made_here.cache_clear()
    assert phone_bundle() == before
    assert kept.read_bytes() == before.packed


def test_another_key_signs_another_file(
    home: Path, trusting: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, other = phone_bundle(), new_key()
    monkeypatch.setattr(module, "signing_key", lambda: other)
    made_here.cache_clear()
    after = phone_bundle()
    assert (after.key, after.sha256) == (other.public, before.sha256)
    assert len(list((home / "cache").iterdir())) == 2


def _never(*_: Any) -> tuple[int, list[str]]:
    raise AssertionError("it was made and checked before")
