"""After a delivery the thread beside the requests brings projections up to date, and survives a failure."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError

from nyelik.journal import follow, projections
from nyelik.journal.append import append
from tests.support.journal import NOON, entry, person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


@pytest.fixture
def _following(settings: Any) -> Iterator[None]:
    settings.JOURNAL_FOLLOW = True
    yield
    # The thread must be asleep before the test's database is emptied under it.
    until(lambda: not follow._wanted.is_set())
    time.sleep(0.2)


def until(true: Callable[[], bool]) -> None:
    for _ in range(200):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("it did not happen within ten seconds")


@pytest.mark.usefixtures("_following")
def test_it_catches_up_after_being_woken(monkeypatch: pytest.MonkeyPatch) -> None:
    append([entry(1, {"name": "Ani"}, kind="person", subject=person(1))], received=NOON)
    calls: list[int] = []

    def failing_once(step: int) -> dict[str, int]:
        calls.append(step)
        if len(calls) == 1:
            raise OperationalError("database is locked")
        return projections.catch_up(step)

    monkeypatch.setattr(follow, "catch_up", failing_once)
    follow.wake()
    until(lambda: len(calls) == 1)
    follow.wake()
    until(lambda: projections.position(projections.INDEX) == 1)


def test_switched_off_it_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "_ensure_thread", lambda: pytest.fail("a thread was started"))
    follow.wake()
