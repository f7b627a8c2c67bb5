"""From a number to a person in a real browser: SPM, names, card, charts; at a desk and on a phone, by keyboard too."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SignIn = Callable[..., Page]
SIZES = ("desk", "phone")
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
MONTH = "2026-06"  # the last month of the served demo
PUSKESMAS = "P1906-01"
NAMES = f"/papan/nama?indikator=spm-04&wilayah={PUSKESMAS}&periode={MONTH}"


def check(page: Page) -> None:
    """It fits the width, and axe finds nothing against WCAG AA."""
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1], f"{page.url} is {wide[0]} px wide"
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


@pytest.mark.parametrize("size", SIZES)
def test_from_the_spm_of_a_village_to_the_card_of_a_child(sign_in: SignIn, size: str) -> None:
    page = sign_in("kepala", size)
    page.click("nav.ways >> text=Angka")
    page.click("nav.ways >> text=SPM")
    page.select_option("#tingkat", "village")
    page.select_option("#periode", MONTH)
    page.click("form.board-form button")
    service = page.locator("section", has=page.locator("h2#spm-04"))
    expect(service.locator("thead th").first).to_have_text("Desa")
    check(page)
    rows = service.locator("tbody tr")
    missed = next(row for row in rows.all()[:-1] if count_missed(row.inner_text()))
    village = missed.locator("th").inner_text()
    missed.locator("a").click()

    expect(page.locator("h1")).to_contain_text(village)
    page.locator("details.because summary").first.click()
    expect(page.locator("details.because[open] li").first).to_be_visible()
    page.locator("details.fold summary").first.click()
    expect(page.locator("figure svg, .empty")).to_have_count(1)  # the trend arrives after the page
    check(page)
    name = page.locator("tbody th a").first.inner_text()
    page.locator("tbody th a").first.click()

    expect(page.locator("h1")).to_have_text(name)
    check(page)
    for chip in ("PB/U atau TB/U", "BB/PB atau BB/TB", "KMS (BB/U)"):
        page.click(f"#pertumbuhan a:has-text('{chip}')")
        expect(page.locator("#pertumbuhan a[aria-current]")).to_have_text(chip)
        expect(page.locator("#pertumbuhan svg")).to_have_count(1)
    for details in page.locator("details:not(.who)").all():
        details.locator("summary").first.click()
    check(page)


def count_missed(row: str) -> int:
    """Riil less terlayani in a line of the SPM page, at either size."""
    met, real = [int(number) for number in re.findall(r"(?<![\d,])\d+(?![\d,%])", row)[:2]]
    return real - met


@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_numbers_and_people_fits_and_is_accessible(
    sign_in: SignIn, size: str
) -> None:
    visits = {
        "kepala": [
            *(f"/papan?keluarga={family}&periode={MONTH}" for family in ("SPM", "SKDN", "KIA")),
            NAMES,
            f"{NAMES}&status=met&hal=1",
            "/kembar",
            "/orang/00000000-0000-0000-0000-000000000007",
        ],
        "dinkes": ["/papan", NAMES],
        "kader": ["/papan", "/cari?q=a"],
        "desa": [f"/spm?periode={MONTH}", "/cari"],
    }
    for login, addresses in visits.items():
        page = sign_in(login, size)
        for address in addresses:
            page.goto(address)
            check(page)


def test_choosing_a_period_changes_the_table_alone_and_back_brings_it_again(
    sign_in: SignIn,
) -> None:
    page = sign_in("kepala")
    page.goto(f"/papan?periode={MONTH}")
    page.evaluate("window.stayed = true")
    page.select_option("#periode", "2026")
    expect(page.locator(".page-head p")).to_have_text(re.compile(r"^2026 ·"))
    page.select_option("#keluarga", "Imunisasi")
    expect(page.locator("thead")).to_contain_text("IDL")
    assert "periode=2026" in page.url
    assert "keluarga=Imunisasi" in page.url
    assert page.evaluate("window.stayed")
    page.go_back()
    expect(page.locator("thead")).to_contain_text("SPM 4")


def test_the_dinas_writes_down_why_and_arrives_where_it_wanted(sign_in: SignIn) -> None:
    page = sign_in("dinkes")
    page.goto(NAMES)
    expect(page.locator("h1")).to_have_text("Mengapa nama ini perlu dibuka?")
    check(page)
    page.fill("#reason", "Menelusuri balita untuk rapat mingguan")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("SPM 4")
    expect(page.locator(".reason-strip")).to_contain_text("rapat mingguan")
    check(page)
    page.click("text=Tutup nama")
    page.goto(NAMES)
    expect(page.locator("h1")).to_have_text("Mengapa nama ini perlu dibuka?")


FOCUS = """() => {
    const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
    return {tag: at.tagName, text: (at.innerText || at.id || '').trim().slice(0, 40),
            ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
            seen: box.width > 0 && box.height > 0}
}"""


@pytest.mark.parametrize("address", ["/papan", NAMES, "/spm"])
def test_the_keyboard_always_shows_where_it_is(sign_in: SignIn, address: str) -> None:
    page = sign_in("kepala")
    page.goto(address)
    page.keyboard.press("Tab")
    first = page.evaluate(FOCUS)
    assert first["text"] == "Langsung ke isi"
    for _ in range(25):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at["tag"] == "BODY":
            break
        assert at["ring"], at
        assert at["seen"], at


def test_everything_large_enough_to_tap_on_a_phone(sign_in: SignIn) -> None:
    """Buttons and fields of at least 36 px; WCAG 2.2 asks for 24."""
    page = sign_in("kepala", "phone")
    for address in ("/papan", "/spm", NAMES):
        page.goto(address)
        heights = page.eval_on_selector_all(
            "main button, main select, main input:not([type=hidden]), main a.button, main a.chip",
            "all => all.filter(one => one.offsetParent).map(one => one.getBoundingClientRect().height)",
        )
        assert min(heights) >= 36, address
