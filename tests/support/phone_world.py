"""A small district with phones, and a network that loses, doubles, delays and cuts what they send.

The network speaks to the real views. It looks at everything that passes: a receipt must be of something on disk, a page
must hold nothing that its worker may not see, by this file's own reckoning.
"""

import datetime as dt
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal
from uuid import UUID

from django.test import Client

from nyelik.journal.entry import encode
from nyelik.journal.fold import fold
from nyelik.journal.merge import canonical_of, same_person
from nyelik.journal.read import entries_about, entries_from
from nyelik.journal.tables import EntryRow, Quarantine
from nyelik.register.devices import make_device
from nyelik.register.facilities import LONG_AGO, Network
from nyelik.register.tables import Area, Facility
from nyelik.register.workers import Worker
from tests.support.simulated_phone import Answer, Call, Cut, SimulatedPhone

DISTRICT = "19.06.01"
KELUBI, PADANG, ELSEWHERE = f"{DISTRICT}.2004", f"{DISTRICT}.2003", f"{DISTRICT}.2002"
RTS = {
    "S1": f"{KELUBI}-01-001",
    "S2": f"{KELUBI}-01-002",
    "S3": f"{PADANG}-01-001",
}
SERVES = {"P1": [KELUBI, PADANG], "U1": [KELUBI], "U2": [PADANG]} | {k: [v] for k, v in RTS.items()}
EVERYWHERE = [*RTS.values(), f"{ELSEWHERE}-01-001", KELUBI]
SECRET_WORD = "hiv_risk_sti"
SEES_NO_SECRETS = frozenset({"kader"})
WHOLE_NIK = "1906014503980001"
HEALTH = frozenset({"pustu", "puskesmas", "puskesmas_head"})

WORKERS: Mapping[str, tuple[str, list[str], int]] = {
    # name: (role, scope, cluster)
    "ani": ("kader", ["S1"], 0),
    "budi": ("kader", ["S1"], 0),
    "citra": ("kader", ["S2"], 0),
    "dewi": ("kader", ["S3"], 0),
    "bidan": ("pustu", ["U1"], 0),
    "perawat": ("pustu", ["U2"], 0),
    "gizi": ("puskesmas", ["P1"], 2),
    "kepala": ("puskesmas_head", ["P1"], 0),
}
Fate = Literal["ok", "lost", "answer-lost", "twice", "delayed"]
FATES: tuple[Fate, ...] = ("ok", "lost", "answer-lost", "twice", "delayed")
_ids = count(1)


def make_places() -> None:
    """Two villages of one Puskesmas, each with its Pustu and Posyandu, and a village of nobody here."""
    network = Network()
    network.areas += [
        Area(code="19", level="province", name="P", source="t"),
        Area(code="19.06", parent="19", level="regency", name="R", source="t"),
        Area(code=DISTRICT, parent="19.06", level="district", name="D", source="t"),
    ]
    for village in (KELUBI, PADANG, ELSEWHERE):
        network.areas += [
            Area(code=village, parent=DISTRICT, level="village", name=village[-4:], source="t"),
            Area(code=f"{village}-01", parent=village, level="dusun", name="01", source="t"),
        ]
        network.areas += [
            Area(code=f"{village}-01-{n}", parent=f"{village}-01", level="rt", name=n, source="t")
            for n in ("001", "002")
        ]
    for code, areas in SERVES.items():
        type_ = {"P": "puskesmas", "U": "pustu", "S": "posyandu"}[code[0]]
        facility = Facility(code=code, name=code, area=areas[0], source="t")
        network.add(facility, [(type_, LONG_AGO, None)], areas)
    network.save()


def make_worker(name: str) -> Worker:
    """One of WORKERS, saved."""
    role, scope, cluster = WORKERS[name]
    identifier = UUID(int=(0x71 << 72) | next(_ids))
    return Worker.objects.create_worker(
        username=name, role=role, scope=scope, cluster=cluster, id=identifier
    )


def new_token(worker: Worker, kind: str = "phone") -> tuple[str, str]:
    """A device of the worker and its token."""
    device = f"dev-{worker.username}-{next(_ids)}"
    now = dt.datetime.fromtimestamp(real_now() / 1000, dt.UTC)
    return device, make_device(worker, device, "HP", now, kind=kind)


