"""A setup is kept while nothing that it is made from changes, and made anew at once when something does."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from nyelik.improve.targets import DECREED, Target
from nyelik.office.device_setup import setup_of
from nyelik.register.areas import save_areas
from nyelik.register.facilities import change_type, move_area, set_phone
from nyelik.register.network_revision import network_revision
from nyelik.register.scope import Viewer
from nyelik.register.tables import Area, Facility
from nyelik.register.workers import Worker
from tests.flow.field.conftest import KELUBI, PADANG
from tests.support.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAY = NOW.date()


def setup_for(name: str, now: dt.datetime = NOW) -> dict[str, Any]:
    return setup_of(Viewer(Worker.objects.get(username=name), now))


def target() -> None:
    Target.objects.create(
        subject="spm-04", area="U1906-04", year=DAY.year, kind=DECREED, people=120,
        source="SK", decree="SK 1", recorded_at=NOW,
    )  # fmt: skip


CHANGES: dict[str, Callable[[], object]] = {
    "telephone": lambda: set_phone("U1906-04", "0812000111"),
    "name of an area": lambda: Area.objects.filter(code=KELUBI).update(name="Kelubi Baru"),
    "name of a facility": lambda: Facility.objects.filter(code="U1906-04").update(name="Pustu X"),
    "a new RT": lambda: Area.objects.create(
        code=f"{KELUBI}-01-099", parent=f"{KELUBI}-01", level="rt", name="RT 99", source="test"
    ),
    "areas read in again": lambda: save_areas(
        [Area(code=KELUBI, parent="19.06.01", level="village", name="Kelubi Lama", source="test")]
    ),
    "an area gone": lambda: Area.objects.filter(code=f"{KELUBI}-01-001").delete(),
    "another type": lambda: change_type("U1906-04", "polindes", DAY),
    "another catchment": lambda: move_area(KELUBI, "U1906-04", "U1906-03", DAY),
    "a target": target,
    "the worker's name": lambda: Worker.objects.filter(username="bidan").update(name="Bidan Baru"),
    "the worker's scope": lambda: Worker.objects.filter(username="bidan").update(scope=[PADANG]),
    "the worker's role": lambda: Worker.objects.filter(username="bidan").update(role="kader"),
}


def test_the_second_time_it_is_not_made_anew(staff: dict[str, Worker]) -> None:
    before = setup_for("bidan")
    viewer = Viewer(staff["bidan"], NOW)
    with CaptureQueriesContext(connection) as queries:
        assert setup_of(viewer) == before
    assert len(queries) <= 2  # and whether this is a laptop that relays


@pytest.mark.parametrize("what", [one for one in CHANGES if one != "another type"])
def test_what_it_is_made_from_makes_another(what: str, staff: dict[str, Worker]) -> None:
    before = setup_for("bidan")
    CHANGES[what]()
    assert setup_for("bidan")["setup"] != before["setup"]


@pytest.mark.parametrize("what", [one for one in CHANGES if not one.startswith("the worker")])
def test_every_change_of_the_network_gives_another_number(
    what: str, staff: dict[str, Worker]
) -> None:
    before = network_revision()
    assert before is not None
    CHANGES[what]()
    assert network_revision() not in (None, before)


def test_a_change_taken_back_leaves_the_setup_of_before(staff: dict[str, Worker]) -> None:
    before = setup_for("bidan")
    with transaction.atomic():
        set_phone("U1906-04", "0812000111")
        during = setup_for("bidan")
        transaction.set_rollback(True)
    assert during["setup"] != before["setup"]
    assert setup_for("bidan") == before
    set_phone("U1906-04", "0812000222")
    assert setup_for("bidan")["setup"] not in (before["setup"], during["setup"])


def test_two_workers_and_two_days_have_their_own(staff: dict[str, Worker]) -> None:
    move_area(KELUBI, "U1906-04", "U1906-03", DAY + dt.timedelta(days=1))
    today = setup_for("bidan")
    assert today["worker"] != setup_for("kader")["worker"]
    assert setup_for("bidan", NOW + dt.timedelta(days=2))["areas"] != today["areas"]
