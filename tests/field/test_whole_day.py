"""A kader's whole day without a signal, and what the office finds of it afterwards: everything, once."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as WaitedInVain

from tests.support.field_day import Hands
from tests.support.field_phone import BrowserPhone, browser_phone
from tests.support.served import Office, served_demo

CAME, ALL_STEPS, VISITED = 30, 3, 5
PRESSURE = {"systolic_mmhg": "120", "diastolic_mmhg": "80"}
WEIGHED = {
    "baby": {"weight_kg": "8", "length_cm": "70", "head_cm": "44", "muac_cm": "14"},
    "child": {"weight_kg": "14,2", "length_cm": "98", "muac_cm": "16"},
    "pupil": {"weight_kg": "38", "length_cm": "145", "height_cm": "145", **PRESSURE},
    "adult": {
        "weight_kg": "58",
        "length_cm": "158",
        "height_cm": "158",
        "waist_cm": "78",
        **PRESSURE,
    },
}
NEWBORN = "Bayi Uji Sehari"
OFFLINE = re.compile("ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED")

pytestmark = pytest.mark.rehearsal


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The size of the real demo: a kader with a hundred people."""
    with served_demo(tmp_path_factory.mktemp("day"), people=13_249, today=None) as served:
        yield served


@pytest.fixture
def phone(browser: Browser, office: Office) -> Iterator[BrowserPhone]:
    with browser_phone(browser, office) as phone:
        yield phone
        assert not [text for text in phone.complaints if not OFFLINE.search(text)]


@pytest.fixture
def desk(browser: Browser, office: Office) -> Iterator[Page]:
    """The bidan's page at the Pustu."""
    context = browser.new_context(base_url=office.url, locale="id-ID")
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto("/masuk")
    page.fill("#username", "pustu")
    page.fill("#password", office.passwords["pustu"])
    page.click("form.card button.button >> nth=0")
    page.wait_for_url("**/beranda")
    yield page
    context.close()


def test_a_day_in_airplane_mode_is_found_at_the_office_once(
    phone: BrowserPhone, desk: Page, office: Office
) -> None:
    phone.enrol(shown_code(desk))
    hands = Hands(phone)
    hands.tab("Orang")
    expect(phone.page.locator("ul.rows .row").first).to_be_visible(timeout=120_000)
    hands.sees("Semua terkirim")
    wait_until_reckoned(phone)
    phone.airplane(on=True)

    came = hold_session(hands)
    assert came == CAME
    lose_the_tab_while_typing(hands)
    visited = visit_houses(hands)
    assert visited == VISITED
    mother = register_newborn(hands)
    child = refer_a_child(hands)
    phone.lose_tab()
    phone.unlock()
    expect(phone.page.locator(".sending")).to_contain_text("menunggu")

    phone.airplane(on=False)
    phone.page.locator(".sending").click()
    hands.press("Kirim sekarang")
    expect(phone.page.locator(".sending")).to_contain_text("Semua terkirim", timeout=120_000)
    unsent = phone.page.locator("dl.facts dd").first
    expect(unsent).to_have_text("0")
    everything_is_at_the_office(desk, office, mother, child)


def shown_code(desk: Page) -> str:
    """As the bidan shows it: a page with a QR code and the code in two halves."""
    desk.goto("/perangkat/daftarkan")
    option = desk.locator("#worker option", has_text=re.compile(r"· kader$"))
    desk.select_option("#worker", value=option.get_attribute("value"))
    desk.get_by_role("button", name="Buat kode").click()
    expect(desk.locator(".qr svg")).to_be_visible()
    return "".join(desk.locator(".enrol-code span").all_inner_texts())


def wait_until_reckoned(phone: BrowserPhone) -> None:
    """What is due of everybody stands in the list."""
    expect(phone.page.locator("ul.rows .row .status").first).to_be_visible(timeout=120_000)
    phone.page.wait_for_timeout(3_000)


