"""The built app under /lapangan/: its own headers, hashed files for ever, the rest asked about."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings

NAMES = {
    "index.html": "<!doctype html><title>Nyelik</title>" + " " * 2_000,
    "sw.js": "self.skipWaiting",
    "manifest.webmanifest": "{}",
    "assets/index-AbC123.js": "export {}",
}


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A folder as a build leaves it."""
    (tmp_path / "assets").mkdir()
    for name, text in NAMES.items():
        (tmp_path / name).write_text(text)
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    return tmp_path


@pytest.fixture
def phone(app: Path) -> Iterator[Client]:
    """A browser that asks a server that has the app."""
    with override_settings(FIELD_APP=app, FIELD_RELAYS=["https://laptop.local:8000"]):
        yield Client()


@pytest.mark.parametrize("address", ["/lapangan/", *(f"/lapangan/{name}" for name in NAMES)])
def test_every_file_has_the_headers_of_the_app(phone: Client, address: str) -> None:
    answer = phone.get(address)
    assert answer.status_code == 200
    name = address.removeprefix("/lapangan/") or "index.html"
    assert b"".join(answer.streaming_content).decode() == NAMES[name]
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'; connect-src 'self' https://laptop.local:8000; " in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["Permissions-Policy"].startswith("camera=(self), geolocation=(self)")
    assert "Access-Control-Allow-Origin" not in answer
    assert "Set-Cookie" not in answer
    is_hashed = "/assets/" in address
    assert ("immutable" in answer["Cache-Control"]) == is_hashed
    assert (answer["Cache-Control"] == "no-cache") != is_hashed


def test_a_phone_takes_it_packed_and_asks_whether_it_changed(phone: Client) -> None:
    answer = phone.get("/lapangan/", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(answer.streaming_content)).decode() == NAMES["index.html"]
    again = phone.get("/lapangan/", headers={"If-Modified-Since": answer["Last-Modified"]})
    assert again.status_code == 304


def test_packed_files_and_what_lies_outside_have_no_address(phone: Client) -> None:
    for address in ("/lapangan/index.html.gz", "/lapangan/../secret-key", "/lapangan/assets/"):
        assert phone.get(address).status_code == 404


def test_without_the_app_the_address_says_what_to_do(tmp_path: Path) -> None:
    with override_settings(FIELD_APP=tmp_path / "none"):
        answer = Client().get("/lapangan/")
    assert answer.status_code == 503
    assert "python3 run.py" in answer.content.decode()


def test_the_files_of_the_office_keep_their_own_headers(phone: Client) -> None:
    answer = phone.get("/static/tokens.css")
    assert answer["Cache-Control"] == "max-age=3600, public"
    assert "Permissions-Policy" not in answer
