"""Stops of the field app through a day's work: a hari buka, home visits, referrals, the worker's own things."""

import re

from playwright.sync_api import expect

from tests.support.field_walk import DRAFT_MS, LONG_MS, Stop, Walk, Walker

ILL = "Ada tanda bahaya"


def session(walker: Walker) -> Walk:
    """A hari buka from its plan to its recap."""
    page = walker.page
    walker.tab("Hari buka")
    walker.heading("Hari buka")
    expect(page.get_by_role("button", name="Buka hari ini").first).to_be_visible()
    yield Stop(
        "hari-buka", "Hari buka", "Posyandu petugas: membuka hari ini, menyiapkan, rekap yang lalu."
    )
    page.get_by_role("button", name=re.compile("^Persiapan:")).first.click()
    walker.heading("Persiapan")
    yield Stop(
        "persiapan", "Persiapan", "Siapa yang sudah waktunya dan yang bulan lalu tidak datang."
    )
    walker.show("Pengumuman")
    yield Stop(
        "pengumuman", "Pembagian tugas dan pengumuman", "Teks siap dibagikan lewat WhatsApp."
    )
    walker.tab("Hari buka")
    walker.press("Buka hari ini")
    expect(page.locator(".stands")).to_be_visible()
    expect(page.locator(".session-row").first).to_be_visible(timeout=LONG_MS)
    yield Stop(
        "langkah-1", "Pendaftaran", "Siapa datang: dipilih, dicari, dipindai, atau didaftarkan."
    )
    for _ in range(3):
        page.locator(".session-row").first.click()
        expect(page.locator(".step-head")).to_be_visible()
        walker.save_form()
        expect(page.get_by_role("button", name="Rekap dan tutup")).to_be_visible()
    page.locator(".stands button").nth(2).click()
    expect(page.locator(".session-row").first).to_be_visible()
    yield Stop(
        "antrean",
        "Antrean",
        "Yang menunggu di langkah ini; langkah mana pun boleh memilih siapa pun.",
    )
    page.locator(".session-row").first.click()
    expect(page.locator(".step-head")).to_be_visible()
    page.wait_for_timeout(DRAFT_MS)
    yield Stop("langkah-2", "Satu orang di satu langkah", "Timbang dan ukur dengan papan angka.")
    if page.locator(".pad-close").is_visible():
        page.locator(".pad-close").click()
    yield Stop(
        "langkah-2-isian", "Langkah tanpa papan angka", "Isian langkah ini, lewati, pulang, rujuk."
    )
    walker.back()
    page.locator(".stands button", has_text="Semua").click()
    expect(page.locator(".session-row").first).to_be_visible()
    yield Stop(
        "semua-hadir", "Semua yang datang", "Nomor antrean dan di mana masing-masing berada."
    )
    walker.press("Rekap dan tutup")
    expect(page.locator(".recap")).to_be_visible(timeout=LONG_MS)
    yield Stop("rekap", "Rekap", "Sasaran, datang, tidak datang, normal, bermasalah, dirujuk.")
    walker.show("Perlu dikunjungi di rumah")
    yield Stop(
        "rekap-kunjungan",
        "Yang perlu dikunjungi",
        "Sesudah hari buka: siapa yang didatangi di rumah.",
    )


def visits(walker: Walker) -> Walk:
    """From the list of houses to what was found in one."""
    page = walker.page
    walker.tab("Kunjungan")
    expect(page.locator(".row.house").first).to_be_visible(timeout=LONG_MS)
    yield Stop(
        "kunjungan", "Kunjungan rumah", "Rumah mana dahulu: bahaya, lambat, lama tidak dikunjungi."
    )
    page.locator(".row.house").first.click()
    expect(page.locator(".member").first).to_be_visible()
    yield Stop("rumah", "Satu rumah", "Semua orang di rumah ini dan yang perlu dilakukan.")
    page.get_by_role("button", name=re.compile("^Ceklis")).first.click()
    expect(page.locator(".form-section").first).to_be_visible()
    yield Stop("ceklis", "Ceklis kunjungan", "Satu dari sembilan ceklis kunjungan rumah.")
    walker.back()
    walker.press("Tidak bertemu, ditolak, pindah")
    expect(page.get_by_role("button", name="Tidak ada di rumah")).to_be_visible()
    page.get_by_role("button", name="Tidak ada di rumah").click()
    yield Stop(
        "tidak-bertemu", "Tidak bertemu", "Tidak di rumah, menolak, pindah; kapan datang lagi."
    )
    walker.tab("Kunjungan")
    walker.press(ILL)
    expect(page.get_by_text("Siapa yang sakit?")).to_be_visible()
    yield Stop("siapa-sakit", "Siapa yang sakit?", "Dua ketukan sampai pertanyaan tanda bahaya.")
    yield from _danger(walker)


