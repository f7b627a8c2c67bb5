"""Held entries: cured by arrival or by a named person; each reaches projections exactly once, at its release."""

from collections.abc import Iterator, Sequence

import pytest

from nyelik.base.problem import Problem
from nyelik.journal import held as held_module
from nyelik.journal import projections
from nyelik.journal.append import append
from nyelik.journal.entry import Entry, Receipt, StoredEntry
from nyelik.journal.held import accept_held, decline_held, held, held_count, set_recheck
from nyelik.journal.read import entries_about, entries_after
from tests.support.journal import NOON, entry, person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
BIDAN = person(90)


def ani(number: int = 1) -> Entry:
    return entry(number, {"name": "Ani"}, kind="person", subject=person(1))


def visit(number: int, **other: object) -> Entry:
    return entry(number, {"package": "kms"}, subject=person(100 + number), **other)  # type: ignore[arg-type]


def sent(*entries: Entry) -> list[Receipt]:
    return append(entries, received=NOON)


@pytest.fixture
def seen_by_projection() -> Iterator[list[int]]:
    seen: list[int] = []

    def apply(entries: Sequence[StoredEntry]) -> None:
        seen.extend(one.seq for one in entries)

    projections.register("test", apply, seen.clear)
    yield seen
    projections.unregister("test")


@pytest.fixture(autouse=True)
def _no_recheck() -> Iterator[None]:
    before = held_module._recheck[:]
    held_module._recheck.clear()
    yield
    held_module._recheck[:] = before


def test_entries_of_an_unknown_person_count_once_the_person_arrives(
    seen_by_projection: list[int],
) -> None:
    sent(visit(2))
    projections.catch_up()
    assert held_count() == 1
    assert seen_by_projection == []
    sent(ani())
    projections.catch_up()
    assert held_count() == 0
    assert seen_by_projection == [2, 1, 3]
    assert [one.kind for one in entries_about([person(1)])] == ["contact", "person"]


def test_a_rebuild_gives_the_same_stream(seen_by_projection: list[int]) -> None:
    sent(visit(2), visit(3, about=person(2)))
    sent(ani())
    projections.catch_up()
    before = seen_by_projection[:]
    assert projections.rebuild()["test"] == before[-1]
    assert seen_by_projection == before


def test_a_named_person_accepts_and_the_decision_is_an_entry() -> None:
    sent(ani(), visit(2, happened="2026-05-05"))
    accept_held([2], by=BIDAN, reason="tanggal benar, jam server salah", now_ms=NOON)
    released, decision = entries_after(1)
    assert (released.seq, released.status, released.released) == (2, "accepted", 3)
    assert (decision.kind, decision.by, decision.body["accept"]) == ("hold_decision", BIDAN, True)
    assert held() == []


def test_declined_entries_stay_out_but_may_still_be_accepted() -> None:
    sent(ani(), visit(2, happened="2026-05-05"))
    decline_held([2], by=BIDAN, reason="salah ketik", now_ms=NOON)
    assert held() == []
    assert [one.kind for one in entries_about([person(1)])] == ["person"]
    assert sent(visit(2, happened="2026-05-05"))[0].status == "declined"
    accept_held([2], by=BIDAN, reason="ternyata benar", now_ms=NOON)
    assert [one.kind for one in entries_about([person(1)])] == ["person", "contact"]


def test_what_is_not_held_cannot_be_accepted() -> None:
    sent(ani())
    with pytest.raises(Problem) as problem:
        accept_held([1], by=BIDAN, reason="", now_ms=NOON)
    assert problem.value.code == "held-entry-not-found"


def test_when_the_person_arrives_the_scope_is_asked_again() -> None:
    sent(visit(2))
    set_recheck(lambda entries: ["out-of-scope"] * len(entries))
    sent(ani())
    projections.catch_up()
    assert [(one.entry.seq, one.problem.code) for one in held()] == [(1, "out-of-scope")]


def test_a_merge_waits_for_both_persons() -> None:
    sent(ani())
    merge = entry(2, {"into": str(person(2))}, kind="merge", subject=person(70))
    assert sent(merge)[0].problem == "unknown-subject"
    sent(entry(3, {"name": "Ani S"}, kind="person", subject=person(2)))
    projections.catch_up()
    assert held_count() == 0


def test_the_reason_is_told_with_its_details() -> None:
    sent(ani(), visit(2, happened="2026-02-30"))
    (one,) = held("impossible-date")
    assert "2026-02-30" in one.problem.sentence("id")
    assert held("clock-off") == []


def test_decisions_themselves_cannot_be_released() -> None:
    body = {"device": "dev-1", "number": 1, "accept": True}
    sent(ani(), entry(2, body, kind="hold_decision", happened="2026-02-30"))
    accept_held([2], by=BIDAN, reason="", now_ms=NOON)
    assert held_count() == 1


def test_a_projection_without_reset_refuses_a_rebuild() -> None:
    projections.register("test", lambda entries: None)
    try:
        with pytest.raises(LookupError, match="without reset"):
            projections.rebuild(["test"])
    finally:
        projections.unregister("test")
