"""Every address of the office against every kind of worker: owner, colleague, stranger, and those who see no names."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.support.small_district import CHILD, HOME_VILLAGE, WORKERS, SignIn

NOBODY = UUID(int=7)
NAMES = f"/papan/nama?indikator=spm-04&wilayah={HOME_VILLAGE}"

# Who works for Kelubi's people, who works next door at the same Puskesmas, who elsewhere, who sees only numbers.
OWNERS = ("bidan", "ibu-anak", "menular", "tatausaha", "kepala")
KADER = ("kader",)
NEXT_DOOR = ("sebelah", "kader-sebelah")
ELSEWHERE = ("seberang", "kader-seberang")
NUMBERS = ("desa", "desa-seberang")
EVERYBODY = tuple(WORKERS)
SUPERVISORS = (*OWNERS, "sebelah", "seberang", "dinkes")

OPEN, MOVED, REFUSED, ABSENT, POST_ONLY = 200, 302, 403, 404, 405
# 403 is either “not for your role” or “write down why first”; the tests of each page tell them apart.

GET = {
    # name: (address, {status: who}); whoever is not named must be refused with 403
    "home": ("/beranda", {OPEN: EVERYBODY}),
    "search": ("/cari", {OPEN: (*OWNERS, *KADER, *NEXT_DOOR, *ELSEWHERE, "dinkes")}),
    "board": (
        f"/papan?wilayah={HOME_VILLAGE}",
        {OPEN: (*OWNERS, *KADER, "dinkes", "desa"), ABSENT: (*NEXT_DOOR, *ELSEWHERE, "desa-seberang")},
    ),
    "board-names": (NAMES, {OPEN: OWNERS, ABSENT: (*KADER, *NEXT_DOOR, *ELSEWHERE, *NUMBERS)}),
    "board-file": (
        f"/papan/unduh.csv?indikator=spm-04&wilayah={HOME_VILLAGE}",
        {OPEN: (*OWNERS, *KADER, "dinkes"), ABSENT: (*NEXT_DOOR, *ELSEWHERE, *NUMBERS)},
    ),
    "board-names-file": (
        f"/papan/nama/unduh.xlsx?indikator=spm-04&wilayah={HOME_VILLAGE}",
        {OPEN: OWNERS, ABSENT: (*KADER, *NEXT_DOOR, *ELSEWHERE, *NUMBERS)},
    ),
    "board-trend": (
        f"/papan/tren?indikator=spm-04&wilayah={HOME_VILLAGE}",
        {OPEN: (*OWNERS, *KADER, "dinkes"), ABSENT: (*NEXT_DOOR, *ELSEWHERE, *NUMBERS)},
    ),
    "spm": (
        f"/spm?wilayah={HOME_VILLAGE}",
        {OPEN: (*OWNERS, "dinkes", "desa"), ABSENT: ("sebelah", "seberang", "desa-seberang")},
    ),
    "person": (f"/orang/{CHILD}", {OPEN: (*OWNERS, *KADER), ABSENT: ("kader-sebelah", "kader-seberang")}),
    "person-growth": (
        f"/orang/{CHILD}/grafik/kms",
        {OPEN: (*OWNERS, *KADER), ABSENT: ("kader-sebelah", "kader-seberang")},
    ),
    "import": ("/impor", {OPEN: (*OWNERS, "sebelah", "seberang", "dinkes")}),
    "import-job": (f"/impor/{NOBODY}", {ABSENT: (*OWNERS, "sebelah", "seberang", "dinkes")}),
    "import-report": (f"/impor/{NOBODY}/laporan", {ABSENT: (*OWNERS, "sebelah", "seberang", "dinkes")}),
    "held": ("/ditahan", {OPEN: (*OWNERS, "sebelah", "seberang")}),
    "conflicts": ("/beda-catatan", {OPEN: (*OWNERS, "sebelah", "seberang")}),
    "duplicates": ("/kembar", {OPEN: (*OWNERS, "sebelah", "seberang")}),
    "set-aside": ("/disisihkan", {OPEN: ("kepala", "dinkes")}),
    "devices": ("/perangkat", {OPEN: SUPERVISORS}),
    "devices-enrol": ("/perangkat/daftarkan", {OPEN: SUPERVISORS}),
    "devices-state": (f"/perangkat/kode/{NOBODY}/7", {ABSENT: SUPERVISORS}),
    "devices-one": ("/perangkat/ponsel/tidak-ada", {ABSENT: SUPERVISORS}),
    "devices-end": ("/perangkat/ponsel/tidak-ada/cabut", {ABSENT: SUPERVISORS}),
    "referrals": ("/rujukan", {OPEN: (*OWNERS, *KADER, *NEXT_DOOR, *ELSEWHERE)}),
    "sessions": ("/hari-buka", {OPEN: (*OWNERS, *KADER, *NEXT_DOOR, *ELSEWHERE)}),
    "sessions-one": ("/hari-buka/Y1906-999/2026-07-01", {ABSENT: (*OWNERS, *KADER, *NEXT_DOOR, *ELSEWHERE)}),
    "validation": ("/pengesahan", {OPEN: (*OWNERS, "sebelah", "seberang")}),
    "manual": ("/panduan", {OPEN: EVERYBODY}),
    "manual-group": ("/panduan/kelompok/kmk-infant", {OPEN: EVERYBODY}),
    "manual-chapter": ("/panduan/bab/2.5", {OPEN: EVERYBODY}),
    "manual-kind": ("/panduan/jenis/service", {OPEN: EVERYBODY}),
    "manual-rule": ("/panduan/aturan/spm-04", {OPEN: EVERYBODY}),
    "manual-settings": ("/panduan/pengaturan", {OPEN: EVERYBODY}),
    "manual-contradictions": ("/panduan/perbedaan", {OPEN: EVERYBODY}),
    "manual-to-check": ("/panduan/periksa", {OPEN: EVERYBODY}),
    "manual-print": ("/panduan/cetak.pdf?aturan=spm-04", {OPEN: EVERYBODY}),
    "trial": ("/uji-coba", {OPEN: ("kepala", "dinkes")}),
    "trial-names": ("/uji-coba/nama?aturan=tidak-ada", {ABSENT: ("kepala", "dinkes")}),
    "reads": ("/jejak-baca", {OPEN: ("kepala", "dinkes", "auditor")}),
}  # fmt: skip
POST = {
    # sent with an empty form, so that nothing is ever changed by these
    "referrals-answer": (f"/rujukan/{CHILD}/{NOBODY}", {ABSENT: (*OWNERS, "sebelah", "seberang")}),
    "devices-make": ("/perangkat/kode", {ABSENT: SUPERVISORS}),
    "validation-confirm": ("/pengesahan/sahkan", {MOVED: (*OWNERS, "sebelah", "seberang")}),
    "held-decide": ("/ditahan/putuskan", {ABSENT: (*OWNERS, "sebelah", "seberang", "dinkes")}),
    "import-write": (
        f"/impor/{NOBODY}/tulis",
        {ABSENT: (*OWNERS, "sebelah", "seberang", "dinkes")},
    ),
    "duplicates-decide": ("/kembar/putuskan", {ABSENT: (*OWNERS, "sebelah", "seberang")}),
    "person-settle": (f"/orang/{CHILD}/pilih", {ABSENT: OWNERS}),
    "person-retract": (f"/orang/{CHILD}/tarik", {ABSENT: OWNERS}),
}
# Open to whoever comes, or tested on their own below and in test_api_entries.
API = {
    "api-entries",
    "api-enrol",
    "api-setup",
    "api-bundle",
    "api-sync",
    "api-relay-devices",
    "api-relay-entries",
}  # test_api_entries, tests/flow/field
UNGUARDED = {"sign-in", "sign-out", "language", "reason", "ready", "field-app", None} | API


def names(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[str | None]:
    """The names of every address."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            yield pattern.name


