"""Referrals and home visits stand in a person's history; a kader reads no free words of health workers there."""

from uuid import UUID

from django.test import Client

from nyelik.journal.append import append
from nyelik.journal.entry import Entry
from nyelik.journal.projections import catch_up
from nyelik.register.workers import Worker
from tests.support.html import read
from tests.support.people import NOW_MS
from tests.support.small_district import CHILD, SignIn


def tell(number: int, kind: str, by: str, **body: object) -> None:
    one = Entry(
        device="dev-history", number=number, kind=kind, subject=UUID(int=7_000 + number), about=CHILD,
        body=body, happened="2026-06-20", written=(NOW_MS << 16) + number, rulebook="test",
        by=Worker.objects.get(username=by).id,
    )  # fmt: skip
    append([one], received=NOW_MS)
    catch_up()


def card(browser: Client) -> str:
    return read(browser.get(f"/orang/{CHILD}").content).text.split("Riwayat")[1]


def test_what_was_sent_and_found_is_read_by_those_who_may(signed_in: SignIn) -> None:
    tell(
        1,
        "referral",
        "bidan",
        to="P1906-01",
        urgent=True,
        reason="ALASANBIDAN",
        findings={"hiv-x": "y"},
    )
    tell(2, "visit", "kader", outcome="not_home", again_on="2026-06-27", reason="ALASANKADER")
    seen = card(signed_in("bidan"))
    for said in (
        "Dirujuk",
        "segera",
        "ALASANBIDAN",
        "tidak di rumah",
        "27 Juni 2026",
        "ALASANKADER",
    ):
        assert said in seen, said
    assert "P1906-01" not in seen  # by its name
    seen = card(signed_in("kader"))
    assert "Dirujuk" in seen
    assert "ALASANKADER" in seen
    assert "ALASANBIDAN" not in seen
    assert "hiv-x" not in seen
