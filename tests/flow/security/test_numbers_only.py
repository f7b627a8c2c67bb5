"""Who may see numbers only finds no single person in them: not by looking, by subtracting, nor by asking day by day."""

import datetime as dt
import re

import pytest

from nyelik.office.rulebook import loaded
from nyelik.register.small_cells import SMALL, hidden_units
from tests.support.html import read
from tests.support.small_district import HOME_VILLAGE, SignIn

LOCAL = "?wilayah=" + HOME_VILLAGE


@pytest.mark.parametrize(
    ("parts", "hidden"),
    [
        ({"a": (20, 9, 0), "b": (30, 8, 0)}, set()),
        ({"a": (20, 2, 0), "b": (30, 8, 0), "c": (40, 9, 0)}, {"a", "b"}),
        ({"a": (20, 2, 0), "b": (30, 0, 0), "c": (40, 9, 0)}, {"a", "b", "c"}),
        ({"a": (20, 2, 0), "b": (30, 2, 0), "c": (40, 9, 0)}, {"a", "b", "c"}),
        ({"a": (20, 3, 0), "b": (30, 4, 0), "c": (40, 9, 0)}, {"a", "b"}),
        ({"a": (20, 2, 0), "b": (0, 0, 0)}, {"a"}),
        ({}, set()),
    ],
)
def test_what_a_total_would_give_away_is_hidden_too(
    parts: dict[str, tuple[int, int, int]], hidden: set[str]
) -> None:
    assert hidden_units(parts) == hidden


@pytest.mark.parametrize("level", ["posyandu", "dusun", "rt"])
@pytest.mark.parametrize("family", ["SPM", "SKDN", "Gizi", "Imunisasi", "KIA"])
def test_no_line_of_the_board_is_shown_that_subtraction_needs(
    family: str, level: str, signed_in: SignIn
) -> None:
    page = signed_in("desa").get(f"/papan{LOCAL}&keluarga={family}&tingkat={level}")
    board = page.context["board"]
    for column in range(len(board.columns)):
        cells = [line.cells[column] for line in board.lines if line.cells[column]]
        hidden = [cell.cell.row for cell in cells if cell.hidden]
        together = [
            sum(getattr(row, part) for row in hidden) for part in ("met", "missed", "unknown")
        ]
        total = board.total.cells[column]
        assert total is None or total.hidden or not any(0 < one < SMALL for one in together)
        for cell in [*cells, total]:
            if cell is not None and not cell.hidden:
                row = cell.cell.row
                assert not any(0 < one < SMALL for one in (row.met, row.missed, row.unknown))


def test_the_parts_that_are_missing_are_no_small_counts(signed_in: SignIn) -> None:
    services = signed_in("desa").get(f"/spm{LOCAL}").context["services"]
    assert services
    for service in services:
        assert not [count for _, count in service.missing if count < SMALL]
    assert any(s.missing for s in signed_in("bidan").get(f"/spm{LOCAL}").context["services"])


@pytest.mark.parametrize("page", ["papan", "spm"])
@pytest.mark.parametrize("finer", ["periode={day}", "diketahui={day}", "periode={week}"])
def test_no_question_is_finer_than_a_month(page: str, finer: str, signed_in: SignIn) -> None:
    day = dt.date.today() - dt.timedelta(days=9)
    year, week, _ = day.isocalendar()
    asked = finer.format(day=day.isoformat(), week=f"{year}-W{week:02d}")
    question = signed_in("desa").get(f"/{page}{LOCAL}&{asked}").context["question"]
    assert (question.known_on, question.period.kind) == (None, "month")
    question = signed_in("bidan").get(f"/{page}{LOCAL}&{asked}").context["question"]
    assert question.known_on == day or question.period.kind in ("day", "week")


@pytest.mark.parametrize("who", ["desa", "auditor"])
def test_no_address_gives_them_a_person(who: str, signed_in: SignIn) -> None:
    client = signed_in(who)
    for indicator in loaded().rules.indicators:
        asked = f"{LOCAL}&indikator={indicator}"
        for page in ("nama", "nama/unduh.csv", "nama/unduh.xlsx", "unduh.csv", "tren"):
            assert client.get(f"/papan/{page}{asked}").status_code in (403, 404)


def test_a_page_of_numbers_holds_no_identity(signed_in: SignIn) -> None:
    for page in ("beranda", f"papan{LOCAL}", f"spm{LOCAL}"):
        text = read(signed_in("desa").get(f"/{page}").content).text
        assert not re.search(r"\d{16}|Contohrahasia", text)
