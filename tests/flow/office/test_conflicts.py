"""Two phones typed different things: the office tells who typed what, on which phone, when, and who decides."""

from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from nyelik.base import hlc
from nyelik.base.ids import facility_uuid, session_uuid
from nyelik.journal.append import append
from nyelik.journal.entry import Entry
from nyelik.journal.projections import catch_up
from nyelik.register.devices import make_device
from nyelik.register.workers import Worker
from tests.support.html import read
from tests.support.small_district import (
    AWAY,
    AWAY_NAME,
    CHILD,
    CHILD_NAME,
    MOTHER,
    MOTHER_NAME,
    SignIn,
)

_numbers = count(1)


@pytest.fixture
def bidan(signed_in: SignIn) -> Client:
    now = timezone.now()
    make_device(Worker.objects.get(username="kader"), "dev-k", "HP Samsung", now)
    make_device(Worker.objects.get(username="bidan"), "dev-b", "HP Oppo", now)
    return signed_in("bidan")


def typed(device: str, who: str, body: dict[str, Any], **more: Any) -> None:
    number, now = next(_numbers), int(timezone.now().timestamp() * 1000)
    entry = Entry(
        device=device, number=number, body=body, written=hlc.stamp(now + number),
        by=Worker.objects.get(username=who).id, rulebook="test",
        **{"kind": "person", "subject": CHILD, "about": CHILD,
           "happened": timezone.localdate().isoformat(), **more},
    )  # fmt: skip
    (receipt,) = append([entry], received=now)
    assert receipt.status == "accepted", receipt
    catch_up()


def text_of(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return read(answer.content).text


def two_addresses() -> None:
    typed("dev-k", "kader", {"address": "Jalan Melati 3"})
    typed("dev-b", "bidan", {"address": "Jalan Mawar 5"})


def test_both_values_with_who_where_and_when(bidan: Client) -> None:
    before = text_of(bidan, "/beda-catatan")  # the simulated district has a few of its own
    assert CHILD_NAME not in before
    two_addresses()
    for address in ("/beda-catatan", f"/orang/{CHILD}"):
        text = text_of(bidan, address)
        assert "Kader di HP Samsung milik Kader, " in text
        assert "Bidan di HP Oppo milik Bidan, " in text
        assert text.index("Jalan Mawar 5") < text.index("Jalan Melati 3")  # the one used now first
        assert "diterima di server" in text
        assert "Yang memutuskan: Pustu" in text
    assert "orang dengan data yang berbeda antarperangkat" in text_of(bidan, "/beranda")
    assert read(bidan.get("/beranda").content).link("antarperangkat") == "/beda-catatan"


def test_a_mother_has_a_name_if_she_is_mine(bidan: Client) -> None:
    typed("dev-k", "kader", {"mother": str(MOTHER)})
    typed("dev-b", "bidan", {"mother": str(AWAY)})
    listed = text_of(bidan, "/beda-catatan").split(CHILD_NAME)[1]
    assert MOTHER_NAME in listed
    assert "di luar wilayah Anda" in listed
    assert AWAY_NAME not in listed
    assert str(MOTHER) not in listed
    assert str(MOTHER) not in text_of(bidan, f"/orang/{CHILD}")


def test_it_is_settled_from_the_list(bidan: Client) -> None:
    two_addresses()
    sent = {"subject": str(CHILD), "field": "address", "choice": "1"}
    assert bidan.post(f"/orang/{CHILD}/pilih", sent).status_code == 302
    catch_up()
    assert CHILD_NAME not in text_of(bidan, "/beda-catatan")
    assert "Jalan Melati 3" in text_of(bidan, f"/orang/{CHILD}")


def test_values_are_told_in_words(bidan: Client) -> None:
    area = "19.06.01.2004"
    typed("dev-k", "kader", {"sex": "female", "born": "2024-01-31", "area": area})
    typed("dev-b", "bidan", {"sex": "male", "born": "2024-02-01"})
    text = text_of(bidan, "/beda-catatan")
    for words in ("Perempuan", "Laki-laki", "31 Jan 2024", "Desa Kelubi"):
        assert words in text
    assert "female" not in text


def test_other_peoples_conflicts_are_not_listed(bidan: Client, signed_in: SignIn) -> None:
    two_addresses()
    assert CHILD_NAME not in text_of(signed_in("sebelah"), "/beda-catatan")
    assert CHILD_NAME in text_of(signed_in("kepala"), "/beda-catatan")


def test_a_record_says_on_which_phone_and_at_which_session(bidan: Client) -> None:
    code, day = Worker.objects.get(username="kader").scope[0], timezone.localdate().isoformat()
    session = session_uuid(code, day)
    typed("dev-k", "kader", {"facility": code, "day": day}, kind="session", subject=session,
          about=facility_uuid(code))  # fmt: skip
    body = {"observations": {"weight_kg": 11.4}, "session": str(session)}
    typed("dev-k", "kader", body, kind="contact", subject=UUID(int=0x95 << 72), place=code)
    page = read(bidan.get(f"/orang/{CHILD}").content)
    assert "Ditulis di HP Samsung milik Kader, diterima di server" in page.text
    assert f"/hari-buka/{code}/{day}" in {href for _, href in page.links}
    assert page.text.count("diterima di server") == 1  # what came from no phone does not say so
