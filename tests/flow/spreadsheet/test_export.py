"""Tables out, and the e-PPGBM layout out and back in."""

import csv
import datetime as dt
import io
from typing import Any
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook

from nyelik.base.period import parse_period
from nyelik.base.problem import Problem
from nyelik.exchange.spreadsheet.eppgbm_out import HEADINGS, age_text, eppgbm_rows
from nyelik.exchange.spreadsheet.export import Sheet, eppgbm_sheet
from nyelik.exchange.spreadsheet.importing import Committed, commit, prepare
from nyelik.exchange.spreadsheet.read import read_bytes
from nyelik.exchange.spreadsheet.scores import compare_scores
from nyelik.exchange.spreadsheet.template import TEMPLATES, write_template
from nyelik.exchange.spreadsheet.workbook import Columns
from nyelik.journal.read import entries_after
from nyelik.register import access, area_tree
from nyelik.register.access import Viewer
from nyelik.register.facilities import load_district
from nyelik.register.facts import facts_of
from nyelik.rules.load import load
from tests.support.people import NOW, NOW_MS, uuid_of, worker
from tests.support.spreadsheets import EPPGBM, HEADERS, line, xlsx_bytes

pytestmark = [pytest.mark.django_db(transaction=True)]
TODAY = dt.date(2026, 6, 30)


def take_in(content: bytes) -> tuple[Any, Committed]:
    loaded = load()
    plan = prepare(read_bytes(content, "x.xlsx"), loaded.rules.words.values(), today=TODAY)
    return plan, commit(plan, by=uuid_of(1), now_ms=lambda: NOW_MS, new_id=uuid4, rulebook="test")


def put_out(role: str, form: str) -> bytes:
    loaded, month = load(), parse_period("2026-05")
    viewer = Viewer(worker(role, role, ["19.06"]), NOW, "laporan bulanan")
    people = access.people_visible_to(viewer, limit=1000, gone=True)
    facts = facts_of([one.id for one in people], loaded.rules.words)
    rows = eppgbm_rows(people, facts, month, area_tree.tree(month.end), loaded)
    stream = io.BytesIO()
    eppgbm_sheet(rows, [("Bulan", "2026-05")]).write(stream, form)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("role", ["puskesmas", "dinkes"])  # the Dinas sees masked NIKs
def test_what_goes_out_and_comes_back_adds_nothing(role: str, form: str) -> None:
    load_district("19.06")
    cells = {
        "Kab/Kota": "Kab. Belitung Timur",
        "RT": 1,
        "Alamat": "Jl. Contoh",
        "LiLA": "14,2",
        "KIA": "Ya",
    }
    rows = [
        line(EPPGBM, **cells),
        line(EPPGBM, **(cells | {"Tanggal Pengukuran": "2026-04-12", "Berat": "9,5"})),
        line(
            EPPGBM,
            **(cells | {"Nama": "By. Ny. Rohani", "NIK": None, "Nama Ortu": "Rohani", "JK": "P"}),
        ),
    ]
    take_in(xlsx_bytes([EPPGBM, *rows]))
    content = put_out(role, form)
    plan, done = take_in(content)
    assert len(plan.outcomes) == 2  # May only
    assert done == Committed(0, 0)
    scores = compare_scores(plan.outcomes, load().growth)
    assert (scores.compared, scores.differences) == (6, [])


def test_what_is_added_to_a_file_of_ours_is_taken_in() -> None:
    load_district("19.06")
    take_in(xlsx_bytes([EPPGBM, line(EPPGBM, **{"Kab/Kota": "Belitung Timur", "RT": 1})]))
    sheet = CalamineWorkbook.from_filelike(
        io.BytesIO(put_out("puskesmas", "xlsx"))
    ).get_sheet_by_index(0)
    header, row = sheet.to_python()
    row[header.index("LiLA")] = 14.2
    _, done = take_in(xlsx_bytes([[*header, "Catatan"], [*row, "sudah dikunjungi"]]))
    assert done == Committed(1, 0)
    last = entries_after(0)[-1]
    assert last.body == {
        "observations": {"muac_cm": 14.2},
        "imported": {"Catatan": "sudah dikunjungi"},
    }


def test_the_layout_is_that_of_eppgbm() -> None:
    assert list(HEADINGS) == HEADERS["eppgbm_export_2024"]
    load_district("19.06")
    take_in(xlsx_bytes([EPPGBM, line(EPPGBM, **{"Kab/Kota": "Belitung Timur", "RT": 1})]))
    sheet = CalamineWorkbook.from_filelike(
        io.BytesIO(put_out("puskesmas", "xlsx"))
    ).get_sheet_by_index(0)
    header, row = sheet.to_python()
    cells = dict(zip(header, row, strict=True))
    assert cells["NIK"] == "1906010203240001"  # text: Excel must not touch it
    assert cells["Usia Saat Ukur"] == "2 Tahun - 2 Bulan - 10 Hari"
    assert (cells["Berat"], cells["BB Lahir"], cells["Cara Ukur"]) == (9.8, 3.2, "Terlentang")
    assert (cells["BB/U"], cells["TB/U"]) == ("Kurang", "Sangat Pendek")
    assert (cells["Kec"], cells["Desa/Kel"], cells["RT"]) == ("Manggar", "Kelubi", "001")
    assert str(cells["Detail"]).startswith("Nyelik ")


def test_age_text_follows_the_date_law() -> None:
    assert age_text(dt.date(2024, 1, 31), dt.date(2025, 3, 1)) == "1 Tahun - 1 Bulan - 0 Hari"
    assert age_text(dt.date(2024, 3, 2), dt.date(2024, 3, 2)) == "0 Tahun - 0 Bulan - 0 Hari"


def test_csv_names_its_definition_and_runs_no_formula() -> None:
    columns = Columns(["Nama", "Nilai"])
    sheet = Sheet(
        "Contoh", [("Definisi", "arti"), ("Periode", "2026")], columns, [["=1+1", 7.5], ["-", None]]
    )
    stream = io.BytesIO()
    sheet.write(stream, "csv")
    lines = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert lines[:3] == [["# Tabel", "Contoh"], ["# Definisi", "arti"], ["# Periode", "2026"]]
    assert lines[3:] == [["Nama", "Nilai"], ["'=1+1", "7,5"], ["-", ""]]


def test_workbooks_hold_text_as_text() -> None:
    stream = io.BytesIO()
    Sheet("Contoh", [("Definisi", "arti")], Columns(["Nama"]), [["=1+1"]]).write(stream, "xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(stream.getvalue()))
    assert book.sheet_names == ["Data", "Keterangan"]
    assert book.get_sheet_by_name("Data").to_python()[1] == ["=1+1"]


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_are_read_back(name: str) -> None:
    stream = io.BytesIO()
    write_template(stream, name, example=True)
    plan = prepare(
        read_bytes(stream.getvalue(), "t.xlsx"), load().rules.words.values(), today=TODAY
    )
    assert [sheet.fit.layout.id for sheet in plan.sheets] == [name]
    assert plan.sheets[0].fit.unknown == ()
    assert [outcome.status for outcome in plan.outcomes] == ["accepted"]


def test_there_is_no_template_of_foreign_layouts() -> None:
    with pytest.raises(Problem) as caught:
        write_template(io.BytesIO(), "eppgbm-34")
    assert caught.value.code == "layout-not-known"
