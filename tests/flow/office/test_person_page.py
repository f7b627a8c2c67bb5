"""The card of one person: what stands on it, its charts, and what may be taken back."""

import re
from uuid import UUID

import pytest
from django.test import Client

from nyelik.journal.fold import fold
from nyelik.journal.read import entries_about
from tests.support.html import Read, read
from tests.support.small_district import CHILD, CHILD_NAME, MOTHER, MOTHER_NAME, SignIn


@pytest.fixture
def bidan(signed_in: SignIn) -> Client:
    return signed_in("bidan")


def card_of(browser: Client, person: UUID) -> Read:
    answer = browser.get(f"/orang/{person}")
    assert answer.status_code == 200
    return read(answer.content)


def test_a_child_who_stopped_growing_is_told_with_the_facts(bidan: Client) -> None:
    text = card_of(bidan, CHILD).text
    found = text.split("Yang ditemukan")[1].split("Pertumbuhan")[0]
    assert "Berat badan 11,1 kg" in found
    assert "Sumber" in found
    history = text.split("Riwayat")[1]
    assert history.index("11,1 kg") < history.index("9,8 kg")


def test_the_mother_is_one_step_away_and_the_other_way_round_the_search_finds_both(
    bidan: Client,
) -> None:
    assert card_of(bidan, CHILD).link(MOTHER_NAME) == f"/orang/{MOTHER}"
    found = read(bidan.get("/cari?q=contohrahasia").content)
    assert {f"/orang/{CHILD}", f"/orang/{MOTHER}"} <= {href for _, href in found.links}


def test_a_pregnant_woman_is_told_what_is_due_and_what_was_found(bidan: Client) -> None:
    text = card_of(bidan, MOTHER).text
    assert "Pelayanan yang waktunya sekarang" in text
    assert "LiLA" in text.split("Yang ditemukan")[1]


@pytest.mark.parametrize("slug", ["kms", "tb-u", "bb-tb", "imt-u"])
def test_each_chart_is_a_part_of_the_page_with_a_drawing(slug: str, bidan: Client) -> None:
    answer = bidan.get(f"/orang/{CHILD}/grafik/{slug}", headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert text.lstrip().startswith("<section")
    assert text.count("<svg") == 1
    assert re.search(r"\d,\d+\"", text) is None  # a decimal comma would break the drawing
    assert f'grafik={slug}#pertumbuhan" hx-get="/orang/{CHILD}/grafik/{slug}"' in text


def test_the_chart_asked_for_in_the_address_is_open_without_scripts(bidan: Client) -> None:
    text = bidan.get(f"/orang/{CHILD}?grafik=tb-u").content.decode()
    assert re.search(r'grafik/tb-u"[^>]*aria-current="true"', text)


def test_a_grown_up_has_no_such_chart(bidan: Client) -> None:
    assert bidan.get(f"/orang/{MOTHER}/grafik/kms").status_code == 404
    assert "Grafik pertumbuhan" not in bidan.get(f"/orang/{MOTHER}").content.decode()


class TestTakingBack:
    """The owner takes a record back: it stays in sight, struck through, and no rule uses it."""

    def test_with_a_reason_it_no_longer_counts(self, bidan: Client) -> None:
        record = newest_contact()
        given = {"subject": record, "reason": "Timbangan rusak"}
        assert bidan.post(f"/orang/{CHILD}/tarik", given).status_code == 302
        text = bidan.get(f"/orang/{CHILD}").content.decode()
        assert "record-retracted" in text
        assert "Ditarik" in text

    def test_without_one_nothing_changes(self, bidan: Client) -> None:
        bidan.post(f"/orang/{CHILD}/tarik", {"subject": newest_contact(), "reason": "x"})
        assert "record-retracted" not in bidan.get(f"/orang/{CHILD}").content.decode()

    @pytest.mark.parametrize("who", ["kader", "dinkes", "desa", "sebelah", "seberang", "auditor"])
    def test_nobody_else_does(self, who: str, signed_in: SignIn, bidan: Client) -> None:
        given = {"subject": newest_contact(), "reason": "Timbangan rusak"}
        assert signed_in(who).post(f"/orang/{CHILD}/tarik", given).status_code in (403, 404)
        assert "record-retracted" not in bidan.get(f"/orang/{CHILD}").content.decode()

    def test_a_record_of_somebody_else_cannot_be_reached_through_the_own(
        self, bidan: Client
    ) -> None:
        given = {"subject": newest_contact(), "reason": "Timbangan rusak"}
        assert bidan.post(f"/orang/{MOTHER}/tarik", given).status_code == 404


def newest_contact() -> str:
    contacts = [one for one in fold(entries_about([CHILD])).values() if one.kind == "contact"]
    return str(max(contacts, key=lambda one: one.happened).id)


def test_the_page_says_who_it_is_about(bidan: Client) -> None:
    assert f"<h1>{CHILD_NAME}</h1>" in bidan.get(f"/orang/{CHILD}").content.decode()
