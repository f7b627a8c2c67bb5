"""Enrolling: a code once, for whom one looks after, however it is typed; tries are limited."""

import datetime as dt
import threading

import pytest
from django.db import connection

from nyelik.base.problem import Problem
from nyelik.register import devices, facilities
from nyelik.register.enrolment import (
    ALPHABET,
    TRIES_IN_ALL,
    TRIES_OF_ADDRESS,
    TRY_WINDOW,
    enrol,
    make_code,
    read_code,
    shown,
)
from nyelik.register.supervising import looked_after, looks_after
from nyelik.register.workers import Device, EnrolCode, EnrolTry, Worker
from tests.support.people import NOW, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
TODAY = NOW.date()
KELUBI, PADANG = "19.06.01.2004", "19.06.01.2003"
HERE = "10.0.0.1"


class Chance:
    """Bytes that differ each time, the same in every run."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, count: int) -> bytes:
        self.calls += 1
        return bytes((self.calls * 37 + place * 11) % 256 for place in range(count))


chance = Chance()


@pytest.fixture
def bidan() -> Worker:
    facilities.load_district("19.06")
    return worker("bidan", "pustu", ["U1906-04"])


@pytest.fixture
def kader(bidan: Worker) -> Worker:
    return worker("kader", "kader", [f"{KELUBI}-01-001"])


def use(code: str, *, now: dt.datetime = NOW, address: str = HERE) -> tuple[Device, str]:
    return enrol(code, "HP Bu Sri", "2026.11.0", now, address=address, random=chance)


def problem_of(code: str, *, now: dt.datetime = NOW, address: str = HERE) -> str:
    with pytest.raises(Problem) as raised:
        use(code, now=now, address=address)
    return raised.value.code


def test_a_code_makes_a_device_once(bidan: Worker, kader: Worker) -> None:
    code = make_code(bidan, kader, NOW, chance)
    assert len(code) == 10
    assert set(code) <= set(ALPHABET)
    device, token = use(code)
    assert (device.worker, device.label, device.app) == (kader, "HP Bu Sri", "2026.11.0")
    found = devices.device_of_token(token)
    assert found == device
    row = EnrolCode.objects.get()
    assert (row.device_id, row.used_at, row.made_by) == (device.id, NOW, bidan)
    assert code not in row.code_hash
    assert problem_of(code) == "code-not-valid"


def test_typing_is_forgiven() -> None:
    assert read_code(" o1lI-abcde\u00a0z ") == "0111ABCDEZ"
    assert read_code(shown("0123456789").lower()) == "0123456789"


def test_a_late_or_wrong_code_does_not_hold(bidan: Worker, kader: Worker) -> None:
    code = make_code(bidan, kader, NOW, chance)
    assert problem_of(code, now=NOW + dt.timedelta(minutes=30)) == "code-not-valid"
    assert problem_of("") == "code-not-valid"
    assert problem_of("0" * 500) == "code-not-valid"
    assert use(code, now=NOW + dt.timedelta(minutes=29))


def test_a_worker_who_left_meanwhile_gets_no_device(bidan: Worker, kader: Worker) -> None:
    code = make_code(bidan, kader, NOW, chance)
    Worker.objects.filter(pk=kader.pk).update(is_active=False)
    assert problem_of(code) == "code-not-valid"
    assert not Device.objects.exists()


def test_tries_of_one_address_are_limited_and_forgotten(bidan: Worker, kader: Worker) -> None:
    code = make_code(bidan, kader, NOW, chance)
    for _ in range(TRIES_OF_ADDRESS):
        assert problem_of("WRONG00000") == "code-not-valid"
    assert problem_of(code) == "too-many-tries"
    assert use(code, address="10.0.0.2")
    later = make_code(bidan, kader, NOW + TRY_WINDOW, chance)
    assert use(later, now=NOW + TRY_WINDOW + dt.timedelta(seconds=1))
    assert problem_of("WRONG00000", now=NOW + dt.timedelta(hours=3)) == "code-not-valid"
    assert EnrolTry.objects.count() == 1


def test_tries_from_everywhere_are_limited(bidan: Worker, kader: Worker) -> None:
    EnrolTry.objects.bulk_create(
        EnrolTry(address=f"10.1.{n // 256}.{n % 256}", at=NOW) for n in range(TRIES_IN_ALL)
    )
    assert problem_of(make_code(bidan, kader, NOW, chance)) == "too-many-tries"


def test_two_phones_with_one_code_one_wins(bidan: Worker, kader: Worker) -> None:
    code = make_code(bidan, kader, NOW, chance)
    answers: list[str] = []
    ready = threading.Barrier(4)

    def phone(number: int) -> None:
        try:
            ready.wait()
            device, _ = enrol(
                code, f"HP {number}", "1", NOW, address=HERE, random=lambda n: bytes([number]) * n
            )
            answers.append(device.id)
        except Problem as problem:
            answers.append(problem.code)
        finally:
            connection.close()

    phones = [threading.Thread(target=phone, args=(number,)) for number in range(1, 5)]
    for one in phones:
        one.start()
    for one in phones:
        one.join()
    assert sorted(answers)[:3] == ["code-not-valid"] * 3
    assert [one.id for one in Device.objects.all()] == [max(answers)]


def test_who_looks_after_whose_phone(bidan: Worker, kader: Worker) -> None:
    village = facilities.served_areas(["U1906-04"], TODAY)
    assert KELUBI in village
    others = {
        "kader2": worker("kader2", "kader", [f"{PADANG}-01-001"]),
        "nobody": worker("nobody", "kader", []),
        "left": worker("left", "kader", [f"{KELUBI}-01-001"], is_active=False),
        "desa": worker("desa", "village", [KELUBI]),
        "bidan2": worker("bidan2", "pustu", ["U1906-04"]),
        "kapus": worker("kapus", "puskesmas_head", [KELUBI, PADANG]),
        "ptm": worker("ptm", "puskesmas", [KELUBI, PADANG], cluster=3),
        "dinkes": worker("dinkes", "dinkes", ["19.06"]),
        "auditor": worker("auditor", "auditor", ["19.06"]),
    }

    def names(who: Worker) -> set[str]:
        return {one.username for one in looked_after(who, TODAY)}

    assert names(bidan) == {"kader"}
    assert names(others["kapus"]) == {"kader", "kader2", "bidan", "bidan2", "kapus"}
    assert names(others["ptm"]) == {"kader", "kader2", "bidan", "bidan2", "ptm"}
    assert names(others["dinkes"]) == {"kapus", "ptm"}
    for who in ("desa", "auditor", "kader2", "left"):
        assert names(others[who]) == set()
    assert looks_after(bidan, kader, TODAY)
    with pytest.raises(Problem) as raised:
        make_code(bidan, others["kader2"], NOW, chance)
    assert raised.value.code == "not-your-worker"


def test_a_device_ends_in_one_of_two_ways(kader: Worker) -> None:
    token = devices.make_device(kader, "dev-1", "HP", NOW)
    assert devices.revoke("dev-1", NOW, Device.AFTER_SENDING)
    known = devices.known_device(token)
    assert known is not None
    assert known.leaving == "after_sending"
    assert not devices.revoke("dev-1", NOW, Device.AFTER_SENDING)
    assert devices.revoke("dev-1", NOW)  # it was lost after all
    assert Device.objects.get().leaving == "now"
    assert not devices.revoke("dev-1", NOW, Device.AFTER_SENDING)
    assert devices.device_of_token(token) is None


def test_the_phone_of_a_worker_who_left_still_hands_over(kader: Worker) -> None:
    devices.make_device(kader, "dev-1", "HP", NOW)
    Worker.objects.filter(pk=kader.pk).update(is_active=False)
    assert Device.objects.get().leaving == "after_sending"
