"""Every address of the office, for every role and for strangers."""

import json
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from pytest_django import Settings

from nyelik.office import import_jobs
from nyelik.office.navigation import PAGES_BY_ROLE
from nyelik.register.facilities import load_district
from nyelik.register.workers import ROLES, ReadLog
from tests.support.people import NOW, entry, register_person, tell, uuid_of, worker

pytestmark = pytest.mark.django_db(transaction=True)

KELUBI = "19.06.01.2004"
RT = f"{KELUBI}-01-001"
SCOPES = {
    "kader": [RT],
    "pustu": ["U1906-04"],
    "puskesmas": ["P1906-01"],
    "puskesmas_head": ["P1906-01"],
    "dinkes": ["19.06"],
    "village": [KELUBI],
    "auditor": ["19.06"],
}
PAGES = {
    "home": "/beranda",
    "search": "/cari",
    "import": "/impor",
    "held": "/ditahan",
    "set-aside": "/disisihkan",
    "reads": "/jejak-baca",
    "board": "/papan",
    "spm": "/spm",
    "manual": "/panduan",
    "trial": "/uji-coba",
    "conflicts": "/beda-catatan",
    "devices": "/perangkat",
    "referrals": "/rujukan",
    "sessions": "/hari-buka",
    "validation": "/pengesahan",
}
# Addresses whose own tests stand beside this file or with the API, by how their names begin.
ELSEWHERE = (
    *("api-", "person", "board-", "duplicates", "spm-", "manual-", "trial-"),
    *("devices-", "referrals-", "sessions-", "validation-"),
)
OPEN_TO_ALL = {"sign-in", "sign-out", "language", "ready", "field-app"}
TESTED_BELOW = {"reason", "import-job", "import-write", "import-report", "held-decide", None}


def signed_in(role: str, scope: list[str] | None = None) -> Client:
    """A client signed in as a new worker of that role; `worker` is its worker."""
    client = Client()
    client.worker = worker(f"{role}-{uuid4().hex[:6]}", role, scope or SCOPES[role])  # type: ignore[attr-defined]
    client.force_login(client.worker, "django.contrib.auth.backends.ModelBackend")  # type: ignore[attr-defined]
    return client


def names() -> Iterator[str | None]:
    """Names of every address."""
    for pattern in get_resolver().url_patterns:
        nested = getattr(pattern, "url_patterns", None)
        yield from (p.name for p in nested or [pattern] if isinstance(p, URLPattern))


@pytest.fixture
def district() -> None:
    load_district("19.06")
    register_person(1, name="Siti Aisyah", area=RT, sex="female", born="1998-03-14")
    register_person(3, name="Siti Maryam", area="19.06.01.2003-01-001", sex="female")


def test_every_address_is_tested_somewhere() -> None:
    known = set(PAGES) | OPEN_TO_ALL | TESTED_BELOW
    assert not {one for one in names() if one not in known and not str(one).startswith(ELSEWHERE)}


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_signed_in_is_asked_to(page: str) -> None:
    answer = Client().get(PAGES[page])
    assert (answer.status_code, answer["Location"]) == (302, f"/masuk?next={PAGES[page]}")


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_pages_and_no_other(role: str) -> None:
    client = signed_in(role)
    for page, address in PAGES.items():
        expected = 200 if page in PAGES_BY_ROLE[role] else 403
        assert client.get(address).status_code == expected, page


@pytest.mark.usefixtures("district")
class TestSearch:
    def test_finds_the_own_and_not_the_neighbours_people(self) -> None:
        text = signed_in("kader").get("/cari?q=siti").content.decode()
        assert "Siti Aisyah" in text
        assert "Siti Maryam" not in text

    def test_is_written_down(self) -> None:
        client = signed_in("pustu")
        client.get("/cari?q=siti")
        read = ReadLog.objects.get()
        assert (read.what, read.count, read.outside) == ("search", 1, False)

    def test_outside_the_area_asks_why_and_then_opens(self) -> None:
        client = signed_in("pustu")
        asked = client.get("/cari?q=maryam&luar=1")
        assert asked.status_code == 403
        assert "Mengapa nama ini perlu dibuka?" in asked.content.decode()
        given = client.post(
            "/alasan", {"reason": "Rujukan dari Desa Padang", "next": "/cari?q=maryam&luar=1"}
        )
        assert given["Location"] == "/cari?q=maryam&luar=1"
        assert "Siti Maryam" in client.get("/cari?q=maryam&luar=1").content.decode()
        assert ReadLog.objects.get().reason == "Rujukan dari Desa Padang"

    def test_a_kader_never_looks_outside(self) -> None:
        assert signed_in("kader").get("/cari?q=maryam&luar=1").status_code == 404

    def test_dinkes_opens_names_only_with_a_reason(self) -> None:
        client = signed_in("dinkes")
        assert client.get("/cari?q=siti").status_code == 403
        client.post("/alasan", {"reason": "Audit kasus campak Kelubi", "next": "/cari"})
        assert "Siti Aisyah" in client.get("/cari?q=siti").content.decode()