def expected(who: str, answers: dict[int, tuple[str, ...]]) -> int:
    return next((status for status, workers in answers.items() if who in workers), REFUSED)


def test_an_address_without_a_row_here_is_not_allowed() -> None:
    assert set(names()) == set(GET) | set(POST) | UNGUARDED


@pytest.mark.parametrize("name", GET)
def test_who_may_open_it(name: str, signed_in: SignIn) -> None:
    address, answers = GET[name]
    found = {who: signed_in(who).get(address).status_code for who in EVERYBODY}
    assert found == {who: expected(who, answers) for who in EVERYBODY}


@pytest.mark.parametrize("name", POST)
def test_who_may_send_it(name: str, signed_in: SignIn) -> None:
    address, answers = POST[name]
    found = {who: signed_in(who).post(address).status_code for who in EVERYBODY}
    assert found == {who: expected(who, answers) for who in EVERYBODY}


@pytest.mark.parametrize("name", POST)
def test_what_is_sent_cannot_be_opened(name: str, signed_in: SignIn) -> None:
    assert signed_in("bidan").get(POST[name][0]).status_code == POST_ONLY


@pytest.mark.parametrize("name", GET)
def test_who_is_not_signed_in_is_asked_to_and_comes_back(name: str, visitor: Client) -> None:
    address, _ = GET[name]
    answer = visitor.get(address)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (MOVED, "/masuk")
    assert "next=" in answer["Location"]


@pytest.mark.parametrize("name", [*POST, "reason"])
def test_nothing_is_sent_without_signing_in(name: str, visitor: Client) -> None:
    address = POST[name][0] if name in POST else "/alasan"
    answer = visitor.post(address, {"next": "/beranda"})
    assert (answer.status_code, answer["Location"].split("?")[0]) == (MOVED, "/masuk")


def test_a_worker_who_left_is_signed_out(signed_in: SignIn) -> None:
    from nyelik.register.workers import Worker

    browser = signed_in("bidan")
    assert browser.get("/beranda").status_code == OPEN
    Worker.objects.filter(username="bidan").update(is_active=False)
    assert browser.get("/beranda").status_code == MOVED


@pytest.mark.parametrize(
    "address", ["/papan?wilayah=19.06.99", "/papan?wilayah=' OR 1=1", "/spm?wilayah=x"]
)
def test_an_area_that_does_not_exist_is_not_found(address: str, signed_in: SignIn) -> None:
    assert signed_in("dinkes").get(address).status_code == ABSENT


@pytest.mark.parametrize(
    "address", ["/orang/1", f"/orang/{NOBODY}", "/tidak-ada", f"/orang/{CHILD}/grafik/x"]
)
def test_what_does_not_exist_looks_like_what_is_not_yours(address: str, signed_in: SignIn) -> None:
    answer = signed_in("bidan").get(address)
    assert answer.status_code == ABSENT
    assert "tidak ada" in answer.content.decode()
