"""Rows a second of an e-PPGBM import, from the file on disk to people in the register and the report written.

An invented district's export as dirty as a real one, in a throwaway instance, through the command line. The peer is
python-calamine reading the same file and doing nothing with it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from nyelik.rules.growth.tables import read_growth_tables
from nyelik.rules.growth.zscore import Measured, z_score

SMALL, FULL = 2_000, 50_000
REACH = 50_000 / 60  # rows a second: 50,000 in under a minute
MONTHS = 6
ROOT = Path(__file__).parents[1]
HEADERS = ROOT / "tests" / "support" / "spreadsheet_headers.json"
NAMES = "Aini Bayu Citra Dewi Eka Fajar Gilang Hana Intan Joko Kirana Laras Mega Nanda Oki Putri Rizki Sari Tegar Wulan"


def measure(*, full: bool = False) -> list[dict[str, Any]]:
    """First import with its report, and the same file again."""
    rows = FULL if full else SMALL
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "eppgbm.xlsx"
        write_file(file, rows)
        reading = _read_only(file)
        first, cpu = _import(file, Path(folder))
        again, _ = _import(file, Path(folder))
    against = (
        f"limit {REACH:,.0f} rows/s (50,000 a minute); calamine only reads {rows / reading:,.0f}"
    )
    lines = [("first import, with report", first), ("the same file again", again)]
    figures: list[dict[str, Any]] = [
        {
            "what": f"import {rows:,} rows: {what}",
            "value": round(rows / seconds),
            "unit": "rows/s",
            "against": against,
            "ratio": round(rows / seconds / REACH, 2),
            "reach": round(REACH),
        }
        for what, seconds in lines
    ]
    figures.append(
        {"what": "processor time of the first import", "value": round(cpu, 1), "unit": "s"}
    )
    return figures


def _import(file: Path, folder: Path) -> tuple[float, float]:
    """Wall and processor seconds of one import in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "nyelik",
        "import",
        str(file),
        "--report",
        str(folder / "report.xlsx"),
        "--json",
    ]
    environment = os.environ | {
        "NYELIK_HOME": str(folder / "home"),
        "PYTHONPATH": str(ROOT / "src"),
    }
    environment.pop("NYELIK_DATABASE_URL", None)
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert json.loads(done.stdout)["written"]
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _read_only(file: Path) -> float:
    from python_calamine import CalamineWorkbook

    started = time.perf_counter()
    CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    return time.perf_counter() - started


def write_file(path: Path, rows: int, seed: int = 1) -> None:
    """A synthetic export: every child measured six months running; dirt at the rates seen in a real file."""
    import xlsxwriter

    chance = random.Random(seed)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Data")
    headings = json.loads(HEADERS.read_text(encoding="utf-8"))["eppgbm_export_2024"]
    sheet.write_row(0, 0, headings)
    tables = read_growth_tables(ROOT / "rulebook" / "growth")
    children = [_child(chance, number) for number in range(-(-rows // MONTHS))]
    for number in range(rows):
        child = children[number % len(children)]
        cells = (
            child | _measured(chance, child, number // len(children), tables) | {"No": number + 1}
        )
        sheet.write_row(number + 1, 0, [cells.get(heading, "") for heading in headings])
    book.close()


def _child(chance: random.Random, number: int) -> dict[str, Any]:
    sex = chance.choice("LP")
    born = dt.date(2021, 7, 1) + dt.timedelta(chance.randrange(1_500))
    day = born.day + (40 if sex == "P" else 0)
    nik = f"1906{number // 9999 % 100:02d}{day:02d}{born:%m%y}{number % 9999 + 1:04d}"
    wrong = chance.random()  # of 2,829 real ones 3.9 % were not sixteen digits and 10.5 % disagreed
    return {
        "NIK": "1.906E+15"
        if wrong < 0.01
        else ""
        if wrong < 0.03
        else f"{nik}\u00a0"
        if wrong < 0.04
        else nik,
        "Nama": " ".join(chance.sample(NAMES.split(), 3)) + f" {chance.choice(NAMES.split())}",
        "JK": sex,
        "Tgl Lahir": f"{born.month}/{born.day}/{born.year}",
        "BB Lahir": f"{chance.uniform(2.4, 3.9):.1f}".replace(".", ","),
        "TB Lahir": chance.choice([0, 48, 49, 50]),
        "Nama Ortu": " ".join(chance.sample(NAMES.split(), 2)),
        "Prov": "Kepulauan Bangka Belitung",
        "Kab/Kota": "Kabupaten Belitung Timur",
        "Kec": "Manggar",
        "Pukesmas": "Manggar",
        "Desa/Kel": "Kelubi",
        "Posyandu": "Melati",
        "RT": chance.randrange(1, 12),
        "RW": 1,
        "Alamat": f"Jalan Contoh No. {chance.randrange(1, 200)}",
        "born": born,
    }


def _measured(
    chance: random.Random, child: dict[str, Any], month: int, tables: Any
) -> dict[str, Any]:
    on = child["born"] + dt.timedelta(70 + 31 * month + chance.randrange(3))
    age = (on - child["born"]).days
    weight, length = (
        round(5.5 + 0.5 * month + chance.uniform(-1, 1), 1),
        round(58 + 2 * month + chance.uniform(-3, 3), 1),
    )
    position = "lying" if chance.random() < 0.9 else "standing"
    measured = Measured(
        "male" if child["JK"] == "L" else "female", age, weight, length, position=position
    )
    cells: dict[str, Any] = {
        "Tanggal Pengukuran": f"{on.month}/{on.day}/{on.year}",
        "Berat": str(weight).replace(".", ","),
        "Tinggi": length,
        "Cara Ukur": "Terlentang" if position == "lying" else "Berdiri",
        "LiLA": chance.choice([0, 13.5, 14.2]),
        "Naik Berat Badan": chance.choice("NTO"),
        "KIA": "Ya",
    }
    for name, heading in (
        ("weight_for_age", "BB/U"),
        ("length_for_age", "TB/U"),
        ("weight_for_length", "BB/TB"),
    ):
        score = z_score(tables, name, measured).z or 0.0
        stale = (
            0.4 if chance.random() < 0.02 else 0.0
        )  # 2 % were scored before the birth date was corrected
        cells[f"ZS {heading}"] = f"{score + stale:.2f}"
        cells[heading] = "Normal"
    return cells
