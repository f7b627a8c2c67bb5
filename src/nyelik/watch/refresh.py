"""Keeping the mart level with the journal: refresh by position, rebuild from nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

import numpy as np

from nyelik.journal.entry import StoredEntry
from nyelik.journal.read import LIMIT, entries_about, entries_after, entries_from, has_news
from nyelik.rules.engines.block import Texts
from nyelik.rules.words import Word
from nyelik.watch.delta import Delta
from nyelik.watch.harvest import Codes, Harvest, Ledger, People, mark_of
from nyelik.watch.mart import Mart, State

Words = Mapping[str, Word]
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Journal:
    """What the mart reads of the journal: the stream, and the entries of some people."""

    after: Callable[[int, int], list[StoredEntry]]
    about: Callable[[Iterable[UUID]], list[StoredEntry]]
    received: Callable[[Sequence[int]], Mapping[int, int]]
    has_news: Callable[[int], bool]
    mark: Callable[[int], str]


_ledgers: dict[Path, tuple[int, Ledger]] = {}


@cache
def mart_in(folder: Path) -> Mart:
    """The mart of a folder, one object for the whole process."""
    return Mart(folder)


def home_mart() -> Mart:
    """The mart of this installation, in NYELIK_HOME."""
    from django.conf import settings

    return mart_in(Path(settings.HOME) / "mart")


def meaning_of(words: Words) -> str:
    """A fingerprint of what decides which values become rows; if it changes, the mart is built anew."""
    told = [(w.code, w.kind, w.possible, w.choice_codes()) for _, w in sorted(words.items())]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def refresh(mart: Mart, words: Words, journal: Journal | None = None) -> State:
    """Bring the mart up to the end of the journal. A mart of other words or of another journal is rebuilt."""
    journal = journal or the_journal()
    state = mart.state()
    if state.manifest.meaning != meaning_of(words) or not _same_journal(state, journal):
        return rebuild(mart, words, journal)
    if not journal.has_news(state.seq):
        return state
    with mart.writing():
        state = mart.state()
        ledger = _ledger(mart, state)
        delta = _gathered(journal, ledger, state.seq, words)
        if delta is not None:
            state = mart.add(delta)
        if mart.must_fold():
            state = mart.fold()
        _ledgers[mart.folder] = (state.manifest.version, ledger)
        return state


def rebuild(
    mart: Mart, words: Words, journal: Journal | None = None, progress: Progress | None = None
) -> State:
    """Build the mart from the whole journal. Readers keep the old one until the new one is complete.

    `progress` is told the sequence reached.
    """
    journal = journal or the_journal()
    with mart.writing():
        mart.state()
        ledger = new_ledger()
        delta = _gathered(journal, ledger, 0, words, progress)
        if delta is None:
            delta = Harvest(ledger, words, journal.about, journal.received).delta()
        return mart.replace_all(delta, meaning_of(words))


def _same_journal(state: State, journal: Journal) -> bool:
    """Whether the journal still has the entry at which the mart stopped; not so once a database was restored."""
    return state.seq == 0 or journal.mark(state.seq) == state.mark


def new_ledger() -> Ledger:
    """The memory of a writer who has seen nothing yet."""
    return Ledger(People(np.zeros((0, 16), np.uint8)), Codes(()), Texts(), np.zeros(0, np.uint64))


def _ledger(mart: Mart, state: State) -> Ledger:
    """What this process remembers of the mart, if nobody else has written since; else read from it."""
    version, ledger = _ledgers.pop(mart.folder, (None, None))
    if ledger is None or version != state.manifest.version:
        ledger = Ledger(
            People(state.people),
            Codes(state.codes),
            Texts(state.texts),
            state.base.subjects,
            {int(key) for part in state.new_subjects for key in part},
        )
        for one, other in state.links:
            ledger.link(UUID(one), UUID(other))
    return ledger


def _gathered(
    journal: Journal, ledger: Ledger, seq: int, words: Words, progress: Progress | None = None
) -> Delta | None:
    harvest = Harvest(ledger, words, journal.about, journal.received)
    start = seq
    while entries := journal.after(seq, LIMIT):
        harvest.add(entries)
        seq = entries[-1].seq
        if progress:
            progress(seq)
    return harvest.delta() if seq > start else None


def the_journal() -> Journal:
    """The journal of this installation."""
    return Journal(entries_after, entries_about, received_of, has_news, mark_at)


def mark_at(seq: int) -> str:
    """The mark of the entry with this sequence number; empty if there is none."""
    return "".join(mark_of(entry) for entry in entries_from("e.seq = %s", [seq]))


def received_of(seqs: Sequence[int]) -> Mapping[int, int]:
    """When the entries of these sequence numbers were received, in unix milliseconds."""
    found: dict[int, int] = {}
    for start in range(0, len(seqs), 500):
        some = list(seqs[start : start + 500])
        marks = ", ".join(["%s"] * len(some))
        found |= {entry.seq: entry.received for entry in entries_from(f"e.seq IN ({marks})", some)}
    return found
