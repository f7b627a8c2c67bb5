"""Devices: a token shown once, revoked for good; and whom a device may write about."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nyelik.base.ids import facility_uuid, session_uuid
from nyelik.base.problem import Problem
from nyelik.journal.append import Check
from nyelik.journal.entry import Entry
from nyelik.register import access, devices, facilities
from nyelik.register.workers import Device, Worker
from tests.support.people import NOW, entry, register_person, tell, uuid_of, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
TODAY = dt.date(2026, 6, 30)
KELUBI, PADANG = "19.06.01.2004", "19.06.01.2003"


def check_of(role: str, scope: list[str]) -> Check:
    owner = worker(role, role, scope)
    devices.make_device(owner, f"dev-{role}", "HP", NOW)
    return devices.entry_scope_check(
        Device.objects.select_related("worker").get(id=f"dev-{role}"), TODAY
    )


def test_a_token_opens_its_device_until_revoked() -> None:
    token = devices.make_device(worker("bidan", "pustu", ["U1906-04"]), "dev-1", "HP bidan", NOW)
    device = devices.device_of_token(token)
    assert device is not None
    assert device.worker.username == "bidan"
    assert token.split(".")[1] not in device.token_hash
    assert devices.revoke("dev-1", NOW)
    assert not devices.revoke("dev-1", NOW)
    assert devices.device_of_token(token) is None


@pytest.mark.parametrize("token", ["", "dev-1", "dev-1.", "dev-1.wrong", "dev-2.x", "."])
def test_other_tokens_open_nothing(token: str) -> None:
    devices.make_device(worker("bidan", "pustu", []), "dev-1", "HP", NOW)
    assert devices.device_of_token(token) is None


def test_a_worker_who_left_has_no_device() -> None:
    owner = worker("bidan", "pustu", [])
    token = devices.make_device(owner, "dev-1", "HP", NOW)
    Worker.objects.filter(pk=owner.pk).update(is_active=False)
    assert devices.device_of_token(token) is None


def test_there_are_only_known_roles() -> None:
    with pytest.raises(Problem) as raised:
        worker("x", "dokter", [])
    assert raised.value.code == "unknown-role"


class TestScope:
    @pytest.fixture(autouse=True)
    def people(self) -> None:
        facilities.load_district("19.06")
        register_person(1, area=f"{KELUBI}-01-001")
        register_person(2, area=f"{PADANG}-01-001")
        register_person(3)
        tell(entry("household", uuid_of(50), {"area": PADANG}))

    def contact(self, person: int) -> Entry:
        return entry("contact", uuid_of(1000 + person), {"observations": {}}, about=uuid_of(person))

    def test_inside_outside_and_unknown(self) -> None:
        check = check_of("pustu", ["U1906-04"])
        batch = [
            self.contact(1),
            self.contact(2),
            self.contact(3),
            self.contact(99),
            entry("person", uuid_of(10), {"name": "Baru", "area": KELUBI}),
            entry("person", uuid_of(11), {"name": "Baru", "area": PADANG}),
            entry("person", uuid_of(12), {"name": "Baru"}),
            entry("person", uuid_of(2), {"area": KELUBI}),
            entry("household", uuid_of(50), {"head_name": "Budi"}),
        ]
        held = "out-of-scope"
        assert check(batch) == [None, held, None, None, None, held, None, held, held]

    def test_a_kader_may_write_about_somebody_known_only_to_the_village(self) -> None:
        register_person(4, area=KELUBI)
        check = check_of("kader", [f"{KELUBI}-01-001"])
        assert check([self.contact(4), self.contact(1)]) == [None, None]
        other = entry("person", uuid_of(13), {"area": f"{KELUBI}-01-002"})
        assert check([other, self.contact(2)]) == ["out-of-scope"] * 2

    def test_one_query_for_a_batch(self) -> None:
        check = check_of("pustu", ["U1906-04"])
        batch = [self.contact(1) for _ in range(50)]
        with CaptureQueriesContext(connection) as queries:
            check(batch)
        assert len(queries) == 1

    def test_whom_one_looked_up_with_a_reason_one_may_write_about(self) -> None:
        check = check_of("pustu", ["U1906-04"])
        viewer = access.Viewer(Worker.objects.get(username="pustu"), NOW, "pasien datang")
        access.person_for(viewer, uuid_of(2))
        assert check([self.contact(2)]) == [None]

    def test_a_guest_of_long_ago_is_looked_up_again(self) -> None:
        check_of("pustu", ["U1906-04"])
        viewer = access.Viewer(Worker.objects.get(username="pustu"), NOW, "pasien datang")
        access.person_for(viewer, uuid_of(2))
        device = Device.objects.select_related("worker").get(id="dev-pustu")
        later = devices.entry_scope_check(device, TODAY + devices.GUEST_FOR + dt.timedelta(1))
        assert later([self.contact(2)]) == ["out-of-scope"]

    def test_numbers_only_roles_write_nothing(self) -> None:
        assert check_of("village", [KELUBI])([self.contact(1)]) == ["out-of-scope"]


class TestSessions:
    @pytest.fixture(autouse=True)
    def district(self) -> None:
        facilities.load_district("19.06")

    def session(self, code: str) -> Entry:
        body = {"facility": code, "day": "2026-06-30"}
        about, subject = facility_uuid(code), session_uuid(code, "2026-06-30")
        return entry("session", subject, body, about=about)

    def serving(self, rt: str) -> str:
        rows = facilities.Catchment.objects.filter(area=rt)
        return str(rows.values_list("facility_id", flat=True)[0])

    def test_a_kader_opens_the_posyandu_of_the_own_rt_only(self) -> None:
        own, other = self.serving(f"{KELUBI}-01-001"), self.serving(f"{PADANG}-01-001")
        check = check_of("kader", [f"{KELUBI}-01-001"])
        batch = [self.session(code) for code in (own, other, "U1906-04", "unheard-of")]
        assert check(batch) == [None, "out-of-scope", "out-of-scope", "out-of-scope"]

    def test_a_pustu_opens_those_of_its_villages(self) -> None:
        own, other = self.serving(f"{KELUBI}-01-001"), self.serving(f"{PADANG}-01-001")
        check = check_of("pustu", ["U1906-04"])
        batch = [self.session(own), self.session("U1906-04"), self.session(other)]
        assert check(batch) == [None, None, "out-of-scope"]
