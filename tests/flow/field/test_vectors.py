"""contracts/vectors/sync.json: what one phone and this server said to each other. NYELIK_GOLDEN=write writes it anew.

The server must answer these requests with these answers; the phone's store, given the answers, must end with what
`holds` and `own` say (field/store/tests/vectors.test.ts). Vectors of earlier versions stay and are run.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from nyelik.journal import projections
from nyelik.journal.append import append
from nyelik.journal.entry import Entry, encode
from nyelik.journal.held import accept_held, held
from nyelik.journal.projections import catch_up
from nyelik.journal.tables import EntryRow
from nyelik.office import api
from nyelik.register import device_listing, devices
from nyelik.register.workers import Device, Worker
from tests.flow.field.conftest import KELUBI, PADANG, Phone, read
from tests.support.journal import NOON, entry, person
from tests.support.store_model import Store

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
GOLDEN = Path(__file__).parents[3] / "contracts" / "vectors" / "sync.json"
DEVICE, WORKER = "DEVICE", person(5)


class Telling:
    """Plays rounds, as a phone would have them, and writes down what was said."""

    def __init__(self, phone: Phone) -> None:
        self.phone, self.store = phone, Store()
        self.rounds: list[dict[str, Any]] = []
        self.own: dict[int, str] = {}

    def round(self, what: str, **told: Any) -> None:
        self.rounds.append({"what": what, "exchanges": [], **told})

    def say(self, path: str, body: Any, *, lost: bool = False) -> Any:
        answer = self.phone.post(path, body)
        content = read(answer)
        for name in ("now", "setup"):
            if name in content:
                content[name] = name.upper()
        told = {"path": path, "body": body, "status": answer.status_code, "answer": content}
        if "problem" in content:
            content["problem"] = {
                name: content["problem"][name]
                for name in ("code", "wipe", "have", "gaps") if name in content["problem"]
            }  # fmt: skip
        self.rounds[-1]["exchanges"].append(told | ({"lost": True} if lost else {}))
        return content

    def push(self, *entries: Entry, lost: bool = False) -> None:
        body = json.loads(encode(list(entries)))
        for one in body:
            one["written"] = int(one["written"])
        answer = self.say("/api/entries", body, lost=lost)
        if not lost and "receipts" in answer:
            self.own |= {one["number"]: one["status"] for one in answer["receipts"]}

    def pull(self, pages: int | None = None) -> None:
        while True:
            page = self.say("/api/sync", {"cursor": self.store.cursor})
            if "records" not in page:
                return
            self.store.apply(page)
            waiting = {one["number"]: one["status"] for one in page["held"]}
            self.own = {n: waiting.get(n, "accepted") for n in self.own}
            pages = pages and pages - 1
            if not page["more"] or pages == 0:
                return

    def end(self) -> None:
        last = self.rounds[-1]
        last["holds"] = {
            about: [[one["device"], one["number"]] for one in record["entries"]]
            for about, record in self.store.content().items()
        }
        last["own"] = {str(number): status for number, status in sorted(self.own.items())}


def desk(*entries: Entry) -> None:
    append(entries, received=NOON)
    catch_up()


def at_desk(number: int, who: int, body: dict[str, Any], **other: Any) -> Entry:
    kind = other.pop("kind", "person")
    return entry(number, body, kind=kind, device="desk", subject=person(who), **other)


def mine(number: int, subject: int, about: int, body: dict[str, Any], **other: Any) -> Entry:
    return entry(
        number,
        body,
        device=DEVICE,
        subject=person(subject),
        about=person(about),
        by=WORKER,
        **other,
    )


def tell_the_story(telling: Telling) -> list[dict[str, Any]]:
    desk(*(at_desk(n, n + 10, {"name": f"Orang {n}", "area": KELUBI}) for n in (1, 2, 3)))
    desk(at_desk(4, 20, {"observations": {"weight_kg": 8.4}}, kind="contact", about=person(11)))

    telling.round("A first pull in small pages; the connection breaks after the first of them.")
    telling.pull(pages=2)
    telling.end()
    telling.round("It goes on after the last page that was stored.")
    telling.pull()
    telling.end()

    telling.round("Nothing new.")
    telling.pull()
    telling.end()

    own = [
        mine(1, 30, 30, {"name": "Bayi Baru", "area": KELUBI}, kind="person"),
        mine(2, 31, 11, {"observations": {"weight_kg": 8.9}}),
        mine(3, 32, 11, {"observations": {"weight_kg": 9.9}}, happened="2026-04-09"),
        mine(4, 33, 99, {"observations": {}}),
    ]
    telling.round("A push whose answer is lost on the way.", saved=[1, 2, 3, 4])
    telling.push(*own, lost=True)
    catch_up()
    telling.end()
    telling.round(
        "It is sent again: receipts say that nothing changed. One day lies ahead, one person is unknown."
    )
    telling.push(*own)
    telling.pull()
    telling.end()

    telling.round("At the desk: one is accepted, one merged into another, one moves away.")
    seq = next(one.entry.seq for one in held() if one.entry.number == 3)
    accept_held([seq], by=person(8), reason="tanggal benar", now_ms=NOON)
    desk(at_desk(5, 40, {"into": str(person(11))}, kind="merge", about=person(12)))
    desk(at_desk(6, 13, {"area": PADANG}))
    telling.pull()
    telling.end()

    telling.round("The server was restored from a backup that has only the first two own entries: it lists anew,"
                  " and the phone sends again what is missing.")  # fmt: skip
    second = EntryRow.objects.get(device=DEVICE, number=2)
    _set_back(second)
    telling.pull()
    telling.push(own[2], own[3])
    telling.end()

    telling.round("The server is restored from the same backup again, and the device is ended, but not lost: what it"
                  " still has comes in, held; what is missing is sent again; then nothing is.", saved=[5])  # fmt: skip
    _set_back(second)
    devices.revoke(DEVICE, api_now(), Device.AFTER_SENDING)
    telling.push(mine(5, 34, 11, {"observations": {"weight_kg": 9.2}}))
    telling.pull()
    telling.push(own[2], own[3])
    telling.pull()
    telling.end()
    return telling.rounds


def _set_back(last: EntryRow) -> None:
    EntryRow.objects.filter(seq__gt=last.seq).delete()
    projections.rebuild()


def api_now() -> Any:
    import datetime as dt

    return dt.datetime.fromtimestamp(NOON / 1000, dt.UTC)


def test_the_server_says_what_the_vectors_say(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "now_ms", lambda: NOON)
    monkeypatch.setattr(device_listing, "AT_ONCE", 1)
    monkeypatch.setattr("nyelik.register.device_pull.next_page.__defaults__", (1,))
    worker = Worker(id=WORKER, username="bidan", role="pustu", scope=[KELUBI])
    worker.save()
    token = devices.make_device(worker, DEVICE, "HP", api_now())
    told = {
        "device": DEVICE,
        "worker": str(WORKER),
        "area": KELUBI,
        "rounds": tell_the_story(Telling(Phone("bidan", token, client))),
    }
    text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("NYELIK_GOLDEN") == "write":
        GOLDEN.write_text(text, encoding="utf-8")
    assert json.loads(text) == json.loads(GOLDEN.read_text(encoding="utf-8"))
