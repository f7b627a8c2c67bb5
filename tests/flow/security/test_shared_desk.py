"""What stays behind at a desk or on a disk: nothing in caches, no open session, no file for other accounts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from nyelik.register.workers import Worker
from tests.support.small_district import CHILD, HOME_VILLAGE, PASSWORD, SignIn

NAMES = f"indikator=spm-04&wilayah={HOME_VILLAGE}"


@pytest.mark.parametrize(
    "address",
    [
        "/beranda",
        "/cari?q=contohrahasia",
        f"/orang/{CHILD}",
        f"/orang/{CHILD}/grafik/weight-for-age",
        f"/papan?wilayah={HOME_VILLAGE}",
        f"/papan/nama?{NAMES}",
        f"/papan/nama/unduh.csv?{NAMES}",
        f"/papan/unduh.xlsx?{NAMES}",
        "/orang/00000000-0000-0000-0000-000000000000",
        "/api/entries",
        "/masuk",
    ],
)
def test_no_cache_keeps_a_page(address: str, signed_in: SignIn) -> None:
    assert "no-store" in signed_in("bidan").get(address)["Cache-Control"]


def test_htmx_keeps_no_copies_of_pages_in_the_browser(signed_in: SignIn) -> None:
    assert '"historyCacheSize": 0' in signed_in("bidan").get("/beranda").content.decode()


@pytest.fixture
def midwife(visitor: Client) -> Client:
    """Signed in with a password, hashed quickly."""
    worker = Worker.objects.get(username="bidan")
    worker.set_password(PASSWORD)
    worker.save()
    visitor.get("/masuk")
    return visitor


def test_the_cookie_of_a_session(midwife: Client) -> None:
    midwife.post("/masuk", {"username": "bidan", "password": PASSWORD})
    cookie = midwife.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]  # ends with the browser


def test_signing_out_ends_the_session_for_whoever_copied_it(midwife: Client) -> None:
    midwife.post("/masuk", {"username": "bidan", "password": PASSWORD})
    first = midwife.cookies[settings.SESSION_COOKIE_NAME].value
    midwife.post("/keluar")
    assert midwife.get("/beranda").status_code == 302
    midwife.cookies[settings.SESSION_COOKIE_NAME] = first
    assert midwife.get("/beranda").status_code == 302


def test_who_leaves_is_out_at_once(signed_in: SignIn) -> None:
    midwife = signed_in("bidan")
    Worker.objects.filter(username="bidan").update(is_active=False)
    assert midwife.get("/beranda").status_code == 302


@pytest.mark.parametrize(
    "address",
    ["/kembar/putuskan", "/ditahan/putuskan", f"/orang/{CHILD}/tarik", "/alasan", "/impor"],
)
def test_a_form_of_another_site_changes_nothing(address: str, district: Path, db: None) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(Worker.objects.get(username="bidan"), settings.AUTHENTICATION_BACKENDS[1])
    assert browser.post(address, {"reason": "dari situs lain"}).status_code == 403


def test_other_accounts_of_the_machine_read_nothing(tmp_path: Path) -> None:
    home = tmp_path / "data" / "nyelik"
    environment = {**os.environ, "NYELIK_HOME": str(home)}
    environment |= {"DJANGO_SETTINGS_MODULE": "nyelik.office.settings"}
    environment.pop("NYELIK_DATABASE_URL", None)
    program = (
        "import os; os.umask(0o022)\n"
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "connection.ensure_connection()\n"
        "connection.cursor().execute('CREATE TABLE t (a int)')\n"
    )
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)
    found = [home, *home.rglob("*")]
    assert len(found) > 2
    assert not [path for path in found if path.stat().st_mode & 0o077]


def test_debug_is_off_and_hosts_are_named() -> None:
    assert not settings.DEBUG
    assert "*" not in settings.ALLOWED_HOSTS
    assert Client().get("/masuk", headers={"host": "evil.example"}).status_code == 400
