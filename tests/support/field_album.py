"""Every screen of the field app, one stop each: the door, a kader's day, and what a Pustu's worker does."""

import re
from collections.abc import Iterator

from playwright.sync_api import expect

from tests.support import field_album_day as day
from tests.support import field_album_pustu as between
from tests.support.field_phone import PIN, enrol_code
from tests.support.field_walk import DRAFT_MS, LONG_MS, Stop, Walk, Walker


def enrolling(walker: Walker, code: str) -> Walk:
    """The door: before anybody is enrolled, and choosing a PIN."""
    page = walker.page
    walker.phone.open()
    walker.heading("Daftarkan ponsel ini")
    yield Stop(
        "daftar",
        "Daftarkan ponsel",
        "Sekali saja: kode dari bidan menjadikan ponsel ini milik seorang petugas.",
    )
    page.get_by_label("Kode").fill(code)
    page.get_by_role("button", name="Lanjut").click()
    page.locator(".pin-keys").wait_for()
    yield Stop("daftar-pin", "Buat PIN", "PIN enam angka mengunci data warga di ponsel ini.")
    walker.phone.type_pin()
    walker.phone.type_pin()
    expect(page.locator("nav.tabs")).to_be_visible()
    walker.settled()


def locked(walker: Walker) -> Walk:
    """The lock, as it stands and after a wrong PIN."""
    page = walker.page
    page.get_by_role("button", name="Kunci", exact=True).click()
    page.locator(".pin-keys").wait_for()
    yield Stop("kunci", "Kunci", "Ponsel terkunci; PIN membukanya tanpa sinyal.")
    walker.phone.type_pin("135791")
    expect(page.get_by_text("PIN itu salah")).to_be_visible()
    yield Stop("kunci-salah", "PIN salah", "PIN keliru: jeda makin lama, catatan tetap aman.")
    expect(page.locator(".pin-keys button").first).to_be_enabled(timeout=LONG_MS)
    walker.phone.type_pin(PIN)
    expect(page.locator("nav.tabs")).to_be_visible()


# --- people ---

CHILD = re.compile(r"^\D*(\d{1,2} bulan|[1-4] tahun( \d+ bulan)?) ·")
WOMAN = re.compile(r"\b(2\d|3\d) tahun · perempuan")
# fmt: off
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)
# fmt: on
ELDER = re.compile(r"\b(4\d|5\d|6\d|7\d) tahun ·")


def people(walker: Walker) -> Walk:
    """Finding, registering, and everything about one person."""
    page = walker.page
    walker.tab("Orang")
    expect(page.locator(".person-row").first).to_be_visible()
    yield Stop("orang", "Orang", "Mencari warga dengan nama, NIK, RT, atau kartu QR.")
    name = walker.open_one_who(WOMAN) or ""
    sex, born = "Perempuan", _born(walker)
    walker.tab("Orang")
    page.get_by_role("searchbox").fill(name[:4].lower())
    expect(page.locator(".person-row").first).to_contain_text(name[:4])
    yield Stop("orang-cari", "Cari", "Hasil muncul sambil mengetik, salah eja pun ditemukan.")
    page.get_by_role("searchbox").fill("")
    walker.press("Daftarkan")
    walker.heading("Daftarkan orang")
    yield Stop(
        "daftarkan-orang",
        "Daftarkan orang",
        "Warga baru; yang mirip dengan orang terdaftar ditunjukkan sambil mengetik.",
    )
    page.get_by_label("Nama").first.fill(name)
    page.get_by_role("button", name=sex, exact=True).first.click()
    for choice, part in zip(page.locator(".day select").all(), born, strict=True):
        choice.select_option(label=part)
    expect(page.get_by_text("Mungkin sudah terdaftar")).to_be_visible()
    walker.show("Mungkin sudah terdaftar")
    yield Stop(
        "daftarkan-mirip",
        "Mungkin sudah terdaftar",
        "Orang yang mirip ditunjukkan sebelum dicatat dua kali.",
    )
    yield from _one_person(walker)


def _one_person(walker: Walker) -> Walk:
    page = walker.page
    child = walker.open_one_who(CHILD)
    assert child, "no child in this area"
    yield Stop("anak", "Kartu anak", "Yang sudah waktunya dan sebabnya, yang ditemukan, riwayat.")
    walker.press("Grafik")
    walker.heading("Grafik")
    yield Stop("grafik-anak", "Grafik anak", "KMS dan grafik pertumbuhan, juga sebagai tabel.")
    walker.back()
    walker.heading(child)
    walker.press("Isi pemeriksaan")
    walker.heading("Isi pemeriksaan")
    expect(page.locator(".screen .row").first).to_be_visible()
    yield Stop("isi", "Isi pemeriksaan", "Formulir mana yang melayani apa yang sudah waktunya.")
    walker.back()
    yield from _changes(walker, child)
    walker.press("Kartu QR")
    walker.heading("Kartu QR")
    yield Stop("kartu-qr", "Kartu QR", "Satu kartu untuk dicetak; kodenya tanpa nama.")
    walker.back()
    walker.press(re.compile("^(Keluarga|Satu keluarga)"))
    expect(page.get_by_role("heading", name=re.compile("anggota"))).to_be_visible()
    yield Stop("keluarga", "Keluarga", "Seisi rumah dan yang sudah waktunya bagi masing-masing.")
    walker.tab("Orang")
    walker.press("Cetak kartu QR")
    walker.heading("Kartu QR")
    yield Stop("kartu-qr-semua", "Lembar kartu QR", "Kartu satu RT untuk dicetak dan digunting.")
    adult = walker.open_one_who(ELDER, re.compile("hipertensi|darah tinggi", re.I))
    if adult:
        yield Stop(
            "dewasa", "Kartu dewasa", "Orang dengan darah tinggi: yang sudah waktunya dan riwayat."
        )
        walker.press("Grafik")
        walker.heading("Grafik")
        yield Stop(
            "grafik-dewasa", "Grafik dewasa", "Tekanan darah dan gula darah dari waktu ke waktu."
        )


