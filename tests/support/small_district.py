"""A district of three villages for tests of pages: made once per run through the real code, in a folder of its own.

Kelubi and Padang belong to one Puskesmas, the third village to another. The simulator lives two years up to
yesterday; a few people are written by hand, so that tests know what must be seen and what must not.

    python -m tests.support.small_district FOLDER

makes it; `made_district()` does that in a process of its own, because Django knows one database for a process.
"""

import atexit
import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.test import Client

PROJECT = Path(__file__).parents[2]
SignIn = Callable[[str], Client]
"""Gives a browser in which the worker of that user name has signed in."""
PEOPLE = 480
HOME_VILLAGE, NEXT_VILLAGE = "19.06.01.2004", "19.06.01.2003"
PUSKESMAS, PUSTU, NEXT_PUSTU = "P1906-01", "U1906-04", "U1906-03"
OTHER_PUSKESMAS = "P1906-02"
PASSWORD = "kelapa-granit-77"

MOTHER, CHILD, NEIGHBOUR, AWAY = (UUID(int=(0x77 << 72) | number) for number in range(1, 5))
"""Written by hand: a pregnant woman with sensitive results, her child, and children of the other two villages."""
MOTHER_NAME, CHILD_NAME = "Wulandari Contohrahasia", "Bintang Contohrahasia"
NEIGHBOUR_NAME, AWAY_NAME = "Tetangga Contohsebelah", "Jauh Contohseberang"
MOTHER_NIK, CHILD_NIK = "1906014503980001", "1906011208240001"
NOTE = "curhat tentang suaminya"

WORKERS = {
    # username: (role, cluster, scope)
    "bidan": ("pustu", 0, PUSTU),
    "ibu-anak": ("puskesmas", 2, PUSKESMAS),
    "menular": ("puskesmas", 4, PUSKESMAS),
    "tatausaha": ("puskesmas", 1, PUSKESMAS),
    "kepala": ("puskesmas_head", 0, PUSKESMAS),
    "kader": ("kader", 0, "posyandu of the mother"),
    "sebelah": ("pustu", 0, NEXT_PUSTU),
    "kader-sebelah": ("kader", 0, "posyandu of the neighbour"),
    "seberang": ("puskesmas", 2, OTHER_PUSKESMAS),
    "kader-seberang": ("kader", 0, "posyandu away"),
    "dinkes": ("dinkes", 0, "19.06"),
    "desa": ("village", 0, HOME_VILLAGE),
    "desa-seberang": ("village", 0, "village away"),
    "auditor": ("auditor", 0, "19.06"),
}


