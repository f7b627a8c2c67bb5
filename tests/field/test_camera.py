"""QR codes before a camera: a phone is enrolled by the code of the office, a person is found by their card."""

import sqlite3
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.support.browser import FLAGS, chromium_path
from tests.support.camera import camera_flags, film_of
from tests.support.field_phone import browser_phone, enrol_code
from tests.support.served import Office

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(600)]


def seeing(playwright: Playwright, text: str, film: Path) -> Browser:
    """A Chromium whose camera sees this."""
    flags = [*FLAGS, *camera_flags(film_of(text, film))]
    return playwright.chromium.launch(executable_path=chromium_path(), args=flags)


def test_a_phone_is_enrolled_by_camera(
    playwright: Playwright, district: Office, tmp_path: Path
) -> None:
    code = enrol_code(district, "pustu", "kader")
    address = f"{district.url}/lapangan/#daftar={code}"
    chromium = seeing(playwright, address, tmp_path / "code.y4m")
    with browser_phone(chromium, district) as phone:
        phone.open()
        phone.page.get_by_role("button", name="Pindai kode QR").click()
        phone.type_pin()
        phone.type_pin()
        expect(phone.page.locator("nav.tabs")).to_be_visible()
        assert not phone.complaints
    chromium.close()


def test_a_person_is_found_by_their_card(
    playwright: Playwright, browser: Browser, district: Office, tmp_path: Path
) -> None:
    with browser_phone(browser, district) as phone:
        phone.enrol(enrol_code(district, "pustu", "kader"))
        phone.page.locator("nav.tabs button", has_text="Orang").click()
        phone.page.locator(".person-row").first.wait_for()
        names = phone.page.locator(".person-row strong").all_inner_texts()
    name, card = _somebody(district, names)
    chromium = seeing(playwright, card, tmp_path / "card.y4m")
    with browser_phone(chromium, district) as phone:
        phone.enrol(enrol_code(district, "pustu", "kader"))
        phone.page.locator("nav.tabs button", has_text="Orang").click()
        phone.page.get_by_role("button", name="Pindai kartu").click()
        expect(phone.page.get_by_role("heading", level=1, name=name)).to_be_visible()
        assert not phone.complaints
    chromium.close()


def _somebody(office: Office, names: list[str]) -> tuple[str, str]:
    """One of these whose name nobody else bears, and what their card says."""
    rows = sqlite3.connect(office.home / "nyelik.sqlite3").execute(
        "SELECT json_extract(body, '$.name') AS name, min(subject) FROM journal_entry"
        " WHERE kind = 'person' GROUP BY name HAVING count(DISTINCT subject) = 1"
    )
    alone = dict(rows.fetchall())
    name = next(one for one in names if one in alone)
    return name, f"nyelik:{UUID(alone[name])}"
