"""The office in a real browser: at a desk and on a phone, by eye of axe, and through whole pieces of work."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SignIn = Callable[..., Page]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PAGES = [
    ("pustu", "/beranda"),
    ("pustu", "/cari"),
    ("pustu", "/cari?q=a"),
    ("pustu", "/cari?q=siti"),
    ("pustu", "/cari?q=tidakadaorangnya"),
    ("kepala", "/ditahan"),
    ("kepala", "/impor"),
    ("kepala", "/jejak-baca?hari="),
    ("kepala", "/papan"),
    ("kepala", "/spm"),
    ("kepala", "/uji-coba"),
    ("kepala", "/uji-coba?aturan=belitung-timur"),
    ("desa", "/papan"),
    ("kader", "/panduan?q=vitamn"),
    ("kader", "/panduan/kelompok/kmk-infant"),
    ("pustu", "/panduan/kelompok/kmk-pregnant"),
    ("pustu", "/panduan/bab/3.3"),
    ("pustu", "/panduan/aturan/blood-pressure-pregnancy"),
    ("kepala", "/panduan/aturan/spm-04"),
    ("kepala", "/panduan/pengaturan"),
    ("kepala", "/panduan/periksa"),
    ("auditor", "/beranda"),
]


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize(("login", "address"), PAGES)
def test_pages_are_accessible_and_fit(sign_in: SignIn, login: str, address: str, size: str) -> None:
    page = sign_in(login, size)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()


def test_a_person_is_found_and_the_card_opens(sign_in: SignIn) -> None:
    page = sign_in("kepala")
    page.fill("#top-q", "rt 1")
    page.click(".top-search button")
    page.click(".person >> nth=0")
    page.wait_for_url("**/orang/*")
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()


def test_english_and_back(sign_in: SignIn) -> None:
    page = sign_in("kepala")
    page.click(".who summary")
    page.click("button[lang=en]")
    expect(page.locator("h1")).to_have_text("What to do now")
    assert page.locator("html").get_attribute("lang") == "en"
    page.click(".who summary")
    page.click("button[lang=id]")
    expect(page.locator("h1")).to_have_text("Yang perlu dilakukan sekarang")


HEADERS = [
    "No", "NIK", "Nama", "JK", "Tgl Lahir", "BB Lahir", "TB Lahir", "Nama Ortu", "Prov", "Kab/Kota", "Kec",
    "Pukesmas", "Desa/Kel", "Posyandu", "RT", "RW", "Alamat", "Usia Saat Ukur", "Tanggal Pengukuran", "Berat",
    "Tinggi", "Cara Ukur", "LiLA", "BB/U", "ZS BB/U", "TB/U", "ZS TB/U", "BB/TB", "ZS BB/TB",
    "Naik Berat Badan", "Jml Vit A", "KPSP", "KIA", "Detail",
]  # fmt: skip


@pytest.fixture
def eppgbm(tmp_path: Path) -> Path:
    """Twelve children of an e-PPGBM export; one without a date of measurement."""
    path = tmp_path / "balita-kelubi.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, HEADERS, delimiter=";", restval="")
        writer.writeheader()
        for number in range(12):
            child = {
                "No": number + 1,
                "Nama": f"Anak Uji {chr(65 + number)}",
                "JK": "LP"[number % 2],
            }
            child |= {
                "Tgl Lahir": f"{number + 1:02}/03/2024",
                "Nama Ortu": f"Ibu {chr(65 + number)}",
            }
            child |= {
                "Kab/Kota": "BELITUNG TIMUR",
                "Kec": "MANGGAR",
                "Desa/Kel": "KELUBI",
                "RT": "1",
            }
            child |= {"Tanggal Pengukuran": "05/06/2026" if number else "bulan lalu"}
            child |= {"Berat": "11,4", "Tinggi": "86,5", "Cara Ukur": "Berdiri"}
            writer.writerow(child)
    return path


def test_a_spreadsheet_is_previewed_written_and_adds_nothing_twice(
    sign_in: SignIn, eppgbm: Path
) -> None:
    page = sign_in("puskesmas")
    send(page, eppgbm)
    expect(page.get_by_text("Ini pratinjau. Belum ada yang ditulis.")).to_be_visible()
    expect(page.get_by_text("Ekspor e-PPGBM (34 kolom)")).to_be_visible()
    assert Axe().run(page, options=WCAG).violations_count == 0
    page.click("button:has-text('Tulis ke jurnal')")
    expect(page.get_by_text("catatan ditulis ke jurnal")).to_be_visible()
    with page.expect_download() as download:
        page.click("a:has-text('Unduh laporan per baris')")
    assert download.value.suggested_filename == "laporan-impor-balita-kelubi.xlsx"
    assert Path(download.value.path()).read_bytes().startswith(b"PK")

    send(page, eppgbm)
    row = page.locator("li", has_text="Sudah ada")
    expect(row.locator("strong")).to_have_text("11")


def send(page: Page, file: Path) -> None:
    """Send a file and wait until it is checked."""
    page.goto("/impor")
    page.set_input_files("#file", file)
    page.click("text=Periksa berkas")
    page.wait_for_selector("#job:not([hx-get])")


def test_a_file_that_is_no_table_is_told_in_words(sign_in: SignIn, tmp_path: Path) -> None:
    letter = tmp_path / "surat.txt"
    letter.write_text("Yth. Kepala Puskesmas,\nterlampir undangan.\n", encoding="utf-8")
    page = sign_in("puskesmas")
    send(page, letter)
    expect(page.get_by_role("alert")).to_contain_text("surat.txt")
