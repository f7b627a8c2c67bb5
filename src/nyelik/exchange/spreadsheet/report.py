"""The report of an import, row by row, as a workbook in Indonesian: accepted, corrected, needs a person, and why."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from nyelik.exchange.spreadsheet.importing import Committed
from nyelik.exchange.spreadsheet.outcome import (
    ACCEPTED,
    MENDED,
    NO_DATA,
    NOTHING_NEW,
    PERSON,
    STATUS_LABELS,
    Outcome,
)
from nyelik.exchange.spreadsheet.plan import Plan, SheetPlan
from nyelik.exchange.spreadsheet.remarks import WEIGHTS, reasons
from nyelik.exchange.spreadsheet.scores import WHY, ScoresCompared
from nyelik.exchange.spreadsheet.workbook import GREEN, GREY, RED, YELLOW, Book, Columns, Value

_COLOURS = {ACCEPTED: GREEN, MENDED: YELLOW, PERSON: RED, NOTHING_NEW: GREY, NO_DATA: GREY}
_CONFIDENCE = {
    "certain": "pasti",
    "likely": "cukup yakin",
    "unsure": "kurang yakin",
    "none": "tidak cocok",
}
_EVIDENCE = {
    "consistent": "seluruh kolom sepakat",
    "file": "menurut kolom tanggal lain di berkas ini",
    "none": "tidak ada bukti di berkas, dibaca hari/bulan/tahun",
    "mixed": "kolom mencampur dua urutan; yang meragukan ditanyakan",
}


def write_report(
    target: str | BinaryIO,
    plan: Plan,
    scores: ScoresCompared,
    *,
    written_at: dt.datetime,
    rulebook: str,
    committed: Committed | None,
) -> None:
    """Write the report; `committed` None is a preview. Every cell of the file is in the journal or in here."""
    book = Book(target)
    book.facts(
        "Ringkasan",
        f"Laporan impor: {plan.source.name}",
        _summary(plan, scores, written_at, rulebook, committed),
    )
    _rows(book, plan)
    _scores(book, scores)
    book.close()


def _summary(
    plan: Plan,
    scores: ScoresCompared,
    written_at: dt.datetime,
    rulebook: str,
    committed: Committed | None,
) -> Iterator[tuple[str, Value]]:
    counts = plan.counts()
    yield "Keadaan", _state(committed)
    yield "Dibuat", written_at.strftime("%Y-%m-%d %H:%M")
    yield "Versi rulebook", rulebook
    yield "Sidik isi berkas", plan.source.digest
    for status, label in STATUS_LABELS.items():
        yield f"Baris: {label['id']}", counts[status]
    yield "Baris seluruhnya", len(plan.outcomes)
    yield "Orang baru", len({o.person for o in plan.outcomes if o.is_new_person})
    yield "Z-score dibandingkan", scores.compared
    yield "Z-score berbeda", len(scores.differences)
    for sheet in plan.sheets:
        yield from _sheet_facts(sheet)
    if plan.skipped:
        yield "Lembar tanpa tabel yang dikenal", ", ".join(plan.skipped)
    for code, number in _quiet(plan).most_common():
        sentence = (
            reasons()[code]
            .sentence["id"]
            .format(header="Sel", raw="0 atau 8888", value="", other="")
        )
        yield f"Dirapikan: {code}", f"{sentence} ({number} sel)"


def _state(committed: Committed | None) -> str:
    if committed is None:
        return "Pratinjau: belum ada yang disimpan"
    return (
        f"Disimpan: {committed.entries} catatan; {committed.held} catatan menunggu keputusan orang"
    )


def _sheet_facts(sheet: SheetPlan) -> Iterator[tuple[str, Value]]:
    name, fit = sheet.table.sheet, sheet.fit
    yield f"Lembar {name}: tata letak", f"{fit.layout.label['id']} ({_CONFIDENCE[fit.confidence]})"
    yield (
        f"Lembar {name}: baris judul kolom",
        "-".join(map(str, dict.fromkeys(sheet.table.header_rows))),
    )
    if fit.unknown:
        yield f"Lembar {name}: kolom tak dikenal, disimpan apa adanya", ", ".join(fit.unknown)
    if sheet.table.preamble:
        yield f"Lembar {name}: teks di atas tabel", " | ".join(sheet.table.preamble)
    for header, order in sheet.reader.orders.items():
        first = "hari/bulan/tahun" if order.first == "day" else "bulan/hari/tahun"
        yield f"Lembar {name}: urutan tanggal {header}", f"{first} ({_EVIDENCE[order.evidence]})"


def _quiet(plan: Plan) -> Counter[str]:
    return Counter(
        r.code for o in plan.outcomes for r in o.row.remarks if WEIGHTS[r.weight] == "quiet"
    )


def _rows(book: Book, plan: Plan) -> None:
    headings = [
        "Lembar",
        "Baris",
        "Status",
        "Nama",
        "Tanggal",
        "Alasan",
        "Yang perlu dilakukan",
        "Sel yang dirapikan",
    ]
    table = book.table("Baris", Columns(headings, [14, 8, 20, 30, 12, 80, 60, 60]))
    for outcome in plan.outcomes:
        row = outcome.row
        status = outcome.status
        table.add(
            [
                row.sheet,
                row.number,
                STATUS_LABELS[status]["id"],
                row.person.get("name", ""),
                row.on,
                *_words(outcome, status),
            ],
            {2: book.colours[_COLOURS[status]], 5: book.wrapped, 6: book.wrapped},
        )
    table.end()


def _words(outcome: Outcome, status: str) -> tuple[str, str, str]:
    """Reasons, the heaviest first; what to do; cells mended or read as missing (all cells of a row that is no data)."""
    told = [remark for remark in outcome.row.remarks if WEIGHTS[remark.weight] != "quiet"]
    told.sort(key=lambda remark: -remark.weight)
    todo = dict.fromkeys(remark.what_to_do for remark in told if remark.what_to_do)
    return (
        "; ".join(remark.sentence() for remark in told),
        " ".join(todo),
        "; ".join(_tidied(outcome, status)),
    )


def _tidied(outcome: Outcome, status: str) -> Iterator[str]:
    row = outcome.row
    if status == NO_DATA:
        yield from (f"{header}: {text}" for header, text in row.cells.items())
        return
    for remark in row.remarks:
        if remark.header and remark.raw:
            yield f"{remark.header}: {remark.raw}" + (f" → {remark.value}" if remark.value else "")


def _scores(book: Book, scores: ScoresCompared) -> None:
    headings = [
        "Lembar",
        "Baris",
        "Nama",
        "Tanggal",
        "Indeks",
        "Z-score di berkas",
        "Z-score kami",
        "Selisih",
        "Keterangan",
    ]
    table = book.table("Z-score", Columns(headings, [14, 8, 30, 12, 10, 14, 14, 10, 70]))
    for one in sorted(scores.differences, key=lambda d: -abs((d.ours or 99) - d.theirs)):
        gap = None if one.ours is None else round(one.ours - one.theirs, 2)
        name = one.row.person.get("name", "")
        table.add(
            [
                one.row.sheet,
                one.row.number,
                name,
                one.row.on,
                one.index,
                one.theirs,
                one.ours,
                gap,
                WHY.get(one.why, one.why),
            ]
        )
    table.end()