def _changes(walker: Walker, name: str) -> Walk:
    walker.press("Betulkan data diri")
    walker.heading("Betulkan data diri")
    yield Stop("betulkan", "Betulkan data diri", "Nama, tanggal lahir, NIK, telepon, alamat.")
    walker.back()
    walker.heading(name)
    walker.press("Pindah")
    walker.heading("Pindah")
    yield Stop("pindah", "Pindah", "Keluar wilayah, di dalam wilayah, atau kembali.")
    walker.back()
    walker.heading(name)
    walker.press("Meninggal")
    walker.heading("Meninggal")
    yield Stop("meninggal", "Meninggal", "Tanggal meninggal; orangnya keluar dari daftar.")
    walker.back()
    walker.heading(name)


def _born(walker: Walker) -> list[str]:
    """Day, month and year of birth of whose card stands open, as the three lists name them."""
    said = walker.page.locator("dt", has_text="Lahir").locator("+ dd").inner_text()
    day, month, year = said.split()
    return [day, next(one for one in MONTHS if one.startswith(month[:3])), year]


# --- a form ---


def forms(walker: Walker) -> Walk:
    """A form from its first number to what was found, with everything it may ask."""
    page = walker.page
    child = walker.open_one_who(CHILD)
    walker.press("Isi pemeriksaan")
    page.locator(".screen .row").first.click()
    page.locator('[data-line="weight_kg"] .pad-line').click()
    expect(page.locator(".pad")).to_be_visible()
    yield Stop(
        "papan-angka", "Papan angka", "Isian berikut terbuka sendiri; hasil tampak sambil mengetik."
    )
    walker.type_pad("44")
    page.keyboard.press("Enter")
    expect(page.locator(".pad-question")).to_be_visible()
    yield Stop(
        "tidak-lazim", "Nilai tidak lazim", "Nilai yang jarang ditanyakan kembali, tidak ditolak."
    )
    page.locator(".pad-question").get_by_role("button", name="Ketik ulang").click()
    page.keyboard.press("Delete")
    walker.type_pad("16,20")  # two decimals open the next line
    walker.type_pad("8")
    page.keyboard.press("Enter")
    expect(page.locator(".line-problem").first).to_be_visible()
    yield Stop(
        "tidak-mungkin",
        "Nilai tidak mungkin",
        "Apa yang diketik, mengapa tidak mungkin, apa yang dilakukan.",
    )
    page.keyboard.press("Delete")
    walker.type_pad("104")
    page.keyboard.press("Enter")
    if page.locator(".pad-question").is_visible():
        page.locator(".pad-question").get_by_role("button", name="Betul").click()
    page.wait_for_timeout(DRAFT_MS)
    yield Stop(
        "hasil-mengetik",
        "Hasil sambil mengetik",
        "Arti angka yang baru diketik, dengan kata dan bentuk.",
    )
    page.locator(".pad-close").click()
    yield Stop("formulir", "Formulir", "Semua isian satu pemeriksaan.")
    walker.tab("Hari ini")
    expect(page.get_by_text("Lanjutkan yang belum selesai")).to_be_visible()
    walker.show("Lanjutkan yang belum selesai")
    yield Stop(
        "draf",
        "Isian yang belum selesai",
        "Yang sedang diisi tidak hilang; satu ketukan melanjutkan.",
    )
    page.locator(".screen .row", has_text=child).first.click()
    expect(page.get_by_text("Tidak ada yang hilang")).to_be_visible()
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("button", name="Simpan apa adanya")).to_be_visible()
    yield Stop(
        "masih-kosong", "Masih kosong", "Yang belum diisi ditunjukkan; boleh disimpan apa adanya."
    )
    page.get_by_role("button", name="Simpan apa adanya").click()
    expect(page.locator(".saved")).to_be_visible()
    yield Stop("tersimpan", "Tersimpan", "Tersimpan di ponsel, hasil, dan langkah berikutnya.")


# --- all of them ---


def all_stops(kader: Walker, pustu: Walker, midwife: Walker) -> Iterator[tuple[Walker, Stop]]:
    """Every stop, with whose phone it stands on. The three phones are new to the office."""
    office = kader.phone.office
    login, mother = between.who_expects(office)
    for walker, worker in ((pustu, "pustu"), (midwife, login)):
        for _ in enrolling(walker, enrol_code(office, "kepala", worker)):
            pass
    parts: list[tuple[Walker, Walk]] = [
        (kader, enrolling(kader, enrol_code(office, "kepala", "kader"))),
        (kader, people(kader)),
        (kader, forms(kader)),
        (kader, day.session(kader)),
        (kader, day.visits(kader)),
    ]
    for walker, walk in parts:
        yield from ((walker, stop) for stop in walk)
    name = kader.open_one_who(CHILD) or ""
    parts = [
        (kader, day.refer(kader, name)),
        (pustu, between.answered(kader, pustu, name)),
        (kader, between.answer_arrived(kader, name)),
        (pustu, between.conflict(kader, pustu, name)),
        (pustu, between.screens(pustu)),
        (midwife, between.expecting(midwife, mother)),
        (kader, day.own_things(kader)),
        (kader, day.warnings(kader)),
        (kader, locked(kader)),
    ]
    for walker, walk in parts:
        yield from ((walker, stop) for stop in walk)
