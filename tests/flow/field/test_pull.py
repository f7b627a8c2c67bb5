"""`POST /api/sync`: pages of whole records, what changed, who is gone, and what the device's own entries became."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from msgspec.structs import replace

from nyelik.base.ids import facility_uuid, session_uuid
from nyelik.journal.append import append
from nyelik.journal.archive import export_journal, import_journal
from nyelik.journal.entry import Entry
from nyelik.journal.held import accept_held, held
from nyelik.journal.projections import catch_up, rebuild
from nyelik.journal.tables import EntryRow
from nyelik.register import access, devices
from nyelik.register.workers import Device, ReadLog, Worker
from tests.flow.field.conftest import KELUBI, PADANG, RT, STAFF, Phone, read, told
from tests.support.people import NOW, NOW_MS, entry, register_person, tell, uuid_of
from tests.support.store_model import Store

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PhoneOf = Callable[[str], Phone]
NEIGHBOUR_RT = f"{KELUBI}-01-002"


def page(phone: Phone, cursor: str | None = None, **report: Any) -> Any:
    answer = phone.post("/api/sync", {"cursor": cursor, **report})
    assert answer.status_code == 200, answer.content
    return read(answer)


def pulled(phone: Phone, store: Store | None = None) -> Store:
    """A store that asked until there was no more."""
    store = store or Store()
    for _ in range(100):
        answer = page(phone, store.cursor)
        store.apply(answer)
        if not answer["more"]:
            return store
    raise AssertionError("the server never says that there is no more")


def contact(person: int, number: int, **body: Any) -> Entry:
    return entry("contact", uuid_of(1000 + number), body, about=uuid_of(person))


def ids(store: Store) -> set[str]:
    return set(store.records)


def of(*numbers: int) -> set[str]:
    return {str(uuid_of(number)) for number in numbers}


@pytest.fixture
def people(staff: dict[str, Worker]) -> None:
    register_person(1, name="Ani", area=RT, nik="1906014506900001", kk="1906011203150007")
    register_person(2, name="Budi", area=RT)
    register_person(3, name="Cici", area=NEIGHBOUR_RT)
    register_person(4, name="Didi", area=f"{PADANG}-01-001")
    tell(contact(1, 1, observations={"weight_kg": 9.1}))
    tell(entry("household", uuid_of(50), {"kk": "1906011203150007", "area": RT}))


def test_each_worker_gets_the_people_of_the_own_scope(phone: PhoneOf, people: None) -> None:
    expected = {
        "kader": of(1, 2, 50), "kader-sebelah": of(3), "bidan": of(1, 2, 3, 50),
        "bidan-seberang": of(4), "dinkes": set(), "desa": set(), "auditor": set(),
    }  # fmt: skip
    everybody = of(1, 2, 3, 4, 50)
    found = {name: ids(pulled(phone(name))) for name in STAFF}
    assert found == {name: expected.get(name, everybody) for name in STAFF}


def test_a_record_is_whole_and_in_the_form_of_the_contract(phone: PhoneOf, people: None) -> None:
    record = pulled(phone("bidan")).content()[str(uuid_of(1))]
    assert (record["kind"], [one["kind"] for one in record["entries"]]) == (
        "person",
        ["person", "contact"],
    )
    first = record["entries"][0]
    assert set(first) == {
        "device", "number", "kind", "version", "subject", "about", "body", "happened",
        "written", "seen", "by", "place", "rulebook", "seq",
    }  # fmt: skip
    assert int(first["written"]) > 1 << 53
    assert isinstance(first["written"], str)


def test_nothing_new_is_one_small_answer_and_few_queries(phone: PhoneOf, people: None) -> None:
    kader = phone("kader")
    store = pulled(kader)
    asking = {"cursor": store.cursor, "app": "2026.11.0", "rulebook": "c1f8d780f740", "unsent": 0}
    answer = kader.post("/api/sync", asking)
    with CaptureQueriesContext(connection) as queries:
        again = kader.post("/api/sync", asking)
    assert read(again)["records"] == read(again)["gone"] == []
    assert not read(again)["more"]
    assert len(answer.content) < 400
    assert len(store.cursor or "") < 60
    assert len(queries) < 40, [one["sql"][:120] for one in queries]


def test_what_changed_comes_whole_and_nothing_else(phone: PhoneOf, people: None) -> None:
    kader = phone("kader")
    store = pulled(kader)
    tell(contact(2, 2, observations={"weight_kg": 7.0}), contact(3, 3), contact(4, 4))
    answer = page(kader, store.cursor)
    assert [one["about"] for one in answer["records"]] == [str(uuid_of(2))]
    assert len(answer["records"][0]["entries"]) == 2
    assert answer["generation"] == store.generation


def test_who_leaves_the_scope_or_is_retracted_is_gone(phone: PhoneOf, people: None) -> None:
    kader = phone("kader")
    store = pulled(kader)
    tell(entry("person", uuid_of(1), {"area": NEIGHBOUR_RT}))
    tell(entry("person", uuid_of(2), {"retracted": True}))
    tell(entry("person", uuid_of(3), {"name": "Cici Baru"}))
    answer = page(kader, store.cursor)
    assert answer["records"] == []
    assert set(answer["gone"]) == of(1, 2)  # and not a word of the neighbour's Cici
    assert ids(pulled(phone("kader-sebelah"))) == of(1, 3)


def test_who_moves_in_comes_with_all_that_was(phone: PhoneOf, people: None) -> None:
    kader = phone("kader")
    store = pulled(kader)
    tell(entry("person", uuid_of(4), {"area": RT, "moved_in": "2026-06-30"}))
    store = pulled(kader, store)
    assert len(store.content()[str(uuid_of(4))]["entries"]) == 2


def test_a_merged_duplicate_comes_inside_and_comes_back_when_undone(
    phone: PhoneOf, people: None
) -> None:
    kader = phone("kader")
    store = pulled(kader)
    merge = entry("merge", uuid_of(900), {"into": str(uuid_of(1))}, about=uuid_of(2))
    tell(merge, contact(2, 2))
    answer = page(kader, store.cursor)
    assert answer["gone"] == [str(uuid_of(2))]
    abouts = {one["about"] for one in answer["records"][0]["entries"]}
    assert abouts == of(1, 2)
    store.apply(answer)
    assert store.content() == pulled(kader).content()
    tell(contact(2, 3))
    assert ids(pulled(kader, store)) == of(1, 50)
    assert len(store.content()[str(uuid_of(1))]["entries"]) == 6
    tell(entry("merge", uuid_of(900), {"undone": True}, about=uuid_of(2)))
    assert pulled(kader, store).content() == pulled(kader).content()
    assert ids(store) == of(1, 2, 50)


def test_a_duplicate_of_somebody_elsewhere_leaves(phone: PhoneOf, people: None) -> None:
    kader = phone("kader")
    store = pulled(kader)
    tell(entry("merge", uuid_of(900), {"into": str(uuid_of(4))}, about=uuid_of(2)))
    answer = page(kader, store.cursor)
    assert (answer["records"], answer["gone"]) == ([], [str(uuid_of(2))])
    other = pulled(phone("bidan-seberang")).content()[str(uuid_of(4))]
    assert {one["about"] for one in other["entries"]} == of(2, 4)


def test_another_scope_begins_another_generation(phone: PhoneOf, people: None) -> None:
    kader = phone("kader")
    store = pulled(kader)
    before = store.generation
    Worker.objects.filter(username="kader").update(scope=[NEIGHBOUR_RT])
    store = pulled(kader, store)
    assert store.generation != before
    assert ids(store) == of(3)


def test_other_rights_begin_another_generation(phone: PhoneOf, people: None) -> None:
    nurse = phone("lain")
    tell(contact(1, 2, observations={"hiv_test": "reactive"}))
    store = pulled(nurse)
    before = store.generation
    Worker.objects.filter(username="lain").update(cluster=4)
    pulled(nurse, store)
    assert store.generation != before
    assert store.content() == pulled(phone("ibu-anak")).content()


def test_a_restored_backup_is_noticed(phone: PhoneOf, people: None) -> None:
    kader = phone("kader")
    tell(contact(1, 2))
    store = pulled(kader)
    before = store.generation
    last = EntryRow.objects.order_by("-seq").first()
    assert last is not None
    EntryRow.objects.filter(seq=last.seq).update(written=last.written + 1)
    assert page(kader, store.cursor)["generation"] != before
    EntryRow.objects.filter(seq=last.seq).delete()
    again = pulled(kader, store)
    assert again.generation != before
    assert len(again.content()[str(uuid_of(1))]["entries"]) == 2


def test_what_stood_first_in_a_journal_set_back_is_told_though_the_last_place_looks_the_same(
    phone: PhoneOf, people: None, tmp_path: Path
) -> None:
    """A phone hears of contacts 2 and 3, the server is set back to before them. Then a contact that nobody knew
    comes first, and 3 is sent again: it stands at the place where it stood."""
    bidan, archive = phone("bidan"), tmp_path / "journal.ndjson.zst"
    export_journal(archive)
    second, third, unknown = contact(1, 2), contact(1, 3), contact(2, 4)
    tell(second, third)
    store = pulled(bidan)
    place = EntryRow.objects.latest("seq").seq
    _set_back(archive)
    append([unknown, third], received=NOW_MS + 60_000)
    last = EntryRow.objects.latest("seq")
    assert (last.seq, last.number) == (place, third.number)
    assert pulled(bidan, store).content() == pulled(bidan).content()
    assert len(store.content()[str(uuid_of(2))]["entries"]) == 2


def test_a_server_that_got_everything_back_lists_nothing_anew(
    phone: PhoneOf, people: None, tmp_path: Path
) -> None:
    kader, archive = phone("kader"), tmp_path / "journal.ndjson.zst"
    store = pulled(kader)
    export_journal(archive)
    _set_back(archive)
    answer = page(kader, store.cursor)
    assert (answer["generation"], answer["records"]) == (store.generation, [])


def _set_back(archive: Path) -> None:
    EntryRow.objects.all().delete()
    rebuild()
    import_journal(archive)
    catch_up()


@pytest.mark.parametrize("cursor", ["", "x", "1|2", "1|g|r|x|m", "1|g|r|5|m|z|a|1|n", "1" * 700])
def test_a_cursor_that_we_never_gave_begins_anew(phone: PhoneOf, people: None, cursor: str) -> None:
    answer = page(phone("kader"), cursor)
    assert {one["about"] for one in answer["records"]} == of(1, 2, 50)


def test_a_cursor_of_somebody_else_opens_nothing(phone: PhoneOf, people: None) -> None:
    stolen = pulled(phone("bidan")).cursor
    assert {one["about"] for one in page(phone("kader"), stolen)["records"]} == of(1, 2, 50)


def test_the_own_village_comes_first(phone: PhoneOf, people: None) -> None:
    Worker.objects.filter(username="bidan").update(scope=[PADANG, "U1906-04"])
    store = pulled(phone("bidan"))
    arrived = [about for about, (_, one) in store.records.items() if one["kind"] == "person"]
    assert arrived == [str(uuid_of(number)) for number in (1, 2, 3, 4)]


def test_small_pages_may_be_cut_off_anywhere(
    phone: PhoneOf, people: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pulled(phone("bidan")).content()
    monkeypatch.setattr("nyelik.register.device_listing.AT_ONCE", 1)
    monkeypatch.setattr("nyelik.register.device_pull.next_page.__defaults__", (1,))
    store = Store()
    for _ in range(30):
        answer = page(phone("bidan"), store.cursor)
        page(phone("bidan"), store.cursor)  # the answer to this one was lost on the way
        store.apply(answer)
        if not answer["more"]:
            break
    assert store.asked >= 4
    assert store.content() == whole


def test_held_entries_come_when_somebody_accepts_them(phone: PhoneOf, people: None) -> None:
    kader = phone("kader")
    store = pulled(kader)
    late = Entry(
        device="dev-kader", number=1, kind="contact", subject=uuid_of(1500), about=uuid_of(1),
        body={}, happened="2026-07-30", written=NOW_MS << 16, rulebook="test",
    )  # fmt: skip
    append([late], received=NOW_MS)
    answer = page(kader, store.cursor)
    assert answer["records"] == []
    assert answer["held"] == [{"number": 1, "status": "held", "problem": "future-date"}]
    seq = held()[0].entry.seq
    accept_held([seq], by=uuid_of(9), reason="benar", now_ms=NOW_MS)
    catch_up()
    answer = page(kader, store.cursor)
    assert [one["about"] for one in answer["records"]] == [str(uuid_of(1))]
    assert answer["held"] == []


def test_what_the_journal_has_of_the_device(phone: PhoneOf, people: None) -> None:
    kader = phone("kader")
    own = [
        Entry(
            device="dev-kader", number=number, kind="contact", subject=uuid_of(1600 + number),
            about=uuid_of(1), body={}, happened="2026-06-30", written=(NOW_MS << 16) + number,
            rulebook="test",
        )
        for number in (1, 2, 5, 6, 9)
    ]  # fmt: skip
    append(own, received=NOW_MS)
    answer = page(kader)
    assert (answer["have"], answer["gaps"]) == (9, [[3, 4], [7, 8]])
    assert (page(phone("bidan"))["have"], page(phone("bidan"))["gaps"]) == (0, [])


def test_sessions_are_records_of_facilities(phone: PhoneOf, people: None) -> None:
    setup = read(phone("kader").get("/api/setup"))
    code = next(one["code"] for one in setup["facilities"] if one["type"] == "posyandu")
    about = facility_uuid(code)
    body = {"facility": code, "day": "2026-06-30", "opened": "2026-06-30T08:00", "note": "hujan"}
    tell(entry("session", session_uuid(code, "2026-06-30"), body, about=about))
    tell(entry("assessment", uuid_of(800), {"of": "facility", "facility": code}, about=about))
    store = pulled(phone("kader"))
    record = store.content()[str(about)]
    assert record["kind"] == "facility"
    assert [one["kind"] for one in record["entries"]] == ["session"]
    assert record["entries"][0]["body"]["note"] == "hujan"
    assert str(about) not in pulled(phone("kader-sebelah")).content() or code in str(
        read(phone("kader-sebelah").get("/api/setup"))
    )
    tell(entry("session", session_uuid(code, "2026-06-30"), {"closed": "2026-06-30T11:00"}, about=about))  # fmt: skip
    assert len(pulled(phone("kader"), store).content()[str(about)]["entries"]) == 2
    assert str(about) not in pulled(phone("bidan-seberang")).content()


def test_of_what_was_assessed_of_a_posyandu_only_its_own_recap_comes(
    phone: PhoneOf, people: None
) -> None:
    """With a colleague's correction that names no form; what a health worker found of the equipment stays."""
    setup = read(phone("kader").get("/api/setup"))
    code = next(one["code"] for one in setup["facilities"] if one["type"] == "posyandu")
    about, said = facility_uuid(code), {"of": "facility", "facility": code}
    kit = {"observations": {"kit_baby_scale": False}}
    day = "2026-06-30"
    tell(entry("session", session_uuid(code, day), {"facility": code, "day": day}, about=about))
    store = pulled(phone("kader"))
    recap = {**said, "package": "session-recap", "observations": {"recap_came": 9}}
    tell(entry("assessment", uuid_of(801), recap, about=about))
    tell(entry("assessment", uuid_of(801), {"observations": {"recap_came": 10}}, about=about))
    tell(entry("assessment", uuid_of(802), {**said, "package": "facility-survey", **kit}, about=about))  # fmt: skip
    tell(entry("assessment", uuid_of(803), {**said, **kit}, about=about))
    tell(entry("assessment", uuid_of(804), recap, about=about))
    tell(entry("assessment", uuid_of(804), {"package": "facility-survey", **kit}, about=about))
    for who, known in (("kader", store), ("bidan", None)):
        (entries,) = [
            record["entries"]
            for record in pulled(phone(who), known).content().values()
            if record["about"] == str(about)
        ]
        told = [one["body"].get("observations") for one in entries if one["kind"] != "session"]
        assert told == [{"recap_came": 9}, {"recap_came": 10}]
    assert str(about) not in pulled(phone("bidan-seberang")).content()


