"""What a health worker writes in free words, at a home or at the Posyandu, is not for a kader."""

from uuid import UUID

import pytest

from nyelik.register.workers import Worker
from tests.flow.security.conftest import Push
from tests.support.small_district import MOTHER, SignIn

NEW = UUID(int=(0x7D << 72) | 1)


@pytest.mark.parametrize("place", ["home", "posyandu"])
@pytest.mark.parametrize(("who", "seen"), [("bidan", False), ("kader", True)])
def test_a_kader_reads_their_own_notes_only(
    who: str, seen: bool, place: str, push: Push, signed_in: SignIn
) -> None:
    writer = Worker.objects.get(username=who)
    where = "home" if place == "home" else Worker.objects.get(username="kader").scope[0]
    body = {"package": "visit", "note": "catatan kunjungan", "observations": {"weight_kg": 60}}
    push(who, "contact", NEW, MOTHER, body, place=where, by=str(writer.id))
    assert (
        "catatan kunjungan" in signed_in("kader").get(f"/orang/{MOTHER}").content.decode()
    ) is seen
    assert "catatan kunjungan" in signed_in("bidan").get(f"/orang/{MOTHER}").content.decode()
