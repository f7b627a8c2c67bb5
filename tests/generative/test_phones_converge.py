"""Phones of a district, used and misused in any order, agree in the end, and nothing that was acknowledged is lost.

The simulated phone is the device's half of `contracts/sync.md`, the server is the real one. Clocks are years
off, deliveries get lost, doubled, delayed and cut, phones are killed, restored, copied and revoked, the server is set
back to an older archive, people move, workers move, two edit the same person without a network.
"""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from itertools import count, islice
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from nyelik.journal import projections
from nyelik.journal.archive import export_journal, import_journal
from nyelik.journal.fold import fold
from nyelik.journal.held import accept_held, held
from nyelik.journal.read import entries_from
from nyelik.journal.tables import EntryRow, OpenConflict, Quarantine
from nyelik.register import devices
from nyelik.register.workers import Device, ReadLog, Worker
from tests.support.effort import effort
from tests.support.people import NOW
from tests.support.phone_world import (
    EVERYWHERE,
    FATES,
    HEALTH,
    RTS,
    SECRET_WORD,
    SERVES,
    WHOLE_NIK,
    WORKERS,
    Fate,
    SkewedClock,
    WildNetwork,
    direct,
    fresh_state,
    journal_places,
    make_places,
    make_worker,
    new_token,
    real_now,
)
from tests.support.simulated_phone import Cut, Disk, SimulatedPhone

PHONE = st.integers(0, 99)
PICK = st.integers(0, 999)
IDS = UUID(int=0x1D5)
DAY_MS = 86_400_000
SKEWS = [0, 0, 90_000, -90_000, 40 * DAY_MS, -400 * DAY_MS, 5 * 365 * DAY_MS, -26 * 365 * DAY_MS]
SCOPES = [["S2"], ["S1"], ["S1", "S2"], ["S3"]]


