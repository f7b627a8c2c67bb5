"""The command line is a door too: what it reads of people stands in the record of reading."""

import json
from pathlib import Path

import pytest

from nyelik.cli import main
from nyelik.register.reading import CONSOLE
from nyelik.register.workers import ReadLog
from tests.flow.security.conftest import Push
from tests.support.small_district import CHILD, HOME_VILLAGE, MOTHER, SignIn

CARD = ["card", "--person", str(MOTHER), "--json"]


@pytest.fixture(autouse=True)
def nothing_read(signed_in: SignIn) -> None:
    ReadLog.objects.all().delete()


def said(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    assert main([*argv]) == 0
    return capsys.readouterr().out


def test_a_card_in_nobodys_name_shows_nothing_sensitive(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = said(capsys, *CARD)
    (read,) = ReadLog.objects.select_related("worker")
    assert (read.worker.username, read.person, read.what) == (CONSOLE, MOTHER, "card")
    assert not read.worker.is_active
    assert "reaktif" not in text


def test_a_card_in_a_workers_name_goes_through_the_same_door(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said(capsys, *CARD, "--as", "bidan")
    assert ReadLog.objects.get().worker.username == "bidan"
    for who in ("seberang", "kader-seberang", "desa", "dinkes"):
        assert main([*CARD, "--as", who]) == 2
    said(capsys, *CARD, "--as", "dinkes", "--reason", "audit kematian ibu")
    assert ReadLog.objects.filter(reason="audit kematian ibu").exists()


def test_ids_without_names_and_whole_journals_are_written_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(said(capsys, "names", "spm-04", "--area", HOME_VILLAGE, "--json"))
    assert {one["name"] for one in told["people"]} <= {None}
    said(capsys, "journal", "export", str(tmp_path / "all.ndjson.zst"))
    reads = {read.what: read.count for read in ReadLog.objects.all()}
    assert reads.pop("journal export") > 1000
    assert reads == {"names of spm-04": len(told["people"])}


def test_held_entries_are_listed_without_what_they_say(
    push: Push, capsys: pytest.CaptureFixture[str]
) -> None:
    push("bidan", "person", CHILD, CHILD, {"name": "Rahasia Sekali"}, happened="2150-01-01")
    assert "Rahasia" not in said(capsys, "journal", "held")


def test_a_new_password_ends_the_old_sessions(
    signed_in: SignIn, capsys: pytest.CaptureFixture[str]
) -> None:
    midwife = signed_in("bidan")
    assert midwife.get("/beranda").status_code == 200
    said(capsys, "worker", "password", "bidan")
    assert midwife.get("/beranda").status_code == 302


def test_a_demo_is_never_poured_into_an_instance_with_entries(
    district: Path, signed_in: SignIn
) -> None:
    (district / "demo.json").unlink()
    before = ReadLog.objects.count()
    assert main(["demo", "--people", "5"]) == 2
    assert not (district / "demo.json").exists()
    assert ReadLog.objects.count() == before
