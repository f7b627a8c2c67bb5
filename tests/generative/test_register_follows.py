"""However entries are batched and in whatever order they come, the register ends up the same as when built at once."""

from itertools import count
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from nyelik.journal import projections
from nyelik.journal.entry import Entry
from nyelik.register.tables import Person, PersonWord, Word
from tests.support.people import entry, tell, uuid_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
_worlds = count(1)

NAMES = st.sampled_from(["Siti Aisyah", "Moh. Rizky", "Budi", "By Ny Siti", ""])
PEOPLE = st.integers(0, 3)
PATCHES = st.tuples(
    st.just("person"),
    PEOPLE,
    st.fixed_dictionaries(
        {},
        optional={
            "name": NAMES,
            "mother_name": st.none() | NAMES,
            "area": st.sampled_from(["19.06.01.2004", "19.06.01.2004-01-001", None]),
            "retracted": st.just(True),
        },
    ),
)
MERGES = st.tuples(st.just("merge"), PEOPLE, st.tuples(PEOPLE, st.booleans()))


def written(world: int, told: list[tuple[str, int, object]]) -> list[Entry]:
    """Entries of one small world: four people, who exist from the start."""

    def person(number: int) -> UUID:
        return uuid_of(world * 1000 + number)

    entries = [entry("person", person(number), {"name": "Awal"}) for number in range(4)]
    for kind, number, what in told:
        if kind == "person":
            entries.append(entry("person", person(number), dict(what)))  # type: ignore[call-overload]
        elif isinstance(what, tuple) and what[0] != number:
            body = {"into": str(person(what[0])), "undone": what[1]}
            entries.append(entry("merge", person(100 + number), body, about=person(number)))
    return entries


def rows(world: int) -> list[object]:
    """The people of a world with their words, without row numbers."""
    people = Person.objects.filter(
        id__gte=uuid_of(world * 1000), id__lt=uuid_of(world * 1000 + 100)
    ).order_by("id")
    words = dict(Word.objects.values_list("id", "text"))
    found = []
    for person in people:
        ids = PersonWord.objects.filter(person=person.number).values_list("word", "area")
        kept = {
            field: value
            for field, value in vars(person).items()
            if field not in ("_state", "number")
        }
        found.append((kept, sorted((words[word], area) for word, area in ids)))
    return found


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.lists(PATCHES | MERGES, max_size=8), st.randoms(use_true_random=False), st.integers(1, 4))
def test_any_batches_and_order_give_the_register_built_at_once(
    told: list[tuple[str, int, object]], rng: object, size: int
) -> None:
    world = next(_worlds)
    entries = written(world, told)
    later = entries[4:]
    rng.shuffle(later)  # type: ignore[attr-defined]
    shuffled = entries[:4] + later
    for start in range(0, len(shuffled), size):
        tell(*shuffled[start : start + size])
    tell(*[structs.replace(one) for one in shuffled])  # delivered again: changes nothing
    before = rows(world)
    assert len(before) == 4
    counts = list(
        Word.objects.filter(people__gt=0)
        .order_by("kind", "text")
        .values_list("kind", "text", "people")
    )
    projections.rebuild(["register"])
    assert rows(world) == before
    again = Word.objects.filter(people__gt=0).order_by("kind", "text")
    assert list(again.values_list("kind", "text", "people")) == counts
