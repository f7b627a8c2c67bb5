"""What kader recorded and nobody confirmed yet: who sees it, how it is confirmed, and that it counts all along."""

from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from nyelik.base import hlc
from nyelik.base.ids import session_uuid
from nyelik.journal.append import append
from nyelik.journal.entry import Entry
from nyelik.journal.fold import Subject, fold
from nyelik.journal.read import entries_about, last_seq
from nyelik.register.workers import ReadLog, Worker
from tests.support.html import read
from tests.support.small_district import CHILD, CHILD_NAME, MOTHER, MOTHER_NAME, NEIGHBOUR, SignIn

_numbers = count(1)
PAGE = "/pengesahan"


@pytest.fixture
def bidan(signed_in: SignIn) -> Client:
    return signed_in("bidan")


def weigh(
    about: UUID,
    by: str = "kader",
    subject: UUID | None = None,
    days_ago: int = 0,
    place: str | None = None,
    **body: Any,
) -> UUID:
    """A contact as a phone brings it; with a subject, a patch of that contact."""
    number = next(_numbers)
    received = int(timezone.now().timestamp() * 1000)
    subject = subject or UUID(int=(0x95 << 72) | number)
    entry = Entry(
        device=f"dev-{by}", number=number, kind="contact", subject=subject, about=about,
        body=body or {"package": "posyandu", "observations": {"weight_kg": 11.3}},
        happened=timezone.localdate().isoformat(), written=hlc.stamp(received + number),
        seen=last_seq(), by=Worker.objects.get(username=by).id, rulebook="test",
        place=place,
    )  # fmt: skip
    (receipt,) = append([entry], received=received)
    assert receipt.status == "accepted"
    return subject


def text_of(browser: Client, address: str = PAGE) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return read(answer.content).text


def keys(browser: Client) -> list[str]:
    """What the page would send to confirm all that it shows."""
    content = browser.get(PAGE).content.decode()
    return [part.split('"')[0] for part in content.split('name="contact" value="')[1:]]


def confirm(browser: Client, **sent: Any) -> str:
    answer = browser.post(f"{PAGE}/sahkan", sent, follow=True)
    return read(answer.content).text


def state(about: UUID, subject: UUID) -> Subject:
    return fold(entries_about([about]))[subject]


def test_by_house_and_session_with_kader_and_values(bidan: Client) -> None:
    code = str(Worker.objects.get(username="kader").scope[0])
    day = timezone.localdate().isoformat()
    weigh(CHILD)
    subject = weigh(MOTHER)
    weigh(MOTHER, subject=subject, place=code, session=str(session_uuid(code, day)))
    text = text_of(bidan)
    assert "2 belum disahkan" in text
    assert text.count("· Kader Kader") == 2  # the house, and the session
    assert f'/hari-buka/{code}/{day}"' in bidan.get(PAGE).content.decode()
    assert CHILD_NAME in text
    assert "11,3" in text
    assert "Sahkan 2 yang tampak" in text
    assert "2 catatan kader belum disahkan" in text_of(bidan, "/beranda")
    assert ReadLog.objects.filter(what="validation", worker__username="bidan").exists()


def test_one_tap_confirms_one(bidan: Client) -> None:
    child, mother = weigh(CHILD), weigh(MOTHER)
    one = next(key for key in keys(bidan) if str(child) in key)
    assert "1 catatan disahkan" in confirm(bidan, one=one, contact=keys(bidan))
    assert state(CHILD, child).fields["validated"] is True
    assert "validated" not in state(MOTHER, mother).fields
    assert state(CHILD, child).conflicts == ()
    assert state(CHILD, child).by == Worker.objects.get(username="kader").id
    text = text_of(bidan)
    assert CHILD_NAME not in text
    assert MOTHER_NAME in text


def test_one_tap_confirms_all_that_is_shown(bidan: Client) -> None:
    both = {CHILD: weigh(CHILD), MOTHER: weigh(MOTHER)}
    assert "2 catatan disahkan" in confirm(bidan, contact=keys(bidan))
    assert all(state(about, one).fields["validated"] is True for about, one in both.items())
    assert "Semua catatan kader sudah disahkan" in text_of(bidan)
    assert "belum disahkan" not in text_of(bidan, "/beranda")


def test_what_changes_after_it_was_seen_waits_again(bidan: Client) -> None:
    subject = weigh(CHILD)
    seen = keys(bidan)
    weigh(CHILD, subject=subject, observations={"weight_kg": 12.9})
    confirm(bidan, contact=seen)
    text = text_of(bidan)
    assert "12,9" in text
    assert "1 belum disahkan" in text
    confirm(bidan, contact=keys(bidan))
    assert CHILD_NAME not in text_of(bidan)


def test_not_of_health_workers_not_retracted_ones_and_not_long_ago(bidan: Client) -> None:
    weigh(CHILD, by="bidan")
    weigh(CHILD, subject=weigh(CHILD), retracted=True, reason="salah orang")
    assert "Semua catatan kader sudah disahkan" in text_of(bidan)
    weigh(MOTHER)
    assert MOTHER_NAME in text_of(bidan, f"{PAGE}?hari=1")
    assert MOTHER_NAME in text_of(bidan, f"{PAGE}?hari=tidak")


def test_a_stranger_sees_and_confirms_none_of_it(signed_in: SignIn) -> None:
    subject = weigh(CHILD)
    (key,) = keys(signed_in("bidan"))
    beside = key.replace(str(CHILD), str(NEIGHBOUR))
    for who in ("sebelah", "seberang"):
        assert CHILD_NAME not in text_of(signed_in(who))
        for sent in (key, beside):
            assert "Tidak ada yang disahkan" in confirm(signed_in(who), one=sent)
    assert signed_in("kader").post(f"{PAGE}/sahkan", {"one": key}).status_code == 403
    assert "validated" not in state(CHILD, subject).fields


def test_who_may_not_see_all_of_it_does_not_confirm_it(signed_in: SignIn) -> None:
    subject = weigh(
        MOTHER, package="anc", observations={"weight_kg": 58, "hiv_test": "non_reactive"}
    )
    key = f"{MOTHER}.{subject}.{last_seq()}"
    text = text_of(signed_in("tatausaha"))
    assert "58" in text
    assert "disahkan petugas lain" in text
    assert "HIV" not in text
    assert "Tidak ada yang disahkan" in confirm(signed_in("tatausaha"), one=key)
    assert "1 catatan disahkan" in confirm(signed_in("ibu-anak"), one=key)


@pytest.mark.parametrize("sent", ["", "x", "a.b.c", f"{CHILD}.{CHILD}.-5", f"{CHILD}.{CHILD}"])
def test_what_was_not_shown_confirms_nothing(bidan: Client, sent: str) -> None:
    weigh(CHILD)
    before = last_seq()
    assert "Tidak ada yang disahkan" in confirm(bidan, contact=[sent])
    assert last_seq() == before