class Phones(RuleBasedStateMachine):
    """The district as it is misused. `per_worker` phones each; what is checked stands at the end."""

    per_worker = 1

    def __init__(self) -> None:
        super().__init__()
        empty_everything()
        make_places()
        self.folder = tempfile.TemporaryDirectory()
        self.workers = {name: make_worker(name) for name in WORKERS}
        self.clocks: list[SkewedClock] = []
        self.phones: list[SimulatedPhone] = []
        for worker in list(self.workers.values()) * self.per_worker:
            self._add_phone(worker)
        self.backups: dict[int, Disk] = {}
        self.copied: set[str] = set()
        self.forgiven: set[str] = set()
        self.set_back: set[str] = set()
        """What the server once had and lost by being set back, whether or not somebody brought it again."""
        self.late: list[Callable[[], object]] = []
        self.archive: Path | None = None
        self.today = "2026-06-01"
        self.numbers = count(1)
        self._begin()

    def _begin(self) -> None:
        """Everybody knows somebody, so that there is something to misuse."""
        for at, phone in enumerate(self.phones):
            self.register_somebody(at, at, nik=True)
            self.weigh_somebody(at, 0, 9, secret=True)
            phone.sync(direct)
        for phone in self.phones:
            phone.sync(direct)

    def _add_phone(self, worker: Worker) -> None:
        clock = SkewedClock()
        device, token = new_token(worker)
        self.clocks.append(clock)
        self.phones.append(SimulatedPhone(device, token, str(worker.id), clock))

    def teardown(self) -> None:
        """Every way through the rules ends with everybody agreeing."""
        try:
            self.everybody_agrees()
        finally:
            self.folder.cleanup()

    # --- what workers do -----------------------------------------------------------------------------

    def _new_id(self) -> str:
        """The next of the same ids at every run: who is the seventh of those known must not change between runs."""
        return str(uuid5(IDS, str(next(self.numbers))))

    def _phone(self, which: int) -> SimulatedPhone:
        return self.phones[which % len(self.phones)]

    def _health_worker(self, which: int) -> SimulatedPhone:
        those = [one for one in self.phones if self._role(one) in HEALTH]
        return those[which % len(those)]

    def _role(self, phone: SimulatedPhone) -> str:
        return Worker.objects.get(id=phone.worker).role

    def _areas(self, phone: SimulatedPhone) -> list[str]:
        scope = Worker.objects.get(id=phone.worker).scope
        served = [area for code in scope for area in SERVES[code]]
        return [rt for rt in RTS.values() if any(rt.startswith(area) for area in served)]

    def _known(self, phone: SimulatedPhone, kind: str) -> list[tuple[str, str]]:
        """(subject, about) of what this phone knows of a kind, from its records and its own entries."""
        pulled = [e for one in phone.disk.records.values() for e in one.entries]
        own = [one.entry for one in phone.disk.kept.values()]
        found = {(e["subject"], e["about"]): None for e in [*pulled, *own] if e["kind"] == kind}
        return sorted(found)

    def _write(self, phone: SimulatedPhone, kind: str, subject: str, body: Any, about: str) -> None:
        if not phone.disk.wiped:
            phone.write(
                kind,
                subject,
                body,
                about=about,
                happened=self.today,
                place=f"mark {self._new_id()}",
            )

    @rule(which=PHONE, at=PICK, nik=st.booleans())
    def register_somebody(self, which: int, at: int, nik: bool) -> None:
        phone = self._phone(which)
        areas = self._areas(phone)
        body = {"name": f"Orang {at}", "sex": "female", "area": areas[at % len(areas)]}
        new = self._new_id()
        self._write(phone, "person", new, body | ({"nik": WHOLE_NIK} if nik else {}), new)

    @rule(which=PHONE, at=PICK)
    def register_a_household(self, which: int, at: int) -> None:
        phone = self._phone(which)
        areas, new = self._areas(phone), self._new_id()
        self._write(phone, "household", new, {"area": areas[at % len(areas)]}, new)

    @rule(which=PHONE, who=PICK, value=st.integers(0, 3))
    def edit_somebody(self, which: int, who: int, value: int) -> None:
        phone = self._phone(which)
        if people := self._known(phone, "person"):
            subject, about = people[who % len(people)]
            self._write(phone, "person", subject, {"phone": f"0812{value}"}, about)

    @rule(one=PHONE, other=PHONE, who=PICK)
    def two_edit_one_person_offline(self, one: int, other: int, who: int) -> None:
        first, second = self._phone(one), self._phone(other)
        both = set(self._known(first, "person")) & set(self._known(second, "person"))
        if both and first is not second:
            subject, about = sorted(both)[who % len(both)]
            self._write(first, "person", subject, {"address": f"rumah {one}"}, about)
            self._write(second, "person", subject, {"address": f"kebun {other}"}, about)
            first.sync(direct)

    @rule(which=PHONE, who=PICK, weight=st.integers(2, 30), secret=st.booleans())
    def weigh_somebody(self, which: int, who: int, weight: int, secret: bool) -> None:
        phone = self._phone(which)
        if people := self._known(phone, "person"):
            found: dict[str, Any] = {"weight_kg": weight}
            if secret and self._role(phone) in HEALTH:
                found[SECRET_WORD] = True
            about = people[who % len(people)][1]
            self._write(phone, "contact", self._new_id(), {"observations": found}, about)

    @rule(which=PHONE, who=PICK, weight=st.integers(2, 30), retract=st.booleans())
    def correct_a_contact(self, which: int, who: int, weight: int, retract: bool) -> None:
        phone = self._phone(which)
        if contacts := self._known(phone, "contact"):
            subject, about = contacts[who % len(contacts)]
            body = {"retracted": True} if retract else {"observations": {"weight_kg": weight}}
            self._write(phone, "contact", subject, body, about)

    @rule(which=PHONE, who=PICK, at=st.integers(0, 9))
    def somebody_moves(self, which: int, who: int, at: int) -> None:
        phone = self._phone(which)
        if people := self._known(phone, "person"):
            subject, about = people[who % len(people)]
            area = EVERYWHERE[at % len(EVERYWHERE)]
            self._write(phone, "person", subject, {"area": area}, about)

    @rule(which=PHONE, who=PICK, into=PICK, undone=st.sampled_from([False, False, True]))
    def merge_two(self, which: int, who: int, into: int, undone: bool) -> None:
        phone = self._health_worker(which)
        people = self._known(phone, "person")
        if len(people) > 1:
            one, other = people[who % len(people)][0], people[into % len(people)][0]
            if one != other:
                pair = str(uuid5(UUID(one), other))  # the same whoever merges them
                self._write(phone, "merge", pair, {"into": other, "undone": undone}, one)
                phone.sync(direct)

    @rule(which=PHONE, who=PICK)
    def retract_somebody(self, which: int, who: int) -> None:
        phone = self._health_worker(which)
        if people := self._known(phone, "person"):
            subject, about = people[who % len(people)]
            self._write(phone, "person", subject, {"retracted": True, "reason": "dua kali"}, about)

    # --- what happens to phones ------------------------------------------------------------------------

    @rule(
        which=PHONE,
        fates=st.lists(st.sampled_from(FATES), max_size=4),
        part=st.integers(1, 4),
        backwards=st.booleans(),
        killed_after=st.none() | st.integers(0, 4),
    )
    def sync(
        self,
        which: int,
        fates: list[Fate],
        part: int,
        backwards: bool,
        killed_after: int | None,
    ) -> None:
        phone = self._phone(which)
        network = WildNetwork(iter(fates))

        def order(numbers: Any) -> list[list[int]]:
            wanted = list(numbers)[::-1] if backwards else list(numbers)
            return [wanted[at : at + part] for at in range(0, len(wanted), part)]

        with suppress(Cut):
            for _ in islice(phone.steps(network, "district", order), killed_after):
                pass
        self.late += network.late

    @rule(which=PHONE)
    def sync_well(self, which: int) -> None:
        self._phone(which).sync(direct)

    @rule(some=st.lists(PHONE, min_size=3, max_size=6))
    def several_sync(self, some: list[int]) -> None:
        for which in some:
            self._phone(which).sync(direct)

    @rule(at=PICK)
    def a_late_delivery_arrives(self, at: int) -> None:
        if self.late:
            self.late.pop(at % len(self.late))()

    @rule(which=PHONE, skew=st.sampled_from(SKEWS))
    def a_clock_goes_wrong(self, which: int, skew: int) -> None:
        self.clocks[which % len(self.clocks)].off = skew

    @rule(which=PHONE)
    def back_up(self, which: int) -> None:
        self.backups[which % len(self.phones)] = self._phone(which).copy_of_disk()

    @rule(which=PHONE)
    def restore_a_phone(self, which: int) -> None:
        phone = self._phone(which)
        backup = self.backups.get(which % len(self.phones))
        if backup is not None and not phone.disk.wiped:
            self.copied.add(phone.device)
            phone.disk = backup
            self.backups[which % len(self.phones)] = phone.copy_of_disk()

    @rule(which=PHONE)
    def copy_a_phone(self, which: int) -> None:
        phone = self._phone(which)
        if len(self.phones) < 12 * self.per_worker and not phone.disk.wiped:
            clock = SkewedClock()
            twin = SimulatedPhone(phone.device, phone.token, phone.worker, clock)
            twin.disk = phone.copy_of_disk()
            self.copied.add(phone.device)
            self.clocks.append(clock)
            self.phones.append(twin)

    @rule(which=PHONE, mode=st.sampled_from([Device.AFTER_SENDING, Device.NOW]))
    def revoke(self, which: int, mode: str) -> None:
        phone = self._phone(which)
        if not which % 3 and Device.objects.filter(revoked_at=None).count() > len(WORKERS) // 2:
            devices.revoke(phone.device, NOW, mode)

    # --- what happens at the district ------------------------------------------------------------------

    @rule(scope=st.sampled_from(SCOPES))
    def a_kader_gets_other_areas(self, scope: list[str]) -> None:
        Worker.objects.filter(username="citra").update(scope=scope)

    @rule()
    def a_supervisor_accepts_what_is_held(self) -> None:
        waiting = [one.entry.seq for one in held() if one.entry.problem != "unknown-subject"]
        if waiting:
            by = self.workers["kepala"].id
            accept_held(waiting, by=by, reason="diperiksa", now_ms=real_now())
            projections.catch_up()

    @rule()
    def archive_the_server(self) -> None:
        self.archive = Path(self.folder.name) / "journal.ndjson.zst"
        export_journal(self.archive)

    @rule()
    def restore_the_server(self) -> None:
        if self.archive is None:
            return
        before = journal_places()
        empty_journal()
        import_journal(self.archive)
        projections.catch_up()
        lost = before.keys() - journal_places().keys()
        # Who still has an entry brings it again. What only a lost or copied phone had, nobody can.
        still = {
            one.entry["place"]
            for phone in self.phones
            for one in phone.disk.kept.values()
            if phone.device not in self.copied
        }
        self.forgiven |= lost - still
        self.set_back |= lost

    # --- what must be so in the end ----------------------------------------------------------------------

    def everybody_agrees(self) -> None:
        """Everybody syncs on a good network until nothing waits, then once more; then all is as the journal says.

        Twice is enough whatever happened: more rounds would hide a cursor that skipped something.
        """
        for late in self.late:
            late()
        self.late = []
        for _ in range(2):
            for phone in self.phones:
                phone.sync(direct)
        projections.catch_up()
        self._nothing_is_lost_or_doubled()
        self._everybody_has_what_a_fresh_phone_has()
        self._conflicts_are_listed()
        self._revoked_phones_are_empty()

    def _nothing_is_lost_or_doubled(self) -> None:
        there = journal_places()
        for phone in self.phones:
            acknowledged = {r["entry"]["place"] for r in phone.receipts if r["seq"]}
            working = not phone.disk.wiped and not phone.disk.leaving
            # Lost or stolen: wiped at once, so it brings nothing again to a server that was set back.
            excused = self.forgiven | (self.set_back if phone.disk.leaving == "now" else set())
            assert not acknowledged - there.keys() - excused
            assert not (working and phone.unsent())
            if phone.device not in self.copied:
                own = acknowledged & there.keys()
                assert all(len(there[mark]) == 1 for mark in own)
                kept = {one.entry["place"] for one in phone.disk.kept.values()}
                assert kept <= there.keys()
        numbers = EntryRow.objects.values_list("device", "number")
        assert len(numbers) == len(set(numbers))

    def _everybody_has_what_a_fresh_phone_has(self) -> None:
        fresh: dict[str, Any] = {}
        for phone in self.phones:
            if phone.disk.leaving or phone.disk.wiped:
                continue
            if phone.worker not in fresh:
                fresh[phone.worker] = fresh_state(Worker.objects.get(id=phone.worker))
            assert phone.disk.complete
            assert phone.state() == fresh[phone.worker]
        scopes = {one.username: one.pk for one in self.workers.values()}
        if {str(scopes["ani"]), str(scopes["budi"])} <= fresh.keys():
            assert fresh[str(scopes["ani"])] == fresh[str(scopes["budi"])]

    def _conflicts_are_listed(self) -> None:
        folded = fold(entries_from("e.status = 'accepted' AND e.kind <> 'hold_decision'", []))
        expected = {(c.subject, c.field) for one in folded.values() for c in one.conflicts}
        assert set(OpenConflict.objects.values_list("subject", "field")) == expected

    def _revoked_phones_are_empty(self) -> None:
        ended = Device.objects.exclude(revoked_at=None).values_list("id", flat=True)
        for phone in self.phones:
            if phone.device in set(ended):
                assert phone.disk.wiped
                assert not phone.disk.records
                assert not phone.disk.kept


