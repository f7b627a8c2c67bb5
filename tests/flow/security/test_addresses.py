"""Every address with nonsense, with an attack, or with somebody else's code: no error page, no leak, no log line."""

import logging
from urllib.parse import quote

import pytest
from django.test import Client

from tests.support.small_district import (
    AWAY,
    AWAY_NAME,
    CHILD_NAME,
    CHILD_NIK,
    HOME_VILLAGE,
    MOTHER_NAME,
    NEIGHBOUR,
    NEIGHBOUR_NAME,
    NEXT_VILLAGE,
    OTHER_PUSKESMAS,
    SignIn,
)

NONSENSE = (
    "",
    "'; DROP TABLE register_person; --",
    "%' OR 1=1 --",
    "9" * 5000,
    "-1",
    "²",
    "0001-01-01",
    "9999-12-31",
    "9999-W53",
    "0000",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "\x00",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "19.06.01.2004-99-999",
    "a" * 20_000,
)
KEYS = {
    "/cari": ("q", "luar"),
    "/papan": ("wilayah", "periode", "diketahui", "keluarga", "tingkat"),
    "/papan/nama": ("wilayah", "periode", "diketahui", "indikator", "status", "hal"),
    "/papan/tren": ("wilayah", "periode", "indikator"),
    "/papan/unduh.csv": ("wilayah", "periode", "tingkat", "indikator"),
    "/papan/nama/unduh.csv": ("wilayah", "periode", "status", "indikator"),
    "/spm": ("wilayah", "periode", "diketahui", "tingkat"),
    "/ditahan": ("masalah", "hal"),
    "/jejak-baca": ("petugas", "orang", "hari", "mulai", "luar"),
    "/masuk": ("next",),
}
USUAL = {"wilayah": HOME_VILLAGE, "indikator": "spm-04", "q": "contoh"}


@pytest.mark.parametrize("page", KEYS)
def test_nonsense_breaks_no_page_and_runs_nowhere(page: str, signed_in: SignIn) -> None:
    client = signed_in("kepala") if page != "/masuk" else Client()
    for key in KEYS[page]:
        for text in NONSENSE:
            asked = {one: USUAL[one] for one in KEYS[page] if one in USUAL} | {key: text}
            query = "&".join(f"{one}={quote(value)}" for one, value in asked.items())
            answer = client.get(f"{page}?{query}")
            assert answer.status_code < 500, (page, key, text[:30])
            assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("who", ["kader", "bidan", "ibu-anak", "desa"])
@pytest.mark.parametrize("elsewhere", [NEXT_VILLAGE, OTHER_PUSKESMAS, f"{NEXT_VILLAGE}-01-001"])
def test_the_code_of_another_area_opens_no_names(
    who: str, elsewhere: str, signed_in: SignIn
) -> None:
    client = signed_in(who)
    allowed = who == "ibu-anak" and elsewhere.startswith(NEXT_VILLAGE)
    for page in ("/papan/nama", "/papan/nama/unduh.csv"):
        answer = client.get(f"{page}?wilayah={elsewhere}&indikator=spm-04&status=met")
        assert answer.status_code == (200 if allowed else 404)


def test_htmx_is_no_other_door(signed_in: SignIn) -> None:
    headers = {"HX-Request": "true"}
    for address in (
        f"/orang/{AWAY}",
        f"/orang/{NEIGHBOUR}/grafik/wfa",
        f"/papan?wilayah={NEXT_VILLAGE}",
    ):
        assert signed_in("kader").get(address, headers=headers).status_code == 404
        assert Client().get(address, headers=headers).status_code == 302


def test_pages_of_strangers_and_of_nobody_are_the_same(signed_in: SignIn) -> None:
    client = signed_in("kader")
    there = client.get(f"/orang/{AWAY}").content
    nobody = client.get("/orang/00000000-0000-0000-0000-00000000abcd").content
    assert len(there) == len(nobody)
    assert AWAY_NAME.encode() not in there


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil",
    ],
)
def test_no_form_leads_away(to: str, signed_in: SignIn) -> None:
    for address, given in (
        ("/alasan", {"reason": "Audit kasus campak Kelubi"}),
        ("/bahasa", {"language": "en"}),
    ):
        answer = signed_in("dinkes").post(address, given | {"next": to})
        assert "evil" not in answer["Location"]
        assert "javascript" not in answer["Location"]


def test_logs_hold_no_person(signed_in: SignIn, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = signed_in("bidan")
    client.raise_request_exception = False
    for address in (
        f"/cari?q={CHILD_NIK}",
        f"/cari?q={quote(MOTHER_NAME)}&luar=1",
        f"/tidak-ada?q={CHILD_NIK}",
        f"/papan/nama?wilayah={HOME_VILLAGE}&indikator=spm-04",
    ):
        client.get(address)
    client.post("/kembar/putuskan", {"keep": MOTHER_NAME, "other": CHILD_NIK})
    # The statements of the database are logged at DEBUG in tests only: the settings say WARNING.
    lines = [one.getMessage() for one in caplog.records if one.levelno >= logging.INFO]
    for secret in (CHILD_NIK, MOTHER_NAME, CHILD_NAME, NEIGHBOUR_NAME):
        assert not [line for line in lines if secret.lower() in line.lower()]


def test_the_policy_covers_pages_downloads_and_errors(signed_in: SignIn) -> None:
    client = signed_in("bidan")
    for address in ("/beranda", "/orang/00000000-0000-0000-0000-00000000abcd", "/tidak-ada"):
        answer = client.get(address)
        policy = answer["Content-Security-Policy"]
        for rule in (
            "default-src 'self'",
            "object-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'self'",
        ):
            assert rule in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
