"""Files of every form become the same rows; the header is found wherever it stands."""

import datetime as dt
import random
from typing import Any

import pytest

from nyelik.base.problem import Problem
from nyelik.exchange.spreadsheet.headers import find_table, normal_name
from nyelik.exchange.spreadsheet.layout import (
    all_layouts,
    best_fit,
    fit,
    is_known_name,
    layout_named,
)
from nyelik.exchange.spreadsheet.read import Sheet, decode, find_delimiter, read_bytes
from tests.support.spreadsheets import EPPGBM, HEADERS, csv_text, line, xls_bytes, xlsx_bytes

LAYOUT_OF = {
    "eppgbm_export_2024": "eppgbm-34",
    "eppgbm_export_with_pmt": "eppgbm-35",
    "eppgbm_export_2025_26": "eppgbm-36",
    "eppgbm_registry_ot_final": "eppgbm-gabungan-35",
    "eppgbm_import_identitas": "eppgbm-identitas",
    "eppgbm_import_pengukuran": "eppgbm-pengukuran",
    "kohort_ibu_2020_53": "kohort-ibu-53",
    "village_app_import_balita": "posyandu-balita",
    "asik_kohort_bayi_individu": "asik-bayi",
}
ROWS: list[list[Any]] = [
    EPPGBM,
    line(EPPGBM),
    line(EPPGBM, Nama="Contoh Mawar", Berat="10,1"),
]


def table_of(*rows: list[Any]) -> Any:
    return find_table(Sheet("Data", [list(row) for row in rows]), is_known_name)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(xlsx_bytes(ROWS), id="xlsx"),
        pytest.param(xls_bytes(ROWS), id="xls"),
        *(
            pytest.param(
                csv_text(ROWS, delimiter).encode(encoding), id=f"csv {delimiter!r} {encoding}"
            )
            for delimiter in ";,\t|"
            for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252")
        ),
        pytest.param(("sep=;\r\n" + csv_text(ROWS)).encode(), id="csv sep="),
    ],
)
def test_every_form_gives_the_same_rows(content: bytes) -> None:
    file = read_bytes(content, "berkas")
    table = find_table(file.sheets[0], is_known_name)
    assert table is not None
    assert table.names[:5] == ("no", "nik", "nama", "jk", "tgl lahir")
    names = [row[2] for _, row in table.rows]
    assert names == ["Contoh Bintang", "Contoh Mawar"]


def test_the_same_content_has_the_same_digest_under_any_name() -> None:
    content = csv_text(ROWS).encode()
    assert read_bytes(content, "a.csv").digest == read_bytes(content, "b.csv").digest
    assert read_bytes(content + b"\n", "a.csv").digest != read_bytes(content, "a.csv").digest


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\x00\x00", b"PK\x03\x04 not a zip at all", b"\x00\x01\x02"]
)
def test_what_is_no_spreadsheet_is_a_problem(content: bytes) -> None:
    with pytest.raises(Problem) as caught:
        read_bytes(content, "surat.pdf")
    assert caught.value.code == "spreadsheet-not-read"


def test_old_windows_letters() -> None:
    assert decode("Né".encode("cp1252")) == ("Né", "cp1252")


def test_a_comma_inside_numbers_does_not_make_it_the_delimiter() -> None:
    assert find_delimiter("Nama;Berat;Tinggi\nA;7,5;70,1\nB;8,5;71,2\n") == ";"


@pytest.mark.parametrize("name", LAYOUT_OF)
def test_every_known_layout_is_recognised(name: str) -> None:
    header = HEADERS[name]
    found = best_fit(table_of(header, ["x"] * len(header)))
    assert (found.layout.id, found.confidence) == (LAYOUT_OF[name], "certain")
    assert found.unknown == ()


@pytest.mark.parametrize("name", LAYOUT_OF)
def test_order_case_and_marks_of_headers_do_not_matter(name: str) -> None:
    header = [f"  {heading.upper()} * " for heading in HEADERS[name]]
    random.Random(1).shuffle(header)
    assert best_fit(table_of(header, ["x"] * len(header))).layout.id == LAYOUT_OF[name]


def test_unknown_columns_are_kept_and_named() -> None:
    header = [*EPPGBM, "Catatan Bidan Desa"]
    found = best_fit(table_of(header, ["x"] * len(header)))
    assert found.layout.id == "eppgbm-34"
    assert found.unknown == ("Catatan Bidan Desa",)


def test_a_person_may_choose_the_layout() -> None:
    header = HEADERS["eppgbm_export_2025_26"]
    assert best_fit(table_of(header, ["x"] * 36), layout_named("eppgbm-34")).unknown == (
        "Kelas Ibu Balita",
        "MBG",
    )
    with pytest.raises(Problem) as caught:
        layout_named("sigizi")
    assert caught.value.code == "layout-not-known"


def test_a_layout_that_lacks_what_it_needs_is_refused_by_name() -> None:
    with pytest.raises(Problem) as caught:
        best_fit(table_of(["NIK", "Nama", "JK", "Berat"], ["x"] * 4), layout_named("eppgbm-34"))
    assert caught.value.code == "layout-not-fitting"
    assert "tgl lahir" in caught.value.sentence()


