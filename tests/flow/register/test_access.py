"""Owner, colleague and stranger at the only door to people, and the record of what each of them read."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from nyelik.register import access, facilities, reading
from nyelik.register.access import ReasonNeeded, Stranger, Viewer
from nyelik.register.workers import ReadLog, Worker
from tests.support.people import NOW, entry, register_person, tell, uuid_of, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

KELUBI, PADANG = "19.06.01.2004", "19.06.01.2003"
RT_1, RT_9 = f"{KELUBI}-01-001", f"{KELUBI}-02-014"
NIK = "1906025403980001"


@dataclass(frozen=True)
class Word:
    sensitive: str | None


@pytest.fixture
def people() -> None:
    """1 in the kader's RT, 2 elsewhere in Kelubi, 3 in Padang, 4 known only to Kelubi, 5 with no place."""
    facilities.load_district("19.06")
    common = {"sex": "female", "born": "1998-03-14", "mother_name": "Rohani"}
    register_person(1, name="Siti Aisyah", area=RT_1, nik=NIK, kk="1906020101010001", **common)
    register_person(2, name="Siti Aminah", area=RT_9, **common)
    register_person(3, name="Siti Maryam", area=f"{PADANG}-01-001", **common)
    register_person(4, name="Siti Zubaidah", area=KELUBI, **common)
    register_person(5, name="Siti Tanpa Alamat", **common)


def viewer(role: str, scope: list[str], reason: str | None = None, cluster: int = 0) -> Viewer:
    return Viewer(
        worker(f"{role}-{Worker.objects.count()}", role, scope, cluster=cluster), NOW, reason
    )


def ids(people: list[access.SeenPerson]) -> set[int]:
    return {person.id.int & 0xFFFF for person in people}


SEES = [
    ("kader", [RT_1], {1}),
    ("kader", ["Y1906-019"], {1}),
    ("pustu", ["U1906-04"], {1, 2, 4}),
    ("puskesmas", ["P1906-01"], {1, 2, 3, 4}),
    ("puskesmas_head", ["P1906-01"], {1, 2, 3, 4}),
    ("puskesmas", ["P1906-02"], set()),
    ("village", [KELUBI], set()),
    ("auditor", ["19.06"], set()),
]


@pytest.mark.usefixtures("people")
class TestLists:
    @pytest.mark.parametrize(("role", "scope", "expected"), SEES)
    def test_each_sees_their_own(self, role: str, scope: list[str], expected: set[int]) -> None:
        if scope == ["Y1906-019"]:
            posyandu = facilities.served_areas(scope, NOW.date())
            expected = {1} if RT_1 in posyandu else set()
        who = viewer(role, scope)
        assert ids(access.people_visible_to(who)) == expected
        assert access.count_visible_to(who) == len(expected)
        assert (
            ids(list(access.names_for(who, [uuid_of(n) for n in range(1, 6)]).values())) == expected
        )
        assert {
            one.int & 0xFFFF for one in access.visible_ids(who, [uuid_of(n) for n in range(9)])
        } == expected
        assert ids([found.person for found in access.search(who, "siti")]) == expected

    def test_dinkes_sees_all_with_a_reason_only(self) -> None:
        without = viewer("dinkes", ["19.06"])
        for call in (
            lambda: access.people_visible_to(without),
            lambda: access.names_for(without, [uuid_of(1)]),
            lambda: access.search(without, "siti"),
            lambda: access.person_for(without, uuid_of(1)),
        ):
            with pytest.raises(ReasonNeeded):
                call()
        assert access.count_visible_to(without) == 4
        assert not ReadLog.objects.exists()
        given = viewer("dinkes", ["19.06"], reason="verifikasi data ganda")
        assert ids(access.people_visible_to(given)) == {1, 2, 3, 4}
        assert access.person_for(given, uuid_of(5)).name == "Siti Tanpa Alamat"

    def test_an_area_narrows_and_never_widens(self) -> None:
        pustu = viewer("pustu", ["U1906-04"])
        assert ids(access.people_visible_to(pustu, area=RT_9)) == {2}
        assert ids(access.people_visible_to(pustu, area="19.06")) == {1, 2, 4}
        assert ids(access.people_visible_to(pustu, area=PADANG)) == set()

    def test_a_family_can_be_listed(self) -> None:
        tell(
            entry("person", uuid_of(2), {"household": str(uuid_of(50)), "mother": str(uuid_of(4))})
        )
        pustu = viewer("pustu", ["U1906-04"])
        assert ids(access.people_visible_to(pustu, household=uuid_of(50))) == {2}
        assert ids(access.people_visible_to(pustu, mother=uuid_of(4))) == {2}
        assert ids(access.people_visible_to(pustu, kk="1906020101010001")) == {1}
        assert ids(access.people_visible_to(pustu, limit=1, offset=1)) == {1}

    def test_who_died_or_left_is_shown_when_asked(self) -> None:
        tell(entry("person", uuid_of(2), {"moved_out": "2026-05-01"}))
        pustu = viewer("pustu", ["U1906-04"])
        assert ids(access.people_visible_to(pustu)) == {1, 4}
        assert ids(access.people_visible_to(pustu, gone=True)) == {1, 2, 4}

    def test_a_whole_district_includes_who_is_known_only_to_it(self) -> None:
        register_person(6, name="Siti Kecamatan", area="19.06.01")
        assert 6 in ids(access.people_visible_to(viewer("puskesmas", ["P1906-01"])))
        assert 6 not in ids(access.people_visible_to(viewer("pustu", ["U1906-04"])))
        assert 6 not in ids(access.people_visible_to(viewer("puskesmas", [KELUBI, PADANG])))

    def test_no_scope_sees_nobody(self) -> None:
        assert access.people_visible_to(viewer("pustu", [])) == []
        assert access.search(viewer("pustu", ["U9999-99"]), "siti") == []

    def test_a_worker_who_left_sees_nobody(self) -> None:
        gone = viewer("pustu", ["U1906-04"])
        gone.worker.is_active = False
        assert access.people_visible_to(gone) == []
        with pytest.raises(Stranger):
            access.person_for(gone, uuid_of(1), reason="lupa")


