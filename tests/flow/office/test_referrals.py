"""Referrals in the office: who waits, who is late by the entry's own days, and an answer that reaches the journal."""

import datetime as dt
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from nyelik.base import hlc
from nyelik.journal.append import append
from nyelik.journal.entry import Entry
from nyelik.journal.fold import fold
from nyelik.journal.of_kind import entries_of
from nyelik.register.workers import Worker
from tests.support.html import read
from tests.support.small_district import CHILD, CHILD_NAME, MOTHER, MOTHER_NAME, NEIGHBOUR, SignIn

_numbers = count(1)


@pytest.fixture
def bidan(signed_in: SignIn) -> Client:
    return signed_in("bidan")


def refer(about: UUID, days_ago: int, by: str = "kader", **body: Any) -> UUID:
    """A referral made on a phone so many days ago."""
    number, now = next(_numbers), int(timezone.now().timestamp() * 1000)
    subject = UUID(int=(0x92 << 72) | number)
    entry = Entry(
        device="dev-refer", number=number, kind="referral", subject=subject, about=about,
        body={"to": "P1906-01", "reason": "berat tidak naik", **body},
        happened=(timezone.localdate() - dt.timedelta(days_ago)).isoformat(),
        written=hlc.stamp(now + number), by=Worker.objects.get(username=by).id, rulebook="test",
    )  # fmt: skip
    (receipt,) = append([entry], received=now)
    assert receipt.status == "accepted"
    return subject


def text_of(browser: Client, address: str = "/rujukan") -> str:
    return read(browser.get(address).content).text


def test_urgent_first_then_late_by_the_days_of_the_entry(bidan: Client) -> None:
    refer(CHILD, 5, within_days=7)
    refer(CHILD, 9, within_days=7, reason="terlambat dua")
    refer(MOTHER, 0, urgent=True, reason="perdarahan")
    text = text_of(bidan)
    assert "Menunggu jawaban · 3" in text
    order = [text.index(words) for words in ("perdarahan", "terlambat dua", "berat tidak naik")]
    assert order == sorted(order)
    assert text.count("Terlambat 2 hari") == 1
    assert "oleh Kader" in text
    home = text_of(bidan, "/beranda")
    assert "3 rujukan menunggu jawaban Mendesak" in home


def test_a_stranger_sees_none_of_it(signed_in: SignIn) -> None:
    subject = refer(CHILD, 1)
    for who in ("sebelah", "kader-sebelah", "seberang", "kader-seberang"):
        assert CHILD_NAME not in text_of(signed_in(who))
    for who in ("sebelah", "seberang"):
        answer = signed_in(who).post(f"/rujukan/{CHILD}/{subject}", {"answer": "seen"})
        assert answer.status_code == 404
        # Nor by naming somebody of their own beside it.
        beside = signed_in("sebelah").post(f"/rujukan/{NEIGHBOUR}/{subject}", {"answer": "seen"})
        assert beside.status_code == 404
    assert "answer" not in state(CHILD, subject)


def state(person: UUID, subject: UUID) -> Any:
    return fold(entries_of("referral", [person]))[subject].fields


def test_a_kader_reads_own_words_and_no_sensitive_finding(signed_in: SignIn) -> None:
    refer(MOTHER, 1, reason="kata kader sendiri")
    refer(MOTHER, 1, by="bidan", reason="kata bidan", findings={"hiv-in-pregnancy": "reactive"})
    kader, bidan = text_of(signed_in("kader")), text_of(signed_in("bidan"))
    assert "kata kader sendiri" in kader
    assert "kata bidan" in bidan
    assert "kata bidan" not in kader
    assert "hiv" not in kader.lower()
    assert "Jawab rujukan" in bidan
    assert "Jawab rujukan" not in kader


def test_a_kader_cannot_answer(signed_in: SignIn) -> None:
    subject = refer(CHILD, 1)
    answer = signed_in("kader").post(f"/rujukan/{CHILD}/{subject}", {"answer": "seen"})
    assert answer.status_code == 403
    assert "answer" not in state(CHILD, subject)


def test_an_answer_becomes_a_patch_and_the_referral_waits_for_its_sender(bidan: Client) -> None:
    subject = refer(CHILD, 3)
    again = (timezone.localdate() + dt.timedelta(7)).isoformat()
    sent = {"answer": "treated", "advice": "minum  obat\nsampai habis", "follow_up_on": again}
    answer = bidan.post(f"/rujukan/{CHILD}/{subject}", sent, follow=True)
    assert "Jawaban tersimpan" in answer.content.decode()
    fields = state(CHILD, subject)
    assert (fields["answer"], fields["advice"]) == ("treated", "minum obat sampai habis")
    assert fields["follow_up_on"] == again
    assert fields["answered"].startswith(timezone.localdate().isoformat())
    text = text_of(bidan, "/rujukan?keadaan=dijawab")
    assert CHILD_NAME in text
    assert "sudah diobati" in text
    assert "rujukan menunggu jawaban" not in text_of(bidan, "/beranda")
    history = text_of(bidan, f"/orang/{CHILD}")
    assert "Dirujuk" in history
    assert "minum obat sampai habis" in history


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Pilih dahulu"),
        ({"answer": "lain"}, "Pilih dahulu"),
        ({"answer": "seen", "follow_up_on": "2020-01-01"}, "2020-01-01"),
        ({"answer": "seen", "follow_up_on": "besok", "advice": "kata panjang"}, "kata panjang"),
    ],
)
def test_what_cannot_be_is_told_and_not_saved(bidan: Client, sent: Any, words: str) -> None:
    subject = refer(CHILD, 1)
    answer = bidan.post(f"/rujukan/{CHILD}/{subject}", sent, follow=True)
    told = read(answer.content).text
    assert words in told
    assert "belum disimpan" in told
    assert "answer" not in state(CHILD, subject)


def test_what_was_typed_stays_in_its_form(bidan: Client) -> None:
    refer(MOTHER, 2)
    subject = refer(CHILD, 1)
    sent = {"answer": "treated", "advice": "minum obat", "follow_up_on": "2020-01-01"}
    content = bidan.post(f"/rujukan/{CHILD}/{subject}", sent).content.decode()
    form = content.split(f'action="/rujukan/{CHILD}/{subject}"')[1].split("</form>")[0]
    assert 'value="treated" required checked' in form
    assert ">minum obat</textarea>" in form
    assert 'value="2020-01-01"' in form
    others = content.replace(form, "")
    assert "minum obat" not in others
    assert "checked" not in others


def test_done_and_retracted_ones_press_nobody(bidan: Client) -> None:
    refer(CHILD, 9, within_days=1, answer="seen", followed_up="2026-01-02")
    refer(MOTHER, 9, within_days=1, retracted=True, reason="salah orang")
    assert "Menunggu jawaban · 0" in text_of(bidan)
    done = text_of(bidan, "/rujukan?keadaan=selesai")
    assert CHILD_NAME in done
    assert MOTHER_NAME not in done
