"""The buffered writer: numbers, clock, flushing, and importing the same file twice."""

from collections.abc import Callable
from itertools import count
from uuid import UUID

import pytest

from nyelik.base import hlc
from nyelik.journal.projections import catch_up
from nyelik.journal.read import entries_after
from nyelik.journal.writer import Writer
from tests.support.journal import NOON, person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
Make = Callable[..., Writer]


@pytest.fixture
def make() -> Make:
    numbers = count(500)

    def writer(device: str = "office", **other: object) -> Writer:
        def new_id() -> UUID:
            return person(next(numbers))

        return Writer(device, person(90), new_id, lambda: NOON, "r1", place="Y1", **other)  # type: ignore[arg-type]

    return writer


def test_it_numbers_and_ticks_and_fills_in_who_and_where(make: Make) -> None:
    with make() as writer:
        ani = writer.write("person", {"name": "Ani"}, happened="2026-03-01")
        writer.write("contact", {}, happened="2026-03-01", about=ani, by=person(91), place="home")
    first, second = entries_after(0)
    assert (first.number, second.number, first.subject, first.about) == (1, 2, ani, ani)
    assert (first.by, first.place, second.by, second.place) == (
        person(90),
        "Y1",
        person(91),
        "home",
    )
    assert first.written == hlc.stamp(NOON) == second.written - 1


def test_it_flushes_by_itself_when_the_buffer_is_full(make: Make) -> None:
    writer = make(batch=2)
    for _ in range(3):
        writer.write("household", {"kk": "1"}, happened="2026-03-01")
    assert len(entries_after(0)) == 2
    assert [receipt.seq for receipt in writer.flush()] == [3]
    assert writer.flush() == []


def test_a_failing_block_writes_nothing_of_its_buffer(make: Make) -> None:
    def fail() -> None:
        with make() as writer:
            writer.write("household", {"kk": "1"}, happened="2026-03-01")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert entries_after(0) == []


def test_two_writers_of_one_device_do_not_collide(make: Make) -> None:
    one, other = make(), make()
    one.write("household", {"kk": "1"}, happened="2026-03-01")
    other.write("household", {"kk": "2"}, happened="2026-03-01")
    other.flush()
    one.flush()
    assert [(entry.number, entry.body["kk"]) for entry in entries_after(0)] == [(1, "2"), (2, "1")]


def test_the_same_file_twice_adds_nothing(make: Make) -> None:
    for _ in range(2):
        with make("import-abc", first_number=1) as writer:
            for row in (1, 2, 3):
                writer.write(
                    "household", {"kk": str(row)}, happened="2026-03-01", subject=person(row)
                )
    assert len(entries_after(0)) == 3
    assert [receipt.duplicate for receipt in writer.receipts] == [True, True, True]


def test_it_remembers_what_was_held(make: Make) -> None:
    with make() as writer:
        writer.write("contact", {}, happened="2026-03-01", about=person(3))
    assert [receipt.problem for receipt in writer.receipts] == ["unknown-subject"]


def test_retracting(make: Make) -> None:
    with make() as writer:
        ani = writer.write("person", {"name": "Ani"}, happened="2026-03-01")
        writer.retract("person", ani, ani, happened="2026-03-01", reason="ganda")
    catch_up()
    assert entries_after(0)[1].body == {"retracted": True, "reason": "ganda"}


def test_a_contact_must_say_whom_it_is_about(make: Make) -> None:
    with pytest.raises(ValueError, match="whom"):
        make().write("contact", {}, happened="2026-03-01")


def test_a_writer_on_the_server_has_seen_what_it_corrects(make: Make) -> None:
    with make("dev-1") as writer:
        ani = writer.write("person", {"name": "Ani"}, happened="2026-03-01")
    with make("office") as writer:
        writer.write("person", {"name": "Any"}, happened="2026-03-01", subject=ani)
        writer.write("person", {"name": "Anny"}, happened="2026-03-01", subject=ani, seen=0)
    assert [entry.seen for entry in entries_after(0)] == [0, 1, 0]
