"""What an import would do with dirty rows: accept, mend, or ask; never guess, never overwrite, never lose."""

import datetime as dt
from typing import Any

import pytest

from nyelik.exchange.spreadsheet.outcome import ACCEPTED, MENDED, NO_DATA, NOTHING_NEW, PERSON
from nyelik.exchange.spreadsheet.remarks import WEIGHTS, reasons
from nyelik.exchange.spreadsheet.state import new_remarks
from tests.support.spreadsheets import (
    EPPGBM,
    HEADERS,
    MemoryRegister,
    codes,
    line,
    observed,
    only,
    person_of,
    plan_of,
    source,
)

NIK = "1906010203240001"


def row(**cells: Any) -> Any:
    return only(plan_of(source(line(EPPGBM, **cells))))


def contact_of(outcome: Any, on: str) -> Any:
    return next(e for e in outcome.entries if e.kind == "contact" and e.happened == on)


def test_a_good_row() -> None:
    outcome = row()
    assert outcome.status == ACCEPTED
    assert person_of(outcome) == {
        "name": "Contoh Bintang",
        "sex": "male",
        "born": "2024-03-02",
        "nik": NIK,
        "nik_status": "valid",
        "mother_name": "Contoh Ibu",
        "imported": {"Kec": "Manggar", "Desa/Kel": "Kelubi"},
    }
    assert observed(outcome) == {"weight_kg": 9.8, "length_cm": 78.5, "measured_position": "lying"}
    birth = contact_of(outcome, "2024-03-02")
    assert birth.body["observations"] == {"birth_weight_g": 3200.0}


def test_birth_weight_in_grams_is_told_from_kilograms() -> None:
    outcome = row(**{"BB Lahir": 3150})
    birth = contact_of(outcome, "2024-03-02")
    assert birth.body["observations"] == {"birth_weight_g": 3150.0}
    assert outcome.status == MENDED


@pytest.mark.parametrize(
    ("cells", "status", "code"),
    [
        ({"Nama": "Contoh\u00a0 Bintang\u200b"}, MENDED, "invisible"),
        ({"LiLA": 0}, ACCEPTED, "means_missing"),
        ({"LiLA": "8888"}, ACCEPTED, "means_missing"),
        ({"Tgl Lahir": 45353}, ACCEPTED, "date_serial"),
        ({"Tgl Lahir": "25/3/24"}, MENDED, "two_digit_year"),
        ({"NIK": "1.906E+15"}, PERSON, "nik_ruined"),
        ({"NIK": "19060102"}, PERSON, "nik_wrong_length"),
        ({"NIK": "02022**********"}, ACCEPTED, "nik_masked"),
        ({"NIK": "1906011111200001"}, ACCEPTED, "nik_disagrees"),
        ({"Berat": "sembilan"}, PERSON, "not_a_number"),
        ({"Berat": 980}, PERSON, "impossible"),
        ({"Cara Ukur": "Jongkok"}, PERSON, "not_a_choice"),
        ({"Nama": "123"}, PERSON, "no_name"),
        ({"Tgl Lahir": None}, PERSON, "no_born"),
        ({"Tgl Lahir": "31/02/2024"}, PERSON, "not_a_date"),
        ({"Tgl Lahir": "2027-01-01"}, PERSON, "future_date"),
        ({"Tanggal Pengukuran": None}, PERSON, "no_date"),
        ({"Tanggal Pengukuran": "2024-01-01"}, PERSON, "before_birth"),
        ({"Usia Saat Ukur": "1 Tahun - 5 Bulan - 28 Hari"}, ACCEPTED, "age_differs"),
    ],
)
def test_dirt(cells: dict[str, Any], status: str, code: str) -> None:
    outcome = row(**cells)
    assert outcome.status == status
    assert code in codes(outcome)


def test_the_right_age_is_no_remark() -> None:
    assert "age_differs" not in codes(row(**{"Usia Saat Ukur": "2 Tahun - 2 Bulan - 10 Hari"}))