def test_a_vague_likeness_asks_for_a_choice() -> None:
    header = ["Nama", "Tgl Lahir", "Nama Ibu", *(f"Kolom lain {n}" for n in range(20))]
    with pytest.raises(Problem) as caught:
        best_fit(table_of(header, ["x"] * 23))
    assert caught.value.code == "layout-not-sure"


def test_title_and_hidden_rows_above_the_header() -> None:
    above = [
        ["", "", "KABUPATEN BELITUNG TIMUR"],
        ["", "", "PUSKESMAS MANGGAR"],
        ["", "", "MEI 2026"],
        [],
        [],
    ]
    content = xlsx_bytes([*above, *ROWS], hidden=range(5))
    table = find_table(read_bytes(content, "x").sheets[0], is_known_name)
    assert table is not None
    assert table.header_rows == (6, 6)
    assert table.preamble == ("KABUPATEN BELITUNG TIMUR", "PUSKESMAS MANGGAR", "MEI 2026")
    assert [number for number, _ in table.rows] == [7, 8]


def test_a_row_of_column_numbers_is_no_data() -> None:
    table = table_of(EPPGBM, list(range(1, 35)), line(EPPGBM))
    assert [number for number, _ in table.rows] == [3]
    table = table_of(EPPGBM, [f"({n})" for n in range(1, 35)], line(EPPGBM))
    assert [number for number, _ in table.rows] == [3]


def test_a_header_of_two_rows() -> None:
    upper = [
        "NIK Anak",
        "Nama Anak",
        "Tanggal Lahir",
        "Jenis Kelamin",
        "HB0",
        "",
        "",
        "DPT-Hb-Hib 1",
        "",
    ]
    lower = [
        "",
        "",
        "",
        "",
        "Tanggal Imunisasi",
        "Pos Imunisasi",
        "Status",
        "Tanggal Imunisasi",
        "Status",
    ]
    table = table_of(
        ["LAPORAN KOHORT"], upper, lower, ["1906010203240001", "A", "2026-01-01", "L", "2026-01-01"]
    )
    assert table.header_rows == (2, 3)
    found = best_fit(table)
    assert found.layout.id == "asik-bayi"
    doses = {index: column.dose for index, column in found.columns.items() if column.dose}
    assert doses == {4: ("HB0", 1), 7: ("DPT", 1)}


@pytest.mark.parametrize(
    ("heading", "dose"),
    [
        ("Tanggal Imunisasi DPT-Hb-Hib 3", ("DPT", 3)),
        ("DPT HB HIB 3", ("DPT", 3)),
        ("Tgl Imunisasi Polio 4", ("OPV", 4)),
        ("BCG 1 Tanggal Imunisasi", ("BCG", 1)),
        ("ROTA 2", ("RV", 2)),
        ("MR 1", ("MR", 1)),
        ("Tanggal Input MR 1", None),
        ("Status MR 1", None),
        ("IDL 1", None),
    ],
)
def test_antigens_are_told_in_any_spelling(heading: str, dose: tuple[str, int] | None) -> None:
    header = ["NIK Anak", "Nama Anak", "Tanggal Lahir", heading]
    found = fit(table_of(header, ["x"] * 4), layout_named("asik-bayi"))
    assert found.columns[3].dose == dose


def test_mother_and_child_columns_are_told_apart() -> None:
    header = ["Nama Ibu", "Nama Anak", "Tanggal Lahir", "Jenis Kelamin", "Tanggal Ukur", "BB", "TB"]
    found = best_fit(table_of(header, ["x"] * 7))
    assert found.columns[0].to == "person.mother_name"
    assert found.columns[1].to == "person.name"


def test_repeated_and_empty_headers_stay_apart() -> None:
    table = table_of(["Nama", "Tgl Lahir", "", "Catatan", "Catatan"], ["A", "2024-01-01", 1, 2, 3])
    assert table.names[2:] == ("kolom 3", "catatan", "catatan (2)")


def test_every_layout_has_what_it_needs_and_its_codes_are_words_of_the_rulebook() -> None:
    from nyelik.rules.load import load

    words = load().rules.words
    for layout in all_layouts().values():
        assert set(layout.required) <= layout.columns.keys()
        assert layout.label.keys() == {"id", "en"}
        for column in layout.columns.values():
            group, _, code = column.to.partition(".")
            if group in ("contact", "birth", "first") and code not in ("date", "note"):
                assert code in words, (layout.id, code)
            if (
                group in ("contact", "birth", "first")
                and column.read == "choice"
                and words[code].kind == "choice"
            ):
                assert set(column.values.values()) <= set(words[code].choice_codes())
            if group in ("contact", "birth", "first") and code in words and words[code].sensitive:
                assert column.sensitive, (layout.id, code)
        for dose in layout.antigens.values():
            assert not dose or dose[0] in words


def test_headers_are_compared_without_marks() -> None:
    assert normal_name(" JENIS_KELAMIN * ") == "jenis kelamin"
    assert normal_name("Kab / Kota:") == "kab/kota"
    assert normal_name("Tanggal\nLahir") == "tanggal lahir"


def test_dates_of_workbooks_come_as_dates() -> None:
    rows = [
        ["Nama", "Tgl Lahir", "Tanggal Pengukuran"],
        ["A", dt.date(2024, 3, 2), dt.date(2026, 5, 12)],
    ]
    sheet = read_bytes(xlsx_bytes(rows), "x").sheets[0]
    assert sheet.rows[1][1] == dt.date(2024, 3, 2)
