"""What is hidden from a worker never reaches their phone: the bytes are searched, not only the fields."""

import gzip
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from nyelik.journal.entry import Entry
from nyelik.register.workers import Worker
from nyelik.rules.load import load
from tests.flow.field.conftest import KELUBI, PADANG, RT, STAFF, Phone, read
from tests.support.people import entry, register_person, tell, uuid_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PhoneOf = Callable[[str], Phone]
NIK, KK, BPJS = "1906014506900001", "1906011203150007", "0001234567890"
SECRET_WORDS = {code: word for code, word in load().rules.words.items() if word.sensitive}


def about_ani(kind: str, number: int, by: UUID | None = None, **body: Any) -> Entry:
    one = entry(kind, uuid_of(2000 + number), body, about=uuid_of(1))
    return Entry(**{name: getattr(one, name) for name in Entry.__struct_fields__} | {"by": by})


@pytest.fixture
def ani(staff: dict[str, Worker]) -> None:
    """A person with everything that may be hidden, each told by a word of its own to search for."""
    register_person(
        1, name="Ani", area=RT, nik=NIK, kk=KK, bpjs=BPJS, note="NOTEPERSON",
        imported={"Kolom": "RAHASIAIMPOR"}, invented_field="RAHASIAFIELD",
    )  # fmt: skip
    observations = dict.fromkeys(SECRET_WORDS, "NILAIRAHASIA") | {"weight_kg": 61.5}
    bidan, kader = staff["bidan"].id, staff["kader"].id
    mental = next(one.form for one in load().rules.packages.values() if one.sensitive == "mental")
    secret_finding = next(c for c, one in load().rules.findings.items() if one.sensitive)
    tell(
        about_ani("contact", 1, bidan, observations=observations, note="NOTESECRET", package="anc"),
        about_ani("contact", 1, bidan, note="NOTELATER"),
        about_ani("contact", 2, bidan, observations={"muac_cm": 23.5, "code_nobody_knows": "KODEASING"},
                  topics={"hiv_talk": True}, note="NOTEPLAIN"),
        about_ani("contact", 3, bidan, package=mental, observations={"weight_kg": 60.5}, note="NOTEFORM"),
        about_ani("contact", 4, kader, observations={"weight_kg": 62.5}, note="NOTEOFKADER"),
        about_ani("episode", 5, bidan, type="severe_mental_disorder", start="2025-03-04"),
        about_ani("episode", 5, bidan, outcome="OUTCOMESECRET", facts={"mental_hygiene": True}),
        about_ani("episode", 6, bidan, type="pregnancy", start="2026-01-02"),
        about_ani("episode", 7, bidan, type="type_nobody_knows", start="2025-07-08"),
        about_ani("referral", 8, bidan, to="U1906-04", reason="REASONBIDAN", advice="ADVICEBIDAN",
                  findings={secret_finding: "SECRETCLASS", "finding_nobody_knows": "x"}),
        about_ani("referral", 8, kader, followed_up="2026-06-30"),
        about_ani("referral", 9, kader, to="pustu", reason="REASONKADER"),
        about_ani("referral", 9, bidan, answer="treated", advice="ADVICETOKADER"),
        about_ani("visit", 10, bidan, outcome="refused", reason="REASONVISIT"),
    )  # fmt: skip
    tell(entry("household", uuid_of(50), {"kk": KK, "area": RT}))


def bytes_for(phone: Phone) -> str:
    """Everything that one phone is told, unpacked."""
    found, cursor, more = "", None, True
    while more:
        answer = phone.post("/api/sync", {"cursor": cursor}, **{"Accept-Encoding": "gzip"})
        body = answer.content
        found += (gzip.decompress(body) if "Content-Encoding" in answer else body).decode()
        cursor, more = read(answer)["cursor"], read(answer)["more"]
    return found


