"""POST /api/entries: a receipt for each entry, and for everything else a problem that says nothing was lost."""

import datetime as dt
import gzip
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
import pytest
import zstandard
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from nyelik.journal import quarantine
from nyelik.journal.append import append
from nyelik.journal.entry import Entry, encode
from nyelik.journal.held import held
from nyelik.journal.projections import catch_up
from nyelik.journal.read import entries_after
from nyelik.office import api
from nyelik.office.device_door import LIMIT
from nyelik.register.devices import make_device, revoke
from nyelik.register.workers import Device, Worker
from tests.support.journal import NOON, entry, person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOW = dt.datetime(2026, 3, 1, 5, tzinfo=dt.UTC)
Post = Callable[..., HttpResponse]
ANI = entry(1, {"name": "Ani", "area": "19.06.01.2004"}, kind="person", subject=person(1))
VISIT = entry(2, {"observations": {"weight_kg": 9.1}}, subject=person(2))


@pytest.fixture
def token() -> str:
    worker = Worker(id=UUID(int=5), username="bidan", role="pustu", scope=["19.06.01.2004"])
    worker.save()
    return make_device(worker, "dev-1", "HP bidan", NOW)


@pytest.fixture
def post(token: str, client: Client, monkeypatch: pytest.MonkeyPatch) -> Post:
    monkeypatch.setattr(api, "now_ms", lambda: NOON)

    def send(body: bytes | list[Entry], **headers: str) -> HttpResponse:
        headers = {"Authorization": f"Bearer {token}"} | headers
        content = body if isinstance(body, bytes) else encode(body)
        return client.post(
            "/api/entries", content, content_type="application/json", headers=headers
        )

    return send


def receipts(answer: HttpResponse) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    return list(json.loads(answer.content)["receipts"])


def problem(answer: HttpResponse) -> tuple[int, str]:
    said = json.loads(answer.content)["problem"]
    assert set(said) - {"wipe"} == {"code", "cure", "sentence", "next"}
    assert set(said["sentence"]) == {"id", "en"}
    return answer.status_code, said["code"]


def test_every_entry_gets_a_receipt(post: Post) -> None:
    assert receipts(post([ANI, VISIT])) == [
        {"device": "dev-1", "number": 1, "seq": 1, "status": "accepted"},
        {"device": "dev-1", "number": 2, "seq": 2, "status": "accepted"},
    ]
    assert [one.received for one in entries_after(0)] == [NOON, NOON]


def test_sending_again_is_harmless(post: Post) -> None:
    post([ANI, VISIT])
    assert [one["duplicate"] for one in receipts(post([ANI, VISIT]))] == [True, True]
    assert len(entries_after(0)) == 2


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("zstd", zstandard.compress)]
)
def test_bodies_may_be_compressed(
    post: Post, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    answer = post(pack(encode([ANI, VISIT])), **{"Content-Encoding": encoding})
    assert [one["seq"] for one in receipts(answer)] == [1, 2]


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_damaged_or_unknown_compression_is_told(post: Post, encoding: str) -> None:
    assert problem(post(b"plain", **{"Content-Encoding": encoding})) == (400, "encoding-not-known")
    assert problem(post(b"plain", **{"Content-Encoding": "br"})) == (400, "encoding-not-known")
    assert problem(post(gzip.compress(b"[]" * 900)[:-12], **{"Content-Encoding": "gzip"}))[0] == 400


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("zstd", zstandard.compress)]
)
def test_a_bomb_is_not_unpacked(post: Post, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    bomb = pack(b" " * (LIMIT + 1_000))
    assert problem(post(bomb, **{"Content-Encoding": encoding})) == (413, "body-too-large")


def test_too_large_without_compression(post: Post) -> None:
    assert problem(post(b" " * (LIMIT + 1))) == (413, "body-too-large")


def test_strangers_revoked_devices_and_silent_ones_are_sent_away(
    post: Post, client: Client
) -> None:
    assert problem(post([ANI], Authorization="Bearer dev-1.wrong")) == (401, "device-not-known")
    assert problem(post([ANI], Authorization="Basic abc")) == (401, "device-not-known")
    assert problem(client.post("/api/entries")) == (401, "device-not-known")
    revoke("dev-1", NOW)
    assert problem(post([ANI])) == (403, "device-revoked")
    assert entries_after(0) == []


def test_a_device_that_was_ended_but_not_lost_hands_over_what_it_has(post: Post) -> None:
    revoke("dev-1", NOW, Device.AFTER_SENDING)
    held_back = {"status": "held", "problem": "device-revoked"}
    answers = receipts(post([ANI, VISIT]))
    assert [{name: one[name] for name in held_back} for one in answers] == [held_back] * 2
    assert [one.problem.code for one in held()] == ["device-revoked"] * 2
    revoke("dev-1", NOW)
    assert problem(post([ANI])) == (403, "device-revoked")


def test_only_post(client: Client) -> None:
    assert problem(client.get("/api/entries")) == (405, "method-not-allowed")


def test_people_outside_the_scope_are_held_not_refused(post: Post) -> None:
    far = entry(1, {"name": "Budi", "area": "19.06.02.2009"}, kind="person", subject=person(3))
    (one,) = receipts(post([far]))
    assert (one["status"], one["problem"], one["seq"]) == ("held", "out-of-scope", 1)


def test_scope_is_asked_again_when_the_person_arrives(post: Post) -> None:
    assert receipts(post([VISIT]))[0]["problem"] == "unknown-subject"
    far = entry(
        1,
        {"name": "Budi", "area": "19.06.02.2009"},
        kind="person",
        subject=person(1),
        device="dev-9",
    )
    append([far], received=NOON)
    catch_up()
    assert [one.problem.code for one in held()] == ["out-of-scope"]


def test_devices_cannot_decide_about_held_entries(post: Post) -> None:
    body = {"device": "dev-1", "number": 1, "accept": True}
    (one,) = receipts(post([entry(1, body, kind="hold_decision")]))
    assert one["problem"] == "out-of-scope"


def test_one_unreadable_entry_does_not_keep_the_others_out(post: Post) -> None:
    broken = encode(VISIT).replace(b'"2026-03-01"', b"20260301")
    answer = post(b"[" + encode(ANI) + b"," + broken + b"]")
    good, bad = receipts(answer)
    assert (good["status"], bad["status"], bad["seq"]) == ("accepted", "held", 0)
    assert bad["problem"] == "unreadable-entry"
    (kept,) = quarantine.kept()
    assert (kept.content, kept.sender, kept.received) == (broken, "dev-1", NOON)
    assert "happened" in kept.detail


def test_entries_of_another_device_or_without_number_are_kept_aside(post: Post) -> None:
    foreign = msgspec.structs.replace(VISIT, device="dev-2")
    unnumbered = msgspec.structs.replace(VISIT, number=0)
    codes = [one.get("problem") for one in receipts(post([ANI, foreign, unnumbered]))]
    assert codes == [None, "other-device", "unreadable-entry"]
    assert len(quarantine.kept()) == 2


@pytest.mark.parametrize("body", [b"", b"{}", b'[{"device":', b"\xff\xfe", b'"text"'])
def test_what_is_no_list_of_entries_is_kept_as_it_came(post: Post, body: bytes) -> None:
    assert problem(post(body)) == (400, "unreadable-delivery")
    assert [kept.content for kept in quarantine.kept()] == [body]


def test_an_empty_list_is_fine(post: Post) -> None:
    assert receipts(post([])) == []


def test_a_busy_database_asks_to_try_again(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(api, "append", locked)
    assert problem(post([ANI])) == (503, "server-busy")
