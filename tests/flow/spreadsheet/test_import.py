"""Importing into a real journal: what counts, what waits, what is in the report, and that twice is once."""

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from nyelik.exchange.spreadsheet.importing import HELD_FOR, Committed, commit, prepare
from nyelik.exchange.spreadsheet.outcome import NOTHING_NEW, PERSON
from nyelik.exchange.spreadsheet.plan import Plan
from nyelik.exchange.spreadsheet.read import read_bytes
from nyelik.exchange.spreadsheet.report import write_report
from nyelik.exchange.spreadsheet.rows import Options
from nyelik.exchange.spreadsheet.scores import compare_scores
from nyelik.journal.entry import Entry
from nyelik.journal.held import accept_held, held
from nyelik.journal.merge import canonical_of
from nyelik.journal.projections import catch_up
from nyelik.journal.read import entries_after, last_seq
from nyelik.register.facilities import load_district
from nyelik.register.facts import facts_of
from nyelik.register.tables import Person
from nyelik.rules.load import load
from tests.support.people import NOW_MS, entry, register_person, tell, uuid_of
from tests.support.spreadsheets import EPPGBM, csv_text, line, xls_bytes, xlsx_bytes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
TODAY = dt.date(2026, 6, 30)


def planned(content: bytes, name: str = "berkas.xlsx", **options: Any) -> Plan:
    words = load().rules.words.values()
    return prepare(read_bytes(content, name), words, today=TODAY, options=Options(**options))


def imported(rows: Sequence[Sequence[Any]], **options: Any) -> tuple[Plan, Committed]:
    plan = planned(xlsx_bytes([EPPGBM, *rows]), **options)
    return plan, committed(plan)


def committed(plan: Plan) -> Committed:
    return commit(plan, by=uuid_of(1), now_ms=lambda: NOW_MS, new_id=uuid4, rulebook="test")


ROWS = [
    line(EPPGBM, **{"Kab/Kota": "Belitung Timur", "RT": 1, "BB/U": "Normal", "ZS BB/U": "-3,99"}),
    line(
        EPPGBM, Nama="Contoh Mawar", JK="P", NIK="1906.01.450424.0002", **{"Tgl Lahir": "5/4/2024"}
    ),
    line(EPPGBM, Nama="Contoh Melur", NIK="1.906E+15", **{"Tgl Lahir": "25/4/2024"}),
    line(EPPGBM, Nama="Contoh Kenanga", NIK=None, **{"Tanggal Pengukuran": None}),
    line(EPPGBM, Berat="10,9"),
]


def test_a_preview_writes_nothing() -> None:
    plan = planned(xlsx_bytes([EPPGBM, *ROWS]))
    assert len(plan.outcomes) == 5
    assert last_seq() == 0


def test_people_places_and_facts_are_there_after_an_import() -> None:
    load_district("19.06")
    _, done = imported(ROWS)
    assert (done.entries, done.held) == (9, 3)
    child = Person.objects.get(name="Contoh Bintang")
    assert child.area.startswith("19.06.01.2004-")
    assert child.area.endswith("-001")
    facts = facts_of([child.id], load().rules.words)[child.id]
    assert [event.value for event in facts.of("weight_kg")] == [9.8]
    assert [event.value for event in facts.of("birth_weight_g")] == [3200.0]
    assert Person.objects.get(name="Contoh Mawar").nik == "1906014504240002"
    assert Person.objects.get(name="Contoh Melur").nik == ""


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(xlsx_bytes([EPPGBM, *ROWS]), id="the same file"),
        pytest.param(
            xls_bytes([["LAPORAN"], [], EPPGBM, *ROWS]), id="the same rows as XLS, lower down"
        ),
        pytest.param(
            csv_text([EPPGBM, *ROWS[::-1]]).encode(), id="the same rows as CSV, upside down"
        ),
        pytest.param(
            xlsx_bytes([EPPGBM[::-1], *(row[::-1] for row in ROWS[:3])]), id="some of the rows"
        ),
    ],
)
def test_importing_again_adds_nothing(again: bytes) -> None:
    imported(ROWS)
    before = last_seq()
    plan = planned(again)
    assert committed(plan) == Committed(0, 0)
    assert last_seq() == before
    assert {outcome.status for outcome in plan.outcomes} <= {NOTHING_NEW, PERSON}


def test_an_import_that_broke_off_is_finished_by_repeating_it() -> None:
    plan = planned(xlsx_bytes([EPPGBM, *ROWS]))
    whole = [outcome.entries for outcome in plan.outcomes]
    for outcome in plan.outcomes[1:]:
        outcome.entries = []
    committed(plan)
    rest = planned(xlsx_bytes([EPPGBM, *ROWS]))
    assert [len(outcome.entries) for outcome in rest.outcomes] == [0, *map(len, whole[1:])]
    committed(rest)
    assert Person.objects.count() == 3
    assert not [one for one in held() if one.entry.problem != HELD_FOR]