def _danger(walker: Walker) -> Walk:
    page = walker.page
    page.locator(".screen .row").first.click()
    expect(page.locator(".form-section").first).to_be_visible()
    page.get_by_role("button", name="Ya", exact=True).first.click()
    expect(page.locator("section.danger")).to_be_visible()
    yield Stop(
        "bahaya",
        "Tanda bahaya",
        "Apa yang dilakukan sekarang, dengan tombol telepon, sebelum apa pun dikirim.",
    )
    walker.save_form()
    expect(page.locator(".saved")).to_be_visible()
    yield Stop(
        "bahaya-tersimpan", "Bahaya, tersimpan", "Tombol telepon tetap ada sesudah disimpan."
    )
    walker.tab("Hari ini")
    expect(page.locator(".danger-now").first).to_be_visible()
    yield Stop("beranda-bahaya", "Hari ini, dengan bahaya", "Bahaya berdiri paling atas.")


def refer(walker: Walker, name: str) -> Walk:
    """A referral made; it is sent when there is a signal."""
    page = walker.page
    walker.open_person(name)
    walker.press("Rujuk")
    expect(page.get_by_role("button", name="Simpan rujukan")).to_be_visible()
    yield Stop("rujuk", "Rujuk", "Ke mana, mengapa, seberapa cepat.")
    page.get_by_role("button", name=re.compile("^(✓ )?Pustu")).first.click()
    page.get_by_label(re.compile("Mengapa")).fill("Berat badan tidak naik dua kali")
    walker.press("Simpan rujukan")
    expect(page.get_by_text("Rujukan tersimpan")).to_be_visible()
    yield Stop("rujuk-tersimpan", "Rujukan tersimpan", "Dikirim sendiri begitu ada sinyal.")
    _open_more(walker, "Rujukan")
    expect(page.locator(".screen .row").first).to_be_visible()
    yield Stop("rujukan", "Rujukan", "Yang dikirim, dijawab, dan perlu ditindaklanjuti.")


def own_things(walker: Walker) -> Walk:
    """What is behind the last tab."""
    page = walker.page
    walker.tab("Lainnya")
    walker.heading("Lainnya")
    yield Stop("lainnya", "Lainnya", "Yang dibuka sesekali.")
    _open_more(walker, "Wilayah saya")
    expect(page.locator(".coverage").first).to_be_visible(timeout=LONG_MS)
    yield Stop("wilayah", "Wilayah saya", "Cakupan bulan ini, dihitung di ponsel.")
    page.locator(".coverage").first.click()
    expect(page.locator(".screen .choices").first).to_be_visible()
    page.wait_for_timeout(DRAFT_MS)
    yield Stop("wilayah-nama", "Nama di balik angka", "Siapa yang belum, dan apa yang kurang.")
    _open_more(walker, "Catatan saya")
    expect(page.locator(".screen .row").first).to_be_visible()
    yield Stop("catatan", "Catatan saya", "Setiap catatan dan sudah sampai di mana.")
    page.locator(".screen .row", has_text="Tanda bahaya").first.click()
    walker.heading(re.compile("Catatan"))
    yield Stop(
        "catatan-satu",
        "Satu catatan",
        "Membetulkan atau menarik, dengan alasan; riwayat tetap terlihat.",
    )
    _open_more(walker, "Ponsel")
    walker.heading("Ponsel")
    yield Stop("ponsel", "Ponsel", "Pengiriman, bahasa, PIN, ruang penyimpanan.")
    _open_more(walker, "Panduan singkat")
    walker.heading(re.compile("Panduan"))
    yield Stop("panduan", "Panduan singkat", "Apa yang dilakukan bila ….")


def _open_more(walker: Walker, name: str) -> None:
    walker.tab("Lainnya")
    walker.page.locator(".screen .row", has_text=name).first.click()


def warnings(walker: Walker) -> Walk:
    """The home screen when the signal, the space or the clock is wrong."""
    phone = walker.phone
    walker.tab("Hari ini")
    expect(walker.page.locator("h1")).to_contain_text("Halo")
    yield Stop(
        "beranda",
        "Hari ini",
        "Apa yang dikerjakan sekarang: bahaya, rujukan, kunjungan, hari buka.",
    )
    phone.airplane(on=True)
    walker.tab("Lainnya")
    walker.page.locator(".sending").click()
    walker.press("Kirim sekarang")
    expect(walker.page.locator(".problem").first).to_be_visible()
    yield Stop("tanpa-sinyal", "Tanpa sinyal", "Semua tetap jalan; catatan menunggu di ponsel.")
    phone.airplane(on=False)
    for name, script, title, purpose in WRONG:
        phone.lose_tab()
        walker.page.add_init_script(script)
        phone.unlock()
        walker.tab("Lainnya")
        walker.page.locator(".sending").click()
        walker.press("Kirim sekarang")
        walker.page.wait_for_timeout(DRAFT_MS * 2)
        walker.tab("Hari ini")
        expect(walker.page.locator(".problem").first).to_be_visible()
        yield Stop(name, title, purpose)
    phone.lose_tab()
    phone.unlock()


WRONG = (
    (
        "hampir-penuh",
        "navigator.storage.estimate = async () => ({ usage: 995e6, quota: 1e9 });",
        "Penyimpanan hampir penuh",
        "Peringatan sebelum penyimpanan penuh; belum ada yang hilang.",
    ),
    (
        "jam-salah",
        "const RealDate = Date; Date.now = () => RealDate.prototype.valueOf.call(new RealDate()) + 3 * 864e5;",
        "Jam ponsel salah",
        "Jam ponsel berbeda dari server; Nyelik memakai jam server.",
    ),
)
