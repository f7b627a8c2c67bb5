"""People on a kader's phone, offline: found, looked at, registered through a lost tab, corrected; by eye of axe too."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.support.field_phone import BrowserPhone, browser_phone, enrol_code
from tests.support.served import Office

pytestmark = pytest.mark.rehearsal

HOME, PEOPLE, MORE = "Hari ini", "Orang", "Lainnya"
NEW_PHONE = "081299990000"


def tab(page: Page, name: str) -> None:
    page.locator("nav.tabs button", has_text=name).click()


def key(page: Page, name: str | re.Pattern[str]) -> None:
    page.locator(".screen").get_by_role("button", name=name).first.click()


def people(page: Page) -> None:
    tab(page, PEOPLE)
    expect(page.locator(".person-row").first).to_be_visible()


def looked_at(page: Page, heading: str) -> None:
    """The screen stands, fits the phone, and axe has nothing to say."""
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), heading
    problems = Axe().run(page)
    assert problems.violations_count == 0, f"{heading}: {problems.generate_report()}"


def open_mother(page: Page) -> str:
    """The card of somebody who was with child, and her name."""
    people(page)
    for place in range(page.locator(".person-row", has_text="perempuan").count()):
        page.locator(".person-row", has_text="perempuan").nth(place).click()
        expect(page.get_by_role("heading", name="Riwayat")).to_be_visible()
        if page.get_by_role("button", name="Daftarkan bayi").count():
            return page.locator("h1").inner_text()
        page.go_back()
        expect(page.locator(".person-row").first).to_be_visible()
    pytest.fail("nobody in this demo was with child")


def register_through_a_lost_tab(phone: BrowserPhone) -> str:
    """A newborn, begun, the tab killed, gone on with from the home screen, saved."""
    mother = open_mother(phone.page)
    key(phone.page, "Daftarkan bayi")
    looked_at(phone.page, "Bayi baru lahir")
    key(phone.page, "Perempuan")
    key(phone.page, HOME)
    phone.page.get_by_label("Jam lahir").fill("04:10")
    phone.page.wait_for_timeout(1_500)  # a draft is durable within a second
    phone.lose_tab()
    phone.unlock()
    key(phone.page, re.compile("Bayi baru lahir"))
    expect(phone.page.get_by_label("Jam lahir")).to_have_value("04:10")
    key(phone.page, "Simpan")
    expect(phone.page.locator("h1")).to_have_text(f"Bayi Ny. {mother}")
    expect(phone.page.locator(".person-head")).to_contain_text("0 hari")
    return f"Bayi Ny. {mother}"


def correct_the_phone_of(page: Page, name: str) -> None:
    people(page)
    page.get_by_role("searchbox").fill(name)
    page.locator(".person-row", has_text=name).first.click()
    key(page, "Betulkan data diri")
    page.get_by_label("Nomor HP").fill(NEW_PHONE)
    key(page, "Simpan")
    expect(page.locator(f'a[href="tel:{NEW_PHONE}"]')).to_be_visible()


def test_people_offline_and_then_sent(browser: Browser, office: Office) -> None:
    with browser_phone(browser, office) as phone:
        phone.enrol(enrol_code(office, "kepala", "kader"))
        people(phone.page)
        phone.airplane(on=True)
        looked_at(phone.page, "Orang")
        phone.page.locator(".person-row").first.click()
        name = phone.page.locator("h1").inner_text()
        looked_at(phone.page, name)
        for button, heading in (
            ("Isi pemeriksaan", "Isi pemeriksaan"),
            ("Grafik", "Grafik"),
            ("Kartu QR", "Kartu QR"),
        ):
            key(phone.page, button)
            looked_at(phone.page, heading)
            phone.page.go_back()
            expect(phone.page.get_by_role("heading", level=1, name=name)).to_be_visible()
        baby = register_through_a_lost_tab(phone)
        correct_the_phone_of(phone.page, baby)
        tab(phone.page, MORE)
        key(phone.page, re.compile("Catatan saya"))
        looked_at(phone.page, "Catatan saya")
        rows = phone.page.locator(".screen .row", has_text=baby)
        expect(rows).to_have_count(2)
        expect(rows.first).to_contain_text("Di ponsel ini")
        phone.airplane(on=False)
        expect(rows.first).to_contain_text("Di server", timeout=90_000)