def test_questions_wait_in_the_journal_with_their_reason_and_count_once_accepted() -> None:
    imported(ROWS)
    waiting = held(HELD_FOR)
    assert {one.entry.kind for one in waiting} == {"person", "contact"}
    weight = next(one.entry for one in waiting if "10,9" in one.entry.body["reason"])
    child = Person.objects.get(name="Contoh Bintang").id
    assert facts_of([child], load().rules.words)[child].of("weight_kg")[0].value == 9.8
    accept_held([weight.seq], by=uuid_of(1), reason="dicocokkan dengan KMS", now_ms=NOW_MS)
    catch_up()
    assert [e.value for e in facts_of([child], load().rules.words)[child].of("weight_kg")] == [10.9]


def test_a_row_that_waited_whole_is_a_person_once_accepted() -> None:
    imported(ROWS)
    waiting = next(
        one.entry for one in held(HELD_FOR) if one.entry.body.get("name") == "Contoh Kenanga"
    )
    accept_held([waiting.seq], by=uuid_of(1), reason="anak baru", now_ms=NOW_MS)
    catch_up()
    assert Person.objects.filter(name="Contoh Kenanga").count() == 1
    plan = planned(xlsx_bytes([EPPGBM, *ROWS]))
    assert committed(plan) == Committed(0, 0)


def test_a_child_in_the_register_is_recognised_and_its_own_contact_is_not_doubled() -> None:
    child = register_person(
        7, name="Contoh Bintang", sex="male", born="2024-03-02", mother_name="Contoh Ibu"
    )
    contact = {"observations": {"weight_kg": 9.8}, "package": "balita"}
    tell(_contact(child, contact, "2026-05-12T08:30"))
    plan, _ = imported(ROWS[:1])
    assert plan.outcomes[0].person == child
    written = [e for e in entries_after(0) if e.device == plan.device and e.kind == "contact"]
    on_the_day = next(e for e in written if e.happened == "2026-05-12")
    assert on_the_day.body["observations"] == {"length_cm": 78.5, "measured_position": "lying"}
    assert Person.objects.get(id=child).nik == "1906010203240001"


def _contact(person: UUID, body: dict[str, Any], happened: str) -> Entry:
    from msgspec import structs

    return structs.replace(entry("contact", uuid_of(70), body, about=person), happened=happened)


def test_a_merged_duplicate_is_the_one_who_stays() -> None:
    plan, _ = imported(ROWS[:1])
    duplicate = plan.outcomes[0].person
    assert duplicate is not None
    kept = register_person(8, name="Bintang C.", sex="male", born="2024-03-02")
    tell(entry("merge", uuid_of(80), {"into": str(kept)}, about=duplicate))
    assert canonical_of([duplicate])[duplicate] == kept
    again, _ = imported([line(EPPGBM, **{"Tanggal Pengukuran": "2026-06-12"})])
    assert again.outcomes[0].person == kept
    assert Person.objects.filter(merged_into=None).count() == 1


def test_the_report_says_it_all(tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    plan, done = imported(ROWS)
    scores = compare_scores(plan.outcomes, load().growth)
    assert (scores.compared, len(scores.differences)) == (1, 1)
    stream = io.BytesIO()
    now = dt.datetime(2026, 6, 30, 9, 0)
    write_report(stream, plan, scores, written_at=now, rulebook="test", committed=done)
    book = CalamineWorkbook.from_filelike(io.BytesIO(stream.getvalue()))
    assert book.sheet_names == ["Ringkasan", "Baris", "Z-score"]
    summary = {row[0]: row[1] for row in book.get_sheet_by_name("Ringkasan").to_python() if row[0]}
    assert summary["Baris: Perlu dilihat orang"] == 3
    assert summary["Lembar Data: tata letak"] == "Ekspor e-PPGBM (34 kolom) (pasti)"
    assert "seluruh kolom sepakat" in str(summary["Lembar Data: urutan tanggal Tgl Lahir"])
    rows = book.get_sheet_by_name("Baris").to_python()
    assert [row[2] for row in rows[1:]] == ["Diterima", "Diperbaiki", *["Perlu dilihat orang"] * 3]
    assert "NIK dirusak Excel" in str(rows[3][5])
    assert "Isi NIK dari KK" in str(rows[3][6])
    assert "NIK: 1906.01.450424.0002" in str(rows[2][7])
    z = book.get_sheet_by_name("Z-score").to_python()
    assert z[1][4:6] == ["BB/U", -3.99]


def test_targets_are_recorded_once() -> None:
    from nyelik.exchange.spreadsheet.targets import record_targets
    from nyelik.improve.targets import targets_for

    header = [
        "Kode Wilayah",
        "Indikator",
        "Tahun",
        "Jenis Sasaran",
        "Jumlah Sasaran",
        "Sumber",
        "Nomor SK",
    ]
    rows = [
        ["19.06.01.2004", "spm-04", 2026, "Proyeksi", 120, "BPS", ""],
        ["19.06.01.2004", "spm-04", 2026, "Ditetapkan", 110, "Dinkes", "SK 12/2026"],
        ["19.06.01.2003", "spm-04", 2026, "Ditetapkan", 90, "Dinkes", ""],
    ]
    now = dt.datetime(2026, 6, 30, tzinfo=dt.UTC)
    plan = planned(xlsx_bytes([header, *rows]))
    assert record_targets(plan, now) == 2
    assert record_targets(plan, now) == 0
    found = targets_for("spm-04", 2026, ["19.06.01.2004"])["19.06.01.2004"]
    assert (found.projected, found.decreed) == (120, 110)