def test_a_ruined_nik_is_marked_kept_and_never_guessed() -> None:
    body = person_of(row(NIK=1906010203240000.0))
    assert "nik" not in body
    assert body["nik_status"] == "ruined"
    assert body["imported"]["NIK"] == "1906010203240000"


def test_a_cell_that_cannot_be_read_waits_and_the_rest_counts() -> None:
    outcome = row(Berat="sembilan")
    assert observed(outcome) == {"length_cm": 78.5, "measured_position": "lying"}
    (question,) = outcome.questions
    assert question.entries[0].about == outcome.person
    assert "sembilan" in str(question.entries[0].body)
    contact = contact_of(outcome, "2026-05-12")
    assert contact.body["imported"]["Berat"] == "sembilan"


def test_a_row_that_waits_whole_keeps_every_cell() -> None:
    outcome = row(**{"Tanggal Pengukuran": None})
    assert outcome.entries == []
    (question,) = outcome.questions
    assert question.entries[0].body["imported"] | {"No": "1"} == outcome.row.cells
    assert question.entries[0].body["name"] == "Contoh Bintang"


def test_the_same_child_and_date_with_the_same_values_adds_nothing() -> None:
    plan = plan_of(source(line(EPPGBM), line(EPPGBM, No=2)))
    assert [one.status for one in plan.outcomes] == [ACCEPTED, NOTHING_NEW]
    assert plan.outcomes[1].entries == []


def test_another_value_of_the_same_child_and_date_is_never_written_over() -> None:
    plan = plan_of(source(line(EPPGBM), line(EPPGBM, Berat="9,9")))
    second = plan.outcomes[1]
    assert second.status == PERSON
    assert second.entries == []
    (question,) = second.questions
    (held,) = question.entries
    assert held.body["observations"] == {"weight_kg": 9.9}
    assert held.subject == plan.outcomes[0].entries[-1].subject
    assert "9,8" in question.remark.sentence()


def test_a_value_that_was_lacking_is_added() -> None:
    plan = plan_of(source(line(EPPGBM), line(EPPGBM, LiLA="14,2")))
    assert observed(plan.outcomes[1]) == {"muac_cm": 14.2}
    assert plan.outcomes[1].status == ACCEPTED


def test_another_day_of_the_same_month_is_kept_and_said() -> None:
    plan = plan_of(
        source(line(EPPGBM), line(EPPGBM, **{"Tanggal Pengukuran": "2026-05-20", "Berat": "9,9"}))
    )
    assert observed(plan.outcomes[1])["weight_kg"] == 9.9
    assert "same_month" in codes(plan.outcomes[1])


@pytest.mark.parametrize(
    ("cells", "code", "field"),
    [
        ({"Tgl Lahir": "2024-03-05"}, "born_differs", "born"),
        ({"JK": "P"}, "sex_differs", "sex"),
    ],
)
def test_birth_date_and_sex_are_asked_not_changed(
    cells: dict[str, Any], code: str, field: str
) -> None:
    register = MemoryRegister()
    register.take(plan_of(source(line(EPPGBM)), register))
    later = only(
        plan_of(source(line(EPPGBM, **{"Tanggal Pengukuran": "2026-06-12"}, **cells)), register)
    )
    assert code in codes(later)
    assert observed(later)["weight_kg"] == 9.8
    assert field not in person_of(later)
    assert later.questions[0].entries[0].body[field] is not None


def test_an_address_that_differs_is_kept_beside() -> None:
    register = MemoryRegister()
    register.take(plan_of(source(line(EPPGBM, Alamat="Jl. Contoh 1")), register))
    later = only(
        plan_of(
            source(line(EPPGBM, Alamat="Jl. Lain 2", **{"Tanggal Pengukuran": "2026-06-12"})),
            register,
        )
    )
    contact = next(entry for entry in later.entries if entry.kind == "contact")
    assert contact.body["imported"]["Alamat"] == "Jl. Lain 2"
    assert later.status == ACCEPTED


