"""Stops of the field app on the phone of a Pustu's worker, and where two phones meet: a referral, a conflict."""

import json
import re
import sqlite3
from contextlib import closing

from playwright.sync_api import expect

from tests.support.field_walk import DRAFT_MS, LONG_MS, Stop, Walk, Walker
from tests.support.served import Office

TRIES = 10
KADER_SAYS, PUSTU_SAYS = "081200000001", "081200000002"


def sent(walker: Walker) -> None:
    """Send and fetch everything now."""
    walker.page.locator(".sending").click()
    walker.press("Kirim sekarang")
    expect(walker.page.locator(".sending")).to_contain_text("Semua terkirim", timeout=LONG_MS)
    expect(walker.page.get_by_role("button", name="Kirim sekarang")).to_be_enabled(timeout=LONG_MS)


def answered(kader: Walker, pustu: Walker, name: str) -> Walk:
    """A referral is answered at the Pustu, and the answer is a task of the kader."""
    sent(kader)
    sent(pustu)
    _open_referral(pustu, name)
    expect(pustu.page.get_by_role("heading", name=re.compile("^Jawab"))).to_be_visible()
    yield Stop(
        "pustu-jawab",
        "Menjawab rujukan",
        "Pustu: apa yang terjadi, apa yang dilakukan kader, kapan.",
    )
    pustu.page.locator(".choices button").first.click()
    pustu.page.locator("textarea").first.fill("Timbang lagi minggu depan, lanjutkan PMT.")
    pustu.page.locator(".choices").nth(1).locator("button").nth(1).click()
    pustu.page.get_by_role("button", name=re.compile("^(Simpan|Kirim)")).last.click()
    expect(pustu.page.get_by_role("heading", name=re.compile("^Jawab"))).to_be_visible()
    sent(pustu)


def answer_arrived(kader: Walker, name: str) -> Walk:
    """The kader sees the answer."""
    sent(kader)
    _open_referral(kader, name)
    yield Stop("rujukan-dijawab", "Rujukan dijawab", "Jawaban Pustu menjadi tindak lanjut kader.")


def _open_referral(walker: Walker, name: str) -> None:
    row = walker.page.locator(".screen .row", has_text=name)
    for _ in range(TRIES):  # the other phone's entry reaches the server when it does
        walker.tab("Lainnya")
        walker.page.locator(".screen .row", has_text="Rujukan").first.click()
        walker.page.wait_for_timeout(DRAFT_MS)
        if row.count():
            break
        sent(walker)
    row.first.click()
    walker.heading(name)


def conflict(kader: Walker, pustu: Walker, name: str) -> Walk:
    """Two phones without a signal wrote different things of one person; the Pustu decides."""
    sent(kader)
    sent(pustu)
    for walker, says in ((kader, KADER_SAYS), (pustu, PUSTU_SAYS)):
        walker.phone.airplane(on=True)
        walker.open_person(name)
        walker.press("Betulkan data diri")
        walker.page.get_by_label("Nomor HP").fill(says)
        walker.press("Simpan")
        walker.heading(name)
    for walker in (kader, pustu):
        walker.phone.airplane(on=False)
        sent(walker)
    pustu.open_person(name)
    expect(pustu.page.get_by_role("heading", name="Dua catatan berbeda")).to_be_visible()
    pustu.show("Dua catatan berbeda")
    yield Stop(
        "dua-catatan",
        "Dua catatan berbeda",
        "Dua petugas menulis hal berbeda; keduanya ada, Pustu memutuskan.",
    )


def screens(pustu: Walker) -> Walk:
    """What a Pustu's worker sees otherwise than a kader."""
    page = pustu.page
    pustu.tab("Hari ini")
    expect(page.locator("h1")).to_contain_text("Halo")
    yield Stop(
        "pustu-beranda",
        "Hari ini di Pustu",
        "Rujukan yang menunggu jawaban dan yang mendesak di desa.",
    )
    pustu.tab("Orang")
    page.get_by_role("searchbox").fill("")
    expect(page.locator(".person-row").first).to_be_visible()
    page.locator(".person-row").nth(2).click()
    expect(page.get_by_role("heading", name="Riwayat")).to_be_visible()
    pustu.press("Isi pemeriksaan")
    expect(page.locator(".screen .row").first).to_be_visible()
    yield Stop("pustu-isi", "Formulir Pustu", "Formulir tingkat Pustu untuk orang yang sama.")


def expecting(pustu: Walker, name: str) -> Walk:
    """A woman with child, her curves, and the newborn's form that opens from her card."""
    pustu.open_person(name)
    expect(pustu.page.get_by_role("heading", name="Riwayat")).to_be_visible()
    yield Stop(
        "ibu-hamil", "Kartu ibu hamil", "Kehamilan: yang sudah waktunya, yang ditemukan, riwayat."
    )
    pustu.press("Grafik")
    pustu.heading("Grafik")
    yield Stop("grafik-ibu", "Grafik ibu hamil", "Kenaikan berat menurut IMT, LiLA, tekanan darah.")
    pustu.back()
    pustu.heading(name)
    pustu.press("Daftarkan bayi yang baru lahir")
    pustu.heading("Bayi baru lahir")
    yield Stop("bayi", "Bayi baru lahir", "Bayi tanpa NIK, dari kartu ibunya.")


def who_expects(office: Office) -> tuple[str, str]:
    """The login of a Pustu's worker, and the name of a woman of theirs who is in the middle of a pregnancy."""
    begun: dict[str, str] = {}
    with closing(sqlite3.connect(office.home / "nyelik.sqlite3")) as database:
        rows = database.execute(
            "SELECT about, body FROM journal_entry WHERE kind = 'episode' ORDER BY seq"
        )
        for about, text in rows:
            body = json.loads(text)
            if body.get("type") == "pregnancy":
                begun[about] = body["start"]
            if {"end", "delivered", "retracted"} & body.keys():
                begun.pop(about, None)
        newest = sorted(begun, key=lambda about: begun[about], reverse=True)
        for about in newest[len(newest) * 2 // 3 :]:  # long enough with child to have curves
            found = database.execute(_WHO_SERVES, (about,)).fetchone()
            if found:
                return found[0], found[1]
    raise LookupError("nobody expects a child where a Pustu of this Puskesmas is")


_WHO_SERVES = """
SELECT worker.username, person.name FROM register_person person
JOIN register_catchment catchment
  ON substr(person.area, 1, length(catchment.area)) = catchment.area AND catchment.until IS NULL
JOIN register_worker worker
  ON worker.role = 'pustu' AND worker.scope = '["' || catchment.facility_id || '"]'
WHERE person.id = ? AND person.area LIKE '19.06.01.%'
"""
