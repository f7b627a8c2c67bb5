"""The mart's bookkeeping on single cases: merges, corrections, what was known when, and readers beside a writer."""

from __future__ import annotations

import threading
from pathlib import Path
from uuid import UUID

import pytest

from nyelik.journal.entry import CONTACT, MERGE, PERSON
from nyelik.rules.words import Label, Word
from nyelik.watch.delta import whole_block
from nyelik.watch.mart import Mart, State
from nyelik.watch.refresh import rebuild, refresh
from nyelik.watch.rows import NEVER
from tests.support.journal_in_memory import JournalInMemory

WORDS = {"weight_kg": Word("weight_kg", Label("", ""), "number")}
ANI, ANNI = UUID(int=1), UUID(int=2)


def weights(state: State, known_on: int | None = None) -> list[tuple[UUID, float]]:
    """(person, kg) of every weight that stands."""
    found: list[tuple[UUID, float]] = []
    for block in range(state.blocks):
        rows = whole_block(state.base, state.overlays.get(block), block, len(state.codes))
        shown = rows.retracted == NEVER if known_on is None else rows.visible(known_on)
        seen = rows.at(shown & (rows.code == state.codes.index("weight_kg")))
        people = [UUID(bytes=state.people[person].tobytes()) for person in seen.person]
        found += list(zip(people, seen.value.tolist(), strict=True))
    return found


def weigh(journal: JournalInMemory, number: int, person: UUID, kg: float, received: int) -> None:
    """A contact with a weight."""
    subject = UUID(int=100 + number)
    journal.write(CONTACT, subject, person, {"observations": {"weight_kg": kg}}, received=received)


@pytest.fixture
def journal() -> JournalInMemory:
    """Ani, and the same woman registered again as Anni."""
    journal = JournalInMemory()
    for person in (ANI, ANNI):
        journal.write(PERSON, person, person, {"sex": "female"}, received=10)
    return journal


@pytest.fixture
def mart(tmp_path: Path) -> Mart:
    return Mart(tmp_path / "mart")


def test_what_comes_for_a_merged_duplicate_counts_for_the_person(
    mart: Mart, journal: JournalInMemory
) -> None:
    refresh(mart, WORDS, journal.source())
    journal.write(MERGE, UUID(int=3), ANNI, {"into": str(ANI)}, received=11)
    refresh(mart, WORDS, journal.source())
    weigh(journal, 1, ANNI, 50.0, received=12)
    assert weights(refresh(mart, WORDS, journal.source())) == [(ANI, 50.0)]


def test_an_undone_merge_gives_back_what_belongs_to_whom(
    mart: Mart, journal: JournalInMemory
) -> None:
    weigh(journal, 1, ANNI, 50.0, received=10)
    journal.write(MERGE, UUID(int=3), ANNI, {"into": str(ANI)}, received=11)
    assert weights(refresh(mart, WORDS, journal.source())) == [(ANI, 50.0)]
    journal.write(MERGE, UUID(int=3), ANNI, {"undone": True}, received=12)
    state = refresh(mart, WORDS, journal.source())
    assert weights(state) == [(ANNI, 50.0)]
    assert weights(state, known_on=11) == [(ANI, 50.0)]
    assert weights(state, known_on=10) == [(ANNI, 50.0)]


def test_a_correction_replaces_and_the_past_keeps_what_it_knew(
    mart: Mart, journal: JournalInMemory
) -> None:
    weigh(journal, 1, ANI, 50.0, received=10)
    refresh(mart, WORDS, journal.source())
    weigh(journal, 1, ANI, 55.0, received=14)
    state = refresh(mart, WORDS, journal.source())
    assert weights(state) == [(ANI, 55.0)]
    assert weights(state, known_on=13) == [(ANI, 50.0)]


def test_a_held_entry_counts_from_the_day_it_was_released(
    mart: Mart, journal: JournalInMemory
) -> None:
    body = {"observations": {"weight_kg": 50.0}}
    held = journal.write(CONTACT, UUID(int=100), ANI, body, received=10, status="held")
    assert weights_or_none(refresh(mart, WORDS, journal.source())) == []
    journal.release(held, received=20)
    state = refresh(mart, WORDS, journal.source())
    assert weights(state) == [(ANI, 50.0)]
    assert weights(state, known_on=19) == []


def weights_or_none(state: State) -> list[tuple[UUID, float]]:
    """Before the first weight its code has no number yet."""
    return weights(state) if "weight_kg" in state.codes else []


def test_other_words_mean_a_new_mart(mart: Mart, journal: JournalInMemory) -> None:
    weigh(journal, 1, ANI, 50.0, received=10)
    refresh(mart, WORDS, journal.source())
    narrower = {"weight_kg": Word("weight_kg", Label("", ""), "number", possible=(0.0, 40.0))}
    assert weights_or_none(refresh(mart, narrower, journal.source())) == []


def test_another_journal_means_a_new_mart(mart: Mart, journal: JournalInMemory) -> None:
    weigh(journal, 1, ANI, 50.0, received=10)
    refresh(mart, WORDS, journal.source())
    restored = JournalInMemory()
    for _ in range(3):
        restored.write(PERSON, ANI, ANI, {"sex": "female"}, received=10, written=5)
    assert weights_or_none(refresh(mart, WORDS, restored.source())) == []


def test_the_same_entry_sent_again_after_another_means_a_new_mart(mart: Mart) -> None:
    """Set back to an empty journal: another weight came first, the last entry stands where it stood."""
    before, restored = JournalInMemory(), JournalInMemory()
    for journal, kilograms, received in ((before, 50.0, 10), (restored, 60.0, 11)):
        weigh(journal, 1, ANI, kilograms, received=received)
        journal.write(PERSON, ANI, ANI, {"sex": "female"}, received=received)
        refresh(mart, WORDS, journal.source())
    assert weights(mart.state()) == [(ANI, 60.0)]


def test_readers_never_see_a_torn_mart(mart: Mart, journal: JournalInMemory) -> None:
    """Each refresh adds one weight to everybody, so in a whole mart all have equally many."""
    rebuild(mart, WORDS, journal.source())
    people = [UUID(int=1000 + number) for number in range(30)]
    for person in people:
        journal.write(PERSON, person, person, {"sex": "female"}, received=10)
    torn: list[str] = []
    done = threading.Event()

    def read() -> None:
        reader = Mart(mart.folder)  # another process has its own memory of the mart
        while not done.is_set():
            state = reader.state()
            seen = weights_or_none(state)
            if len(seen) % len(people):
                torn.append(f"{len(seen)} weights in version {state.manifest.version}")

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for turn in range(12):
        for number, person in enumerate(people):
            weigh(journal, 1000 * (turn + 1) + number, person, 50.0 + turn, received=11)
        refresh(mart, WORDS, journal.source())
        if turn % 4 == 3:
            with mart.writing():
                mart.fold()
    done.set()
    for reader in readers:
        reader.join()
    assert torn == []
    assert len(weights(Mart(mart.folder).state())) == 12 * len(people)
