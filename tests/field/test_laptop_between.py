"""A phone in a browser whose district is out of reach: the laptop takes its entries, the district gets them once."""

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.field_phone import BrowserPhone, browser_phone, enrol_code
from tests.support.phones_over_http import Served
from tests.support.served import Office

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(600)]
SENT_MS = 120_000
NEW_PHONE = "081299990000"


@pytest.fixture
def district(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path / "district")
    yield served
    served.stop()


@pytest.fixture
def laptop(tmp_path: Path, district: Served) -> Iterator[Served]:
    served = Served(tmp_path / "laptop", relay=district.url)
    served.settings["NYELIK_FIELD_ORIGINS"] = district.url
    district.settings["NYELIK_RELAYS"] = served.url
    yield served
    served.stop()


def test_the_laptop_takes_what_the_district_cannot(
    browser: Browser, district: Served, laptop: Served
) -> None:
    made = json.loads(district.nyelik("demo", "--people", "400", "--json"))
    logins = {one["login"]: one["password"] for one in made["logins"]}
    district.start()
    office = Office(district.url, district.home, logins)
    code = enrol_code(office, "kepala", "pustu")
    laptop.nyelik("relay", "enrol", "--upstream", district.url, "--code", code)
    with browser_phone(browser, office) as phone:
        phone.enrol(enrol_code(office, "pustu", "kader"))
        expect(phone.page.get_by_text("Semua terkirim")).to_be_visible(timeout=SENT_MS)
        laptop.start()
        _knows_phones(laptop, phone.page)
        district.stop()
        name = _corrected(phone.page)
        entry = _entry(phone, name)
        expect(entry).to_contain_text("Di laptop Puskesmas", timeout=SENT_MS)
        district.start()
        expect(entry).to_contain_text("Di server", timeout=SENT_MS)
    assert _found(district) == _found(laptop) == 1


def _knows_phones(laptop: Served, page: Page) -> None:
    """A round came to its end after the phone enrolled."""
    status: dict[str, Any] = {}
    for _ in range(60):
        status = json.loads(laptop.nyelik("relay", "status", "--json"))
        if status["phones"] and not status["trouble"]:
            return
        page.wait_for_timeout(1_000)
    pytest.fail(str(status))


def _corrected(page: Page) -> str:
    """Somebody's number is put right; who."""
    page.locator("nav.tabs button", has_text="Orang").click()
    page.locator(".person-row").first.click()
    name = page.locator("h1").inner_text()
    page.locator(".screen").get_by_role("button", name="Betulkan data diri").click()
    page.get_by_label("Nomor HP").fill(NEW_PHONE)
    page.locator(".screen").get_by_role("button", name="Simpan").first.click()
    expect(page.locator(f'a[href="tel:{NEW_PHONE}"]')).to_be_visible()
    return name


def _entry(phone: BrowserPhone, name: str) -> Locator:
    phone.page.locator("nav.tabs button", has_text="Lainnya").click()
    phone.page.get_by_role("button", name=re.compile("Catatan saya")).click()
    return phone.page.locator(".screen .row", has_text=name).first


def _found(served: Served) -> int:
    """How many accepted entries hold the new number."""
    rows = sqlite3.connect(served.home / "nyelik.sqlite3").execute(
        "SELECT count(*) FROM journal_entry WHERE status = 'accepted' AND body LIKE ?",
        [f"%{NEW_PHONE}%"],
    )
    return int(rows.fetchone()[0])