def hold_session(hands: Hands) -> int:
    """Thirty people come and are weighed; some go through all five steps; the recap is kept and the day closed."""
    page = hands.phone.page
    hands.tab("Hari buka")
    hands.press("Buka hari ini")
    for _ in range(CAME):
        page.locator(".stands button", has_text="Datang").click()
        page.locator(".session-row:not(:has-text('sudah datang'))").first.click()
        expect(page.locator(".step-head")).to_be_visible()
        serve(hands)
    page.locator(".stands button", has_text=re.compile(r"^\s*2")).click()
    for _ in range(CAME):
        page.locator(".session-row").first.click()
        expect(page.locator(".step-head")).to_be_visible()
        hands.type_numbers(WEIGHED[size_of(page)])
        serve(hands)
    for step in ("3", "4", "5"):
        page.locator(".stands button", has_text=re.compile(rf"^\s*{step}")).click()
        for _ in range(ALL_STEPS):
            page.locator(".session-row").first.click()
            expect(page.locator(".step-head")).to_be_visible()
            serve(hands)
    said = page.locator("p.soft", has_text="datang").first.inner_text()
    hands.press("Rekap dan tutup")
    hands.press("Rekap benar, simpan")
    hands.sees("Rekap tersimpan")
    hands.press("Tutup hari buka")
    hands.sees("sudah ditutup")
    return int(said.split()[0])


def size_of(page: Page) -> str:
    """Roughly how large the person of the open form is."""
    said = page.locator(".screen").inner_text()
    months = re.search(r"(\d+) bulan", said)
    years = re.search(r"(\d+) tahun", said)
    if years is None:
        return "baby" if months is not None and int(months[1]) < 12 else "child"
    return "pupil" if 6 <= int(years[1]) < 18 else "adult" if int(years[1]) >= 18 else "child"


def serve(hands: Hands) -> None:
    """The step of somebody at the table, until the queue stands there again."""
    page = hands.phone.page
    queue = page.get_by_role("button", name="Rekap dan tutup", exact=True)
    which = page.locator("p:has-text('Kartu yang mana?') + button")
    came = page.locator(".screen > button", has_text=re.compile("^Datang$"))
    save = page.get_by_role("button", name=re.compile("^(Simpan|Langkah ini selesai)$"))
    try:
        save.or_(came).first.wait_for(timeout=3_000)
    except WaitedInVain:
        which.click()
        save.first.wait_for()
    if save.count() == 0:  # no card of the Posyandu for this person: that they came is kept
        came.click()
    else:
        hands.save_form()
        hands.leave_saved()
    expect(queue).to_be_visible()


def lose_the_tab_while_typing(hands: Hands) -> None:
    """In the middle of a form the system ends the tab; what was typed stands there again."""
    hands.tab("Kunjungan")
    page = hands.phone.page
    page.locator(".row.house").first.click()
    checklist = page.get_by_role("button", name=re.compile("^Ceklis kunjungan")).first
    checklist.click()
    page.locator('[data-line="visit_kind"] .choices button').first.click()
    page.wait_for_timeout(1_500)  # a draft is durable within a second
    hands.phone.lose_tab()
    hands.phone.unlock()
    hands.sees("Lanjutkan")
    page = hands.phone.page
    page.get_by_role("button", name=re.compile("Ceklis kunjungan")).first.click()
    hands.sees("Tidak ada yang hilang")
    expect(page.locator('[data-line="visit_kind"] [aria-pressed="true"]')).to_have_count(1)
    hands.save_form()
    hands.leave_saved()


def visit_houses(hands: Hands) -> int:
    """The checklist of the first person in each of five houses (one was visited before the tab was lost)."""
    page = hands.phone.page
    done = 1
    place = 0
    while done < VISITED:
        hands.tab("Kunjungan")
        place += 1
        page.locator(".row.house").nth(place).click()
        checklist = page.get_by_role("button", name=re.compile("^Ceklis kunjungan")).first
        try:
            checklist.click(timeout=5_000)
        except WaitedInVain:
            continue
        kind = page.locator('[data-line="visit_kind"] .choices button').first
        if kind.count():
            kind.click()
        hands.save_form()
        hands.leave_saved()
        done += 1
    return done


