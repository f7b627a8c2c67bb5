"""How a phone begins: a code, its setup, the signed rulebook; for whom each address answers, and with what."""

import json
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from nyelik.improve.targets import DECREED, PROJECTED, Target
from nyelik.register import devices
from nyelik.register.enrolment import make_code, shown
from nyelik.register.facilities import set_phone
from nyelik.register.workers import Device, Worker
from nyelik.rules.bundle_file import open_file
from tests.flow.field.conftest import KELUBI, PADANG, RT, STAFF, Phone, read, told
from tests.support.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PhoneOf = Callable[[str], Phone]
ELSEWHERE = "https://nyelik.example"


def test_a_phone_enrols_and_works(staff: dict[str, Worker], client: Client) -> None:
    code = make_code(staff["bidan"], staff["kader"], timezone.now(), secrets.token_bytes)
    typed = shown(code).lower()
    asked = {"code": typed, "label": "HP Bu Sri", "app": "2026.11.0"}
    given = read(client.post("/api/enrol", asked, content_type="application/json"))
    assert set(given) == {"device", "token", "worker", "key"}
    assert given["worker"] == {
        "id": str(staff["kader"].id), "name": "kader", "role": "kader",
    }  # fmt: skip
    phone = Phone("kader", given["token"], client)
    setup = read(phone.get("/api/setup"))
    assert setup["key"] == given["key"]
    assert Device.objects.get(id=given["device"]).label == "HP Bu Sri"
    again = client.post("/api/enrol", asked, content_type="application/json")
    assert told(again) == (400, "code-not-valid")


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"code": 5}', '{"code": "A"'])
def test_what_is_no_request_is_told(client: Client, body: str) -> None:
    answer = client.post("/api/enrol", body, content_type="application/json")
    assert told(answer) == (400, "request-not-understood")


def test_guessing_codes_ends_soon(client: Client) -> None:
    answers = [
        told(client.post("/api/enrol", {"code": f"{n:010}"}, content_type="application/json"))
        for n in range(32)
    ]
    assert answers[0] == (400, "code-not-valid")
    assert answers[-1] == (429, "too-many-tries")


@pytest.mark.parametrize("address", ["/api/setup", "/api/bundle"])
def test_strangers_and_ended_devices_learn_nothing(
    address: str, phone: PhoneOf, client: Client
) -> None:
    kader = phone("kader")
    assert told(client.get(address)) == (401, "device-not-known")
    assert told(kader.get(address, Authorization="Bearer dev-kader.x")) == (401, "device-not-known")
    assert told(kader.post(address, {})) == (405, "method-not-allowed")
    for mode in (Device.AFTER_SENDING, Device.NOW):
        devices.revoke("dev-kader", NOW, mode)
        answer = kader.get(address)
        assert told(answer) == (403, "device-revoked")
        assert read(answer)["problem"]["wipe"] == mode


def test_setup_of_a_kader(phone: PhoneOf, staff: dict[str, Worker]) -> None:
    set_phone("U1906-04", "0000-1906-04")
    setup = read(phone("kader").get("/api/setup"))
    assert [area["code"] for area in setup["areas"]] == [RT]
    assert setup["areas"][0]["level"] == "rt"
    assert {place["code"]: place["parent"] for place in setup["places"]} == {
        KELUBI: "19.06.01",
        f"{KELUBI}-01": KELUBI,
        RT: f"{KELUBI}-01",
    }
    types = {one["type"] for one in setup["facilities"]}
    assert types == {"posyandu", "pustu", "puskesmas"}
    pustu = next(one for one in setup["facilities"] if one["type"] == "pustu")
    assert (pustu["code"], pustu["phone"]) == ("U1906-04", "0000-1906-04")
    assert KELUBI in pustu["serves"]
    assert (setup["worker"]["role"], setup["worker"]["form_role"]) == ("kader", "kader")
    assert {"hiv", "mental", "syphilis", "violence"} <= set(setup["hidden"])
    assert setup["policy"]["lock_after_seconds"] >= 15
    assert "no-store" in phone("kader").get("/api/setup")["Cache-Control"]


def test_what_is_hidden_depends_on_the_cluster(phone: PhoneOf) -> None:
    hidden = {name: set(read(phone(name).get("/api/setup"))["hidden"]) for name in STAFF}
    assert not hidden["bidan"]
    assert not hidden["ibu-anak"]
    assert {"hiv", "mental"} <= hidden["lain"]
    assert hidden["kader"] == hidden["desa"] == hidden["auditor"] == hidden["dinkes"]


def test_who_sees_no_people_gets_no_places(phone: PhoneOf) -> None:
    setup = read(phone("desa").get("/api/setup"))
    assert (setup["areas"], setup["places"], setup["facilities"]) == ([], [], [])


def test_the_own_village_comes_first(phone: PhoneOf, staff: dict[str, Worker]) -> None:
    setup = read(phone("bidan").get("/api/setup"))
    assert setup["areas"][0]["code"] == KELUBI
    Worker.objects.filter(username="bidan").update(scope=[PADANG, "U1906-04"])
    setup = read(phone("bidan").get("/api/setup"))
    assert [area["code"] for area in setup["areas"]] == [KELUBI, PADANG]


def test_the_hash_says_whether_anything_changed(
    phone: PhoneOf, staff: dict[str, Worker], settings: Any
) -> None:
    first = read(phone("kader").get("/api/setup"))["setup"]
    assert read(phone("kader").get("/api/setup"))["setup"] == first
    settings.FIELD_RELAYS = ["http://laptop.example:8000"]
    second = read(phone("kader").get("/api/setup"))["setup"]
    Worker.objects.filter(username="kader").update(scope=[RT, f"{KELUBI}-01-002"])
    third = read(phone("kader").get("/api/setup"))["setup"]
    assert len({first, second, third}) == 3


def test_targets_of_the_facility_else_of_all_areas(
    phone: PhoneOf, staff: dict[str, Worker]
) -> None:
    year = timezone.localdate().year

    def target(subject: str, area: str, people: int, kind: str = PROJECTED) -> None:
        Target.objects.create(
            subject=subject, area=area, year=year, kind=kind, people=people, recorded_at=NOW
        )

    target("spm-04", "U1906-04", 40)
    target("spm-04", "U1906-04", 44, DECREED)
    target("spm-04", KELUBI, 50)
    target("spm-01", KELUBI, 12)
    target("nothing-known", KELUBI, 12)
    assert read(phone("bidan").get("/api/setup"))["targets"] == {"spm-01": 12, "spm-04": 44}
    assert read(phone("kepala").get("/api/setup"))["targets"] == {}


def test_the_signed_rulebook(phone: PhoneOf) -> None:
    setup = read(phone("kader").get("/api/setup"))
    plain = phone("kader").get("/api/bundle")
    opened = open_file(plain.content, {setup["key"]})
    assert opened["rulebook"] == setup["rulebook"]
    header = json.loads(plain.content.split(b"\n")[0])
    assert header["sha256"] == setup["bundle_sha256"]
    packed = phone("bidan").get("/api/bundle", **{"Accept-Encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 4
    tag = {"Accept-Encoding": "br, gzip", "If-None-Match": packed["ETag"]}
    known = phone("bidan").get("/api/bundle", **tag)
    assert (known.status_code, known.content) == (304, b"")
    other = phone("bidan").get("/api/bundle", **{"If-None-Match": '"another"'})
    assert other.status_code == 200


def test_only_named_addresses_may_ask_from_elsewhere(
    phone: PhoneOf, client: Client, settings: Any
) -> None:
    preflight = {
        "Origin": ELSEWHERE,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Private-Network": "true",
    }
    settings.FIELD_ORIGINS = []
    answer = client.options("/api/entries", headers=preflight)
    assert "Access-Control-Allow-Origin" not in answer
    settings.FIELD_ORIGINS = [ELSEWHERE]
    answer = client.options("/api/entries", headers=preflight)
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == ELSEWHERE
    assert "authorization" in answer["Access-Control-Allow-Headers"]
    assert answer["Access-Control-Allow-Private-Network"] == "true"
    assert "Access-Control-Allow-Credentials" not in answer
    assert "Access-Control-Allow-Origin" not in client.options(
        "/api/entries", headers=preflight | {"Origin": "https://elsewhere.example"}
    )
    # Problems too must be readable by the app, or it could not tell a worker what to do.
    refused = client.post("/api/entries", headers={"Origin": ELSEWHERE})
    assert (refused.status_code, refused["Access-Control-Allow-Origin"]) == (401, ELSEWHERE)
    given = phone("kader").get("/api/setup", Origin=ELSEWHERE)
    assert given["Access-Control-Allow-Origin"] == ELSEWHERE
    assert "Origin" in given["Vary"]
    assert "Access-Control-Allow-Origin" not in client.get("/masuk", headers={"Origin": ELSEWHERE})


def test_answers_are_packed_for_those_who_unpack(phone: PhoneOf) -> None:
    packed = phone("bidan").get("/api/setup", **{"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert read(packed) == read(phone("bidan").get("/api/setup"))
    assert "Content-Encoding" not in phone("bidan").get(
        "/api/setup", **{"Accept-Encoding": "gzip;q=0"}
    )


def test_a_worker_who_left_is_told_to_hand_over(phone: PhoneOf) -> None:
    kader = phone("kader")
    Worker.objects.filter(username="kader").update(is_active=False)
    answer = kader.get("/api/setup")
    assert read(answer)["problem"]["wipe"] == Device.AFTER_SENDING
