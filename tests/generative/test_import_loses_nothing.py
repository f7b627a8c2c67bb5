"""Whatever stands in a spreadsheet is found again: in an entry, in a question, or in the report. Twice is once."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nyelik.exchange.spreadsheet.cells import is_empty
from nyelik.exchange.spreadsheet.outcome import NO_DATA, Outcome
from nyelik.exchange.spreadsheet.read import Sheet, Source
from tests.support.spreadsheets import EPPGBM, MemoryRegister, line, plan_of

DIRT = st.sampled_from(
    [
        "",
        None,
        "-",
        "0",
        0,
        8888,
        "abc",
        "12/3",
        "1.906E+15",
        "= 1",
        "9,8",
        9.8,
        "31/02/2024",
        45353,
        "??",
        "x y",
        True,
    ]
)
NAMES = st.sampled_from(
    ["Contoh Bintang", "Contoh Mawar", "By. Ny. Contoh Ibu", "contoh bintang", "123", None]
)
NIKS = st.sampled_from(
    [
        "1906010203240001",
        "1906015512230002",
        1906010203240000.0,
        "1.906E+15",
        "0202****",
        None,
        "12",
    ]
)
BORN = st.sampled_from(
    ["2024-03-02", "02/03/2024", "12/25/2023", 45353, None, "kapan", "2027-01-01"]
)
MEASURED = st.sampled_from(
    ["2026-05-12", "12/05/2026", "5/13/2026", None, "2020-01-01", "2026-06-12"]
)
HEADER = [*EPPGBM, "Catatan Bidan", "Kolom Baru"]
SOME = st.dictionaries(
    st.sampled_from([h for h in HEADER if h not in ("No", "Detail")]), DIRT, max_size=6
)
WHO = st.fixed_dictionaries(
    {"Nama": NAMES, "NIK": NIKS, "Tgl Lahir": BORN, "Tanggal Pengukuran": MEASURED}
)
ROW = st.builds(lambda who, some: line(HEADER, **(who | some)), WHO, SOME)
FILES = st.lists(ROW, min_size=1, max_size=5)


def file_of(rows: list[list[Any]]) -> Source:
    return Source("x.xlsx", "2" * 24, [Sheet("Data", [HEADER, *rows])])


def told(outcome: Outcome) -> str:
    """Everything that an import keeps or says of a row, as one text."""
    entries = [
        *outcome.entries,
        *(entry for question in outcome.questions for entry in question.entries),
    ]
    said = [repr(entry.body) + entry.happened for entry in entries]
    return " ".join(
        [*said, *(f"{remark.raw} {remark.sentence()}" for remark in outcome.row.remarks)]
    )


def is_told(cell: Any, header: str, text: str, outcome: Outcome, earlier: str) -> bool:
    """A cell stands in the text as it is, as the number or date it means, or as a code for a choice."""
    written = outcome.row.cells[header]
    forms = {written, written.replace(",", "."), f"{outcome.row.born}", f"{outcome.row.on}"}
    if any(form in text or form in earlier for form in forms if form != "None"):
        return True
    number = re.sub(r"\.0$", "", written.replace(",", "."))
    if any(
        f"{code}': {number}" in text + earlier
        for code in ("weight_kg", "length_cm", "muac_cm", "birth_length_cm")
    ):
        return True
    codes = {
        "L": "male",
        "Terlentang": "lying",
        "Ya": "True",
        "3,2": "3200.0",
        "9.8": "9800.0",
        "9,8": "9800.0",
    }
    return written in codes and codes[written] in text + earlier


@given(FILES)
@settings(max_examples=60)
def test_every_cell_is_found_again(rows: list[list[Any]]) -> None:
    plan = plan_of(file_of(rows))
    earlier = ""
    for outcome in plan.outcomes:
        text = told(outcome)
        cells = rows[outcome.row.number - 2]
        if outcome.status != NO_DATA:  # such a row stands in the report cell by cell
            for header, cell in zip(HEADER, cells, strict=True):
                if header != "No" and not is_empty(cell) and cell != "":
                    assert is_told(cell, header, text, outcome, earlier), (header, cell, text)
        earlier += text


@given(FILES)
@settings(max_examples=60)
def test_the_same_rows_again_add_nothing(rows: list[list[Any]]) -> None:
    register = MemoryRegister()
    register.take(plan_of(file_of(rows), register))
    again = plan_of(file_of(rows), register)
    assert [entry for outcome in again.outcomes for entry in outcome.entries] == []
    assert [question for outcome in again.outcomes for question in outcome.questions] == []


@given(FILES)
@settings(max_examples=60)
def test_the_same_rows_in_another_file_add_nothing(rows: list[list[Any]]) -> None:
    """Another name, another running number, another order of columns."""
    register = MemoryRegister()
    register.take(plan_of(file_of(rows), register))
    numbered = [[n + 700, *row[1:]] for n, row in enumerate(rows)]
    turned = Source("y.csv", "3" * 24, [Sheet("CSV", [row[::-1] for row in [HEADER, *numbered]])])
    again = plan_of(turned, register)
    assert [entry for outcome in again.outcomes for entry in outcome.entries] == []
    assert [question for outcome in again.outcomes for question in outcome.questions] == []