def register_newborn(hands: Hands) -> str:
    """A child born today, by the card of its mother; gives her name."""
    page = hands.phone.page
    hands.tab("Orang")
    for place in range(40):
        row = page.locator("ul.rows .row").nth(place)
        if not re.search(r"\b(2\d|3\d) tahun · perempuan", row.inner_text()):
            continue
        mother = row.locator("strong").first.inner_text()
        row.click()
        baby = page.get_by_role("button", name="Daftarkan bayi yang baru lahir")
        expect(page.locator("h1")).to_have_text(mother)
        try:
            baby.click(timeout=3_000)
        except WaitedInVain:  # not somebody who may have given birth
            page.go_back()
            row.wait_for()
        else:
            break
    page.get_by_label("Nama").first.fill(NEWBORN)
    page.get_by_role("button", name=re.compile("^Perempuan$", re.I)).click()
    page.get_by_role("button", name="Hari ini", exact=True).first.click()
    page.get_by_role("button", name="Simpan", exact=True).last.click()
    other = page.get_by_role("button", name=re.compile("orang lain", re.I))
    expect(other.or_(page.locator("h1", has_text=NEWBORN)).first).to_be_visible()
    if other.count():
        other.click()
    expect(page.locator("h1")).to_have_text(NEWBORN)
    return mother


def refer_a_child(hands: Hands) -> str:
    """A child of the list is referred to the Pustu; gives its name."""
    page = hands.phone.page
    hands.tab("Orang")
    rows = page.locator("ul.rows .row", has_text=re.compile(r"bulan ·|(?<!\d)[1-9] tahun ·"))
    row = rows.filter(has_not_text=NEWBORN).first
    child = row.locator("strong").first.inner_text()
    row.click()
    expect(page.locator("h1")).to_have_text(child)
    page.get_by_role("button", name="Rujuk", exact=True).first.click()
    page.get_by_role("button", name=re.compile("Pustu")).first.click()
    page.get_by_label(re.compile("Mengapa")).fill("Berat badan tidak naik dua kali")
    hands.press("Simpan rujukan")
    hands.sees("tersimpan")
    return child


def everything_is_at_the_office(desk: Page, office: Office, mother: str, child: str) -> None:
    """In the pages of the Pustu, and counted in the journal."""
    desk.goto("/hari-buka")
    desk.locator("main a[href*='/hari-buka/']").first.click()
    expect(desk.get_by_role("heading", name=re.compile(rf"Yang datang \({CAME}\)"))).to_be_visible()
    desk.goto("/rujukan")
    expect(desk.get_by_text(child)).to_have_count(1)
    desk.goto(f"/cari?q={NEWBORN.replace(' ', '+')}")
    expect(desk.get_by_text(NEWBORN, exact=True)).to_have_count(1)
    expect(desk.locator("main")).to_contain_text(mother)
    desk.goto("/perangkat")
    desk.locator("main a[href*='/perangkat/ponsel/']").first.click()
    expect(desk.locator("main")).not_to_contain_text("belum tiba")
    counted(office)


def counted(office: Office) -> None:
    """No gap, nothing held, no subject twice; as many contacts and visits as were made."""
    database = sqlite3.connect(Path(office.home) / "nyelik.sqlite3")
    rows = database.execute(
        "SELECT number, kind, subject, status FROM journal_entry WHERE device LIKE 'dev-%'"
    ).fetchall()
    assert sorted(number for number, *_ in rows) == list(range(1, len(rows) + 1))
    assert [row for row in rows if row[-1] != "accepted"] == []
    subjects = {(kind, subject) for _, kind, subject, _ in rows}
    kinds = [kind for kind, _ in subjects]
    assert kinds.count("person") == 1
    assert kinds.count("referral") == 1
    assert kinds.count("session") == 1
    assert kinds.count("contact") >= CAME + VISITED
    assert "assessment" in kinds  # the recap