def test_unknown_columns_are_kept_verbatim() -> None:
    header = [*EPPGBM, "Catatan Bidan", "Kolom 'aneh' = 1+1"]
    outcome = only(plan_of(source([*line(EPPGBM), "anak aktif", "=2+2"], header=header)))
    contact = contact_of(outcome, "2026-05-12")
    assert contact.body["imported"]["Catatan Bidan"] == "anak aktif"
    assert contact.body["imported"]["Kolom 'aneh' = 1+1"] == "=2+2"


def test_text_below_the_table_is_no_data() -> None:
    footer: list[Any] = ["", "", "", "", "", "", "Mengetahui,"]
    plan = plan_of(source(line(EPPGBM), ["Jumlah", "", "", 2], footer))
    assert [one.status for one in plan.outcomes] == [ACCEPTED, NO_DATA, NO_DATA]


def test_scores_of_the_file_are_kept_as_reported() -> None:
    outcome = row(**{"BB/U": "Normal", "ZS BB/U": "-1,23", "Jml Vit A": 1})
    contact = contact_of(outcome, "2026-05-12")
    assert contact.body["imported"] == {"BB/U": "Normal", "ZS BB/U": "-1,23", "Jml Vit A": "1"}
    assert outcome.row.reported["z_weight_for_age"] == "-1,23"


def test_dates_by_the_evidence_of_the_file() -> None:
    lines = [
        line(EPPGBM, **{"Tgl Lahir": "3/2/2024", "Tanggal Pengukuran": "5/12/2026"}),
        line(
            EPPGBM,
            NIK=None,
            Nama="Contoh Dua",
            **{"Tgl Lahir": "3/25/2024", "Tanggal Pengukuran": "5/12/2026"},
        ),
    ]
    plan = plan_of(source(*lines))
    assert [one.row.born for one in plan.outcomes] == [dt.date(2024, 3, 2), dt.date(2024, 3, 25)]
    assert {one.row.on for one in plan.outcomes} == {dt.date(2026, 5, 12)}
    orders = plan.sheets[0].reader.orders
    assert (orders["Tgl Lahir"].evidence, orders["Tanggal Pengukuran"].evidence) == (
        "consistent",
        "file",
    )


def test_a_date_of_a_mixed_column_that_can_be_read_both_ways_waits() -> None:
    rows = [
        line(EPPGBM, NIK=None, Nama=f"Contoh {letter}", **{"Tanggal Pengukuran": on})
        for letter, on in (("A", "25/02/2026"), ("B", "2/25/2026"), ("C", "5/6/2026"))
    ]
    plan = plan_of(source(*rows))
    assert [one.status for one in plan.outcomes] == [ACCEPTED, ACCEPTED, PERSON]
    assert "date_two_ways" in codes(plan.outcomes[2])


def test_identity_and_phone_of_the_merged_layout() -> None:
    header = HEADERS["eppgbm_registry_ot_final"]
    cells = {
        "Nama Anak": "Contoh Bintang",
        "Jenis Kelamin": "L",
        "Tanggal Lahir": "2024-03-02",
        "Nomor KK": "1906010101200001",
        "Nama Orang Tua (Ibu/Ayah)": "Contoh Ibu / Contoh Ayah",
        "NIK Orang Tua": NIK,
        "No HP": "0812 3456 7890 / 0717 21234",
        "Lingkar Kepala Lahir (cm)": 34,
        "IMD": "Ya",
        "Berat (kg)": 9.8,
    }
    outcome = only(plan_of(source(line(header, **cells), header=header)))
    body = person_of(outcome)
    assert (body["mother_name"], body["father_name"]) == ("Contoh Ibu", "Contoh Ayah")
    assert body["phone"] == "081234567890"
    assert body["kk"] == "1906010101200001"
    assert "nik" not in body  # the parent's NIK stood in the child's column too
    assert {"two_phones", "nik_of_parent"} <= codes(outcome)
    contact = contact_of(outcome, "2026-05-12")
    assert contact.body["imported"]["No HP"] == "0812 3456 7890 / 0717 21234"
    birth = contact_of(outcome, "2024-03-02")
    assert birth.body["observations"]["head_cm"] == 34
    assert birth.body["observations"]["imd"] is True


