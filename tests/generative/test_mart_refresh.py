"""A mart kept up to date equals one built anew, and remembers what was known on any day.

Journals hold corrections, retractions, late arrivals, held entries that are released, merges and un-merges.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nyelik.care.facts_from_entries import facts_of_subjects
from nyelik.journal.entry import CONTACT, MERGE, PERSON
from nyelik.journal.fold import fold
from nyelik.journal.merge import canonical, links_of
from nyelik.rules.words import Choice, Label, Word
from nyelik.watch import delta, rows, segments
from nyelik.watch import mart as mart_module
from nyelik.watch.delta import whole_block
from nyelik.watch.mart import Mart, State
from nyelik.watch.refresh import rebuild, refresh
from tests.support.journal_in_memory import JournalInMemory

_LABEL = Label("", "")
WORDS = {
    word.code: word
    for word in (
        Word("weight_kg", _LABEL, "number"),
        Word("visited", _LABEL, "yes_no"),
        Word("position", _LABEL, "choice", choices=(Choice("lying", _LABEL),)),
        Word("note", _LABEL, "text"),
        Word("DPT", _LABEL, "dose"),
        Word("died", _LABEL, "event"),
        Word("moved_in", _LABEL, "event"),
        Word("residence", _LABEL, "text"),
    )
}


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (segments, delta, mart_module):
        monkeypatch.setattr(module, "settle", lambda file: None)


PEOPLE = [UUID(int=number << 64 | 7) for number in range(1, 5)]
CONTACTS = [UUID(int=number << 64 | 9) for number in range(1, 13)]
FIRST_DAY = 20_000


@st.composite
def journals(draw: st.DrawFn) -> JournalInMemory:
    """A journal over a few days; `written` does not follow the order of arrival."""
    journal = JournalInMemory()
    day = FIRST_DAY
    for person in PEOPLE[: draw(st.integers(2, 4))]:
        journal.write(PERSON, person, person, draw(particulars()), received=day)
    held = []
    for _ in range(draw(st.integers(0, 14))):
        day += draw(st.integers(0, 2))
        kind = draw(st.sampled_from([CONTACT, CONTACT, CONTACT, PERSON, MERGE, "release"]))
        if kind == "release":
            if held:
                journal.release(held.pop(), received=day)
            continue
        person = draw(st.sampled_from(PEOPLE))
        subject = {CONTACT: draw(st.sampled_from(CONTACTS)), PERSON: person}.get(
            kind, UUID(int=person.int ^ (1 << 70))
        )
        if kind == CONTACT:
            person = PEOPLE[CONTACTS.index(subject) % len(PEOPLE)]
        body = {CONTACT: contacts(), PERSON: particulars(), MERGE: merges()}[kind]
        entry = journal.write(
            kind,
            subject,
            person,
            draw(body),
            received=day,
            happened=draw(st.sampled_from(["2026-01-02", "2026-01-02T09:00", "2026-02-03"])),
            written=draw(st.integers(1, 40)) << 16,
            status=draw(st.sampled_from(["accepted"] * 5 + ["held"])),
        )
        if entry.status == "held":
            held.append(entry)
    return journal


def particulars() -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "sex": st.sampled_from(["female", "male"]),
            "born": st.sampled_from(["2025-03-01", "2024-01-31", None]),
            "area": st.sampled_from(["19.06.01.2004", "19.06.02.2001"]),
            "died": st.sampled_from(["2026-02-01", None]),
            "retracted": st.just(True),
        },
    )


def contacts() -> st.SearchStrategy[dict[str, object]]:
    observations = st.fixed_dictionaries(
        {},
        optional={
            "weight_kg": st.sampled_from([6.4, 7.0, None]),
            "visited": st.booleans(),
            "position": st.sampled_from(["lying", "nonsense"]),
            "note": st.sampled_from(["free words"]),
        },
    )
    doses = st.dictionaries(st.just("DPT"), st.integers(1, 3))
    return st.fixed_dictionaries(
        {}, optional={"observations": observations, "doses": doses, "retracted": st.just(True)}
    )


def merges() -> st.SearchStrategy[dict[str, object]]:
    into = st.sampled_from(PEOPLE[:2]).map(str)
    return st.fixed_dictionaries({"into": into}) | st.fixed_dictionaries(
        {"into": into, "undone": st.booleans()}
    )


def told(state: State, known_on: int | None = None) -> set[tuple[object, ...]]:
    """What the mart says, in words."""
    found: set[tuple[object, ...]] = set()
    for block in range(state.blocks):
        every = whole_block(state.base, state.overlays.get(block), block, len(state.codes))
        seen = every.at(every.visible(known_on) if known_on else every.retracted == rows.NEVER)
        for place in range(len(seen)):
            found.add(
                (
                    UUID(bytes=state.people[seen.person[place]].tobytes()),
                    state.codes[seen.code[place]],
                    int(seen.day[place]),
                    int(seen.minute[place]),
                    _value(state, float(seen.value[place])),
                    int(seen.seq[place]),
                )
            )
    return found


def _value(state: State, value: float) -> object:
    from nyelik.rules.engines.block import Texts

    return Texts(state.texts).decode(value)


def kept_up_to_date(journal: JournalInMemory, stops: set[int], folder: Path) -> State:
    mart = Mart(folder)
    for seq in sorted(
        {stop % (len(journal.entries) + 1) for stop in stops} | {len(journal.entries)}
    ):
        refresh(mart, WORDS, journal.until(seq).source())
    return mart.state()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(journals(), st.just(set(range(30))) | st.sets(st.integers(0, 30), max_size=5))
def test_a_mart_kept_up_to_date_equals_one_built_anew(
    journal: JournalInMemory, stops: set[int]
) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        kept = kept_up_to_date(journal, stops, Path(one))
        anew = rebuild(Mart(Path(other)), WORDS, journal.source())
        assert told(kept) == told(anew)
        for day in days(journal):
            assert told(kept, day) == told(anew, day)


@settings(max_examples=75, deadline=None, suppress_health_check=list(HealthCheck))
@given(journals())
def test_known_on_a_day_is_what_a_mart_built_on_that_day_said(journal: JournalInMemory) -> None:
    with tempfile.TemporaryDirectory() as folder:
        now = rebuild(Mart(Path(folder) / "now"), WORDS, journal.source())
        for day in days(journal):
            past = journal.until(
                sum(entry.received <= day * 86_400_000 for entry in journal.entries)
            )
            then = rebuild(Mart(Path(folder) / str(day)), WORDS, past.source())
            assert told(now, day) == told(then)


@settings(max_examples=75, deadline=None, suppress_health_check=list(HealthCheck))
@given(journals())
def test_a_folded_mart_says_the_same(journal: JournalInMemory) -> None:
    with tempfile.TemporaryDirectory() as folder:
        mart = Mart(Path(folder))
        before = kept_up_to_date(journal, {3, 5}, Path(folder))
        mart.state()
        with mart.writing():
            after = mart.fold()
        assert told(before) == told(after)
        assert told(Mart(Path(folder)).state()) == told(before)


@settings(max_examples=75, deadline=None, suppress_health_check=list(HealthCheck))
@given(journals())
def test_the_mart_knows_the_events_of_the_card(journal: JournalInMemory) -> None:
    accepted = [entry for entry in journal.entries if entry.status == "accepted"]
    links = links_of(entry for entry in accepted if entry.kind == MERGE)
    subjects = list(fold(accepted).values())
    expected = set()
    for person in {canonical(subject.about, links) for subject in subjects}:
        own = [subject for subject in subjects if canonical(subject.about, links) == person]
        facts = facts_of_subjects(own, WORDS, person)
        expected |= {(person, e.code, e.day, e.minute, e.seq) for e in facts.events}
    with tempfile.TemporaryDirectory() as folder:
        state = rebuild(Mart(Path(folder)), WORDS, journal.source())
    assert {
        (person, code, day, minute, seq)
        for person, code, day, minute, _, seq in told(state)
        if not str(code).startswith("$")
    } == expected


def days(journal: JournalInMemory) -> Iterator[int]:
    last = max(entry.received for entry in journal.entries) // 86_400_000
    return iter(range(FIRST_DAY, last + 1))
