"""A phone's token is not the right to judge the work of others, to sign as them, or to reach into another area."""

from uuid import UUID

import pytest

from nyelik.journal.fold import fold
from nyelik.journal.read import entries_about
from nyelik.register.tables import Person
from nyelik.register.workers import Worker
from tests.flow.security.conftest import Push
from tests.support.small_district import AWAY, CHILD, HOME_VILLAGE, MOTHER, NEIGHBOUR, SignIn

NEW = UUID(int=(0x7A << 72) | 1)
OTHER = UUID(int=(0x7A << 72) | 2)


def problem(receipts: list[dict[str, object]]) -> object:
    (receipt,) = receipts
    return receipt.get("problem")


def contact_of(person: UUID) -> UUID:
    """A contact that a nakes or another kader recorded."""
    return next(e.subject for e in entries_about([person]) if e.kind == "contact")


class TestKader:
    def test_does_not_make_a_person_disappear(self, push: Push, signed_in: SignIn) -> None:
        gone = {"retracted": True, "reason": "salah"}
        assert problem(push("kader", "person", CHILD, CHILD, gone)) == "not-yours-to-decide"
        assert not Person.objects.get(id=CHILD).retracted
        assert signed_in("bidan").get(f"/orang/{CHILD}").status_code == 200

    @pytest.mark.parametrize("kind", ["contact", "episode", "person"])
    def test_does_not_take_back_what_others_recorded(self, kind: str, push: Push) -> None:
        contact = contact_of(MOTHER)
        push("kader", kind, contact, MOTHER, {"retracted": True})
        assert not fold(entries_about([MOTHER]))[contact].retracted

    def test_takes_back_their_own(self, push: Push) -> None:
        push("kader", "contact", NEW, CHILD, {"observations": {"weight_kg": 91.0}})
        assert problem(push("kader", "contact", NEW, CHILD, {"retracted": True})) is None
        assert fold(entries_about([CHILD]))[NEW].retracted

    def test_takes_back_a_person_nobody_else_knows(self, push: Push) -> None:
        area = Person.objects.get(id=CHILD).area
        push("kader", "person", NEW, NEW, {"name": "Dobel", "area": area})
        assert problem(push("kader", "person", NEW, NEW, {"retracted": True})) is None

    def test_does_not_merge(self, push: Push) -> None:
        said = push("kader", "merge", NEW, CHILD, {"into": str(MOTHER)})
        assert problem(said) == "not-yours-to-decide"

    def test_does_not_validate_their_own_work(self, push: Push) -> None:
        said = push("kader", "contact", NEW, CHILD, {"observations": {}, "validated": True})
        assert problem(said) == "not-yours-to-decide"


def test_nobody_signs_as_somebody_else(push: Push) -> None:
    doctor = str(Worker.objects.get(username="kepala").id)
    assert problem(push("bidan", "contact", NEW, CHILD, {"note": "x"}, by=doctor)) == "other-worker"
    own = str(Worker.objects.get(username="bidan").id)
    assert problem(push("bidan", "contact", OTHER, CHILD, {"note": "x"}, by=own)) is None


class TestAcrossAreas:
    @pytest.mark.parametrize(("one", "into"), [(CHILD, NEIGHBOUR), (NEIGHBOUR, CHILD)])
    def test_no_merge_into_or_out_of_another_area(self, one: UUID, into: UUID, push: Push) -> None:
        assert problem(push("bidan", "merge", NEW, one, {"into": str(into)})) == "out-of-scope"
        assert (
            push("bidan", "merge", OTHER, CHILD, {"into": str(MOTHER)})[0]["status"] == "accepted"
        )

    def test_nobody_takes_a_person_home_by_moving_them(self, push: Push, signed_in: SignIn) -> None:
        push("kader", "person", AWAY, AWAY, {"area": HOME_VILLAGE})
        assert Person.objects.get(id=AWAY).area != HOME_VILLAGE
        assert signed_in("kader").get(f"/orang/{AWAY}").status_code == 404

    def test_a_record_named_beside_ones_own_patient_stays_as_it_was(self, push: Push) -> None:
        contact = contact_of(AWAY)
        push(
            "bidan",
            "contact",
            contact,
            CHILD,
            {"retracted": True, "observations": {"weight_kg": 2.0}},
        )
        subject = fold(entries_about([AWAY, CHILD]))[contact]
        assert (subject.about, subject.retracted) == (AWAY, False)
        assert subject.fields["observations"]["weight_kg"] == 10.4

    def test_a_household_id_is_no_way_to_a_person(self, push: Push) -> None:
        assert (
            problem(push("bidan", "household", AWAY, AWAY, {"area": HOME_VILLAGE}))
            == "out-of-scope"
        )
