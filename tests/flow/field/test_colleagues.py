"""Whose names a phone has: of those who work in the same areas, by name and role alone."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from nyelik.office.device_setup import setup_of
from nyelik.register import colleagues
from nyelik.register.scope import Viewer
from nyelik.register.workers import Worker
from tests.flow.field.conftest import Phone, read
from tests.support.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PhoneOf = Callable[[str], Phone]


@pytest.fixture(autouse=True)
def fresh_list() -> Iterator[None]:
    """A test's database goes back to the number of before, with other workers."""
    colleagues._kept.cache_clear()
    yield
    colleagues._kept.cache_clear()


def named(setup: dict[str, list[dict[str, str]]]) -> set[str]:
    return {one["name"] for one in setup["colleagues"]}


def test_a_kader_knows_who_works_in_the_same_areas(
    phone: PhoneOf, staff: dict[str, Worker]
) -> None:
    setup = read(phone("kader").get("/api/setup"))
    assert {"id": str(staff["bidan"].id), "name": "bidan", "role": "pustu"} in setup["colleagues"]
    assert all(set(one) == {"id", "name", "role"} for one in setup["colleagues"])
    assert "kader" not in named(setup)  # oneself


def test_nobody_of_elsewhere_nor_who_left_nor_who_only_counts(
    phone: PhoneOf, staff: dict[str, Worker]
) -> None:
    gone = {"id": "0190c000-0000-7000-8000-00000000c013", "username": "dulu", "is_active": False}
    Worker.objects.create_worker(role="kader", scope=staff["kader"].scope, **gone)
    names = named(read(phone("kader").get("/api/setup")))
    assert "bidan" in names
    assert not names & {"desa", "auditor", "kader-sebelah", "bidan-seberang", "dulu"}


def test_every_week_begins_with_all_names(staff: dict[str, Worker]) -> None:
    def setup(days: int) -> str:
        viewer = Viewer(Worker.objects.get(username="kader"), NOW + dt.timedelta(days=days))
        return str(setup_of(viewer)["setup"])

    monday = -NOW.weekday()
    assert setup(monday) == setup(monday + 6)
    assert setup(monday) != setup(monday + 7)
