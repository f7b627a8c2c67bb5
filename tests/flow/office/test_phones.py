"""Phones in the office: only those I look after; a code once; an end that somebody is sure of, written down."""

import datetime as dt
import re
from uuid import UUID

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from nyelik.base import hlc
from nyelik.journal.append import append
from nyelik.journal.entry import Entry
from nyelik.register.devices import make_device
from nyelik.register.enrolment import enrol
from nyelik.register.workers import Device, EnrolCode, ReadLog, Worker
from tests.support.html import read
from tests.support.small_district import CHILD, CHILD_NAME, NEIGHBOUR, NEIGHBOUR_NAME, SignIn

HTTPS = "https://nyelik.example"


@pytest.fixture
def bidan(signed_in: SignIn) -> Client:
    return signed_in("bidan")


def new_phone(worker: str, device: str, **said: object) -> Device:
    """A phone of a worker, as it last reported on itself."""
    now = timezone.now()
    make_device(Worker.objects.get(username=worker), device, "HP Bu Sri", now, app="2026.11.0")
    Device.objects.filter(id=device).update(**{"last_contact_at": now, "unsent": 0, **said})
    return Device.objects.get(id=device)


def sent(device: str, *numbers: int, about: UUID = CHILD) -> None:
    """Contacts of a phone, received now."""
    now = int(timezone.now().timestamp() * 1000)
    entries = [
        Entry(
            device=device, number=number, kind="contact", subject=about_of(number), about=about,
            body={"observations": {"weight_kg": 11.2}}, happened=timezone.localdate().isoformat(),
            written=hlc.stamp(now + number), rulebook="test",
        )
        for number in numbers
    ]  # fmt: skip
    append(entries, received=now)


def about_of(number: int) -> UUID:
    return UUID(int=(0x91 << 72) | number)


def test_i_see_the_phones_that_i_look_after_and_no_others(signed_in: SignIn) -> None:
    new_phone("kader", "dev-a")
    new_phone("kader-sebelah", "dev-b")
    seen = {
        who: set(re.findall(r"/perangkat/ponsel/([\w-]+)", page(signed_in(who))))
        for who in ("bidan", "sebelah", "kepala", "seberang", "dinkes")
    }
    assert seen == {
        "bidan": {"dev-a"},
        "sebelah": {"dev-b"},
        "kepala": {"dev-a", "dev-b"},
        "seberang": set(),
        "dinkes": set(),
    }
    for address in ("/perangkat/ponsel/dev-b", "/perangkat/ponsel/dev-b/cabut"):
        assert signed_in("bidan").get(address).status_code == 404
        assert signed_in("bidan").post(address, {"mode": "now", "sure": "1"}).status_code == 404
    assert Device.objects.get(id="dev-b").revoked_at is None


def page(browser: Client, address: str = "/perangkat") -> str:
    return browser.get(address).content.decode()


def test_what_is_wrong_with_a_phone_is_told_in_words(bidan: Client) -> None:
    month_ago = timezone.now() - dt.timedelta(31)
    new_phone("kader", "dev-silent", last_contact_at=month_ago, unsent=4, rulebook="0.1")
    new_phone("kader", "dev-off", clock_offset=-3 * 3_600_000, app="2025.1.0")
    new_phone("kader", "dev-full", storage_used=95, storage_quota=100)
    sent("dev-off", 1, 2, 5)
    text = read(bidan.get("/perangkat").content).text
    for words in ("Tidak terhubung 31 hari", "Belum terkirim: 4", "Aturan lama", "31 hari lalu"):
        assert words in text
    for words in ("Jam terlambat: 3 jam", "Aplikasi lama", "Nomor belum tiba: 2", "hampir penuh"):
        assert words in text
    assert "3" in read(bidan.get("/beranda").content).text.split("ponsel perlu dilihat")[0][-8:]


def test_a_phone_in_order_presses_nobody(bidan: Client) -> None:
    new_phone("kader", "dev-a")
    assert "Baik" in page(bidan)
    assert "ponsel perlu dilihat" not in page(bidan, "/beranda")


def test_one_phone_shows_what_came_and_names_only_my_people(bidan: Client) -> None:
    new_phone("kader", "dev-a")
    sent("dev-a", 1, 2, 6)
    sent("dev-a", 7, about=NEIGHBOUR)
    answer = read(bidan.get("/perangkat/ponsel/dev-a").content)
    assert answer.link(CHILD_NAME) == f"/orang/{CHILD}"
    assert NEIGHBOUR_NAME not in answer.text
    assert "3–5" in answer.text
    today = answer.tables[0][1]
    assert [cell.text for cell in today][1:] == ["4", "0"]
    log = ReadLog.objects.filter(what="device")
    assert log.exists()


