"""`nyelik journal export | import | verify | gaps | held`: the journal as a file, and whether anything is missing."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nyelik.base.problem import Problem
from nyelik.cli.output import answer, table

if TYPE_CHECKING:
    from nyelik.journal.held import Held
    from nyelik.journal.quarantine import Kept

HELD_COLUMNS = ("seq", "device", "number", "kind", "problem", "sentence")


def add(subparsers: Any) -> None:
    """The command with its five subcommands."""
    parser = subparsers.add_parser("journal", help="export, import and check the journal")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    for name, action, text in (
        ("export", export, "write the whole journal to FILE.ndjson.zst"),
        ("import", import_, "add the entries of FILE.ndjson.zst that are not here yet"),
        ("verify", verify, "check the journal, or an archive, to its last entry"),
        ("gaps", list_gaps, "numbers that devices used and that have not arrived"),
        ("held", list_held, "entries kept but not counted, with the reason"),
    ):
        command = actions.add_parser(name, help=text)
        command.set_defaults(run=action)
        if name in ("export", "import"):
            command.add_argument("file", type=Path, metavar="FILE.ndjson.zst")
        if name == "verify":
            command.add_argument("file", type=Path, nargs="?", metavar="FILE.ndjson.zst")
    actions.choices["held"].add_argument("--problem", metavar="CODE", help="only this problem")


def run(args: Namespace) -> int:
    """Run the chosen subcommand."""
    return int(args.run(args))


def export(args: Namespace) -> int:
    """Write the archive."""
    _open()
    from nyelik.journal.archive import export_journal

    if not args.file.parent.is_dir():
        raise Problem("file-not-found", file=str(args.file))
    with _progress("export") as progress:
        written = export_journal(args.file, progress)
    _log_export(written.entries)
    answer(args, asdict(written), f"{written.entries} entries, sha256 {written.sha256}")
    return 0


def _log_export(entries: int) -> None:
    import datetime as dt

    from nyelik.cli.console import account
    from nyelik.register.reading import log_console

    now = dt.datetime.now(dt.UTC)
    log_console([], "journal export", account=account(), now=now, count=entries)


def import_(args: Namespace) -> int:
    """Read the archive in, then bring people and everything derived up to date."""
    _open()
    from nyelik.journal.archive import import_journal
    from nyelik.journal.projections import catch_up
    from nyelik.register.search_words import statistics_up_to_date

    with _progress("import") as progress:
        done = import_journal(args.file, progress)
    catch_up()
    statistics_up_to_date()
    text = f"{done.added} entries added, {done.already} were here, {done.reused} in quarantine"
    answer(args, asdict(done), text)
    return 0


def verify(args: Namespace) -> int:
    """Exit code 1 when something is wrong with the journal itself."""
    if args.file is not None:
        return _verify_file(args)
    _open()
    from nyelik.journal.verify import verify as check

    report = check()
    lines = [
        f"{report.entries} entries of {report.devices} devices, sha256 {report.sha256}",
        f"{report.held} held, {report.declined} declined, {report.quarantined} in quarantine, {len(report.gaps)} gaps",
        *report.faults,
    ]
    answer(args, asdict(report), "\n".join(lines))
    return 1 if report.faults else 0


def _verify_file(args: Namespace) -> int:
    _open()
    from nyelik.journal.archive import verify_archive

    archive = verify_archive(args.file)
    answer(args, asdict(archive), f"{archive.entries} entries, sha256 {archive.sha256}")
    return 0


def list_gaps(args: Namespace) -> int:
    """One line for each run of missing numbers."""
    _open()
    from nyelik.journal.gaps import gaps

    rows = [asdict(gap) for gap in gaps()]
    answer(args, rows, table(rows, {"device": "device", "first": "from", "last": "to"}))
    return 0


def list_held(args: Namespace) -> int:
    """Identity and reason only: what was recorded about a person is shown in the office, to those who may see it.

    Bytes in quarantine, which are no entries of the journal, stand at the end with sequence 0.
    """
    _open()
    from nyelik.journal import quarantine
    from nyelik.journal.held import held

    rows = [_held_row(one) for one in held(args.problem)]
    rows += [_kept_row(one) for one in quarantine.kept() if args.problem in (None, one.problem)]
    answer(args, rows, table(rows, {name: name for name in HELD_COLUMNS}))
    return 0


def _held_row(one: "Held") -> dict[str, object]:
    values = (one.entry.seq, one.entry.device, one.entry.number, one.entry.kind, one.problem.code)
    return dict(zip(HELD_COLUMNS, (*values, one.problem.sentence("en")), strict=True))


def _kept_row(one: "Kept") -> dict[str, object]:
    values = (0, one.sender, None, f"{len(one.content)} bytes", one.problem, one.detail)
    return dict(zip(HELD_COLUMNS, values, strict=True))


def _open() -> None:
    from nyelik.cli.database import open_database

    open_database()


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
