"""What pages never show: names to who sees only numbers, a NIK to a kader, HIV or distress to kader and village."""

import re

import pytest

from nyelik.office.rulebook import loaded
from nyelik.register.tables import Person
from nyelik.register.workers import Worker
from tests.support.html import read
from tests.support.small_district import (
    CHILD,
    CHILD_NAME,
    CHILD_NIK,
    HOME_VILLAGE,
    MOTHER,
    MOTHER_NAME,
    MOTHER_NIK,
    NOTE,
    SignIn,
)

LOCAL = "?wilayah=" + HOME_VILLAGE
SENSITIVE = re.compile(
    r"\bHIV\b|sifilis|syphilis|HBsAg|reaktif|reactive|cemas|anxious|murung|hiv_", re.I
)
FAMILIES = ("SPM", "SKDN", "Gizi", "Imunisasi", "KIA")


def pages_of(role: str, rt: str) -> list[str]:
    """The addresses that show people's matters, for a role."""
    boards = [f"/papan{LOCAL}&keluarga={family}" for family in FAMILIES]
    if role == "village":
        return ["/beranda", *boards, f"/spm{LOCAL}"]
    lists = [
        f"/papan/nama?indikator={indicator}&wilayah={rt}&status={status}"
        for indicator in loaded().rules.indicators
        for status in ("missed", "met")
    ]
    lists += [one.replace("nama?", "nama/unduh.csv?") for one in lists]
    people = [f"/orang/{MOTHER}", f"/orang/{CHILD}", "/cari?q=contohrahasia"]
    return ["/beranda", *boards, *lists, *people]


@pytest.mark.parametrize(
    ("who", "language"), [("kader", "id"), ("kader", "en"), ("desa", "id"), ("desa", "en")]
)
def test_sensitive_matters_are_on_no_page_of_kader_and_village(
    who: str, language: str, signed_in: SignIn
) -> None:
    browser = signed_in(who)
    browser.cookies["bahasa"] = language
    worker = Worker.objects.get(username=who)
    for address in pages_of(worker.role, Person.objects.get(id=MOTHER).area):
        answer = browser.get(address)
        if answer.status_code == 404:
            continue  # an indicator that this worker may not know of
        assert answer.status_code == 200, address
        found = SENSITIVE.search(read(answer.content).text)
        assert found is None, (address, found)


def test_the_midwife_and_her_colleagues_of_the_right_clusters_see_them(signed_in: SignIn) -> None:
    for who in ("bidan", "ibu-anak", "menular", "kepala"):
        assert "Tes HIV Reaktif" in card(signed_in, who), who
    assert "Tes HIV" not in card(signed_in, "tatausaha").split("Riwayat")[1]


def test_a_cluster_sees_only_what_it_treats(signed_in: SignIn) -> None:
    """Mental health is not the matter of the cluster for infectious diseases."""
    assert "Sulit tidur atau cemas" in card(signed_in, "ibu-anak")
    assert "Sulit tidur atau cemas" not in card(signed_in, "menular")


def test_what_a_health_worker_noted_is_not_for_a_kader(signed_in: SignIn) -> None:
    assert NOTE in card(signed_in, "bidan")
    assert NOTE not in card(signed_in, "kader")


def test_a_code_nobody_knows_may_be_anything_so_a_kader_does_not_see_it(signed_in: SignIn) -> None:
    assert "viral_load_new" in card(signed_in, "bidan")
    assert "viral_load_new" not in card(signed_in, "kader")


def test_the_kader_still_sees_what_a_kader_works_with(signed_in: SignIn) -> None:
    text = card(signed_in, "kader")
    assert "Lingkar lengan atas (LiLA) 22,5 cm" in text
    assert "Hemoglobin" in text


class TestNumbersOnly:
    ADDRESSES = (
        "/beranda", "/papan", "/spm", "/cari", "/cari?q=contohrahasia", f"/orang/{CHILD}", f"/orang/{CHILD}/grafik/kms",
        f"/papan/nama?indikator=spm-04&wilayah={HOME_VILLAGE}", "/ditahan", "/kembar", "/impor", "/jejak-baca",
        f"/jejak-baca?orang={CHILD}",
    )  # fmt: skip

    @pytest.mark.parametrize("who", ["desa", "desa-seberang", "auditor"])
    def test_never_see_a_name_or_number_of_a_person(self, who: str, signed_in: SignIn) -> None:
        signed_in("bidan").get(
            f"/orang/{CHILD}"
        )  # so that there is something in the record of reading
        people = Person.objects.exclude(name="").values_list("name", "nik")
        browser = signed_in(who)
        for address in self.ADDRESSES:
            text = browser.get(address).content.decode()
            assert not re.search(r"\b\d{16}\b", text), address
            assert not [name for name, nik in people if len(name) > 8 and name in text], address


class TestNik:
    def test_the_midwife_reads_it_whole_and_the_kader_its_ends(self, signed_in: SignIn) -> None:
        assert MOTHER_NIK in card(signed_in, "bidan")
        (rt,) = Worker.objects.get(username="kader").scope
        file = f"/papan/nama/unduh.csv?indikator=spm-04&wilayah={rt}&status=not_applicable"
        for address in (f"/orang/{MOTHER}", "/cari?q=contohrahasia", file):
            text = signed_in("kader").get(address).content.decode()
            assert MOTHER_NAME in text
            assert MOTHER_NIK not in text
            assert not re.search(r"\b\d{16}\b", text)

    def test_a_kader_finds_nobody_by_the_beginning_of_a_nik(self, signed_in: SignIn) -> None:
        assert CHILD_NAME in signed_in("bidan").get(f"/cari?q={CHILD_NIK[:10]}").content.decode()
        assert (
            CHILD_NAME not in signed_in("kader").get(f"/cari?q={CHILD_NIK[:10]}").content.decode()
        )
        assert CHILD_NAME in signed_in("kader").get(f"/cari?q={CHILD_NIK}").content.decode()


def card(signed_in: SignIn, who: str) -> str:
    """The text of the mother's card as this worker reads it."""
    answer = signed_in(who).get(f"/orang/{MOTHER}")
    assert answer.status_code == 200
    return read(answer.content).text
