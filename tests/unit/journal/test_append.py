"""Appending: durable, numbered without holes, idempotent, and nothing lost when a device misbehaves."""

from collections.abc import Sequence
from threading import Thread

import pytest
from django.db import connection

from nyelik.journal import quarantine
from nyelik.journal.append import append, last_number
from nyelik.journal.entry import Entry, Receipt
from nyelik.journal.gaps import Gap, gaps
from nyelik.journal.held import held
from nyelik.journal.projections import catch_up
from nyelik.journal.read import entries_about, entries_after
from tests.support.journal import NOON, entry, person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ANI = entry(1, {"name": "Ani"}, kind="person", subject=person(1))


def visit(number: int, kg: float = 9.1, **other: object) -> Entry:
    body = {"observations": {"weight_kg": kg}}
    return entry(number, body, subject=person(100 + number), **other)  # type: ignore[arg-type]


def sent(*entries: Entry) -> list[Receipt]:
    return append(entries, received=NOON)


def test_receipts_come_in_order_and_number_the_journal_from_one() -> None:
    receipts = sent(ANI, visit(2))
    assert [(r.number, r.seq, r.status, r.duplicate) for r in receipts] == [
        (1, 1, "accepted", False),
        (2, 2, "accepted", False),
    ]


def test_what_comes_back_is_what_was_sent() -> None:
    one = visit(2, by=person(9), place="Y1906-01", seen=3, happened="2026-03-01T08:30")
    sent(ANI, one)
    back = entries_after(0)[1]
    assert {name: getattr(back, name) for name in Entry.__struct_fields__} == {
        name: getattr(one, name) for name in Entry.__struct_fields__
    }
    assert (back.seq, back.received, back.status, back.problem) == (2, NOON, "accepted", None)


def test_the_same_again_changes_nothing_and_says_so() -> None:
    first = sent(ANI, visit(2))
    again = sent(visit(2), ANI, visit(3))
    assert [(r.seq, r.duplicate) for r in again] == [(2, True), (1, True), (3, False)]
    assert [r.seq for r in first] == [1, 2]
    assert quarantine.kept() == []


def test_the_same_twice_in_one_delivery_is_one_entry() -> None:
    assert [(r.seq, r.duplicate) for r in sent(ANI, ANI)] == [(1, False), (1, True)]


def test_a_number_used_for_something_else_is_kept_aside() -> None:
    sent(ANI, visit(2))
    receipt = sent(visit(2, kg=12.5))[0]
    assert (receipt.seq, receipt.status, receipt.problem) == (0, "held", "number-reused")
    sent(visit(2, kg=12.5))
    (kept,) = quarantine.kept()
    assert (kept.problem, kept.sender) == ("number-reused", "dev-1")
    assert b"12.5" in kept.content


def test_number_nought_asks_for_the_next_number() -> None:
    receipts = sent(ANI, visit(0, device="office"), visit(0, device="office"))
    assert [r.number for r in receipts] == [1, 1, 2]
    assert sent(visit(0, device="office"))[0].number == 3
    assert last_number("office") == 3


def test_a_scope_check_holds_and_the_rest_goes_through() -> None:
    def only_even(entries: Sequence[Entry]) -> list[str | None]:
        return [
            None if one.number % 2 == 0 or one.kind == "person" else "out-of-scope"
            for one in entries
        ]

    receipts = append([ANI, visit(2), visit(3)], received=NOON, check=only_even)
    assert [r.problem for r in receipts] == [None, None, "out-of-scope"]
    assert [one.entry.number for one in held()] == [3]


def test_an_unknown_person_holds_the_entry_whatever_the_order_within_a_delivery() -> None:
    assert [r.problem for r in sent(visit(2), ANI)] == [None, None]
    assert [r.problem for r in sent(visit(3, about=person(50)))] == ["unknown-subject"]


def test_a_person_of_an_earlier_delivery_is_known_before_anything_caught_up() -> None:
    sent(ANI)
    assert sent(visit(2))[0].problem is None


def test_a_held_person_is_not_known() -> None:
    assert [r.problem for r in sent(entry(1, {"born": "x"}, kind="person"), visit(2))] == [
        "impossible-date",
        "unknown-subject",
    ]


def test_entries_about_somebody_are_found_at_once() -> None:
    sent(ANI, visit(2))
    assert [one.seq for one in entries_about([person(1)])] == [1, 2]
    assert entries_about([person(3)]) == []


def test_gaps_are_reported_until_they_are_filled() -> None:
    sent(
        ANI,
        visit(4),
        visit(7),
        entry(3, {"name": "Budi"}, kind="person", subject=person(2), device="dev-2"),
    )
    assert gaps() == [Gap("dev-1", 2, 3), Gap("dev-1", 5, 6), Gap("dev-2", 1, 2)]
    assert gaps("dev-2") == [Gap("dev-2", 1, 2)]
    sent(visit(2), visit(3), visit(5), visit(6))
    assert gaps("dev-1") == []


def test_nothing_to_append_is_nothing() -> None:
    assert append([], received=NOON) == []
    assert catch_up()["index"] == 0


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_leave_no_holes() -> None:
    sent(ANI)

    def write(device: str) -> None:
        for number in range(1, 16):
            sent(visit(number, device=device))
        connection.close()

    threads = [Thread(target=write, args=[f"dev-{n}0"]) for n in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.seq for one in entries_after(0)] == list(range(1, 62))
    assert gaps() == []
