"""Folding entries into state: the patch written last wins per field; conflicts are shown; a retraction stays."""

from typing import Any

from nyelik.journal.entry import Entry
from nyelik.journal.fold import fold
from tests.support.journal import entry, person, stored

CONTACT = person(7)


def weight(number: int, kg: float | None, **other: Any) -> Entry:
    return entry(number, {"observations": {"weight_kg": kg}}, subject=CONTACT, **other)


def folded(*entries: Entry) -> Any:
    return fold(stored(one, seq) for seq, one in enumerate(entries, 1))[CONTACT]


def test_one_entry_is_the_state() -> None:
    subject = folded(entry(1, {"package": "kms", "doses": {"MR": 1, "BCG": None}}, subject=CONTACT))
    assert subject.fields == {"package": "kms", "doses": {"MR": 1}}
    assert subject.sources == {"package": 1, "doses.MR": 1}


def test_the_patch_written_last_wins_not_the_one_that_came_last() -> None:
    assert folded(weight(2, 9.2), weight(1, 9.1)).fields == {"observations": {"weight_kg": 9.2}}


def test_observations_fold_one_by_one() -> None:
    length = entry(2, {"observations": {"length_cm": 75}}, subject=CONTACT)
    assert folded(weight(1, 9.1), length).fields["observations"] == {
        "weight_kg": 9.1,
        "length_cm": 75,
    }


def test_null_erases_a_field() -> None:
    assert folded(weight(1, 9.1), weight(2, None)).fields == {}


def test_a_correction_moves_the_day_of_a_contact() -> None:
    corrected = entry(2, {}, subject=CONTACT, happened="2026-02-27")
    assert folded(weight(1, 9.1), corrected).happened == "2026-02-27"


def test_a_correction_does_not_change_who_gave_the_service() -> None:
    subject = folded(weight(1, 9.1, by=person(90), place="Y1"), weight(2, 9.2, by=person(91)))
    assert (subject.by, subject.place) == (person(90), "Y1")


def test_retraction_wins_over_a_later_edit() -> None:
    gone = entry(1, {"retracted": True, "reason": "salah anak"}, device="dev-2", subject=CONTACT)
    subject = folded(gone, weight(1, 9.1), weight(5, 9.9))
    assert subject.retracted
    assert subject.conflicts == ()


def test_held_entries_do_not_count() -> None:
    import msgspec.structs

    waiting = msgspec.structs.replace(stored(weight(1, 9.1), 1), status="held")
    assert fold([waiting]) == {}


def test_two_devices_that_did_not_know_of_each_other_are_in_conflict() -> None:
    subject = folded(weight(1, 9.1), weight(1, 9.5, device="dev-2", at=2))
    assert subject.fields["observations"]["weight_kg"] == 9.5
    (conflict,) = subject.conflicts
    assert conflict.field == "observations.weight_kg"
    assert [patch.value for patch in conflict.patches] == [9.5, 9.1]


def test_the_same_value_is_no_conflict() -> None:
    assert folded(weight(1, 9), weight(1, 9.0, device="dev-2")).conflicts == ()


def test_an_edit_that_knew_of_the_other_is_no_conflict() -> None:
    assert folded(weight(1, 9.1), weight(1, 9.5, device="dev-2", seen=1, at=2)).conflicts == ()


def test_whoever_has_seen_both_settles_it() -> None:
    settled = weight(1, 9.1, device="office", seen=2, at=9)
    assert folded(weight(1, 9.1), weight(1, 9.5, device="dev-2", at=2), settled).conflicts == ()


def test_a_settlement_that_had_not_seen_a_third_leaves_a_conflict() -> None:
    settled = weight(1, 9.1, device="office", seen=2, at=9)
    third = weight(1, 9.7, device="dev-3", at=3)
    subject = folded(weight(1, 9.1), weight(1, 9.5, device="dev-2", at=2), settled, third)
    assert [patch.value for patch in subject.conflicts[0].patches] == [9.1, 9.7]


def test_two_days_for_one_contact_are_a_conflict_but_not_for_a_person() -> None:
    later = entry(1, {}, device="dev-2", subject=CONTACT, happened="2026-02-28", at=2)
    assert [c.field for c in folded(weight(1, 9.1), later).conflicts] == ["happened"]
    named = entry(1, {"name": "Ani"}, kind="person", subject=CONTACT)
    again = entry(
        1, {"nik": "1"}, kind="person", subject=CONTACT, device="dev-2", happened="2026-02-28"
    )
    assert folded(named, again).conflicts == ()


def test_naming_another_person_beside_a_contact_does_not_patch_it() -> None:
    foreign = entry(
        1, {"retracted": True}, device="dev-2", subject=CONTACT, about=person(2), at=-50
    )
    subject = folded(weight(1, 9.1), foreign)
    assert (subject.about, subject.retracted) == (person(1), False)