@pytest.mark.usefixtures("people")
class TestOnePerson:
    def test_owner_and_colleague_open_the_card(self) -> None:
        for role, scope in (
            ("kader", [RT_1]),
            ("pustu", ["U1906-04"]),
            ("puskesmas", ["P1906-01"]),
        ):
            assert access.person_for(viewer(role, scope), uuid_of(1)).name == "Siti Aisyah"

    @pytest.mark.parametrize(
        ("role", "scope"), [("kader", [RT_9]), ("village", [KELUBI]), ("auditor", ["19.06"])]
    )
    def test_strangers_do_not_even_with_a_reason(self, role: str, scope: list[str]) -> None:
        with pytest.raises(Stranger):
            access.person_for(viewer(role, scope), uuid_of(1), reason="ingin tahu")
        assert not ReadLog.objects.exists()

    def test_nobody_and_not_yours_get_the_same_answer(self) -> None:
        kader = viewer("kader", [RT_9])
        answers = []
        for person in (uuid_of(1), uuid_of(77)):
            with pytest.raises(Stranger) as raised:
                access.person_for(kader, person)
            answers.append(raised.value.as_dict())
        assert answers[0] == answers[1]

    def test_breaking_the_glass_needs_a_reason_and_is_logged(self) -> None:
        pustu = viewer("pustu", ["U1906-03"])
        with pytest.raises(ReasonNeeded):
            access.person_for(pustu, uuid_of(1))
        with pytest.raises(ReasonNeeded):
            access.person_for(pustu, uuid_of(1), reason="  ")
        seen = access.person_for(pustu, uuid_of(1), reason="pasien datang dari Kelubi")
        assert seen.outside
        log = ReadLog.objects.get()
        assert (log.person, log.outside, log.reason) == (
            uuid_of(1),
            True,
            "pasien datang dari Kelubi",
        )

    def test_a_merged_duplicate_opens_as_the_one_who_stays(self) -> None:
        tell(entry("merge", uuid_of(101), {"into": str(uuid_of(1))}, about=uuid_of(2)))
        pustu = viewer("pustu", ["U1906-04"])
        assert access.person_for(pustu, uuid_of(2)).id == uuid_of(1)
        assert ids(access.people_visible_to(pustu)) == {1, 4}

    def test_a_retracted_person_is_nobody(self) -> None:
        tell(entry("person", uuid_of(1), {"retracted": True}))
        with pytest.raises(Stranger):
            access.person_for(viewer("pustu", ["U1906-04"]), uuid_of(1))

    @pytest.mark.parametrize(
        ("role", "scope", "nik"),
        [
            ("kader", [RT_1], "1906••••••••••01"),
            ("pustu", ["U1906-04"], NIK),
            ("puskesmas", ["P1906-01"], NIK),
            ("dinkes", ["19.06"], "1906••••••••••01"),
        ],
    )
    def test_the_nik_is_masked_outside_pustu_and_puskesmas(
        self, role: str, scope: list[str], nik: str
    ) -> None:
        assert access.person_for(viewer(role, scope, reason="r"), uuid_of(1)).nik == nik


