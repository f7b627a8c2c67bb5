"""Hari buka in the office: who came by the session's identity, steps, and a recap whose numbers are lists of names."""

import datetime as dt
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
from nyelik.register.workers import Worker
from tests.support.html import read
from tests.support.small_district import (
    AWAY,
    AWAY_NAME,
    CHILD,
    CHILD_NAME,
    MOTHER,
    MOTHER_NAME,
    NEIGHBOUR_NAME,
    SignIn,
)

_numbers = count(1)


@pytest.fixture
def bidan(signed_in: SignIn) -> Client:
    return signed_in("bidan")


@pytest.fixture
def posyandu(district: object, db: None) -> str:
    return str(Worker.objects.get(username="kader").scope[0])


def write(kind: str, subject: UUID, about: UUID, **body: Any) -> None:
    number, now = next(_numbers), int(timezone.now().timestamp() * 1000)
    entry = Entry(
        device="dev-session", number=number, kind=kind, subject=subject, about=about, body=body,
        happened=timezone.localdate().isoformat(), written=hlc.stamp(now + number), rulebook="test",
    )  # fmt: skip
    (receipt,) = append([entry], received=now)
    assert receipt.status == "accepted", receipt
    catch_up()


def open_session(code: str, days: int = 0, **more: Any) -> str:
    day = (timezone.localdate() + dt.timedelta(days)).isoformat()
    body = {"facility": code, "day": day, **more}
    write("session", session_uuid(code, day), facility_uuid(code), **body)
    return day


def come(code: str, day: str, about: UUID, **more: Any) -> UUID:
    subject = UUID(int=(0x93 << 72) | next(_numbers))
    body = {"package": "posyandu", "session": str(session_uuid(code, day)), **more}
    write("contact", subject, about, **{"observations": {"weight_kg": 11.3}, **body})
    return subject


def page(browser: Client, address: str) -> Any:
    answer = browser.get(address)
    assert answer.status_code == 200
    return read(answer.content)


def test_the_list_says_how_each_stands(bidan: Client, posyandu: str) -> None:
    open_session(posyandu, 7)
    open_session(posyandu, 0, opened=f"{timezone.localdate()}T08:00")
    open_session(posyandu, -30, opened="2026-01-01T08:00", closed="2026-01-01T11:00")
    open_session(posyandu, -60)
    rows = page(bidan, "/hari-buka").tables[0][1:]
    states = [row[2].text for row in rows]
    assert states == ["Direncanakan", "Sedang buka", "Selesai", "Belum dibuka di ponsel"]


def test_another_facilitys_session_is_not_there(signed_in: SignIn, posyandu: str) -> None:
    day = open_session(posyandu)
    for who in ("sebelah", "kader-sebelah", "seberang"):
        assert day not in page(signed_in(who), "/hari-buka").text
        assert signed_in(who).get(f"/hari-buka/{posyandu}/{day}").status_code == 404
    assert page(signed_in("kader"), f"/hari-buka/{posyandu}/{day}").text
    for wrong in (f"/hari-buka/{posyandu}/kemarin", f"/hari-buka/{posyandu}/2019-01-01"):
        assert signed_in("bidan").get(wrong).status_code == 404


def test_who_came_with_their_steps(bidan: Client, posyandu: str) -> None:
    day = open_session(
        posyandu, opened=f"{timezone.localdate()}T08:00", tasks={"1": ["Sri", "Ani"]}
    )
    moment = f"{day}T08:30"
    come(posyandu, day, CHILD, queue="A2", steps={"1": moment, "2": moment})
    come(posyandu, day, MOTHER, queue="A1", left=True)
    come(posyandu, "2020-01-01", CHILD)  # names another session: it neither counts nor doubles
    found = page(bidan, f"/hari-buka/{posyandu}/{day}")
    came = found.tables[1][1:]
    assert [row[0].text.split(" Pulang")[0] for row in came] == [MOTHER_NAME, CHILD_NAME]
    assert [cell.text for cell in came[1]][1:] == ["A2", "✓ selesai", "✓ selesai", "–", "–", "–"]
    assert "Pulang sebelum selesai" in came[0][0].text
    assert "Sri, Ani" in found.text