def real_now() -> int:
    """Unix milliseconds as the server has them."""
    return time.time_ns() // 1_000_000


@dataclass
class SkewedClock:
    """A phone's clock: so many milliseconds off."""

    off: int = 0

    def __call__(self) -> int:
        """Unix milliseconds as the phone believes."""
        return real_now() + self.off


def direct(path: str, token: str, content: Any) -> Answer:
    """The views, by a network that never fails; what passes is looked at."""
    client = Client()
    response = client.post(
        path,
        encode(content),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    answer = Answer(response.status_code, json.loads(response.content))
    if answer.status == 200 and path == "/api/entries":
        receipts_are_of_what_is_kept(answer.content["receipts"])
    if answer.status == 200 and path == "/api/sync":
        page_is_rightful(answer.content, token)
    return answer


@dataclass
class WildNetwork:
    """A network in which each request meets the next of `fates`, then none but good ones. Late ones wait in `late`."""

    fates: Iterator[Fate]
    late: list[Callable[[], object]] = field(default_factory=list)

    def __call__(self, path: str, token: str, content: Any) -> Answer:
        """One request. Raises Cut."""
        match next(self.fates, "ok"):
            case "lost":
                raise Cut
            case "answer-lost":
                direct(path, token, content)
                raise Cut
            case "twice":
                direct(path, token, content)
            case "delayed":
                self.late.append(lambda: direct(path, token, content))
                raise Cut
        return direct(path, token, content)


# --- what is looked at -------------------------------------------------------------------------------


def receipts_are_of_what_is_kept(receipts: Sequence[Mapping[str, Any]]) -> None:
    """Every receipt names an entry of the journal, or something set aside."""
    for one in receipts:
        if one["seq"]:
            row = EntryRow.objects.get(seq=one["seq"])
            assert (row.device, row.number) == (one["device"], one["number"])
        else:
            assert Quarantine.objects.exists()


def page_is_rightful(page: Mapping[str, Any], token: str) -> None:
    """Only people of the worker's area, nothing hidden from the role, nothing twice."""
    from nyelik.register.devices import known_device

    device = known_device(token)
    assert device is not None
    worker = device.worker
    abouts = [record["about"] for record in page["records"]]
    assert len(abouts) == len(set(abouts))
    assert not set(abouts) & set(page["gone"])
    for record in page["records"]:
        if record["kind"] in ("person", "household"):
            assert lives_in_scope(UUID(record["about"]), worker), record
        for entry in record["entries"]:
            entry_is_rightful(entry, record, worker)


def entry_is_rightful(entry: Mapping[str, Any], record: Mapping[str, Any], worker: Worker) -> None:
    """An accepted entry about this record's person, without what the role may not see."""
    row = EntryRow.objects.get(device=entry["device"], number=entry["number"])
    assert (row.seq, row.status) == (entry["seq"], "accepted")
    assert entry["written"] == str(row.written)
    assert row.kind != "hold_decision"
    group = same_person([UUID(record["about"])])
    assert UUID(entry["about"]) in group
    text = json.dumps(entry["body"])
    assert "imported" not in entry["body"]
    if worker.role in SEES_NO_SECRETS:
        assert SECRET_WORD not in text
        assert WHOLE_NIK not in text


def lives_in_scope(about: UUID, worker: Worker) -> bool:
    """By area codes alone: does the person or household live where this worker works, and exist?"""
    who = canonical_of([about])[about]
    subject = fold(entries_about([who])).get(who)
    if subject is None or subject.retracted:
        return False
    area = str(subject.fields.get("area") or "")
    scope = [one for code in worker.scope for one in SERVES.get(code, [code])]
    return any(area == one or area.startswith((f"{one}-", f"{one}.")) for one in scope)


def journal_places() -> dict[str, list[tuple[str, int]]]:
    """What the journal holds, by the mark that tests write into `place`."""
    found: dict[str, list[tuple[str, int]]] = {}
    for one in entries_from("e.place <> ''", []):
        found.setdefault(str(one.place), []).append((one.device, one.number))
    return found


def fresh_state(worker: Worker, call: Call = direct) -> dict[str, Any]:
    """What a device that knows nothing would pull."""
    device, token = new_token(worker)
    phone = SimulatedPhone(device, token, str(worker.id), real_now)
    phone.sync(call)
    return phone.state()
