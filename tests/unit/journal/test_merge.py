"""Merging duplicate persons, un-merging them, and circles of merges."""

from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyelik.journal.append import append
from nyelik.journal.conflicts import open_conflicts
from nyelik.journal.entry import Entry
from nyelik.journal.fold import fold
from nyelik.journal.merge import canonical, canonical_of, links_of, same_person
from nyelik.journal.projections import catch_up
from nyelik.journal.read import entries_about
from nyelik.journal.settle import settle
from tests.support.journal import NOON, entry, person, stored

SMALL = st.integers(1, 6).map(person)


def merge(number: int, duplicate: int, into: int, **body: object) -> Entry:
    said = {"into": str(person(into)), **body}
    return entry(number, said, kind="merge", subject=person(50 + number), about=person(duplicate))


@given(st.dictionaries(SMALL, SMALL))
def test_everybody_on_a_circle_or_a_path_to_it_is_the_same_person(links: dict[UUID, UUID]) -> None:
    links = {one: other for one, other in links.items() if one != other}
    for one in links:
        assert canonical(one, links) == canonical(links[one], links)


@given(
    st.permutations([merge(1, 1, 2), merge(2, 1, 3), merge(3, 2, 1, undone=True), merge(4, 4, 4)])
)
def test_the_merge_written_last_stands_in_any_order(entries: list[Entry]) -> None:
    assert links_of(stored(one, seq) for seq, one in enumerate(entries, 1)) == {
        person(1): person(3)
    }


@pytest.mark.django_db
@pytest.mark.both_databases
def test_merged_persons_are_one_until_unmerged() -> None:
    people = [entry(n, {"name": f"P{n}"}, kind="person", subject=person(n)) for n in (1, 2, 3)]
    append([*people, merge(4, 1, 2), merge(5, 2, 3)], received=NOON)
    catch_up()
    assert canonical_of([person(1), person(3)]) == {person(1): person(3), person(3): person(3)}
    assert same_person([person(2)]) == {person(1), person(2), person(3)}
    kinds = [one.kind for one in entries_about([person(3)], with_merged=True)]
    assert kinds == ["person", "person", "person", "merge", "merge"]

    undone = entry(6, {"undone": True}, kind="merge", subject=person(55), about=person(2), seen=5)
    append([undone], received=NOON)
    catch_up()
    assert canonical_of([person(1)]) == {person(1): person(2)}
    assert same_person([person(3)]) == {person(3)}


@pytest.mark.django_db
@pytest.mark.both_databases
def test_conflicts_are_listed_until_settled() -> None:
    named = entry(1, {"name": "Ani"}, kind="person", subject=person(1))
    other = entry(1, {"name": "Any"}, kind="person", subject=person(1), device="dev-2")
    append([named, other], received=NOON)
    catch_up()
    (conflict,) = open_conflicts()
    assert (conflict.field, [patch.value for patch in conflict.patches]) == ("name", ["Any", "Ani"])
    assert open_conflicts([person(2)]) == []
    append([entry(2, {"name": "Ani"}, kind="person", subject=person(1), seen=2)], received=NOON)
    catch_up()
    assert open_conflicts() == []


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize("at_once", [True, False])
def test_two_who_begin_one_contact_without_network_are_in_conflict(at_once: bool) -> None:
    """At a hari buka the identity of a contact is reckoned: two phones write to one, having seen nothing."""
    contact = uuid5(person(9), f"{person(1)} child-under-5")
    named = entry(1, {"name": "Ani"}, kind="person", subject=person(1))
    append([named], received=NOON)
    for device, kg in (("dev-2", 9.1), ("dev-3", 9.5)):
        body = {"observations": {"weight_kg": kg, f"only_{device}": 1}}
        append([entry(1, body, subject=contact, device=device)], received=NOON)
        if not at_once:
            catch_up()
    catch_up()
    assert [conflict.field for conflict in open_conflicts()] == ["observations.weight_kg"]


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("field", "value"),
    [("happened", "2026-02-28"), ("observations.weight_kg", 9.3), ("note", None)],
)
def test_a_named_person_settles_a_conflict(field: str, value: Any) -> None:
    def visit(device: str, kg: float, day: str) -> Entry:
        body = {"observations": {"weight_kg": kg}, "note": device}
        return entry(1, body, subject=person(7), device=device, happened=day, at=3, seen=2)

    ani = entry(2, {"name": "Ani"}, kind="person", subject=person(1))
    first = entry(3, {"package": "kms"}, subject=person(7))
    append(
        [ani, first, visit("dev-2", 9.1, "2026-03-01"), visit("dev-3", 9.5, "2026-02-27")],
        received=NOON,
    )
    catch_up()
    found = {conflict.field: conflict for conflict in open_conflicts()}
    assert set(found) == {"happened", "observations.weight_kg", "note"}
    settle(found[field], value, device="office", by=person(90), now_ms=NOON, rulebook="r1")
    catch_up()
    assert field not in {conflict.field for conflict in open_conflicts()}
    visited = fold(entries_about([person(1)]))[person(7)]
    shown = {"happened": visited.happened, "note": visited.fields.get("note")}
    shown["observations.weight_kg"] = visited.fields["observations"]["weight_kg"]
    assert shown[field] == value
    assert (shown["happened"] == "2026-02-27") == (field != "happened")
