"""State from entries: for each subject and field, the patch written last wins. Pure: same entries, same state.

Order of arrival, repetition and batching do not matter. Held and declined entries do not count. A retraction
wins over any edit, whenever it arrives. Paths name fields: `weight` or, inside a nested group, `doses.MR`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nyelik.journal.entry import CONTACT, StoredEntry

NESTED = frozenset(
    {"observations", "doses", "topics", "facts", "imported", "steps", "tasks", "findings"}
)
"""Groups in a body that fold key by key: two workers may each add one observation to a contact."""

HAPPENED = "happened"
"""The path of a contact's own moment in conflicts; it is no field of the body."""


@dataclass(frozen=True, slots=True)
class Patch:
    """One field set by one entry; value None erases it."""

    value: Any
    entry: StoredEntry


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field set to different values by devices that did not know of each other; the first patch is the one shown."""

    subject: UUID
    about: UUID
    field: str
    patches: tuple[Patch, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of one subject now.

    `fields` holds the values (groups as nested dicts), `sources` the seq of the entry behind each path.
    `by` is who wrote it first (a later correction does not change who gave the service), `place` the last one named.
    `first_received` and `last_received` are unix milliseconds.
    """

    id: UUID
    kind: str
    about: UUID
    fields: Mapping[str, Any]
    sources: Mapping[str, int]
    happened: str
    by: UUID | None
    place: str | None
    retracted: bool
    conflicts: tuple[Conflict, ...]
    first_received: int
    last_received: int
    entries: tuple[StoredEntry, ...]


def fold(entries: Iterable[StoredEntry]) -> dict[UUID, Subject]:
    """Every subject that the entries describe, in order of first writing."""
    groups: dict[tuple[UUID, UUID], dict[tuple[str, int], StoredEntry]] = {}
    for entry in entries:
        if entry.status == "accepted":
            group = groups.setdefault((entry.subject, entry.about), {})
            group[entry.device, entry.number] = entry
    subjects = [fold_subject(list(group.values())) for group in _rightful(groups)]
    return {
        subject.id: subject for subject in sorted(subjects, key=lambda one: one.entries[0].stamp)
    }


_Groups = dict[tuple[UUID, UUID], dict[tuple[str, int], StoredEntry]]


def _rightful(groups: _Groups) -> Iterable[dict[tuple[str, int], StoredEntry]]:
    """One group for each subject: the one about whom the server first heard of it.

    Danger: scope is checked by `about`. Whoever names another person beside somebody's contact must not patch it.
    """
    chosen: dict[UUID, tuple[int, UUID]] = {}
    for (subject, about), group in groups.items():
        claim = (min(entry.seq for entry in group.values()), about)
        chosen[subject] = min(claim, chosen.get(subject, claim))
    return (groups[subject, about] for subject, (_, about) in chosen.items())


def fold_subject(entries: Sequence[StoredEntry]) -> Subject:
    """One subject from its accepted entries, each given once, at least one."""
    if len(entries) == 1:
        return _from_one(entries[0])
    ordered = sorted(entries, key=lambda entry: entry.stamp)
    first, last = ordered[0], ordered[-1]
    patches = _patches(ordered)
    winners = {
        path: history[-1] for path, history in patches.items() if history[-1].value is not None
    }
    retracted = any(entry.body.get("retracted") is True for entry in ordered)
    return Subject(
        id=first.subject,
        kind=first.kind,
        about=last.about,
        fields=_nested({path: patch.value for path, patch in winners.items()}),
        sources={path: patch.entry.seq for path, patch in winners.items()},
        happened=last.happened,
        by=first.by,
        place=next((entry.place for entry in reversed(ordered) if entry.place is not None), None),
        retracted=retracted,
        conflicts=() if retracted else tuple(_conflicts(ordered, patches)),
        first_received=min(entry.received for entry in ordered),
        last_received=max(entry.received for entry in ordered),
        entries=tuple(ordered),
    )


def _from_one(entry: StoredEntry) -> Subject:
    """The common case, most contacts are never corrected: no ordering, no conflict."""
    values = list(_paths(entry.body))
    return Subject(
        id=entry.subject,
        kind=entry.kind,
        about=entry.about,
        fields=_present(entry.body),
        sources={path: entry.seq for path, value in values if value is not None},
        happened=entry.happened,
        by=entry.by,
        place=entry.place,
        retracted=entry.body.get("retracted") is True,
        conflicts=(),
        first_received=entry.received,
        last_received=entry.received,
        entries=(entry,),
    )


def _present(body: Mapping[str, Any]) -> dict[str, Any]:
    """A single body's fields as folding would give them: no erased fields, no empty groups."""
    if any("." in name for name in body):  # a name that reads like a path is one
        return _nested({path: value for path, value in _paths(body) if value is not None})
    fields: dict[str, Any] = {}
    for name, value in body.items():
        if name in NESTED and isinstance(value, dict):
            if group := {key: inner for key, inner in value.items() if inner is not None}:
                fields[name] = group
        elif value is not None:
            fields[name] = value
    return fields


def _paths(body: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for name, value in body.items():
        if name in NESTED and isinstance(value, dict):
            for key, inner in value.items():
                yield f"{name}.{key}", inner
        else:
            yield name, value


def _patches(ordered: Sequence[StoredEntry]) -> dict[str, list[Patch]]:
    patches: dict[str, list[Patch]] = {}
    for entry in ordered:
        for path, value in _paths(entry.body):
            patches.setdefault(path, []).append(Patch(value, entry))
    return patches


def _nested(winners: Mapping[str, Any]) -> dict[str, Any]:
    """Fields from paths. What was once written as a text and once as a group is the group."""
    fields: dict[str, Any] = {}
    groups: dict[str, dict[str, Any]] = {}
    for path, value in winners.items():
        group, dot, key = path.partition(".")
        if dot and group in NESTED:
            groups.setdefault(group, {})[key] = value
        else:
            fields[path] = value
    return fields | groups


def _conflicts(
    ordered: Sequence[StoredEntry], patches: Mapping[str, Sequence[Patch]]
) -> Iterable[Conflict]:
    histories = dict(patches)
    if ordered[0].kind == CONTACT:  # for other kinds `happened` is only the day of writing
        histories[HAPPENED] = [Patch(entry.happened, entry) for entry in ordered]
    for path, history in histories.items():
        heads = unseen_heads(history) if len(history) > 1 else []
        if any(not _same(head.value, heads[0].value) for head in heads):
            yield Conflict(ordered[0].subject, ordered[-1].about, path, tuple(heads))


def unseen_heads(history: Sequence[Patch]) -> list[Patch]:
    """Patches of one field that no other patch's writer had seen, last written first.

    A device has seen its own earlier entries, and those that the server had numbered up to its `seen`.
    So whoever settles a conflict does it by writing the field once more, having seen both.
    """
    heads = [
        patch
        for patch in history
        if not any(_has_seen(other.entry, patch.entry) for other in history)
    ]
    return sorted(heads, key=lambda patch: patch.entry.stamp, reverse=True)


def _has_seen(later: StoredEntry, earlier: StoredEntry) -> bool:
    if later.device == earlier.device:
        return later.number > earlier.number
    return later.seen >= earlier.seq


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    alike = type(one) is type(other) or (_is_number(one) and _is_number(other))  # True is not 1
    return alike and bool(one == other)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
