"""Whoever reads of a person leaves a line: one for a card, one for a list, with the reason where one is due."""

from uuid import UUID

import pytest

from nyelik.register.workers import ReadLog
from tests.support.html import read
from tests.support.small_district import (
    AWAY,
    AWAY_NAME,
    CHILD,
    CHILD_NAME,
    HOME_VILLAGE,
    NEIGHBOUR,
    SignIn,
)

NAMES = f"/papan/nama?indikator=spm-04&wilayah={HOME_VILLAGE}"
REASON = "Menelusuri balita tanpa imunisasi"


@pytest.fixture(autouse=True)
def empty_record(district: object, db: None) -> None:
    ReadLog.objects.all().delete()


def lines() -> list[tuple[str, str, int]]:
    return [(row.worker.username, row.what, row.count) for row in ReadLog.objects.order_by("id")]


@pytest.mark.parametrize("who", ["bidan", "kepala", "kader"])
def test_a_card_is_one_line(who: str, signed_in: SignIn) -> None:
    signed_in(who).get(f"/orang/{CHILD}")
    (row,) = ReadLog.objects.all()
    assert (row.worker.username, row.person, row.what) == (who, CHILD, "card")
    assert not row.outside


def test_a_growth_chart_is_one_line(signed_in: SignIn) -> None:
    signed_in("bidan").get(f"/orang/{CHILD}/grafik/tb-u")
    (row,) = ReadLog.objects.all()
    assert (row.person, row.count) == (CHILD, 1)


def test_a_list_of_names_is_one_line_of_those_on_the_page(signed_in: SignIn) -> None:
    page = read(signed_in("bidan").get(NAMES).content)
    (row,) = ReadLog.objects.all()
    shown = {UUID(href.split("/")[-1]) for _, href in page.links if href.startswith("/orang/")}
    kept = bytes(row.people)
    assert {UUID(bytes=kept[at : at + 16]) for at in range(0, len(kept), 16)} == shown
    assert row.count == len(shown) > 1
    assert row.what == "names of spm-04"


def test_a_file_of_names_is_one_line_of_all_names(signed_in: SignIn) -> None:
    address = f"/papan/nama/unduh.csv?indikator=spm-04&wilayah={HOME_VILLAGE}&status=not_applicable"
    rows = signed_in("bidan").get(address).content.decode().count("\n")
    ((who, what, count),) = lines()
    assert (who, what) == ("bidan", "file of spm-04")
    assert 50 < count < rows


def test_a_search_is_one_line(signed_in: SignIn) -> None:
    signed_in("bidan").get("/cari?q=contohrahasia")
    assert lines() == [("bidan", "search", 2)]


@pytest.mark.parametrize(
    "address", ["/papan", "/spm", "/beranda", "/jejak-baca", "/impor", "/cari", "/cari?q=zzzz"]
)
def test_numbers_and_empty_pages_are_nobodys_read(address: str, signed_in: SignIn) -> None:
    signed_in("kepala").get(address)
    assert lines() == []


@pytest.mark.parametrize("who", ["kader-sebelah", "kader-seberang", "desa", "auditor"])
def test_who_is_turned_away_has_read_nothing(who: str, signed_in: SignIn) -> None:
    assert signed_in(who).get(f"/orang/{CHILD}").status_code in (403, 404)
    assert lines() == []


class TestReason:
    def test_the_dinas_is_asked_first_then_reads_and_it_is_written_down(
        self, signed_in: SignIn
    ) -> None:
        browser = signed_in("dinkes")
        for address in (
            NAMES,
            f"/orang/{CHILD}",
            f"/orang/{CHILD}/grafik/kms",
            "/cari?q=contohrahasia",
        ):
            asked = browser.get(address)
            assert asked.status_code == 403
            text = asked.content.decode()
            assert "Mengapa nama ini perlu dibuka?" in text
            assert CHILD_NAME not in text
        assert lines() == []
        given = browser.post("/alasan", {"reason": REASON, "next": NAMES})
        assert given["Location"] == NAMES
        assert CHILD_NAME in browser.get(NAMES).content.decode()
        assert CHILD_NAME in browser.get(f"/orang/{CHILD}").content.decode()
        assert [row.reason for row in ReadLog.objects.all()] == [REASON, REASON]

    def test_it_is_shown_on_each_page_and_can_be_closed(self, signed_in: SignIn) -> None:
        browser = signed_in("dinkes")
        browser.post("/alasan", {"reason": REASON, "next": "/beranda"})
        assert REASON in browser.get("/papan").content.decode()
        browser.post("/alasan", {"forget": ""})
        assert browser.get(f"/orang/{CHILD}").status_code == 403

    @pytest.mark.parametrize(
        ("who", "person"), [("bidan", NEIGHBOUR), ("ibu-anak", AWAY), ("seberang", CHILD)]
    )
    def test_outside_the_own_area_a_health_worker_breaks_the_glass(
        self, who: str, person: UUID, signed_in: SignIn
    ) -> None:
        browser = signed_in(who)
        assert browser.get(f"/orang/{person}").status_code == 403
        browser.post("/alasan", {"reason": REASON, "next": f"/orang/{person}"})
        page = read(browser.get(f"/orang/{person}").content)
        assert "Luar wilayah" in page.text
        (row,) = ReadLog.objects.all()
        assert (row.person, row.reason, row.outside) == (person, REASON, True)

    def test_a_list_of_names_outside_stays_closed_even_with_a_reason(
        self, signed_in: SignIn
    ) -> None:
        browser = signed_in("seberang")
        browser.post("/alasan", {"reason": REASON, "next": "/beranda"})
        assert browser.get(NAMES).status_code == 404


def test_the_record_names_the_reads_to_who_watches_over_them(signed_in: SignIn) -> None:
    browser = signed_in("seberang")
    browser.post("/alasan", {"reason": REASON, "next": "/beranda"})
    browser.get(f"/orang/{CHILD}")
    signed_in("bidan").get(f"/orang/{AWAY}")  # asked for a reason: no read
    signed_in("bidan").get(NAMES)
    page = read(signed_in("auditor").get("/jejak-baca?hari=1").content)
    assert [row[1].text.split()[0] for row in page.tables[0][1:]] == ["bidan", "seberang"]
    assert "Membuka nama di balik angka" in page.text
    assert REASON in page.text
    only = read(signed_in("auditor").get(f"/jejak-baca?orang={CHILD}&luar=1").content)
    assert len(only.tables[0]) == 2
    assert AWAY_NAME not in page.text + only.text