@pytest.mark.usefixtures("district")
class TestReason:
    def test_a_short_one_is_shown_again_with_what_was_typed(self) -> None:
        answer = signed_in("dinkes").post("/alasan", {"reason": "ingin", "next": "/cari"})
        assert answer.status_code == 422
        assert "“ingin”" in answer.content.decode()

    def test_leads_nowhere_else(self) -> None:
        given = {"reason": "Audit kasus campak Kelubi", "next": "https://example.org/"}
        assert signed_in("dinkes").post("/alasan", given)["Location"] == "/beranda"

    def test_can_be_taken_back(self) -> None:
        client = signed_in("dinkes")
        client.post("/alasan", {"reason": "Audit kasus campak Kelubi", "next": "/cari"})
        client.post("/alasan", {"forget": ""})
        assert client.get("/cari?q=siti").status_code == 403


@pytest.fixture
def held_seq(district: None) -> int:
    """An entry about person 1 whose date lies in the future."""
    from nyelik.journal.held import held

    contact = entry("contact", uuid_of(50), {"observations": {"weight_kg": 51.5}}, about=uuid_of(1))
    from msgspec.structs import replace

    tell(replace(contact, happened="2031-01-01"))
    (one,) = held()
    return one.entry.seq


class TestHeld:
    def test_the_owner_sees_it_with_the_persons_name(self, held_seq: int) -> None:
        text = signed_in("pustu").get("/ditahan").content.decode()
        assert "Siti Aisyah" in text
        assert "Berat badan" in text

    def test_a_colleague_elsewhere_does_not(self, held_seq: int) -> None:
        text = signed_in("pustu", ["U1906-07"]).get("/ditahan").content.decode()
        assert "Siti Aisyah" not in text
        assert "Tidak ada catatan yang ditahan" in text

    def test_the_owner_decides_and_it_counts(self, held_seq: int) -> None:
        from nyelik.journal.held import held_count

        client = signed_in("pustu")
        given = {"seq": held_seq, "decision": "accept", "reason": "Tanggal di buku 2026"}
        assert client.post("/ditahan/putuskan", given).status_code == 302
        assert held_count() == 0

    def test_a_colleague_elsewhere_cannot_decide(self, held_seq: int) -> None:
        from nyelik.journal.held import held_count

        client = signed_in("pustu", ["U1906-07"])
        given = {"seq": held_seq, "decision": "accept", "reason": "Bukan urusan saya"}
        assert client.post("/ditahan/putuskan", given).status_code == 404
        assert held_count() == 1

    def test_without_a_reason_nothing_is_decided(self, held_seq: int) -> None:
        from nyelik.journal.held import held_count

        answer = signed_in("pustu").post(
            "/ditahan/putuskan", {"seq": held_seq, "decision": "accept", "reason": "x"}, follow=True
        )
        assert "terlalu pendek" in answer.content.decode()
        assert held_count() == 1


