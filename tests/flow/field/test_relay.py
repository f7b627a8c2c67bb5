"""A laptop between phones and the district: the district sees each entry once, whoever brings it and however often."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoDbBlocker

from nyelik.base.problem import Problem
from nyelik.journal import projections
from nyelik.journal.archive import export_journal, import_journal
from nyelik.journal.conflicts import open_conflicts
from nyelik.journal.held import accept_held, held
from nyelik.journal.quarantine import kept as kept_aside
from nyelik.journal.read import entries_from
from nyelik.register import devices
from nyelik.register.tables import Person
from nyelik.register.workers import Device, Worker
from nyelik.relay import enrolment
from nyelik.relay.status import status
from nyelik.relay.upstream import HttpUpstream, kept_token
from tests.generative.test_phones_converge import empty_journal
from tests.support.people import NOW
from tests.support.phone_world import (
    ELSEWHERE,
    PADANG,
    RTS,
    WORKERS,
    fresh_state,
    journal_places,
    make_places,
    make_worker,
    new_token,
    real_now,
)
from tests.support.simulated_phone import SimulatedPhone
from tests.support.two_instances import InProcess, Instance, make_instance

TODAY = "2026-06-01"
AFTER_LEARNING, AFTER_PULLING = 1, 2


@dataclass
class Relayed:
    """The district, a laptop of the head of its Puskesmas, and how they speak."""

    district: Instance
    laptop: Instance
    up: InProcess
    home: Path

    def phone(self, name: str) -> SimulatedPhone:
        """A phone of one of WORKERS, which the laptop learns of at its next round."""
        with self.district.in_use():
            worker = Worker.objects.get(username=name)
            device, token = new_token(worker)
        return SimulatedPhone(device, token, str(worker.id), real_now)

    def at_laptop(self, phone: SimulatedPhone) -> None:
        """Push and pull there."""
        phone.sync(self.laptop, "laptop")

    def at_district(self, phone: SimulatedPhone) -> None:
        """Push and pull there."""
        phone.sync(self.district, "district")

    def round(self) -> int:
        """One round of the laptop on a good line."""
        self.up.cut_after = None
        return self.up.round(self.home)

    def marks_at_district(self) -> dict[str, list[tuple[str, int]]]:
        """What the district has, by mark."""
        with self.district.in_use():
            return journal_places()


@pytest.fixture
def relayed(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Relayed]:
    template = tmp_path_factory.getbasetemp() / "migrated.sqlite3"
    with django_db_blocker.unblock():
        district = make_instance(tmp_path / "district.sqlite3", template)
        laptop = make_instance(tmp_path / "laptop.sqlite3", template)
        with district.in_use():
            make_places()
            for name in WORKERS:
                make_worker(name)
            _, token = new_token(Worker.objects.get(username="kepala"), Device.LAPTOP)
        up = InProcess(district, laptop, token)
        with laptop.in_use():
            enrolment.become(up, "https://district.example", token, tmp_path)
        yield Relayed(district, laptop, up, tmp_path)


def somebody(phone: SimulatedPhone, area: str = RTS["S1"]) -> tuple[str, str]:
    """A new person: subject, and the mark of the entry."""
    new, mark = str(uuid4()), f"mark {uuid4()}"
    body = {"name": "Ani", "sex": "female", "area": area}
    phone.write("person", new, body, happened=TODAY, place=mark)
    return new, mark


def address(phone: SimulatedPhone, person: str, value: str) -> str:
    """A new address; the mark of the entry."""
    mark = f"mark {uuid4()}"
    phone.write("person", person, {"address": value}, happened=TODAY, place=mark)
    return mark


def test_what_a_phone_gives_the_laptop_reaches_the_district_once(relayed: Relayed) -> None:
    ani = relayed.phone("ani")
    relayed.round()
    _, mark = somebody(ani)
    relayed.at_laptop(ani)
    assert ani.receipts[-1]["relayed"] is True
    assert ani.only_here() == [1]
    assert relayed.marks_at_district() == {}
    assert relayed.round() == 1
    assert relayed.marks_at_district() == {mark: [(ani.device, 1)]}
    relayed.at_laptop(ani)
    assert ani.only_here() == []
    relayed.at_district(ani)
    relayed.round()
    assert relayed.marks_at_district() == {mark: [(ani.device, 1)]}
    assert relayed.round() == 0


def test_a_receipt_is_whole_once_the_district_has_the_entry(relayed: Relayed) -> None:
    ani = relayed.phone("ani")
    relayed.round()
    somebody(ani)
    relayed.at_laptop(ani)
    relayed.round()
    answer = relayed.laptop("/api/entries", ani.token, [ani.disk.kept[1].entry])
    (receipt,) = answer.content["receipts"]
    assert receipt["duplicate"] is True
    assert "relayed" not in receipt


def test_phones_share_people_through_a_laptop_without_the_district(relayed: Relayed) -> None:
    ani, budi, citra = relayed.phone("ani"), relayed.phone("budi"), relayed.phone("citra")
    relayed.round()
    person, _ = somebody(ani)
    relayed.at_laptop(ani)
    relayed.at_laptop(budi)
    relayed.at_laptop(citra)
    assert person in budi.state()
    assert person not in citra.state()


def test_the_district_comes_down_to_phones_at_the_laptop(relayed: Relayed) -> None:
    ani, bidan = relayed.phone("ani"), relayed.phone("bidan")
    relayed.at_district(bidan)
    person, _ = somebody(bidan)
    relayed.at_district(bidan)
    relayed.round()
    relayed.at_laptop(ani)
    assert person in ani.state()
    assert ani.state()[person][1][0]["device"] == bidan.device


@pytest.mark.parametrize("lose_answers", [False, True])
@pytest.mark.parametrize("cut_after", [0, 1, 2, 3])
def test_a_line_that_goes_dead_anywhere_costs_nothing(
    relayed: Relayed, cut_after: int, lose_answers: bool
) -> None:
    ani, bidan = relayed.phone("ani"), relayed.phone("bidan")
    relayed.at_district(bidan)
    there, there_mark = somebody(bidan)
    relayed.at_district(bidan)
    relayed.round()
    _, mark = somebody(ani)
    relayed.at_laptop(ani)
    relayed.up.asked.clear()
    relayed.up.cut_after, relayed.up.lose_answers = cut_after, lose_answers
    relayed.up.round(relayed.home)
    relayed.at_laptop(ani)
    relayed.round()
    relayed.at_laptop(ani)
    found = relayed.marks_at_district()
    assert {mark, there_mark} == found.keys()
    assert all(len(places) == 1 for places in found.values())
    assert there in ani.state()
    assert ani.only_here() == []


def test_days_without_the_district_go_on_and_end_well(relayed: Relayed) -> None:
    ani, budi = relayed.phone("ani"), relayed.phone("budi")
    relayed.round()
    relayed.up.cut_after = 0
    relayed.up.asked.clear()
    marks = []
    for day in range(4):
        person, mark = somebody(ani)
        relayed.at_laptop(ani)
        relayed.at_laptop(budi)
        marks += [mark, address(budi, person, f"rumah {day}")]
        relayed.at_laptop(budi)
        assert relayed.up.round(relayed.home) == -1
    relayed.round()
    assert relayed.marks_at_district().keys() == set(marks)
    with relayed.district.in_use():
        projections.catch_up()
        assert open_conflicts() == []  # budi had seen what ani wrote


def test_a_phone_that_goes_to_both_agrees_with_one_that_goes_to_one(relayed: Relayed) -> None:
    ani, budi = relayed.phone("ani"), relayed.phone("budi")
    relayed.round()
    person, _ = somebody(ani)
    relayed.at_laptop(ani)
    address(ani, person, "satu")
    relayed.at_district(ani)
    relayed.round()
    relayed.at_laptop(budi)
    address(budi, person, "dua")
    relayed.at_district(budi)
    relayed.at_laptop(ani)
    relayed.round()
    for _ in range(2):
        relayed.at_laptop(ani)
        relayed.round()
        relayed.at_district(ani)
        relayed.at_district(budi)
    assert ani.state() == budi.state()
    with relayed.district.in_use():
        assert ani.state() == fresh_state(Worker.objects.get(username="ani"))
    relayed.at_laptop(ani)
    assert {e["body"].get("address") for e in ani.state()[person][1]} == {None, "satu", "dua"}


def test_two_who_did_not_know_of_each_other_are_a_conflict_at_the_district(
    relayed: Relayed,
) -> None:
    ani, budi, bidan = (relayed.phone(name) for name in ("ani", "budi", "bidan"))
    relayed.round()
    somebody(ani)
    person, _ = somebody(ani)
    relayed.at_laptop(ani)
    relayed.round()
    relayed.at_laptop(budi)
    relayed.at_district(bidan)
    address(budi, person, "rumah budi")
    address(bidan, person, "rumah bidan")
    relayed.at_district(bidan)
    relayed.at_laptop(budi)
    relayed.round()
    with relayed.district.in_use():
        projections.catch_up()
        (conflict,) = open_conflicts()
    assert conflict.field == "address"
    assert {patch.value for patch in conflict.patches} == {"rumah budi", "rumah bidan"}


def test_who_saw_the_others_value_at_the_laptop_settles_it_at_the_district(
    relayed: Relayed,
) -> None:
    ani, budi = relayed.phone("ani"), relayed.phone("budi")
    relayed.round()
    somebody(ani)
    person, _ = somebody(ani)
    address(ani, person, "satu")
    relayed.at_laptop(ani)
    relayed.at_laptop(budi)
    address(budi, person, "dua")
    relayed.at_laptop(budi)
    relayed.round()
    with relayed.district.in_use():
        projections.catch_up()
        assert open_conflicts() == []
        row = Person.objects.get(id=person)
        assert row.address == "dua"


def test_the_district_judges_by_the_phones_scope(relayed: Relayed) -> None:
    ani = relayed.phone("ani")
    relayed.round()
    somebody(ani, f"{PADANG}-01-001")
    relayed.at_laptop(ani)
    relayed.round()
    with relayed.district.in_use():
        assert [one.entry.problem for one in held()] == ["out-of-scope"]
    relayed.at_laptop(ani)
    assert [one["problem"] for one in ani.disk.held] == ["out-of-scope"]


def test_what_a_supervisor_accepts_at_the_district_counts_at_the_laptop(relayed: Relayed) -> None:
    ani, perawat = relayed.phone("ani"), relayed.phone("perawat")
    relayed.round()
    person, _ = somebody(ani, f"{PADANG}-01-001")
    relayed.at_laptop(ani)
    relayed.round()
    with relayed.district.in_use():
        waiting = [one.entry.seq for one in held()]
        accept_held(waiting, by=UUID(perawat.worker), reason="benar", now_ms=real_now())
        projections.catch_up()
    relayed.round()
    relayed.at_laptop(ani)
    relayed.at_laptop(perawat)
    assert ani.disk.held == []
    assert person in perawat.state()


def test_a_revoked_phone_is_told_so_by_the_laptop(relayed: Relayed) -> None:
    ani = relayed.phone("ani")
    relayed.round()
    somebody(ani)
    relayed.at_laptop(ani)
    with relayed.district.in_use():
        devices.revoke(ani.device, NOW, Device.AFTER_SENDING)
    relayed.round()
    somebody(ani)
    relayed.at_laptop(ani)
    assert ani.disk.leaving == "after_sending"
    relayed.round()
    relayed.at_laptop(ani)
    assert ani.disk.wiped
    assert len(relayed.marks_at_district()) == 2


def test_a_district_restored_from_a_backup_gets_what_it_lost_again(
    relayed: Relayed, tmp_path: Path
) -> None:
    ani = relayed.phone("ani")
    relayed.round()
    first = somebody(ani)[1]
    relayed.at_laptop(ani)
    relayed.round()
    with relayed.district.in_use():
        export_journal(tmp_path / "archive")
    second = somebody(ani)[1]
    relayed.at_laptop(ani)
    relayed.round()
    with relayed.district.in_use():
        empty_journal()
        import_journal(tmp_path / "archive")
        projections.catch_up()
    assert relayed.marks_at_district().keys() == {first}
    relayed.round()
    assert relayed.marks_at_district().keys() == {first, second}


def test_who_leaves_the_scope_leaves_the_laptops_phones_and_may_come_back(
    relayed: Relayed,
) -> None:
    ani, kepala = relayed.phone("ani"), relayed.phone("kepala")
    relayed.at_district(kepala)
    person, _ = somebody(kepala)
    relayed.at_district(kepala)
    relayed.round()
    relayed.at_laptop(ani)
    assert person in ani.state()
    kepala.write("person", person, {"area": f"{ELSEWHERE}-01-001"}, happened=TODAY)
    relayed.at_district(kepala)
    relayed.round()
    relayed.at_laptop(ani)
    assert person not in ani.state()
    with relayed.district.in_use():
        worker = Worker.objects.get(username="kepala")
        Worker.objects.filter(pk=worker.pk).update(scope=["P1", ELSEWHERE])
    relayed.at_district(kepala)
    kepala.write("person", person, {"area": RTS["S1"]}, happened=TODAY)
    relayed.at_district(kepala)
    relayed.round()
    relayed.at_laptop(ani)
    assert person in ani.state()


def test_a_laptop_that_forgot_a_round_half_way_does_it_again(relayed: Relayed) -> None:
    """As after kill -9 between storing a page and remembering the cursor."""
    bidan = relayed.phone("bidan")
    relayed.at_district(bidan)
    for _ in range(3):
        somebody(bidan)
    relayed.at_district(bidan)
    relayed.round()
    with relayed.laptop.in_use():
        from nyelik.relay.tables import Memory, UpstreamEntry

        before = len(entries_from("1 = 1", []))
        UpstreamEntry.objects.all().delete()
        Memory.objects.filter(name="cursor").delete()
    relayed.round()
    with relayed.laptop.in_use():
        assert len(entries_from("1 = 1", [])) == before
        assert UpstreamEntry.objects.count() == before


class TestTheDistrictsDoor:
    def entries(self, relayed: Relayed, token: str, *entries: Any) -> Any:
        return relayed.district("/api/relay/entries", token, list(entries))

    def test_only_a_laptop_may_pass_on(self, relayed: Relayed) -> None:
        ani, bidan = relayed.phone("ani"), relayed.phone("bidan")
        somebody(ani)
        answer = self.entries(relayed, bidan.token, ani.disk.kept[1].entry)
        assert (answer.status, answer.content["problem"]["code"]) == (403, "relay-not-allowed")
        answer = relayed.district("/api/relay/devices", bidan.token, {})
        assert answer.status == 403
        assert relayed.marks_at_district() == {}

    def test_phones_outside_the_laptops_scope_are_set_aside(self, relayed: Relayed) -> None:
        with relayed.district.in_use():
            bidan = Worker.objects.get(username="bidan")
            _, token = new_token(bidan, Device.LAPTOP)
        dewi, ani = relayed.phone("dewi"), relayed.phone("ani")
        somebody(dewi, RTS["S3"])
        somebody(ani)
        both = [dewi.disk.kept[1].entry, ani.disk.kept[1].entry]
        answer = self.entries(relayed, token, *both)
        assert [(one["seq"], one.get("problem")) for one in answer.content["receipts"]] == [
            (0, "other-device"),
            (1, None),
        ]
        with relayed.district.in_use():
            assert [one.problem for one in kept_aside()] == ["other-device"]
        relayed.at_district(dewi)  # its number is still its own
        assert len(relayed.marks_at_district()) == 2

    def test_rubbish_does_not_keep_the_others_out(self, relayed: Relayed) -> None:
        ani = relayed.phone("ani")
        somebody(ani)
        deep: Any = {}
        for _ in range(50):
            deep = {"a": deep}
        entry = ani.disk.kept[1].entry
        content = [{"x": 1}, {**entry, "body": deep}, {**entry, "number": 0}, entry]
        answer = self.entries(relayed, relayed.up.token, *content)
        assert [one["seq"] for one in answer.content["receipts"]] == [0, 0, 0, 1]
        with relayed.district.in_use():
            assert len(kept_aside()) == 3

    def test_a_laptop_is_told_hashes_and_only_its_own_scope(self, relayed: Relayed) -> None:
        phone = relayed.phone("ani")
        with relayed.district.in_use():
            bidan = Worker.objects.get(username="bidan")
            _, token = new_token(bidan, Device.LAPTOP)
        told = relayed.district("/api/relay/devices", token, {}).content
        assert {one["username"] for one in told["workers"]} == {"ani", "budi", "citra", "bidan"}
        assert phone.device in {one["id"] for one in told["devices"]}
        assert phone.token.partition(".")[2] not in str(told)
        assert "password" not in str(told)
        assert not any(area[0].startswith(f"{PADANG}-") for area in told["network"]["areas"])


class TestEnrolling:
    def test_the_token_is_for_its_owner_only(self, relayed: Relayed) -> None:
        file = relayed.home / "relay-token"
        assert file.stat().st_mode & 0o777 == 0o600
        assert kept_token(relayed.home) == relayed.up.token

    def test_nothing_of_the_token_is_in_the_database(self, relayed: Relayed) -> None:
        secret = relayed.up.token.partition(".")[2].encode()
        assert secret not in relayed.laptop.file.read_bytes()

    def test_a_worker_who_sees_too_little_cannot_relay(self, relayed: Relayed) -> None:
        with relayed.district.in_use():
            Worker.objects.filter(username="gizi").update(cluster=5)
            _, token = new_token(Worker.objects.get(username="gizi"), Device.LAPTOP)
        up = InProcess(relayed.district, relayed.laptop, token)
        with relayed.laptop.in_use(), pytest.raises(Problem) as raised:
            enrolment.become(up, "https://district.example", token, relayed.home)
        assert raised.value.code == "relay-sees-too-little"
        assert kept_token(relayed.home) == relayed.up.token

    def test_an_instance_belongs_to_one_district(self, relayed: Relayed) -> None:
        with relayed.laptop.in_use():
            enrolment.refuse_other("https://district.example/")
            with pytest.raises(Problem) as raised:
                enrolment.refuse_other("https://other.example")
        assert raised.value.code == "relay-other-upstream"

    def test_phones_cannot_be_enrolled_at_a_laptop(self, relayed: Relayed) -> None:
        answer = relayed.laptop("/api/enrol", "", {"code": "ABCDE12345"})
        assert answer.content["problem"]["code"] == "enrol-at-the-district"

    @pytest.mark.parametrize("url", ["http://district.example", "district.example", "ftp://x"])
    def test_a_token_never_travels_in_the_clear(self, url: str) -> None:
        with pytest.raises(Problem) as raised:
            HttpUpstream(url, "dev.secret")
        assert raised.value.code == "upstream-not-https"

    def test_a_token_is_not_printed(self) -> None:
        assert "secret" not in repr(HttpUpstream("https://district.example", "dev.secret"))


def test_the_status_says_what_waits(relayed: Relayed) -> None:
    ani = relayed.phone("ani")
    relayed.round()
    somebody(ani)
    relayed.at_laptop(ani)
    with relayed.laptop.in_use():
        assert status()["waiting"] == 1
    relayed.round()
    with relayed.laptop.in_use():
        found = status()
    assert (found["waiting"], found["phones"], found["trouble"]) == (0, 1, "")
