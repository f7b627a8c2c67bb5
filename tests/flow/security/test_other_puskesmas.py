"""What one Puskesmas writes about its people is nothing for the next: reasons, held entries, devices, questions."""

import re
from uuid import UUID

import pytest

from nyelik.journal import held as journal_held
from nyelik.office import held_queue
from nyelik.register.tables import Person
from tests.flow.security.conftest import Push
from tests.support.small_district import (
    AWAY,
    AWAY_NAME,
    CHILD,
    CHILD_NAME,
    HOME_VILLAGE,
    MOTHER,
    NEIGHBOUR,
    NEIGHBOUR_NAME,
    SignIn,
)

NEW = UUID(int=(0x7B << 72) | 1)
WHY = {"reason": "Rujukan anak Jauh dari pantai", "next": "/cari"}


class TestTheRecordOfReading:
    def test_a_head_reads_no_reasons_of_another_puskesmas(self, signed_in: SignIn) -> None:
        away = signed_in("seberang")
        away.post("/alasan", WHY)
        assert away.get(f"/orang/{AWAY}").status_code == 200
        text = signed_in("kepala").get("/jejak-baca?hari=").content.decode()
        assert "seberang" not in text
        assert "pantai" not in text
        assert "pantai" in signed_in("auditor").get("/jejak-baca?hari=").content.decode()

    def test_a_head_sees_who_from_outside_read_the_own_people(self, signed_in: SignIn) -> None:
        away = signed_in("seberang")
        away.post("/alasan", WHY)
        assert away.get(f"/orang/{CHILD}").status_code == 200
        signed_in("bidan").get("/cari?q=contohrahasia")
        text = signed_in("kepala").get("/jejak-baca?hari=").content.decode()
        assert "seberang" in text
        assert "bidan" in text


class TestHeldEntries:
    def test_saying_that_somebody_lives_here_shows_them_to_nobody_here(
        self, push: Push, signed_in: SignIn
    ) -> None:
        body = {"name": AWAY_NAME, "area": HOME_VILLAGE, "address": "Jalan Rahasia 5"}
        (said,) = push("kader", "person", AWAY, AWAY, body)
        assert said["problem"] == "out-of-scope"
        for who in ("bidan", "kepala", "ibu-anak"):
            assert "Jalan Rahasia 5" not in signed_in(who).get("/ditahan").content.decode()
            given = {"seq": said["seq"], "decision": "accept", "reason": "pindah ke sini"}
            assert signed_in(who).post("/ditahan/putuskan", given).status_code == 404
        assert Person.objects.get(id=AWAY).area != HOME_VILLAGE
        assert "Jalan Rahasia 5" in signed_in("seberang").get("/ditahan").content.decode()

    def test_sensitive_values_of_held_entries_are_not_for_every_cluster(
        self, push: Push, signed_in: SignIn
    ) -> None:
        body = {"observations": {"hiv_test": "reactive", "weight_kg": 60}}
        push("bidan", "contact", NEW, MOTHER, body, happened="2150-01-01")
        assert "HIV" not in signed_in("tatausaha").get("/ditahan").content.decode()
        assert "HIV" in signed_in("ibu-anak").get("/ditahan").content.decode()

    def test_a_flood_from_elsewhere_hides_nothing(
        self, push: Push, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(held_queue, "MOST", 10**9)
        monkeypatch.setattr(journal_held.held, "__defaults__", (None, 3))
        for number in range(4):
            one = UUID(int=NEW.int + number)
            push("seberang", "contact", one, AWAY, {"note": "banjir"}, happened="2150-01-01")
        push("bidan", "contact", UUID(int=NEW.int + 9), CHILD, {"note": "x"}, happened="2150-01-01")
        assert CHILD_NAME in signed_in("bidan").get("/ditahan").content.decode()


class TestDuplicates:
    def test_nobody_is_merged_across_areas_at_a_desk(self, signed_in: SignIn) -> None:
        for keep, other in ((CHILD, NEIGHBOUR), (NEIGHBOUR, CHILD), (NEIGHBOUR, AWAY)):
            given = {"keep": str(keep), "other": str(other), "same": "yes"}
            assert signed_in("bidan").post("/kembar/putuskan", given).status_code == 404

    def test_the_queue_names_nobody_outside(self, push: Push, signed_in: SignIn) -> None:
        row = Person.objects.get(id=NEIGHBOUR)
        twin = {"name": row.name, "sex": row.sex, "born": str(row.born), "area": HOME_VILLAGE,
                "mother_name": row.mother_name}  # fmt: skip
        push("bidan", "person", NEW, NEW, twin)
        text = signed_in("bidan").get("/kembar").content.decode()
        assert str(NEIGHBOUR) not in text


def test_search_gives_no_hint_of_who_lives_elsewhere(signed_in: SignIn) -> None:
    client, pages = signed_in("bidan"), []
    for asked in ("Contohsebelah", "Xqzwvk"):
        text = client.get(f"/cari?q={asked}").content.decode().replace(asked, "")
        assert NEIGHBOUR_NAME not in text
        pages.append(re.sub(r'Token": "\w+|value="\w{64}"', "", text))
    assert pages[0] == pages[1]
