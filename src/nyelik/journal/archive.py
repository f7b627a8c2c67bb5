"""The whole journal in one file: `.ndjson.zst`, a header line, one line for each entry in sequence order, a footer.

An archive read into an empty instance gives the same journal again, sequence numbers and all, and so the same cards
and coverage. Read into one that has entries it adds what is missing. Reading may be cut off and repeated.

    {"nyelik_journal": 1, "last_seq": 3}
    {"device": ..., "number": ..., ..., "seq": 1, "received": ..., "status": ...}
    {"quarantine": {"digest": ..., "content": base64, ...}}
    {"lines": 3, "sha256": "..."}                       the checksum is over all lines before it
"""

import base64
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import structs

from nyelik.base.problem import Problem
from nyelik.journal import quarantine
from nyelik.journal.append import store
from nyelik.journal.entry import Receipt, StoredEntry, decode_stored, encode
from nyelik.journal.read import entries_from, last_seq

FORMAT = 1
BATCH = 2_000
LEVEL = 6  # zstd: beyond this it takes twice the time for a few per cent
_QUARANTINE = b'{"quarantine":'
_KEPT = ("sender", "received", "problem", "detail", "content")
Progress = Callable[[int, int], None]
"""Called with entries done and entries in all."""


@dataclass(frozen=True)
class Archive:
    """What stands in an archive or a journal; equal for equal journals. `sha256` is over all its lines."""

    entries: int
    quarantined: int
    sha256: str


@dataclass(frozen=True)
class Imported:
    """What reading an archive did. `reused`: numbers the instance had already used for something else."""

    archive: Archive
    added: int
    already: int
    reused: int


def export_journal(path: Path, progress: Progress = lambda done, of: None) -> Archive:
    """Write the whole journal to a file, aside first and renamed at the end, so that no half file carries the name."""
    import zstandard

    aside = path.with_name(path.name + ".part")
    with aside.open("wb") as file, zstandard.ZstdCompressor(LEVEL).stream_writer(file) as packed:
        lines = _Lines()
        for line in _journal_lines(progress):
            packed.write(lines.add(line))
        packed.write(lines.footer())
    aside.replace(path)
    return lines.archive()


def digest() -> Archive:
    """What an export would say now: two instances with equal digests hold the same journal."""
    lines = _Lines()
    for line in _journal_lines(lambda done, of: None):
        lines.add(line)
    return lines.archive()


def verify_archive(path: Path) -> Archive:
    """Read a file to its end and check every line, its order and its checksum. Raises Problem `archive-damaged`."""
    lines = _Lines()
    for line in _checked(path, lines):
        if not line.startswith(_QUARANTINE):
            _stored(path, line)
    return lines.archive()


def import_journal(path: Path, progress: Progress = lambda done, of: None) -> Imported:
    """Add what the file has and the journal has not. The whole file is checked before the first entry is added."""
    archive = verify_archive(path)
    outcomes: Counter[str] = Counter()
    for batch in _batches(path):
        outcomes.update(_outcome(receipt) for receipt in store([_on_arrival(one) for one in batch]))
        progress(outcomes.total(), archive.entries)
    for line in _checked(path, _Lines()):
        if line.startswith(_QUARANTINE):
            _restore(line)
    return Imported(archive, outcomes["added"], outcomes["already"], outcomes["reused"])


def _outcome(receipt: Receipt) -> str:
    if receipt.problem == "number-reused":
        return "reused"
    return "already" if receipt.duplicate else "added"


def _on_arrival(entry: StoredEntry) -> StoredEntry:
    """The entry as it was first stored; the decisions that follow in the file then release it again."""
    status = "accepted" if entry.problem is None else "held"
    return structs.replace(entry, status=status, released=None)


def _batches(path: Path) -> Iterator[list[StoredEntry]]:
    lines = (line for line in _checked(path, _Lines()) if not line.startswith(_QUARANTINE))
    while batch := [_stored(path, line) for line in islice(lines, BATCH)]:
        yield batch


def _stored(path: Path, line: bytes) -> StoredEntry:
    try:
        return decode_stored(line)
    except msgspec.DecodeError as error:
        raise Problem("archive-damaged", file=path.name, detail=str(error)) from error


def _journal_lines(progress: Progress) -> Iterator[bytes]:
    last = last_seq()
    yield encode({"nyelik_journal": FORMAT, "last_seq": last})
    for start in range(0, last, BATCH):
        for entry in entries_from("e.seq > %s AND e.seq <= %s", [start, min(start + BATCH, last)]):
            yield encode(entry)
        progress(min(start + BATCH, last), last)
    for kept in quarantine.kept():
        yield encode({"quarantine": {name: getattr(kept, name) for name in _KEPT}})


def _restore(line: bytes) -> None:
    kept = msgspec.json.decode(line)["quarantine"]
    content = base64.b64decode(kept.pop("content"))
    quarantine.keep(content, **kept)


class _Lines:
    """Counts and checksums the lines of an archive."""

    def __init__(self) -> None:
        self.count = self.quarantined = 0
        self._sum = hashlib.sha256()

    def add(self, line: bytes) -> bytes:
        self.count += 1
        self.quarantined += line.startswith(_QUARANTINE)
        self._sum.update(line + b"\n")
        return line + b"\n"

    def footer(self) -> bytes:
        return encode({"lines": self.count, "sha256": self._sum.hexdigest()}) + b"\n"

    def archive(self) -> Archive:
        entries = self.count - self.quarantined - 1  # the header is a line too
        return Archive(entries, self.quarantined, self._sum.hexdigest())


def _checked(path: Path, lines: _Lines) -> Iterator[bytes]:
    """The lines between header and footer; a Problem at the end when the checksum disagrees."""
    before = None
    for line in _unpacked(path):
        if before is not None:
            lines.add(before)
            if lines.count == 1:
                _check_header(path, before)
            else:
                yield before
        before = line
    if before is None or before + b"\n" != lines.footer():
        raise Problem("archive-damaged", file=path.name, detail="checksum")


def _check_header(path: Path, line: bytes) -> None:
    if not line.startswith(b'{"nyelik_journal":%d,' % FORMAT):
        raise Problem("archive-damaged", file=path.name, detail="header")


def _unpacked(path: Path) -> Iterator[bytes]:
    import zstandard

    if not path.is_file():
        raise Problem("file-not-found", file=path.name)
    try:
        with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as plain:
            yield from (line.removesuffix(b"\n") for line in io.BufferedReader(plain))
    except zstandard.ZstdError as error:
        raise Problem("archive-damaged", file=path.name, detail="zstd") from error
