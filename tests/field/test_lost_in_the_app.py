"""What a kader sees when the browser threw the databases away: what happened, and that nothing typed is lost."""

import pytest
from playwright.sync_api import Browser, expect

from tests.support.field_phone import browser_phone, enrol_code
from tests.support.served import Office

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(600)]
NEW_PHONE = "081299990000"
THROW_AWAY = """async () => {
  for (const { name } of await indexedDB.databases()) {
    await new Promise((gone) => { indexedDB.deleteDatabase(name).onsuccess = gone; });
  }
}"""


def test_databases_thrown_away(browser: Browser, district: Office) -> None:
    with browser_phone(browser, district) as phone:
        phone.enrol(enrol_code(district, "pustu", "kader"))
        phone.page.locator("nav.tabs button", has_text="Orang").click()
        phone.page.locator(".person-row").first.click()
        phone.page.context.route("**/api/**", lambda route: route.abort())
        phone.page.get_by_role("button", name="Betulkan data diri").click()
        phone.page.get_by_label("Nomor HP").fill(NEW_PHONE)
        phone.page.locator(".screen").get_by_role("button", name="Simpan").first.click()
        expect(phone.page.locator(f'a[href="tel:{NEW_PHONE}"]')).to_be_visible()
        phone.page.goto(f"{district.url}/masuk")  # the databases are closed
        phone.page.evaluate(THROW_AWAY)
        phone.open()
        expect(phone.page.get_by_text("Belum terkirim: 1")).to_be_visible()
        phone.type_pin()
        expect(phone.page.get_by_text("rusak dan tidak terbaca")).to_be_visible()
        expect(phone.page.locator(".sending")).to_contain_text("1 menunggu")
        phone.page.context.unroute("**/api/**")
        phone.lose_tab()
        phone.unlock()
        expect(phone.page.get_by_text("Semua terkirim")).to_be_visible(timeout=60_000)
        expect(phone.page.get_by_text("rusak dan tidak terbaca")).to_have_count(0)
        phone.page.locator("nav.tabs button", has_text="Orang").click()
        expect(phone.page.locator(".person-row").first).to_be_visible()