def empty_everything() -> None:
    """An empty district."""
    empty_journal()
    for table in (ReadLog, Device, Worker):
        table.objects.all().delete()


def empty_journal() -> None:
    """A journal as of a new installation."""
    EntryRow.objects.all().delete()
    Quarantine.objects.all().delete()
    projections.rebuild()


@pytest.mark.django_db
@pytest.mark.both_databases
def test_phones_agree_whatever_happens() -> None:
    run_state_machine_as_test(Phones, settings=_settings(6, 20))


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_server_set_back_gets_again_what_phones_still_have() -> None:
    district = Phones()
    district.archive_the_server()
    for which in (0, 4, 7):
        district.register_somebody(which, 0, nik=False)
        district.sync_well(which)
    district.several_sync([0, 1, 4, 7])
    before = journal_places()
    district.restore_the_server()
    assert len(journal_places()) == len(before) - 3
    district.register_somebody(4, 0, nik=False)
    district.several_sync([4, 0, 7])
    district.teardown()
    assert journal_places().keys() > before.keys()


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_phone_ended_behind_a_server_set_back_brings_what_it_lost_before_it_wipes_itself() -> (
    None
):
    district = Phones()
    district.archive_the_server()
    district.register_somebody(0, 0, nik=False)
    district.sync_well(0)
    before = journal_places()
    district.restore_the_server()
    devices.revoke(district.phones[0].device, NOW, Device.AFTER_SENDING)
    district.sync_well(0)
    assert district.phones[0].disk.wiped
    assert Device.objects.get(id=district.phones[0].device).wiped_at is not None
    assert journal_places().keys() == before.keys()
    district.teardown()


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_copied_phone_loses_nothing_of_either() -> None:
    district = Phones()
    district.copy_a_phone(0)
    twin = len(district.phones) - 1
    for which in (0, twin):
        district.register_somebody(which, which, nik=False)
    written = {p.disk.kept[3].entry["place"] for p in (district.phones[0], district.phones[twin])}
    district.several_sync([0, twin, 0])
    assert written <= journal_places().keys()
    district.teardown()


class ManyPhones(Phones):
    """Dozens of phones: 32, and up to 16 copies of them."""

    per_worker = 4


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.rehearsal
@pytest.mark.timeout(effort(1800))
def test_dozens_of_phones_agree_whatever_happens() -> None:
    examples = 8 if connection.vendor == "postgresql" else 32
    run_state_machine_as_test(ManyPhones, settings=_settings(effort(examples), 100))


def _settings(examples: int, steps: int) -> Any:
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        # The same days at every run of CI; NYELIK_REHEARSE above 1 looks for new ones.
        derandomize=effort(1) == 1,
        suppress_health_check=list(HealthCheck),
    )
