"""A hari buka on two phones: one queue, numbers asked back, a lost tab, the recap; by eye of axe too."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.support.field_phone import BrowserPhone, browser_phone, enrol_code
from tests.support.served import Office

pytestmark = pytest.mark.rehearsal

SHARED_MS = 90_000  # a phone asks every 20 seconds, on two busy cores
SAVE_RECAP = re.compile("Rekap benar, simpan|Simpan rekap")
CHILD = re.compile(r"\d+ bulan")
MEASURES = {
    "Berat badan": "9,60",
    "Panjang atau tinggi badan": "705",
    "Lingkar kepala": "451",
    "LiLA": "142",
}


def key(page: Page, name: str | re.Pattern[str]) -> None:
    page.locator(".screen").get_by_role("button", name=name).first.click()


def looked_at(page: Page) -> None:
    """The screen fits the phone, and axe has nothing to say."""
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def sessions(phone: BrowserPhone) -> Page:
    phone.page.locator("nav.tabs button", has_text="Hari buka").click()
    expect(phone.page.get_by_role("heading", level=1, name="Hari buka Posyandu")).to_be_visible()
    return phone.page


def stand(page: Page, at: str | int) -> None:
    page.locator(".stands button", has_text=re.compile(rf"^\s*{at}")).first.click()


def arrival_of_a_child(page: Page) -> tuple[str, str]:
    """The name and number of a child that came and is registered."""
    key(page, re.compile("Buka hari ini|Lanjutkan"))
    expect(page.locator(".session-row").first).to_be_visible()
    if page.get_by_role("button", name=re.compile("Tampilkan semua")).count():
        key(page, re.compile("Tampilkan semua"))
    looked_at(page)
    child = page.locator(".session-row", has_text=CHILD).first
    name = child.locator("strong").inner_text()
    child.click()
    expect(page.locator(".form-who")).to_contain_text(name)
    number = page.locator(".queue-number").inner_text()
    page.locator("[data-line=kia_book]").get_by_role("button", name="Ya").click()
    key(page, "Simpan")
    expect(page.get_by_text("1 datang · 1 menunggu")).to_be_visible()
    return name, number


def press(page: Page, text: str) -> None:
    for sign in text:
        page.locator(".pad-keys").get_by_role("button", name=sign, exact=True).click()


def measure(page: Page) -> None:
    """The four measures by the pad's keys; a slip is asked back first, a finished number opens the next."""
    press(page, "71")
    page.locator(".pad-next").click()
    question = page.get_by_role("alertdialog")
    expect(question).to_contain_text("Berat badan 71 kg")
    expect(question).to_contain_text("Biasanya 1–40 kg")
    looked_at(page)
    question.get_by_role("button", name="Ketik ulang").click()
    for label, text in MEASURES.items():
        expect(page.locator(".pad-label")).to_contain_text(label)
        press(page, text)
    expect(page.locator("[data-line=length_cm]")).to_contain_text("70,5")


def test_two_phones_hold_one_session(browser: Browser, office: Office) -> None:
    with browser_phone(browser, office) as door, browser_phone(browser, office) as scale:
        for phone in (door, scale):
            phone.enrol(enrol_code(office, "pustu", "kader"))
            expect(phone.page.get_by_text("Semua terkirim")).to_be_visible()
        name, number = arrival_of_a_child(sessions(door))

        page = sessions(scale)
        page.get_by_role("button", name="Lanjutkan hari buka").click(timeout=SHARED_MS)
        stand(page, 2)
        row = page.locator(".session-row", has_text=name)
        expect(row).to_contain_text(number, timeout=SHARED_MS)
        row.click()
        measure(page)

        page.wait_for_timeout(1_500)  # a draft is durable within a second
        scale.lose_tab()
        scale.unlock()
        page = scale.page
        key(page, re.compile(f"Kartu bantu.*{name}"))
        expect(page.get_by_text("Tidak ada yang hilang")).to_be_visible()
        expect(page.locator("[data-line=head_cm]")).to_contain_text("45,1")
        key(page, "Simpan")

        stand(door.page, 3)
        expect(door.page.locator(".session-row", has_text=name)).to_be_visible(timeout=SHARED_MS)
        key(door.page, "Rekap dan tutup")
        children = door.page.locator(".recap section", has_text="Bayi, balita, anak prasekolah")
        expect(children.get_by_role("button", name=re.compile("Datang"))).to_contain_text("1")
        key(door.page, "Rekap benar, simpan")
        expect(door.page.get_by_text("Rekap tersimpan, oleh Anda")).to_be_visible()
        expect(door.page.get_by_role("button", name=SAVE_RECAP)).to_have_count(0)
        looked_at(door.page)
        key(door.page, "Tutup hari buka")
        expect(door.page.get_by_text("Hari buka sudah ditutup.")).to_be_visible()
        for phone in (door, scale):
            expect(phone.page.get_by_text("Semua terkirim")).to_be_visible(timeout=SHARED_MS)
        assert not door.complaints + scale.complaints

    with browser_phone(browser, office) as later:
        later.enrol(enrol_code(office, "pustu", "kader"))
        key(sessions(later), "Rekap")
        assert_once(later.page)


def assert_once(page: Page) -> None:
    """A phone that was not there finds the child once: the contact is at the server, and one; and the recap kept."""
    children = page.locator(".recap section", has_text="Bayi, balita, anak prasekolah")
    expect(children.get_by_role("button", name=re.compile("^1 Datang"))).to_be_visible()
    expect(page.get_by_text(re.compile("Rekap tersimpan, oleh .*20[0-9]{2}"))).to_be_visible()
    expect(page.get_by_text("Di server")).to_be_visible()
    expect(page.get_by_role("button", name=SAVE_RECAP)).to_have_count(0)
    looked_at(page)
