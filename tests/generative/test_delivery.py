"""Any order, duplication, splitting and delay of deliveries gives the same state; nothing is lost on the way.

Devices write about a few persons, seeing each other's entries or not; the journal is then given their entries in
every way a bad network can. The state must be that of one tidy delivery.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyelik.journal import projections
from nyelik.journal.append import append
from nyelik.journal.entry import Entry
from nyelik.journal.fold import fold
from nyelik.journal.gaps import gaps
from nyelik.journal.held import held_count
from nyelik.journal.merge import canonical_of
from nyelik.journal.read import entries_about, entries_after
from nyelik.journal.tables import EntryRow, Quarantine
from tests.support.journal import NOON, entry, person, stored

PEOPLE = [person(n) for n in range(1, 5)]
VALUES = st.none() | st.integers(1, 3) | st.booleans() | st.sampled_from(["ya", "tidak"])


@st.composite
def one_entry(draw: st.DrawFn, device: str, number: int) -> Entry:
    """Something a device may write as its `number`th entry."""
    about = draw(st.sampled_from(PEOPLE))
    kind = draw(st.sampled_from(["person", "contact", "contact", "episode", "merge"]))
    at = draw(st.integers(0, 30))
    retracted = {"retracted": True} if draw(st.integers(0, 9)) == 0 else {}
    if kind == "person":
        body = draw(
            st.dictionaries(
                st.sampled_from(["name", "note", "phone"]), st.sampled_from(["a", "b", None])
            )
        )
        return entry(number, body | retracted, device=device, kind=kind, subject=about, at=at)
    subject = UUID(int=about.int * 8 + draw(st.integers(0, 2)) + 1000 * len(kind))
    if kind == "merge":
        body = {"into": str(draw(st.sampled_from(PEOPLE))), "undone": draw(st.booleans())}
    elif kind == "episode":
        body = {"facts": draw(st.dictionaries(st.sampled_from("gp"), VALUES))}
    else:
        body = {"observations": draw(st.dictionaries(st.sampled_from("xyz"), VALUES))}
    happened = draw(st.sampled_from(["2026-02-01", "2026-02-02T08:30", "2026-02-30"]))
    return entry(
        number,
        body | retracted,
        device=device,
        kind=kind,
        subject=subject,
        about=about,
        at=at,
        happened=happened,
    )


@st.composite
def written(draw: st.DrawFn) -> list[Entry]:
    """What three devices wrote, each its own line of numbers."""
    lengths = draw(st.lists(st.integers(1, 6), min_size=1, max_size=3))
    return [
        draw(one_entry(f"dev-{device}", number))
        for device, length in enumerate(lengths)
        for number in range(1, length + 1)
    ]


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[list[Entry], list[list[Entry]]]:
    """The entries, and batches in which they arrive: shuffled, repeated, split; each at least once."""
    entries = draw(written())
    again = draw(st.lists(st.sampled_from(entries), max_size=8))
    arriving = draw(st.permutations([*entries, *again]))
    cuts = sorted(draw(st.lists(st.integers(0, len(arriving)), max_size=5)))
    bounds = list(zip([0, *cuts], [*cuts, len(arriving)], strict=True))
    return entries, [list(arriving[start:end]) for start, end in bounds]


def state(entries: Sequence[Any]) -> dict[UUID, tuple[Any, ...]]:
    """What people see of a fold; sequence numbers and receipt times differ by delivery."""
    return {
        key: (
            s.kind,
            s.about,
            s.fields,
            s.happened,
            s.by,
            s.place,
            s.retracted,
            s.entries[0].stamp,
            len(s.entries),
        )
        for key, s in fold(entries).items()
    }


@given(deliveries())
def test_the_fold_does_not_depend_on_delivery(
    given_: tuple[list[Entry], list[list[Entry]]],
) -> None:
    entries, batches = given_
    tidy = [stored(one, seq) for seq, one in enumerate(entries, 1)]
    arrived = [
        stored(one, seq) for seq, one in enumerate((one for batch in batches for one in batch), 1)
    ]
    assert state(arrived) == state(tidy)


@given(written())
def test_without_seeing_each_other_conflicts_do_not_depend_on_order_either(
    entries: list[Entry],
) -> None:
    def conflicts(some: Sequence[Entry]) -> set[tuple[Any, ...]]:
        subjects = fold(stored(one, seq) for seq, one in enumerate(some, 1)).values()
        return {
            (c.subject, c.field, tuple((p.value, p.entry.device) for p in c.patches))
            for one in subjects
            for c in one.conflicts
        }

    assert conflicts(entries) == conflicts(entries[::-1])


def deliver(batches: Sequence[Sequence[Entry]], catch_up_between: bool) -> None:
    EntryRow.objects.all().delete()
    Quarantine.objects.all().delete()
    projections.rebuild()
    for hour, batch in enumerate(batches):
        append(batch, received=NOON + hour * 3_600_000)
        if catch_up_between:
            projections.catch_up()
    projections.catch_up()


def visible() -> tuple[Any, ...]:
    accepted = [one for one in entries_after(0, 10_000) if one.kind != "hold_decision"]
    by_person = [sorted(one.stamp for one in entries_about([about])) for about in PEOPLE]
    return (
        state(accepted),
        by_person,
        canonical_of(PEOPLE),
        held_count(),
        gaps(),
        Quarantine.objects.count(),
    )


@pytest.mark.django_db
@pytest.mark.both_databases
@settings(max_examples=30)
@given(deliveries(), st.booleans())
def test_the_journal_does_not_depend_on_delivery(
    given_: tuple[list[Entry], list[list[Entry]]], catch_up_between: bool
) -> None:
    entries, batches = given_
    deliver([entries], catch_up_between=False)
    tidy = visible()
    deliver(batches, catch_up_between)
    assert visible() == tidy
    assert tidy[4:] == ([], 0)


@pytest.mark.django_db
@settings(max_examples=20)
@given(deliveries())
def test_every_accepted_entry_reaches_a_projection_exactly_once(
    given_: tuple[list[Entry], list[list[Entry]]],
) -> None:
    seen: list[int] = []
    projections.register("test", lambda some: seen.extend(one.seq for one in some), seen.clear)
    try:
        deliver(given_[1], catch_up_between=True)
    finally:
        projections.unregister("test")
    accepted = set(EntryRow.objects.filter(status="accepted").values_list("seq", flat=True))
    assert sorted(seen) == sorted(accepted)


@pytest.mark.django_db
@settings(max_examples=20)
@given(written(), st.data())
def test_missing_numbers_are_known_gaps(entries: list[Entry], data: st.DataObject) -> None:
    lost = data.draw(st.sets(st.sampled_from([(one.device, one.number) for one in entries])))
    deliver(
        [[one for one in entries if (one.device, one.number) not in lost]], catch_up_between=False
    )
    last: dict[str, int] = {}
    for one in entries:
        if (one.device, one.number) not in lost:
            last[one.device] = max(last.get(one.device, 0), one.number)
    reported = {(gap.device, n) for gap in gaps() for n in range(gap.first, gap.last + 1)}
    assert reported == {(device, number) for device, number in lost if number < last.get(device, 0)}