def test_every_page_is_written_down_as_one_list(phone: PhoneOf, people: None) -> None:
    ReadLog.objects.all().delete()
    pulled(phone("kader"))
    row = ReadLog.objects.get()
    assert (row.worker.username, row.what, row.count) == ("kader", "phone", 2)
    assert {UUID(bytes=bytes(row.people)[n : n + 16]) for n in (0, 16)} == {uuid_of(1), uuid_of(2)}


def test_only_access_gives_pages(people: None, staff: dict[str, Worker]) -> None:
    viewer = access.Viewer(staff["desa"], dt.datetime.now(dt.UTC))
    assert access.page_for_device(viewer, shown=None, cursor=None).records == []  # type: ignore[arg-type]


class TestReport:
    def test_a_device_says_how_it_is(self, phone: PhoneOf, people: None) -> None:
        page(
            phone("kader"), app="2026.11.0", rulebook="c1f8d780f740", unsent=3, next_number=18,
            storage={"used": 5_000_000, "quota": 100_000_000}, now=0,
        )  # fmt: skip
        device = Device.objects.get(id="dev-kader")
        assert (device.app, device.rulebook) == ("2026.11.0", "c1f8d780f740")
        assert (device.unsent, device.next_number) == (3, 18)
        assert (device.storage_used, device.storage_quota) == (5_000_000, 100_000_000)
        assert device.clock_offset is not None
        assert device.clock_offset < -1_000_000
        assert device.last_contact_at is not None

    def test_nonsense_stops_nobody(self, phone: PhoneOf, people: None) -> None:
        answer = page(
            phone("kader"), app=5, rulebook="x" * 500, unsent=-1, next_number=10**30,
            storage="much", now="noon",
        )  # fmt: skip
        assert answer["records"]
        device = Device.objects.get(id="dev-kader")
        assert (device.app, device.unsent, device.next_number, device.clock_offset) == (
            "", None, None, None,
        )  # fmt: skip
        assert told(phone("kader").post("/api/sync", {"cursor": 5})) == (
            400,
            "request-not-understood",
        )

    def test_the_servers_clock_is_told(self, phone: PhoneOf, people: None) -> None:
        assert (
            abs(page(phone("kader"))["now"] - dt.datetime.now(dt.UTC).timestamp() * 1000) < 60_000
        )


