"""The two commands that set an instance up: its kabupaten, and who works there."""

import json

import pytest

from nyelik.cli import main
from nyelik.register.devices import device_of_token
from nyelik.register.tables import Area
from nyelik.register.workers import Worker

pytestmark = pytest.mark.django_db(transaction=True)


def answer(capsys: pytest.CaptureFixture[str], *argv: str) -> dict[str, object]:
    assert main([*argv, "--json"]) == 0
    read: dict[str, object] = json.loads(capsys.readouterr().out)
    return read


def test_any_kabupaten_can_be_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "places", "load", "19.06")["facilities"] == 177
    assert Area.objects.filter(level="village").count() == 39
    assert answer(capsys, "places", "load", "53.14", "--invent")["facilities"] == 177 + 11 + 119 * 4


def test_what_is_no_kabupaten_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["places", "load", "19"]) == 2
    assert "19.06" in capsys.readouterr().err


def test_places_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["places", "list", "--name", "rote"]) == 0
    assert "53.14" in capsys.readouterr().out


def test_a_worker_a_device_and_their_end(capsys: pytest.CaptureFixture[str]) -> None:
    made = answer(capsys, "worker", "add", "bidan", "--role", "pustu", "--scope", "U1906-04")
    assert Worker.objects.get(username="bidan").check_password(str(made["password"]))
    device = answer(capsys, "worker", "device", "bidan", "--label", "HP")
    assert device_of_token(str(device["token"]))
    assert answer(capsys, "worker", "revoke", str(device["device"]))["revoked"]
    assert device_of_token(str(device["token"])) is None
    answer(capsys, "worker", "end", "bidan")
    assert not Worker.objects.get(username="bidan").is_active


@pytest.mark.parametrize(
    "argv",
    [
        ["worker", "add", "x", "--role", "dokter", "--scope", "19.06"],
        ["worker", "device", "nobody"],
        ["worker", "end", "nobody"],
        ["worker", "revoke", "dev-x"],
    ],
)
def test_problems_end_with_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    assert capsys.readouterr().err.startswith("nyelik: ")
