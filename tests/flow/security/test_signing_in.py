"""Passwords and guessing them."""

import importlib
import json
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from nyelik.cli import main
from nyelik.register.workers import Worker

PROXY = "HTTP_X_FORWARDED_FOR"


def test_a_forwarded_address_is_no_new_set_of_guesses(visitor: Client, settings: Settings) -> None:
    settings.AXES_ENABLED = True
    for guess in range(settings.AXES_FAILURE_LIMIT):
        given = {"username": "bidan", "password": f"tebakan-{guess}"}
        answer = visitor.post("/masuk", given, **{PROXY: f"10.0.0.{guess}"})
    assert answer.status_code == 429
    again = visitor.post("/masuk", given, **{PROXY: "10.9.9.9"})
    assert again.status_code == 429
    other = visitor.post("/masuk", {"username": "kader", "password": "x"})
    assert other.status_code == 422  # a colleague at the same address is not locked out


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(visitor: Client) -> None:
    known = visitor.post("/masuk", {"username": "bidan", "password": "x"}).content.decode()
    unknown = visitor.post("/masuk", {"username": "badin", "password": "x"}).content.decode()
    assert known.count("bidan") == unknown.count("badin")
    assert len(known) == len(unknown)


def test_the_demos_passwords_are_shown_at_this_machine_only(visitor: Client) -> None:
    Worker.objects.filter(username="kader").update(username="kader")
    assert visitor.get("/masuk").context["logins"]
    for header in (PROXY, "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA"):
        assert not visitor.get("/masuk", **{header: "203.0.113.9"}).context["logins"]
    assert not visitor.get("/masuk", REMOTE_ADDR="203.0.113.9").context["logins"]


@pytest.mark.django_db
def test_passwords_are_made_up_and_kept_as_slow_hashes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = []
    for name in ("satu", "dua"):
        assert (
            main(["worker", "add", name, "--role", "pustu", "--scope", "U1906-04", "--json"]) == 0
        )
        told.append(json.loads(capsys.readouterr().out)["password"])
    assert told[0] != told[1]
    assert min(map(len, told)) >= 12
    real = importlib.import_module("nyelik.office.settings")
    assert real.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_the_key_that_signs_sessions_is_for_its_owner_only(tmp_path: Path) -> None:
    from nyelik.office.home import secret_key

    key = secret_key(tmp_path)
    assert len(key) > 60
    assert not (tmp_path / "secret-key").stat().st_mode & 0o077
    assert secret_key(tmp_path) == key