class TestImportsOfOthers:
    """A file holds names: only who sent it sees its preview and report."""

    @pytest.fixture
    def job(self, district: None) -> tuple[Client, UUID]:
        owner = signed_in("puskesmas")
        job = import_jobs.Job(
            id=str(uuid4()), worker=str(owner.worker.id), file="balita.xlsx", size=10,  # type: ignore[attr-defined]
            made_at=NOW.isoformat(), state="ready", alive_at=NOW.isoformat(),
            found={"counts": {"accepted": 3}, "layout": {"id": "x", "en": "x"}, "entries": 3, "new_people": 1},
        )  # fmt: skip
        job.folder.mkdir(parents=True)
        import_jobs.save(job)
        job.report.write_bytes(b"PK")
        return owner, UUID(job.id)

    @pytest.mark.parametrize("part", ["", "/laporan"])
    def test_owner_opens_it_and_a_stranger_does_not(
        self, job: tuple[Client, UUID], part: str
    ) -> None:
        owner, number = job
        assert owner.get(f"/impor/{number}{part}").status_code == 200
        for stranger in (signed_in("puskesmas"), signed_in("dinkes")):
            assert stranger.get(f"/impor/{number}{part}").status_code == 404

    def test_a_stranger_cannot_let_it_be_written(self, job: tuple[Client, UUID]) -> None:
        _, number = job
        assert signed_in("puskesmas").post(f"/impor/{number}/tulis").status_code == 404
        assert import_jobs.read(import_jobs.imports_folder() / str(number)).state == "ready"

    def test_an_unknown_one_is_not_found(self, district: None) -> None:
        assert signed_in("puskesmas").get(f"/impor/{uuid4()}").status_code == 404

    def test_nobody_learns_the_state_without_signing_in(self, job: tuple[Client, UUID]) -> None:
        assert Client().get(f"/impor/{job[1]}").status_code == 302


@pytest.mark.usefixtures("district")
class TestReads:
    def test_the_auditor_sees_who_searched_but_no_name(self) -> None:
        signed_in("pustu").get("/cari?q=siti")
        text = signed_in("auditor").get("/jejak-baca?hari=").content.decode()
        assert "Mencari" in text
        assert "Siti Aisyah" not in text

    def test_a_person_number_that_is_none_is_said_so(self) -> None:
        text = signed_in("auditor").get("/jejak-baca?orang=siti").content.decode()
        assert "“siti” bukan nomor orang" in text


class TestFrame:
    def test_the_policy_allows_nothing_from_outside(self) -> None:
        policy = Client().get("/masuk")["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy

    def test_english_is_a_choice_and_indonesian_the_start(self) -> None:
        client = Client(headers={"accept-language": "en-GB"})
        assert "Kata sandi" in client.get("/masuk").content.decode()
        client.post("/bahasa", {"language": "en", "next": "/masuk"})
        answer = client.get("/masuk")
        assert "Password" in answer.content.decode()
        assert answer["Content-Language"] == "en"

    def test_a_wrong_password_keeps_the_name_and_says_what_to_do(self) -> None:
        answer = Client().post("/masuk", {"username": "bidan", "password": "salah"})
        assert answer.status_code == 422
        assert "“bidan”" in answer.content.decode()
        assert "salah" not in answer.content.decode()

    def test_signing_in_leads_back_to_the_page_but_never_away(self) -> None:
        worker("bidan", "pustu", SCOPES["pustu"], password="kata-sandi-panjang")
        given = {"username": "bidan", "password": "kata-sandi-panjang"}
        assert Client().post("/masuk", given | {"next": "/cari"})["Location"] == "/cari"
        assert Client().post("/masuk", given | {"next": "//example.org"})["Location"] == "/beranda"

    def test_guessing_passwords_closes_the_door_for_a_while(self, settings: Settings) -> None:
        settings.AXES_ENABLED = True
        worker("bidan", "pustu", SCOPES["pustu"], password="kata-sandi-panjang")
        client = Client()
        for _ in range(settings.AXES_FAILURE_LIMIT):
            answer = client.post("/masuk", {"username": "bidan", "password": "tebakan"})
        assert answer.status_code == 429
        assert "Tunggu 15 menit" in answer.content.decode()
        right = client.post("/masuk", {"username": "bidan", "password": "kata-sandi-panjang"})
        assert right.status_code == 429

    @pytest.mark.parametrize("address", ["/jejak-baca?mulai=x&hari=x", "/jejak-baca?mulai=-5"])
    def test_nonsense_in_an_address_breaks_no_page(self, address: str) -> None:
        assert signed_in("auditor").get(address).status_code == 200

    def test_no_page_names_a_person_in_the_logs(
        self, caplog: pytest.LogCaptureFixture, district: None
    ) -> None:
        signed_in("kader").get("/cari?q=siti&luar=1")
        assert "siti" not in json.dumps([record.getMessage() for record in caplog.records]).lower()