@cache
def made_district() -> Path:
    """The data folder of the district, made on first use and thrown away with this process. Copy it to change it."""
    folder = Path(tempfile.mkdtemp(prefix="nyelik-district-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    environment = {**os.environ, "NYELIK_HOME": str(folder)}
    environment |= {"DJANGO_SETTINGS_MODULE": "nyelik.office.settings"}
    environment |= {"PYTHONPATH": f"{PROJECT / 'src'}:{PROJECT}"}
    environment.pop("NYELIK_DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.support.small_district"]
    subprocess.run(command, env=environment, cwd=PROJECT, check=True)
    return folder


def _make() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from nyelik.journal.projections import catch_up
    from nyelik.register.facilities import load_district
    from nyelik.rules.read import read_rulebook
    from nyelik.simulate.record import hurried_disk
    from nyelik.watch.refresh import home_mart, refresh

    rulebook = read_rulebook(PROJECT / "rulebook")
    load_district("19.06")
    with hurried_disk():
        places = _live(rulebook.version)
        _hire(places)
        _write_by_hand(places, rulebook.version)
        _targets(places)
        catch_up()
        refresh(home_mart(), rulebook.words)
    (settings.HOME / "demo.json").write_text('{"complete": true}', "utf-8")


def _live(rulebook: str) -> dict[str, Any]:
    """Simulated people in three villages; the first RT of each."""
    from nyelik.base.dates import day_number
    from nyelik.simulate.life import live
    from nyelik.simulate.record import record_days
    from nyelik.simulate.world import Plan
    from tests.support.synthetic import district, growth_tables

    whole = district()
    away = next(rt.village for rt in whole.rts if rt.puskesmas == OTHER_PUSKESMAS)
    kept = (HOME_VILLAGE, NEXT_VILLAGE, away)
    whole.rts = [replace(rt, weight=1.0) for rt in whole.rts if rt.village in kept]
    whole.posyandu = [post for post in whole.posyandu if post.village in kept]
    end = day_number(dt.date.today()) - 1
    days = live(Plan(PEOPLE, end - 729, end, 3, rulebook), whole, growth_tables())
    record_days(days, lambda day, count: None)
    return {village: next(rt for rt in whole.rts if rt.village == village) for village in kept}


def _hire(places: dict[str, Any]) -> None:
    """One worker of each kind, all with the same password."""
    from django.contrib.auth.hashers import make_password

    from nyelik.register.workers import Worker

    home, beside, away = places.values()
    named = {
        "posyandu of the mother": home.posyandu,
        "posyandu of the neighbour": beside.posyandu,
        "posyandu away": away.posyandu,
        "village away": away.village,
    }
    password = make_password(PASSWORD)  # slow on purpose, so once
    for number, (username, (role, cluster, scope)) in enumerate(WORKERS.items(), 1):
        Worker.objects.create(
            id=UUID(int=(0x78 << 72) | number),
            username=username,
            name=username.capitalize(),
            role=role,
            cluster=cluster,
            scope=[named.get(scope, scope)],
            password=password,
        )


def _write_by_hand(places: dict[str, Any], rulebook: str) -> None:
    """A pregnancy with every kind of sensitive matter; a child who was missed; a child in each other village."""
    from uuid import uuid4

    from nyelik.journal.writer import Writer

    today = dt.date.today()
    now = int(dt.datetime.now(dt.UTC).timestamp() * 1000)
    home, beside, away = places.values()

    def ago(days: int) -> str:
        return (today - dt.timedelta(days)).isoformat()

    with Writer("dev-by-hand", None, uuid4, lambda: now, rulebook) as writer:

        def person(id_: UUID, name: str, sex: str, born: str, area: str, **more: Any) -> None:
            body = {"name": name, "sex": sex, "born": born, "area": area, **more}
            writer.write("person", body, happened=ago(500), subject=id_)

        def contact(about: UUID, days: int, place: str, **body: Any) -> None:
            writer.write("contact", body, happened=ago(days), about=about, place=place)

        person(
            MOTHER,
            MOTHER_NAME,
            "female",
            "1998-03-05",
            home.code,
            nik=MOTHER_NIK,
            kk="1906010101980001",
        )
        person(
            CHILD,
            CHILD_NAME,
            "male",
            ago(800),
            home.code,
            nik=CHILD_NIK,
            mother=MOTHER,
            mother_name=MOTHER_NAME,
        )
        person(
            NEIGHBOUR, NEIGHBOUR_NAME, "female", ago(700), beside.code, mother_name="Ibu Sebelah"
        )
        person(AWAY, AWAY_NAME, "female", ago(700), away.code, mother_name="Ibu Seberang")
        pregnancy = {"type": "pregnancy", "start": ago(140), "facts": {"gravida": 2, "parity": 1}}
        writer.write("episode", pregnancy, happened=ago(100), about=MOTHER)
        contact(
            MOTHER, 60, home.puskesmas, package="anc",
            observations={
                "weight_kg": 61.5, "muac_cm": 22.5, "hb_g_dl": 10.2,
                "hiv_test": "reactive", "syphilis_test": "reactive", "hbsag_test": "reactive",
                "danger_pregnancy_anxiety": True, "viral_load_new": 41000,
            },
            note=NOTE,
        )  # fmt: skip
        for days, weight in ((400, 9.8), (90, 11.0), (60, 11.1), (30, 11.1)):
            observations = {"weight_kg": weight, "length_cm": 80.0, "measured_position": "standing"}
            contact(CHILD, days, home.posyandu, package="posyandu", observations=observations)
        for child, rt in ((NEIGHBOUR, beside), (AWAY, away)):
            contact(child, 30, rt.posyandu, package="posyandu", observations={"weight_kg": 10.4})


def _targets(places: dict[str, Any]) -> None:
    """SPM 4 of the year in Kelubi: projected and decreed numbers of people; for the next village nobody decreed one."""
    from nyelik.improve.targets import DECREED, PROJECTED, Target, record

    common = {"subject": "spm-04", "source": "contoh", "recorded_at": dt.datetime.now(dt.UTC)}
    years = (dt.date.today().year, dt.date.today().year - 1)
    for year in years:
        record(
            [
                Target(area=HOME_VILLAGE, year=year, kind=PROJECTED, people=40, **common),
                Target(
                    area=HOME_VILLAGE, year=year, kind=DECREED, people=32, decree="SK 1", **common
                ),
                Target(area=NEXT_VILLAGE, year=year, kind=PROJECTED, people=25, **common),
            ]
        )


if __name__ == "__main__":
    _make()