class TestLeaving:
    def test_strangers_learn_nothing(self, phone: PhoneOf, people: None, client: Client) -> None:
        assert told(client.post("/api/sync", {}, content_type="application/json"))[0] == 401
        kader = phone("kader")
        wrong = {"Authorization": "Bearer dev-kader.wrong"}
        assert told(kader.post("/api/sync", {}, **wrong)) == (401, "device-not-known")
        assert told(kader.get("/api/sync")) == (405, "method-not-allowed")

    def test_it_hears_what_the_journal_has_of_it(self, phone: PhoneOf, people: None) -> None:
        kader = phone("kader")
        mine = replace(contact(1, 1), device="dev-kader")
        tell(*(replace(mine, number=number, subject=uuid_of(5000 + number)) for number in (1, 4)))
        devices.revoke("dev-kader", NOW, Device.AFTER_SENDING)
        for answer in (kader.post("/api/sync", {"cursor": None}), kader.get("/api/setup")):
            problem = read(answer)["problem"]
            assert (problem["have"], problem["gaps"]) == (4, [[2, 3]])

    @pytest.mark.parametrize("mode", [Device.AFTER_SENDING, Device.NOW])
    def test_an_ended_device_gets_nothing_and_says_when_it_is_empty(
        self, phone: PhoneOf, people: None, mode: str
    ) -> None:
        kader = phone("kader")
        devices.revoke("dev-kader", NOW, mode)
        answer = kader.post("/api/sync", {"cursor": None, "unsent": 4})
        assert told(answer) == (403, "device-revoked")
        assert read(answer)["problem"]["wipe"] == mode
        assert Device.objects.get(id="dev-kader").unsent == 4
        assert ("have" in read(answer)["problem"]) == (mode == Device.AFTER_SENDING)
        assert kader.post("/api/sync", {"wiped": True}).status_code == 403
        device = Device.objects.get(id="dev-kader")
        assert device.wiped_at is not None
        assert device.unsent == 0