SECRETS_OF_BIDAN = (
    "NILAIRAHASIA", "NOTESECRET", "NOTELATER", "NOTEFORM", "severe_mental_disorder", "OUTCOMESECRET",
    "mental_hygiene", "SECRETCLASS", "2025-03-04", "KODEASING", "code_nobody_knows",
    "type_nobody_knows", "2025-07-08", "finding_nobody_knows",
)  # fmt: skip
FREE_WORDS = ("NOTEPLAIN", "NOTEPERSON", "REASONBIDAN", "ADVICEBIDAN", "REASONVISIT", "hiv_talk")
NEVER = ("RAHASIAIMPOR", "imported")


def test_a_kader_gets_no_secret_word(phone: PhoneOf, ani: None) -> None:
    said = bytes_for(phone("kader"))
    for secret in (*SECRETS_OF_BIDAN, *FREE_WORDS, *NEVER, NIK, KK, BPJS, "RAHASIAFIELD"):
        assert secret not in said, secret
    assert [code for code in SECRET_WORDS if f'"{code}"' in said] == []
    for plain in ("61.5", "23.5", "60.5", "2026-01-02", "NOTEOFKADER", "REASONKADER"):
        assert plain in said, plain
    assert "ADVICETOKADER" in said  # the answer to the kader's own referral
    assert "1906••••••••••01" in said


def test_a_patch_of_nothing_but_secrets_comes_empty(phone: PhoneOf, ani: None) -> None:
    answer = read(phone("kader").post("/api/sync", {"cursor": None}))
    record = next(one for one in answer["records"] if one["about"] == str(uuid_of(1)))
    hidden = [one for one in record["entries"] if one["subject"] == str(uuid_of(2005))]
    assert [one["body"] for one in hidden] == [{}, {}]
    assert all(one["seq"] and one["written"] for one in hidden)
    assert len(record["entries"]) == 15


def test_a_bidan_gets_what_is_needed_to_treat(phone: PhoneOf, ani: None) -> None:
    said = bytes_for(phone("bidan"))
    for needed in (*SECRETS_OF_BIDAN, *FREE_WORDS, NIK, KK, BPJS):
        assert needed in said, needed
    assert "RAHASIAIMPOR" not in said


def test_a_cluster_that_does_not_treat_gets_notes_but_none_beside_secrets(
    phone: PhoneOf, ani: None
) -> None:
    said = bytes_for(phone("lain"))
    for secret in (*SECRETS_OF_BIDAN, *NEVER):
        assert secret not in said, secret
    for plain in ("NOTEPLAIN", "NOTEPERSON", "REASONVISIT", NIK):
        assert plain in said, plain


def test_people_of_another_scope_are_in_no_byte(phone: PhoneOf, ani: None) -> None:
    register_person(2, name="ORANGPADANG", area=f"{PADANG}-01-001")
    tell(entry("contact", uuid_of(3000), {"note": "CATATANPADANG"}, about=uuid_of(2)))
    for name, (_, scope, _) in STAFF.items():
        said = bytes_for(phone(name))
        sees = name in {"bidan-seberang", "ibu-anak", "dewasa", "lain", "kepala"}
        assert (("ORANGPADANG" in said), (str(uuid_of(2)) in said)) == (sees, sees), (name, scope)


def test_who_patches_a_subject_under_another_person_learns_nothing(
    phone: PhoneOf, ani: None
) -> None:
    register_person(3, name="Cici", area=f"{KELUBI}-01-002")
    tell(about_ani("contact", 1))
    theft = entry("contact", uuid_of(2001), {"observations": {}}, about=uuid_of(3))
    tell(theft)
    said = bytes_for(phone("kader-sebelah"))
    assert "Cici" in said
    assert "61.5" not in said


def test_numbers_typed_with_a_null_stay_null(phone: PhoneOf, ani: None) -> None:
    tell(entry("person", uuid_of(1), {"nik": None}))
    answer = read(phone("kader").post("/api/sync", {"cursor": None}))
    record = next(one for one in answer["records"] if one["about"] == str(uuid_of(1)))
    assert record["entries"][-1]["body"]["nik"] is None
