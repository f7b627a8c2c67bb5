"""Trying other rules in the office: who may, that only names that are shown are read, and each read is logged."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from nyelik.cli import main
from nyelik.office.numbers import fresh_watch
from nyelik.office.trials import shadow_of, trial_rules, trials
from nyelik.register.access import Viewer
from nyelik.register.reading import ReadLog
from nyelik.register.workers import Worker
from nyelik.watch.shadow import effect_of
from tests.support.small_district import SignIn

LAYER = """\
services:
  - id: weigh
    override: {reason: {id: Sampai 24 bulan saja., en: Up to 24 months only.}}
    for: under_five and age_months() < 24
    examples: [{name: dua tahun, facts: {age: 24 months}, expect: not_applicable}]
indicators:
  - id: skdn-d
    override: {reason: {id: Sampai 24 bulan saja., en: Up to 24 months only.}}
    among: balita_in_period and age_months(period.end) < 24
    examples: [{name: dua tahun, facts: {age: 24 months}, expect: not_applicable}]
"""
ADDRESS = "/uji-coba?aturan=muda"
NAMES = "/uji-coba/nama?aturan=muda&id=weigh&akibat=ceases_due"


@pytest.fixture
def layer(district: Path) -> Path:
    """A layer that lies ready to be tried."""
    folder = district / "uji-coba" / "muda"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "layer.yaml").write_text("id: muda\nlabel: {id: Muda, en: Young}\n")
    (folder / "ubah.yaml").write_text(LAYER)
    return folder


def test_the_page_says_how_many_and_opens_to_the_names(signed_in: SignIn, layer: Path) -> None:
    page = signed_in("kepala").get(ADDRESS).content.decode()
    assert "tidak lagi waktunya" in page
    assert "tidak lagi sasaran" in page
    assert "Aturan daerah (Muda), menggantikan for, examples dari aturan nasional" in page
    before = ReadLog.objects.count()
    names = signed_in("kepala").get(NAMES).content.decode()
    assert "bukan sasaran" in names
    assert ReadLog.objects.count() == before + 1


def test_counts_are_the_lengths_of_the_lists(signed_in: SignIn, layer: Path) -> None:
    watch = fresh_watch()
    (muda,) = (one for one in trials() if one.name == "muda")
    viewer = Viewer(Worker.objects.get(username="kepala"), dt.datetime.now(dt.UTC))
    found = shadow_of(watch, trial_rules(muda), dt.date.today(), "P1906-01", viewer)
    assert {shift.rule.id for shift in found.shifts} == {"weigh", "skdn-d"}
    for shift in found.shifts:
        assert sum(shift.by_effect().values()) == shift.count == len(shift.people()) > 0
        for effect, count in shift.by_effect().items():
            people = shift.people(effect)
            assert len(people) == count
            assert {effect_of(shift.kind, b, a) for _, b, a in people} == {effect}


def test_broken_rules_are_answered_with_their_errors(signed_in: SignIn, layer: Path) -> None:
    (layer / "ubah.yaml").write_text(LAYER.replace("for: under_five", "for: under_sixty"))
    page = signed_in("kepala").get(ADDRESS).content.decode()
    assert "Aturan ini belum dapat dipakai" in page
    assert "muda/ubah.yaml:4:" in page
    assert "nama “under_sixty” tidak dikenal" in page
    assert "Apakah maksudnya" in page


@pytest.mark.parametrize("username", ["kader", "bidan", "desa", "auditor", "ibu-anak"])
def test_others_may_not_open_it(signed_in: SignIn, layer: Path, username: str) -> None:
    assert signed_in(username).get(ADDRESS).status_code == 403
    assert signed_in(username).get(NAMES).status_code == 403


def test_the_dinkes_sees_counts_and_needs_a_reason_for_names(
    signed_in: SignIn, layer: Path
) -> None:
    client = signed_in("dinkes")
    assert client.get(ADDRESS).status_code == 200
    before = ReadLog.objects.count()
    answered = client.get(NAMES)
    assert answered.status_code in (302, 403, 422)
    assert ReadLog.objects.count() == before


def test_what_is_not_there_is_not_found(signed_in: SignIn, layer: Path) -> None:
    client = signed_in("kepala")
    for address in ("akibat=x", "id=nothing", "aturan=../.."):
        key, _, value = address.partition("=")
        query = {"aturan": "muda", "id": "weigh", "akibat": "ceases_due", key: value}
        assert client.get("/uji-coba/nama", query).status_code == 404
    assert b"tersentuh" not in client.get("/uji-coba?aturan=../..").content


OPENED = """\
services:
  - id: hiv-treatment
    override: {reason: {id: Untuk semua., en: For everybody.}}
    for: under_five
    examples: [{name: dewasa, facts: {age: 30 years}, expect: not_applicable}]
"""


def test_a_layer_does_not_open_what_is_secret_now(signed_in: SignIn, layer: Path) -> None:
    """Who would no longer be treated for HIV is who is treated now."""
    watch = fresh_watch()
    now = watch.loaded.rules.services["hiv-treatment"]
    then = replace(now, eligible=watch.loaded.rules.services["weigh"].eligible, sensitive=None)
    services = {**watch.loaded.rules.services, now.id: then}
    other = replace(watch.loaded, rules=replace(watch.loaded.rules, services=services, version="x"))
    seen, unseen = (
        shadow_of(
            watch,
            other,
            dt.date.today(),
            "",
            Viewer(Worker.objects.get(username=who), dt.datetime.now(dt.UTC)),
        )
        for who in ("kepala", "tatausaha")
    )
    assert [shift.rule.id for shift in seen.shifts] == ["hiv-treatment"]
    assert seen.shifts[0].is_sensitive
    assert not unseen.shifts
    assert not unseen.silent


def test_the_command_lists_nobody_by_a_sensitive_rule(
    signed_in: SignIn, layer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (layer / "ubah.yaml").write_text(OPENED)
    asked = ["check", "--against", str(layer), "--json"]
    assert main([*asked, "hiv-treatment"]) == 2
    assert "hiv-treatment" in capsys.readouterr().err
    assert main(asked) == 0