ASIK = ["NIK Anak", "Nama Anak", "Tanggal Lahir", "Jenis Kelamin", "Nama Orang Tua"]
ASIK += ["Tanggal Imunisasi HB0", "Pos Imunisasi HB0", "Status HB0"]
ASIK += ["Tanggal Imunisasi DPT-Hb-Hib 1", "Tanggal Imunisasi POLIO 2", "Tanggal Imunisasi MR 1"]
INFANT = {
    "NIK Anak": NIK,
    "Nama Anak": "Contoh Bintang",
    "Tanggal Lahir": "2024-03-02",
    "Jenis Kelamin": "L",
}


def infant(**cells: Any) -> Any:
    return source([(INFANT | cells).get(heading) for heading in ASIK], header=ASIK)


def test_doses_become_one_contact_for_each_day() -> None:
    cells = {
        "Tanggal Imunisasi HB0": "2024-03-02",
        "Pos Imunisasi HB0": "Dalam Gedung",
        "Status HB0": "ideal",
        "Tanggal Imunisasi DPT-Hb-Hib 1": "2024-05-10",
        "Tanggal Imunisasi POLIO 2": "2024-05-10",
    }
    outcome = only(plan_of(infant(**cells)))
    doses = {
        entry.happened: entry.body["doses"] for entry in outcome.entries if entry.kind == "contact"
    }
    assert doses == {"2024-03-02": {"HB0": 1}, "2024-05-10": {"DPT": 1, "OPV": 2}}
    assert person_of(outcome)["imported"] == {
        "Pos Imunisasi HB0": "Dalam Gedung",
        "Status HB0": "ideal",
    }


def test_a_dose_on_another_day_is_asked() -> None:
    register = MemoryRegister()
    register.take(plan_of(infant(**{"Tanggal Imunisasi MR 1": "2024-12-10"}), register))
    later = only(plan_of(infant(**{"Tanggal Imunisasi MR 1": "2024-12-20"}), register))
    assert later.status == PERSON
    assert later.entries == []
    assert later.questions[0].entries[0].body["doses"] == {"MR": 1}
    same = only(plan_of(infant(**{"Tanggal Imunisasi MR 1": "2024-12-10"}), register))
    assert same.status == NOTHING_NEW


KOHORT = HEADERS["kohort_ibu_2020_53"]
MOTHER = {
    "NAMA IBU": "Contoh Ibu",
    "NIK": "1906014101950002",
    "USIA IBU": 31,
    "STATUS GPA": "G2P1A0",
    "TAKSIRAN PERSALINAN": "20/10/2026",
    "HB (g/dL)": "11,2",
    "HIV": "NR",
    "SIFILIS": "non reaktif",
    "JAN": "K1M",
    "MAR": "14 K2",
}


def mother(*above: str, **cells: Any) -> Any:
    from nyelik.exchange.spreadsheet.read import Sheet, Source

    said = {"NAMA IBU": None} | MOTHER | cells
    rows = [[text] for text in above] + [KOHORT, [said.get(heading) for heading in KOHORT]]
    return Source("kohort.xlsx", "1" * 24, [Sheet("Kohort", rows)])


def test_the_mothers_cohort() -> None:
    outcome = only(plan_of(mother("REGISTER KOHORT IBU TAHUN 2026")))
    episode = next(entry.body for entry in outcome.entries if entry.kind == "episode")
    assert episode["type"] == "pregnancy"
    assert episode["start"] == "2026-01-13"  # 280 days before the expected day
    assert episode["facts"] == {"gravida": 2, "parity": 1}
    visits = {e.happened: e.body["observations"] for e in outcome.entries if e.kind == "contact"}
    assert visits["2026-03-14"] == {"anc_visit": True}
    assert visits["2026-01-15"] == {
        "anc_visit": True,
        "hb_g_dl": 11.2,
        "hiv_test": "non_reactive",
        "syphilis_test": "non_reactive",
    }
    assert "day_estimated" in codes(outcome)
    assert person_of(outcome)["born_estimated"] is True
    assert person_of(outcome)["sex"] == "female"


