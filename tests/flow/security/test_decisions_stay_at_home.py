"""Looking somebody up with a reason is not the right to overrule those who care for them."""

from uuid import UUID

import pytest

from nyelik.journal.fold import fold
from nyelik.journal.read import entries_about
from tests.flow.security.conftest import Push
from tests.support.small_district import CHILD, MOTHER, NEIGHBOUR, SignIn

WHY = {"reason": "Pasien datang berobat ke sini", "next": "/cari"}


def contact_of(person: object) -> str:
    return str(next(e.subject for e in entries_about([person]) if e.kind == "contact"))  # type: ignore[list-item]


def test_a_guests_records_are_not_taken_back(signed_in: SignIn) -> None:
    midwife = signed_in("bidan")
    midwife.post("/alasan", WHY)
    page = midwife.get(f"/orang/{NEIGHBOUR}")
    assert page.status_code == 200
    assert f"/orang/{NEIGHBOUR}/tarik" not in page.content.decode()
    contact = contact_of(NEIGHBOUR)
    given = {"subject": contact, "reason": "ingin saja"}
    assert midwife.post(f"/orang/{NEIGHBOUR}/tarik", given).status_code == 404
    assert not any(one.retracted for one in fold(entries_about([NEIGHBOUR])).values())


def test_a_record_of_somebody_else_is_not_named_through_ones_own_patient(
    signed_in: SignIn,
) -> None:
    given = {"subject": contact_of(NEIGHBOUR), "reason": "lewat pintu lain"}
    assert signed_in("bidan").post(f"/orang/{CHILD}/tarik", given).status_code == 404


@pytest.mark.parametrize("who", ["kader", "dinkes", "desa", "auditor"])
def test_others_take_nothing_back(who: str, signed_in: SignIn) -> None:
    given = {"subject": contact_of(CHILD), "reason": "tidak berhak"}
    assert signed_in(who).post(f"/orang/{CHILD}/tarik", given).status_code in (403, 404)


class TestAConflictAboutHiv:
    @pytest.fixture
    def contact(self, push: Push) -> str:
        contact = contact_of(MOTHER)
        body = {"observations": {"hiv_test": "non_reactive"}}
        (said,) = push("bidan", "contact", UUID(contact), MOTHER, body)
        assert said["status"] == "accepted"
        assert [c.field for s in fold(entries_about([MOTHER])).values() for c in s.conflicts]
        return contact

    @pytest.mark.parametrize(("who", "settled"), [("tatausaha", False), ("ibu-anak", True)])
    def test_is_settled_by_who_may_see_it(
        self, who: str, settled: bool, contact: str, signed_in: SignIn
    ) -> None:
        given = {"subject": contact, "field": "observations.hiv_test", "choice": "1"}
        assert signed_in(who).post(f"/orang/{MOTHER}/pilih", given).status_code == 302
        left = [c.field for s in fold(entries_about([MOTHER])).values() for c in s.conflicts]
        assert ("observations.hiv_test" not in left) is settled

    @pytest.mark.parametrize("choice", ["²", "-1", "99", "", "1e3", "9" * 5000])
    def test_a_strange_choice_breaks_nothing(
        self, choice: str, contact: str, signed_in: SignIn
    ) -> None:
        given = {"subject": contact, "field": "observations.hiv_test", "choice": choice}
        assert signed_in("ibu-anak").post(f"/orang/{MOTHER}/pilih", given).status_code == 302
