"""`nyelik import FILE`: a spreadsheet that staff already keep into the journal, with a report for each row."""

import datetime as dt
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nyelik.cli.output import answer
from nyelik.cli.who import worker_named

if TYPE_CHECKING:
    from nyelik.exchange.spreadsheet.importing import Committed
    from nyelik.exchange.spreadsheet.plan import Plan
    from nyelik.exchange.spreadsheet.planner import Progress
    from nyelik.exchange.spreadsheet.scores import ScoresCompared
    from nyelik.journal.append import Check
    from nyelik.register.workers import Worker

_STEPS = {
    "read": "Membaca / reading",
    "match": "Mencocokkan / matching",
    "plan": "Menyusun / planning",
    "write": "Menyimpan / writing",
}


def add(subparsers: Any) -> None:
    """The command and its options."""
    parser: ArgumentParser = subparsers.add_parser(
        "import",
        help="read a spreadsheet (e-PPGBM, kohort ibu, ASIK, our templates) into the journal",
        description="Nothing is overwritten and nothing is lost; importing the same rows twice adds nothing.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="XLSX, XLS or CSV")
    parser.add_argument("--dry-run", action="store_true", help="a preview: write nothing")
    parser.add_argument("--layout", help="the layout, if it is not recognised by itself")
    parser.add_argument("--report", metavar="X.xlsx", type=Path, help="write the row-by-row report")
    parser.add_argument(
        "--measured-on",
        type=dt.date.fromisoformat,
        help="date of measurement, for files without one",
    )
    parser.add_argument("--year", type=int, help="year of a register that does not name it")
    parser.add_argument(
        "--as",
        dest="worker",
        metavar="USERNAME",
        help="who imports: signed as theirs, and held where it is outside their scope",
    )
    parser.add_argument("--within", metavar="AREA", help="all rows live in this area (code)")


def run(args: Namespace) -> int:
    """Plan, report, and unless it is a dry run, write."""
    from nyelik.cli.database import open_database

    began = time.monotonic()
    open_database()
    from nyelik.exchange.spreadsheet.importing import commit, prepare
    from nyelik.exchange.spreadsheet.read import read_file
    from nyelik.exchange.spreadsheet.rows import Options
    from nyelik.exchange.spreadsheet.scores import compare_scores
    from nyelik.exchange.spreadsheet.targets import record_targets
    from nyelik.register.scope import scope_areas
    from nyelik.rules.load import load

    loaded, now = load(), dt.datetime.now(dt.UTC)
    today = now.astimezone(dt.timezone(dt.timedelta(hours=7))).date()
    worker = worker_named(args.worker) if args.worker else None
    with _bar(quiet=args.json) as progress:
        plan = prepare(
            read_file(args.file),
            loaded.rules.words.values(),
            today=today,
            layout=args.layout,
            options=Options(args.measured_on, args.year, args.within),
            progress=progress,
            scope=scope_areas(worker, today) if worker else None,
        )
        scores = compare_scores(plan.outcomes, loaded.growth)
        committed = None
        if not args.dry_run:
            committed = commit(
                plan,
                by=worker.id if worker else None,
                now_ms=_now_ms,
                new_id=_no_new_id,
                rulebook=loaded.rules.version,
                progress=progress,
                check=_check(worker, plan, today),
            )
            record_targets(plan, now)
        if args.report:
            _report(args.report, plan, scores, now, loaded.rules.version, committed)
    data = _as_data(plan, scores, committed) | {"seconds": round(time.monotonic() - began, 1)}
    answer(args, data, _text(data))
    return 0


def _check(worker: "Worker | None", plan: "Plan", today: dt.date) -> "Check | None":
    """What is outside the worker's scope is held; without a worker the machine's own operator answers for it."""
    from nyelik.register.devices import entry_scope_check
    from nyelik.register.workers import Device

    if worker is None:
        return None
    return entry_scope_check(Device(id=plan.device, worker=worker), today)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _no_new_id() -> Any:
    raise AssertionError("an import names everything itself")


def _report(
    path: Path,
    plan: "Plan",
    scores: "ScoresCompared",
    now: dt.datetime,
    rulebook: str,
    committed: "Committed | None",
) -> None:
    from nyelik.base.problem import Problem
    from nyelik.exchange.spreadsheet.report import write_report

    try:
        with path.open("wb") as file:
            write_report(
                file,
                plan,
                scores,
                written_at=now.astimezone(),
                rulebook=rulebook,
                committed=committed,
            )
    except OSError as error:
        raise Problem("file-not-found", file=path) from error


def _as_data(
    plan: "Plan", scores: "ScoresCompared", committed: "Committed | None"
) -> dict[str, Any]:
    return {
        "file": plan.source.name,
        "device": plan.device,
        "sheets": [
            {
                "sheet": sheet.table.sheet,
                "layout": sheet.fit.layout.id,
                "confidence": sheet.fit.confidence,
                "unknown_columns": list(sheet.fit.unknown),
                "rows": len(sheet.table.rows),
            }
            for sheet in plan.sheets
        ],
        "skipped_sheets": plan.skipped,
        "rows": len(plan.outcomes),
        "status": dict(plan.counts()),
        "new_people": len({o.person for o in plan.outcomes if o.is_new_person}),
        "entries": sum(len(o.entries) for o in plan.outcomes),
        "questions": sum(len(o.questions) for o in plan.outcomes),
        "scores_compared": scores.compared,
        "scores_differing": len(scores.differences),
        "written": committed is not None,
    }


def _text(data: dict[str, Any]) -> str:
    from nyelik.exchange.spreadsheet.outcome import STATUS_LABELS

    lines = [
        f"{sheet['sheet']}: {sheet['layout']} ({sheet['confidence']}), {sheet['rows']:,} baris / rows"
        for sheet in data["sheets"]
    ]
    for status, label in STATUS_LABELS.items():
        lines.append(f"  {label['id']} / {label['en']}: {data['status'].get(status, 0):,}")
    lines.append(f"  Orang baru / new people: {data['new_people']:,}")
    if data["scores_compared"]:
        lines.append(
            f"  Z-score: {data['scores_differing']:,} berbeda / differ of {data['scores_compared']:,}"
        )
    done = (
        "Disimpan / written"
        if data["written"]
        else "Pratinjau, tidak disimpan / preview, not written"
    )
    counted = f"{data['entries']:,} catatan / entries, {data['questions']:,} pertanyaan / questions"
    lines.append(f"{done}: {counted}, {data['seconds']} s")
    return "\n".join(lines)


@contextmanager
def _bar(*, quiet: bool) -> Iterator["Progress"]:
    """A progress bar on stderr."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(file=sys.stderr), disable=quiet) as bar:
        tasks: dict[str, Any] = {}

        def progress(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(_STEPS[step], total=total)
            bar.update(tasks[step], completed=done, total=max(total, 1))

        yield progress