@pytest.mark.parametrize("due", ["20/10/2026", None])
def test_the_same_pregnancy_again_adds_nothing(due: str | None) -> None:
    register = MemoryRegister()
    cells = {"TAKSIRAN PERSALINAN": due, "ALAMAT (DESA/KELURAHAN)": "Kelubi"}
    register.take(plan_of(mother("TAHUN 2026", **cells), register))
    again = only(plan_of(mother("TAHUN 2026", **cells), register))
    assert (again.entries, again.questions) == ([], [])
    assert ("no_due" in codes(again)) == (due is None)


def test_another_expected_day_of_one_pregnancy_is_kept_beside() -> None:
    register = MemoryRegister()
    register.take(plan_of(mother("TAHUN 2026"), register))
    later = only(plan_of(mother("TAHUN 2026", **{"TAKSIRAN PERSALINAN": "25/10/2026"}), register))
    (entry,) = later.entries
    assert entry.body == {"imported": {"TAKSIRAN PERSALINAN": "25/10/2026"}}
    assert "field_differs" in codes(later)


def test_a_cohort_without_its_year_asks_and_a_person_may_say_it() -> None:
    assert "no_year" in codes(only(plan_of(mother())))
    assert "no_year" not in codes(only(plan_of(mother(), year=2026)))


def test_a_sensitive_cell_that_cannot_be_read_is_sealed() -> None:
    outcome = only(plan_of(mother("TAHUN 2026", HIV="lihat buku merah")))
    assert "lihat buku merah" not in str([remark.sentence() for remark in outcome.row.remarks])
    assert "lihat buku merah" not in str([entry.body for entry in outcome.entries])
    (held,) = [q.entries[0] for q in outcome.questions if q.entries[0].kind == "contact"]
    assert held.body["observations"] == {"hiv_test": "lihat buku merah"}


def test_our_register_template() -> None:
    header = [
        "NIK",
        "No KK",
        "Nama Lengkap Warga",
        "Jenis Kelamin",
        "Tanggal Lahir",
        "Alamat",
        "Catatan",
    ]
    one = [NIK, "1906010101200001", "Contoh Melati", "P", "1990-05-05", "Jl. Contoh", "baru pindah"]
    register = MemoryRegister()
    plan = plan_of(source(one, header=header), register)
    assert plan.layout.id == "nyelik-register"
    assert person_of(only(plan))["note"] == "baru pindah"
    register.take(plan)
    moved = [*one[:5], "Jl. Baru", "baru pindah"]
    later = only(plan_of(source(moved, header=header), register))
    assert (later.status, codes(later) & {"field_waits"}) == (PERSON, {"field_waits"})
    assert later.entries == []


def test_our_target_template() -> None:
    header = [
        "Kode Wilayah",
        "Indikator",
        "Tahun",
        "Jenis Sasaran",
        "Jumlah Sasaran",
        "Sumber",
        "Nomor SK",
    ]
    good = ["19.06.01.2004", "spm-04", 2026, "Proyeksi", "120", "Contoh", ""]
    bare = ["19.06.01.2004", "spm-04", 2026, "Ditetapkan", 110, "Contoh", ""]
    vague = ["19.06.01.2004", "spm-04", 2026, "Kira-kira", 100, "", ""]
    plan = plan_of(source(good, bare, vague, header=header))
    assert [one.status for one in plan.outcomes] == [ACCEPTED, PERSON, PERSON]
    assert "target_without_decree" in codes(plan.outcomes[1])


def test_a_second_value_of_a_kept_column_stands_beside_the_first() -> None:
    assert new_remarks({"RT": "3"}, {}) == {"RT": "3"}
    assert new_remarks({"RT": "3"}, {"RT": "3"}) == {}
    assert new_remarks({"RT": "4"}, {"RT": "3"}) == {"RT (2)": "4"}
    assert new_remarks({"RT": "4"}, {"RT": "3", "RT (2)": "4"}) == {}


def test_every_reason_is_told_in_both_languages_and_asks_for_something_where_it_must() -> None:
    for code, reason in reasons().items():
        assert reason.sentence.keys() == {"id", "en"}, code
        if WEIGHTS[reason.weight] in ("look", "part", "whole"):
            assert reason.do.endswith("."), code