def test_the_dinas_sees_a_phone_of_a_puskesmas_without_names(signed_in: SignIn) -> None:
    new_phone("ibu-anak", "dev-p")
    sent("dev-p", 1)
    text = page(signed_in("dinkes"), "/perangkat/ponsel/dev-p")
    assert CHILD_NAME not in text
    assert "Catatan terbaru" in text


def made(browser: Client) -> str:
    kader = Worker.objects.get(username="kader")
    with override_settings(PUBLIC_ADDRESS=HTTPS):
        answer = browser.post("/perangkat/kode", {"worker": str(kader.pk)})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_code_is_shown_once_and_the_page_learns_that_it_was_used(bidan: Client) -> None:
    text = made(bidan)
    halves = re.search(r"<span>(\w{5})</span> <span>(\w{5})</span>", text)
    assert halves
    assert text.count("<svg") == 2  # the wordmark and the code
    assert "style=" not in text
    assert f"{HTTPS}/lapangan/" in text
    assert "tidak terkunci" not in text
    poll = re.search(r'hx-get="([^"]+)"', text)
    assert poll
    assert "Menunggu ponsel" in page(bidan, poll[1])
    code = "".join(halves.groups())
    enrol(code, "HP Bu Rina", "1", timezone.now(), address="x", random=bytes)
    part = page(bidan, poll[1])
    assert "Ponsel “HP Bu Rina” terdaftar." in part
    assert "hx-get" not in part
    row = EnrolCode.objects.get()
    assert row.made_by.username == "bidan"
    assert code not in poll[1]


def test_nobody_else_may_ask_after_my_code(bidan: Client, signed_in: SignIn) -> None:
    poll = re.search(r'hx-get="([^"]+)"', made(bidan))
    assert poll
    assert signed_in("kepala").get(poll[1]).status_code == 404
    assert signed_in("sebelah").get(poll[1]).status_code == 404


def test_a_late_code_says_so(bidan: Client) -> None:
    poll = re.search(r'hx-get="([^"]+)"', made(bidan))
    assert poll
    EnrolCode.objects.update(expires_at=timezone.now())
    part = page(bidan, poll[1])
    assert "tidak berlaku" in part
    assert "hx-get" not in part


def test_a_code_for_somebody_elses_worker_is_not_made(bidan: Client) -> None:
    other = Worker.objects.get(username="kader-sebelah")
    assert bidan.post("/perangkat/kode", {"worker": str(other.pk)}).status_code == 404
    assert not EnrolCode.objects.exists()


@pytest.mark.parametrize(
    ("address", "words"),
    [("", "hanya dikenal di komputer ini"), ("http://10.0.0.7:8000", "tidak terkunci (http)")],
)
def test_an_address_that_no_phone_can_use_is_told(bidan: Client, address: str, words: str) -> None:
    with override_settings(PUBLIC_ADDRESS=address):
        text = bidan.get("/perangkat/daftarkan", headers={"host": "localhost"}).content.decode()
    assert words in text


@pytest.mark.parametrize("mode", ["after_sending", "now"])
def test_a_phone_ends_when_somebody_is_sure_and_it_is_written_down(
    bidan: Client, mode: str
) -> None:
    new_phone("kader", "dev-a", unsent=3)
    address = "/perangkat/ponsel/dev-a/cabut"
    assert "masih ada 3 catatan" in page(bidan, address)
    for unsure in ({"mode": mode}, {"sure": "1"}, {"mode": "else", "sure": "1"}):
        assert "Belum dicabut" in bidan.post(address, unsure).content.decode()
    assert Device.objects.get().revoked_at is None
    assert bidan.post(address, {"mode": mode, "sure": "1"}).status_code == 302
    row = Device.objects.get()
    assert (row.revoked_mode, row.revoked_by.username) == (mode, "bidan")
    told = read(bidan.get("/perangkat/ponsel/dev-a").content).text
    assert "oleh Bidan" in told
    assert ("Ternyata hilang?" in told) == (mode == "after_sending")


def test_an_ended_phone_stands_apart(bidan: Client) -> None:
    new_phone(
        "kader", "dev-a", revoked_at=timezone.now(), revoked_mode="now", wiped_at=timezone.now()
    )
    text = read(bidan.get("/perangkat").content).text
    assert "Sudah dicabut (1)" in text
    assert "Sudah dihapus dari ponsel" in text
