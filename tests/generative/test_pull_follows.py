"""However pages fall and whoever writes meanwhile: a device ends with exactly the records of a fresh listing."""

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nyelik.journal.entry import Entry, encode
from nyelik.journal.tables import EntryRow
from nyelik.register import access, device_listing
from nyelik.register.device_changes import changed_since
from nyelik.register.device_pull import next_page
from nyelik.register.device_secrets import Shown
from nyelik.register.workers import Worker
from tests.support.people import NOW, entry, tell, uuid_of
from tests.support.store_model import Store

pytestmark = [pytest.mark.django_db(transaction=True)]
HERE, THERE, ELSEWHERE = "19.06.01.2004", "19.06.01.2004-01-001", "19.06.02.2001"
PEOPLE = st.integers(1, 6)
AREA = st.sampled_from([HERE, THERE, ELSEWHERE, None])
NAME = st.sampled_from(["Ani", "Budi", "Cici", "Zul"])
SHOWN = Shown(hides=False)

person = st.tuples(st.just("person"), PEOPLE, AREA, NAME)
retract = st.tuples(st.just("retract"), PEOPLE)
contact = st.tuples(st.just("contact"), PEOPLE)
household = st.tuples(st.just("household"), PEOPLE, AREA)
merge = st.tuples(st.just("merge"), PEOPLE, PEOPLE)
undo = st.tuples(st.just("undo"), PEOPLE, PEOPLE)
write = st.one_of(person, person, contact, household, merge, undo, retract)
pull = st.tuples(st.just("pull"), st.sampled_from([1, 900, 100_000]))
lost = st.tuples(st.just("lost"), st.just(1))
rescope = st.tuples(st.just("scope"), st.sampled_from([HERE, THERE]))
step = st.one_of(write, write, write, pull, pull, lost, rescope)


def entry_of(told: tuple[Any, ...], number: int) -> Entry:
    kind, who = told[0], uuid_of(told[1])
    if kind == "person":
        return entry("person", who, {"name": told[3]} | ({"area": told[2]} if told[2] else {}))
    if kind == "retract":
        return entry("person", who, {"retracted": True})
    if kind == "contact":
        return entry("contact", uuid_of(10_000 + number), {"note": "x"}, about=who)
    if kind == "household":
        return entry("household", uuid_of(50 + told[1]), {"area": told[2]})
    body = {"into": str(uuid_of(told[2]))} if kind == "merge" else {"undone": True}
    return entry("merge", uuid_of(500 + 10 * told[1] + told[2]), body, about=who)


class Phone:
    """A device that pulls straight from the register."""

    def __init__(self, worker: Worker) -> None:
        self.worker, self.store = worker, Store()

    def page(self, cursor: str | None, budget: int = 100_000) -> dict[str, Any]:
        page = next_page(access.Viewer(self.worker, NOW), SHOWN, cursor, budget)
        return {
            "cursor": page.cursor, "generation": page.generation, "more": page.more,
            "records": [json.loads(bytes(one.encoded)) for one in page.records],
            "gone": [str(one) for one in page.gone],
        }  # fmt: skip

    def pull(self, budget: int) -> bool:
        page = self.page(self.store.cursor, budget)
        self.store.apply(page)
        return bool(page["more"])

    def everything(self) -> dict[str, Any]:
        for _ in range(200):
            if not self.pull(700):
                return self.store.content()
        raise AssertionError("there is always more")


def clear() -> None:
    from nyelik.journal import projections

    EntryRow.objects.all().delete()
    projections.rebuild()
    Worker.objects.all().delete()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(step, max_size=25), at_once=st.sampled_from([1, 2, 100]))
def test_a_device_ends_with_what_a_fresh_listing_gives(
    steps: list[tuple[Any, ...]], at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear()
    monkeypatch.setattr(device_listing, "AT_ONCE", at_once)
    worker = Worker(id=UUID(int=5), username="bidan", role="pustu", scope=[HERE])
    worker.save()
    phone = Phone(worker)
    for number, told in enumerate(steps):
        if told[0] == "pull":
            phone.pull(told[1])
        elif told[0] == "lost":
            phone.page(phone.store.cursor)
        elif told[0] == "scope":
            worker.scope = [told[1]]
        else:
            tell(entry_of(told, number))
    fresh = Phone(worker)
    assert phone.everything() == fresh.everything()
    assert encode(phone.store.content())


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.lists(write, max_size=10), after=st.lists(write, max_size=6), cut=st.integers(0, 8)
)
def test_after_a_restored_backup_too(
    before: list[tuple[Any, ...]], after: list[tuple[Any, ...]], cut: int
) -> None:
    from nyelik.journal import projections

    clear()
    worker = Worker(id=UUID(int=5), username="bidan", role="pustu", scope=[HERE])
    worker.save()
    phone = Phone(worker)
    for number, told in enumerate(before):
        tell(entry_of(told, number))
    phone.everything()
    EntryRow.objects.filter(seq__gt=cut).delete()
    projections.rebuild()
    for number, told in enumerate(after):
        tell(entry_of(told, 100 + number))
    assert phone.everything() == Phone(worker).everything()


def test_one_place_larger_than_a_page_is_told_whole() -> None:
    clear()
    worker = Worker(id=UUID(int=5), username="bidan", role="pustu", scope=[HERE])
    worker.save()
    tell(entry("person", uuid_of(1), {"area": HERE, "address": "x" * 250, "note": "y" * 5_000}))
    tell(entry("person", uuid_of(2), {"area": HERE}))
    found = changed_since(worker, SHOWN, [HERE], NOW.date(), 0, 2, 1)
    assert found.records
