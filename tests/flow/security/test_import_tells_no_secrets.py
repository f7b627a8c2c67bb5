"""A file made up at a desk is no way to ask the register who somebody in another area is."""

import datetime as dt
import io
from uuid import uuid4

import pytest

from nyelik.exchange.spreadsheet.importing import commit, prepare
from nyelik.exchange.spreadsheet.plan import Plan
from nyelik.exchange.spreadsheet.read import read_bytes
from nyelik.exchange.spreadsheet.report import write_report
from nyelik.exchange.spreadsheet.scores import compare_scores
from nyelik.journal.held import held
from nyelik.office.import_work import summary
from nyelik.register.facilities import load_district
from nyelik.rules.load import load
from tests.support.people import NOW, NOW_MS, entry, register_person, tell, uuid_of
from tests.support.spreadsheets import EPPGBM, line, xlsx_bytes

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = dt.date(2026, 6, 30)
KELUBI, PADANG = "19.06.01.2004", "19.06.01.2003"
NIK = "1906010203240001"
FISHING = [
    line(EPPGBM, Nama="Ikan Asin", NIK=NIK),  # whose NIK is this?
    line(EPPGBM, NIK=NIK, Berat="9,9", **{"Tgl Lahir": "2024-03-09"}),  # when born, what weight?
    line(EPPGBM, Nama="Rahasja Seberang", NIK=None, **{"Nama Ortu": None}),  # how is it spelt?
]  # fmt: skip
SECRETS = ("Rahasia", "2024-03-02", "9.8", "9,8")


@pytest.fixture
def child() -> None:
    load_district("19.06")
    register_person(1, name="Rahasia Seberang", sex="male", born="2024-03-02", nik=NIK,
                    area=f"{PADANG}-01-001", mother_name="Ibu Rahasia")  # fmt: skip
    weighed = {"observations": {"weight_kg": 9.8}}
    tell(entry("contact", uuid_of(1001), weighed, about=uuid_of(1)))


def told(scope: list[str], rows: list[list[object]]) -> str:
    """Everything that the sender of a file is shown: preview, report, and the questions in the queue."""
    loaded = load()
    content = read_bytes(xlsx_bytes([EPPGBM, *rows]), "x.xlsx")
    plan = prepare(content, loaded.rules.words.values(), today=TODAY, scope=scope)
    commit(plan, by=uuid_of(9), now_ms=lambda: NOW_MS, new_id=uuid4, rulebook="t")
    return f"{summary(plan)} {_report(plan)} {[one.entry.body.get('reason') for one in held()]}"


def _report(plan: Plan) -> list[object]:
    from python_calamine import CalamineWorkbook

    loaded, written = load(), io.BytesIO()
    scores = compare_scores(plan.outcomes, loaded.growth)
    write_report(written, plan, scores, committed=None, written_at=NOW, rulebook="t")
    written.seek(0)
    book = CalamineWorkbook.from_filelike(written)
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return [cell for row in rows for cell in row if "Ikan" not in str(cell)]


@pytest.mark.usefixtures("child")
@pytest.mark.parametrize("row", FISHING, ids=["nik", "born-and-weight", "name"])
def test_who_is_outside_the_area_is_not_named(row: list[object]) -> None:
    row = [("" if value == "9,8" else value) for value in row]
    text = told([KELUBI], [row])
    assert "•••" in text
    assert not [secret for secret in SECRETS if secret in text.replace("Rahasja", "")]


@pytest.mark.usefixtures("child")
def test_who_is_inside_is() -> None:
    assert "Rahasia Seberang" in told([PADANG], FISHING[:1])