@pytest.mark.usefixtures("people")
class TestSearch:
    def test_outside_the_scope_with_a_reason(self) -> None:
        with pytest.raises(ReasonNeeded):
            access.search(viewer("pustu", ["U1906-04"]), "siti maryam", everywhere=True)
        with pytest.raises(Stranger):
            access.search(viewer("kader", [RT_1], reason="r"), "siti maryam", everywhere=True)
        found = access.search(
            viewer("pustu", ["U1906-04"], reason="rujukan"), "siti maryam", everywhere=True
        )
        assert found[0].person.id == uuid_of(3)
        assert found[0].person.outside
        assert ReadLog.objects.get().outside

    def test_a_merged_duplicate_is_found_as_the_one_who_stays(self) -> None:
        tell(entry("merge", uuid_of(101), {"into": str(uuid_of(2))}, about=uuid_of(1)))
        pustu = viewer("pustu", ["U1906-04"])
        assert [found.person.id for found in access.search(pustu, NIK)] == [uuid_of(2)]
        assert ids([found.person for found in access.search(pustu, "siti")]) == {2, 4}
        assert access.search(viewer("kader", [RT_1]), NIK) == []

    def test_a_kader_cannot_fish_for_a_nik(self) -> None:
        kader = viewer("kader", [RT_1])
        assert access.search(kader, NIK[:10]) == []
        assert [found.person.id for found in access.search(kader, NIK)] == [uuid_of(1)]
        assert [found.by for found in access.search(viewer("pustu", ["U1906-04"]), NIK[:10])] == [
            "nik"
        ]


@pytest.mark.usefixtures("people")
class TestRecordOfReading:
    def test_a_list_is_one_row_with_its_ids(self) -> None:
        access.people_visible_to(viewer("pustu", ["U1906-04"]))
        log = ReadLog.objects.get()
        assert (log.count, log.what, log.person) == (3, "list", None)
        auditor = viewer("auditor", [])
        assert [read.count for read in reading.reads(auditor, person=uuid_of(2))] == [3]
        assert reading.reads(auditor, person=uuid_of(3)) == []

    def test_single_reads_are_found_by_person_worker_and_outside(self) -> None:
        pustu = viewer("pustu", ["U1906-03"])
        access.person_for(pustu, uuid_of(1), reason="rujukan")
        access.person_for(pustu, uuid_of(3))
        auditor = viewer("auditor", [])
        assert [read.reason for read in reading.reads(auditor, person=uuid_of(1))] == ["rujukan"]
        assert len(reading.reads(auditor, worker=pustu.worker.username)) == 2
        assert [read.outside for read in reading.reads(auditor, outside_only=True)] == [True]
        assert len(reading.reads(auditor, since=NOW, limit=1, offset=1)) == 1

    @pytest.mark.parametrize("role", ["kader", "pustu", "puskesmas", "village"])
    def test_others_may_not_read_it(self, role: str) -> None:
        with pytest.raises(Stranger):
            reading.reads(viewer(role, ["19.06"]))

    def test_empty_lists_leave_no_row(self) -> None:
        access.people_visible_to(viewer("pustu", ["U1906-37"]))
        assert not ReadLog.objects.exists()


@pytest.mark.usefixtures("people")
class TestNumbersAndWords:
    @pytest.mark.parametrize(
        ("role", "scope", "code", "names", "numbers"),
        [
            ("kader", [RT_1], RT_1, True, True),
            ("kader", [RT_1], KELUBI, False, True),
            ("kader", [RT_1], "19.06", False, True),
            ("kader", [RT_1], RT_9, False, False),
            ("pustu", ["U1906-04"], KELUBI, True, True),
            ("pustu", ["U1906-04"], "U1906-04", True, True),
            ("pustu", ["U1906-04"], "P1906-01", False, True),
            ("pustu", ["U1906-04"], "P1906-02", False, False),
            ("pustu", ["U1906-04"], PADANG, False, False),
            ("pustu", ["U1906-04"], "19.06", False, True),
            ("village", [KELUBI], KELUBI, False, True),
            ("village", [KELUBI], PADANG, False, False),
            ("dinkes", ["19.06"], "P1906-01", True, True),
            ("dinkes", ["19.06"], "X", False, False),
        ],
    )
    def test_whose_names_and_whose_numbers(
        self, role: str, scope: list[str], code: str, names: bool, numbers: bool
    ) -> None:
        who = viewer(role, scope, reason="r")
        assert access.names_visible(who, code) is names
        assert access.may_see_numbers(who, code) is numbers

    @pytest.mark.parametrize(
        ("role", "cluster", "reason", "word", "seen"),
        [
            ("kader", 0, None, None, True),
            ("kader", 0, None, "hiv", False),
            ("village", 0, None, "violence", False),
            ("auditor", 0, "r", "mental", False),
            ("pustu", 0, None, "hiv", True),
            ("puskesmas", 2, None, "hiv", True),
            ("puskesmas", 1, None, "hiv", False),
            ("puskesmas", 4, None, "mental", False),
            ("puskesmas", 3, None, "sensitive", True),
            ("puskesmas_head", 0, None, "violence", True),
            ("dinkes", 0, None, "hiv", False),
            ("dinkes", 0, "audit kasus", "hiv", True),
        ],
    )
    def test_sensitive_words(
        self, role: str, cluster: int, reason: str | None, word: str | None, seen: bool
    ) -> None:
        assert access.may_see_word(viewer(role, [], reason, cluster), Word(word)) is seen


def test_ids_are_readable() -> None:
    assert isinstance(uuid_of(1), UUID)