def test_a_retracted_contact_is_nobody(bidan: Client, posyandu: str) -> None:
    day = open_session(posyandu)
    subject = come(posyandu, day, CHILD)
    write("contact", subject, CHILD, retracted=True, reason="salah orang")
    assert CHILD_NAME not in page(bidan, f"/hari-buka/{posyandu}/{day}").text


def test_the_recap_adds_up_and_its_numbers_are_names(bidan: Client, posyandu: str) -> None:
    day = open_session(posyandu)
    address = f"/hari-buka/{posyandu}/{day}"
    contact = come(posyandu, day, CHILD)
    referral = UUID(int=(0x94 << 72) | next(_numbers))
    write("referral", referral, CHILD, to="P1906-01", contact=str(contact))
    found = page(bidan, address)
    rows = found.tables[0][1:]
    numbers = [[int(cell.text.replace(".", "")) for cell in row[1:]] for row in rows]
    assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == numbers[-1]
    target, came, absent, normal, problem, referred = numbers[-1]
    assert (came, referred, absent, normal + problem) == (1, 1, target - 1, 1)
    links = [cell.href for row in rows[:-1] for cell in row if "yang=tidak" in cell.href]
    absent_names = " ".join(page(bidan, address + link).text.split("tidak datang (")[1] for link in links)  # fmt: skip
    assert MOTHER_NAME in absent_names
    assert NEIGHBOUR_NAME not in absent_names


def test_normal_and_with_a_problem_by_what_the_own_contact_found(
    bidan: Client, posyandu: str
) -> None:
    day = open_session(posyandu)
    address = f"/hari-buka/{posyandu}/{day}"

    def totals() -> tuple[int, int, int]:
        last = page(bidan, address).tables[0][-1]
        came, normal, problem = (int(last[place].text) for place in (2, 4, 5))
        return came, normal, problem

    subject = come(
        posyandu, day, CHILD
    )  # of a form that this rulebook does not have: it found nothing
    assert totals() == (1, 1, 0)
    write("contact", subject, CHILD, package="card-child", observations={"muac_cm": 10.9})
    assert totals() == (1, 0, 1)
    assert CHILD_NAME in page(bidan, links_of(bidan, address, "bermasalah")).text


def test_who_has_a_problem_stands_there_with_the_reason(
    bidan: Client, signed_in: SignIn, posyandu: str
) -> None:
    """Short for the age is said to a kader in plain words, to a midwife as the class."""
    day = open_session(posyandu)
    address = f"/hari-buka/{posyandu}/{day}"
    found = {"weight_kg": 9.0, "length_cm": 74, "muac_cm": 15.5}
    come(posyandu, day, CHILD, package="card-child", observations=found)
    for who, said in (
        (bidan, "PB/U atau TB/U: "),
        (signed_in("kader"), "Tinggi kurang untuk umur"),
    ):
        assert said in page(who, links_of(who, address, "bermasalah")).text
        assert said in page(who, address).text
    assert "PB/U" not in page(signed_in("kader"), address).text


def test_referred_on_the_card_is_referred(bidan: Client, posyandu: str) -> None:
    day = open_session(posyandu)
    come(posyandu, day, CHILD, observations={"referred_to": "pustu"})
    come(posyandu, day, MOTHER, observations={"referred_to": "none"})
    assert page(bidan, f"/hari-buka/{posyandu}/{day}").tables[0][-1][6].text == "1"


def links_of(browser: Client, address: str, kind: str) -> str:
    found = page(browser, address)
    return next(
        address + cell.href for row in found.tables[0][1:] for cell in row if f"yang={kind}" in cell.href
    )  # fmt: skip


def test_a_guest_from_elsewhere_is_counted_without_a_name(bidan: Client, posyandu: str) -> None:
    day = open_session(posyandu)
    come(posyandu, day, AWAY)
    found = page(bidan, f"/hari-buka/{posyandu}/{day}")
    assert "Tamu yang namanya bukan untuk Anda: 1" in found.text
    assert AWAY_NAME not in found.text
