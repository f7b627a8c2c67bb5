"""Entries as phones with bad luck write them, and what the desk's fold makes of them: for the phone to agree with.

    python -m tests.support.folding

writes `contracts/vectors/fold.json` and `ids.json`. Cases are made from a fixed seed; what is strange in them is so on
purpose.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid5

import django
import msgspec

from nyelik.base import hlc
from nyelik.base.ids import facility_uuid, uuid7
from nyelik.care.facts_from_entries import facts_of_assessments, facts_of_subjects
from nyelik.journal.entry import StoredEntry
from nyelik.journal.fold import Subject, fold
from nyelik.rules.facts import Facts
from nyelik.rules.words import Choice, Label, Word
from tests.support.journal import NOON, entry, person, stored

FOLDER = Path(__file__).parents[2] / "contracts" / "vectors"
VECTORS, NAMES = FOLDER / "fold.json", FOLDER / "ids.json"
PEOPLE = [person(n) for n in (1, 2, 3)]
OWN = "hp-own"
DEVICES = [OWN, "hp-b", "hp-c", "hp-😀", "hp-｡"]
"""The last two stand in another order by halves of characters than by characters."""

_NAME = Label("Kata", "Word")
WORDS = {
    word.code: word
    for word in (
        Word("weight_kg", _NAME, "number", possible=(0.3, 300)),
        Word("pulse", _NAME, "number"),
        Word("smokes", _NAME, "yes_no"),
        Word("position", _NAME, "choice", choices=(Choice("lying", _NAME), Choice("1", _NAME))),
        Word("remark", _NAME, "text"),
        Word("last_period", _NAME, "day"),
        Word("cried", _NAME, "event"),
        Word("MR", _NAME, "dose"),
        Word("residence", _NAME, "text"),
        *(Word(code, _NAME, "event") for code in ("died", "moved_in", "moved_out", "delivery")),
        *(Word(code, _NAME, "event") for code in ("pregnancy_start", "pregnancy_end")),
    )
}
MOMENTS = [
    *("2026-02-01", "2026-02-02T08:30", "2026-02-28", "2024-02-29T23:59", "2026-03-01T00:00"),
    *("2026-02-30", "1899-12-31", "2200-01-01", "2026-2-1", "2026-02-01T24:00", "", "20260201"),
    *("2026-02-01T08:30:59", "2026-02-01 08:30", "2026-02-01T08:61", "２０２６-02-01"),
]
VALUES = [
    *(None, 1, 1.0, 2, 9.5, -3, 0, 0.25, 301, 1e300, True, False),
    *("ya", "lying", "1", "", "2026-01-15", "2026-01-15T07:00", "2026-13-01"),
    *([1, True], [1, 1], {"a": 1}, {"a": True}, [], "😀", "__proto__"),
]
AREAS = ["19.06.01.2001-001", "19.06.01.2001-002", "19.06.01.2002", None, "", 7]
CODES = [*WORDS, "unknown_word", "__proto__", "constructor"]


@dataclass(frozen=True)
class Case:
    """What a phone has in hand; `seq` 0 marks what the server does not have yet."""

    entries: tuple[StoredEntry, ...]
    canonical: UUID | None = None
    of: str | None = None


def made_case(chance: Random) -> Case:
    """A few subjects, patched by a few devices, some of it not yet sent."""
    devices = chance.sample(DEVICES, chance.randint(1, 3))
    numbers = dict.fromkeys(devices, 0)
    subjects = [_subject(chance) for _ in range(chance.randint(1, 4))]
    written: list[StoredEntry] = []
    for seq in range(1, chance.randint(1, 9) + 1):
        device = chance.choice(devices)
        numbers[device] += chance.choice([1, 1, 1, 2])
        written.append(_entry(chance, chance.choice(subjects), device, numbers[device], seq))
    unsent = chance.choice([0, 0, 1, 2, 5])
    kept = [one for one in written if one.device == OWN][-unsent:] if unsent else []
    entries = [_without_place(one) if one in kept else one for one in written]
    chance.shuffle(entries)
    again = chance.sample(entries, min(len(entries), chance.choice([0, 0, 1])))
    of = chance.choice([None, None, None, "household"])
    return Case((*entries, *again), chance.choice([None, *PEOPLE]), of)


_Subject = tuple[str, UUID, UUID]


def _subject(chance: Random) -> _Subject:
    about = chance.choice(PEOPLE)
    kind = chance.choice(
        [
            "person",
            "person",
            "contact",
            "contact",
            "contact",
            "episode",
            "merge",
            "assessment",
            "session",
        ]
    )
    same = kind in ("person", "household")
    subject = about if same else UUID(int=about.int * 8 + chance.randint(0, 1) + 5000 * len(kind))
    return kind, subject, about


def _entry(chance: Random, subject: _Subject, device: str, number: int, seq: int) -> StoredEntry:
    kind, identifier, about = subject
    wrong = kind != "person" and chance.random() < 0.1
    one = entry(
        number,
        _body(chance, kind),
        device=device,
        kind=kind,
        subject=identifier,
        about=chance.choice(PEOPLE) if wrong else about,
        happened=chance.choice(MOMENTS[:5] if chance.random() < 0.7 else MOMENTS),
        at=chance.randint(0, 12),
        seen=chance.choice([0, 0, seq - 1, chance.randint(0, seq)]),
        by=chance.choice([None, person(90), person(91)]),
        place=chance.choice([None, None, "home", "P-1"]),
    )
    return stored(one, seq)


def _body(chance: Random, kind: str) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if kind == "person":
        body |= _some(chance, ["name", "note", "phone"], ["a", "b", None])
        body |= _some(chance, ["born", "died", "moved_in", "moved_out"], [*MOMENTS, None])
        body |= _some(chance, ["sex"], ["female", "male", None, "x"])
        body |= _some(chance, ["area"], AREAS)
        body |= _groups(chance, ["imported"])
    elif kind == "episode":
        body |= _some(chance, ["type"], ["pregnancy", "fever", None])
        body |= _some(chance, ["start", "end", "delivered"], [*MOMENTS, None])
        body |= _groups(chance, ["facts"])
    elif kind == "merge":
        body |= _some(chance, ["into"], [str(one) for one in PEOPLE])
        body |= _some(chance, ["undone"], [True, False, None])
    elif kind == "session":
        body |= _groups(chance, ["tasks"])
    else:
        body |= _groups(chance, ["observations", "doses", "topics", "steps", "findings"])
        body |= _some(chance, ["of"], ["household"])
    if chance.random() < 0.05:
        body |= {chance.choice(["doses.MR", "a.b", "__proto__", "facts."]): chance.choice(VALUES)}
    if chance.random() < 0.08:
        body |= {"retracted": chance.choice([True, True, False, "true"])}
    return body


def _some(chance: Random, names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    return {name: chance.choice(values) for name in names if chance.random() < 0.5}


def _groups(chance: Random, names: Sequence[str]) -> dict[str, Any]:
    groups: dict[str, Any] = {}
    for name in names:
        if chance.random() < (0.8 if name in ("observations", "facts") else 0.3):
            strange = chance.random() < 0.05
            codes = chance.sample(CODES, chance.randint(0, 4))
            group = {code: chance.choice(VALUES) for code in codes}
            groups[name] = chance.choice([None, "teks", [1]]) if strange else group
    return groups


def _without_place(one: StoredEntry) -> StoredEntry:
    return msgspec.structs.replace(one, seq=0)


def received(entries: Iterable[StoredEntry]) -> list[StoredEntry]:
    """The entries as they will be when the server has got the unsent ones, in the order of their numbers."""
    given = list(entries)
    last = max((one.seq for one in given), default=0)
    return [
        msgspec.structs.replace(one, seq=last + one.number) if one.seq == 0 else one
        for one in given
    ]


def written_entry(one: StoredEntry) -> dict[str, Any]:
    """The entry as a pulled record has it: `written` is text, and what is left out has its default."""
    data: dict[str, Any] = msgspec.to_builtins(one)
    for name in ("received", "status", "problem", "released"):
        data.pop(name, None)
    return data | {"written": str(one.written)}


def stored_entry(data: Mapping[str, Any]) -> StoredEntry:
    """The way back."""
    whole = dict(data) | {"written": int(data["written"]), "received": NOON, "status": "accepted"}
    return msgspec.convert(whole, StoredEntry)


def folded(case: Case) -> dict[str, Any]:
    """What the desk says: subjects in order, and who everyone is after merges."""
    from nyelik.journal.merge import canonical, links_of  # its tables want Django set up

    entries = received(case.entries)
    links = links_of(entries)
    return {
        "subjects": [_subject_as_data(one) for one in fold(entries).values()],
        "merged": {str(one): str(canonical(one, links)) for one in links},
    }


def _subject_as_data(one: Subject) -> dict[str, Any]:
    conflicts = [
        [c.field, [[patch.value, patch.entry.device, patch.entry.number] for patch in c.patches]]
        for c in one.conflicts
    ]
    return {
        "id": str(one.id),
        "kind": one.kind,
        "about": str(one.about),
        "fields": one.fields,
        "happened": one.happened,
        "by": one.by and str(one.by),
        "place": one.place,
        "retracted": one.retracted,
        "conflicts": conflicts,
        "entries": [[entry.device, entry.number] for entry in one.entries],
    }


def facts(case: Case, words: Mapping[str, Word] = WORDS) -> dict[str, Any]:
    """What the desk says that rules may know; the clocks that break ties as ranks, from 1."""
    subjects = fold(received(case.entries)).values()
    if case.of is not None:
        own = [one for one in subjects if not one.retracted and one.fields.get("of") == case.of]
        known = facts_of_assessments(subjects, case.of, words)
    else:
        own = [one for one in subjects if not one.retracted]
        known = facts_of_subjects(subjects, words, case.canonical)
    clocks = sorted({one.entries[0].written for one in own})
    return facts_as_ranks(known, {clock: place for place, clock in enumerate(clocks, 1)})


def facts_as_ranks(known: Facts, ranks: Mapping[int, int]) -> dict[str, Any]:
    """Facts as data, with ranks for clocks."""
    events = [[e.day, e.minute, ranks[e.seq], e.code, e.value] for e in known.events]
    return {
        "sex": known.sex,
        "born": known.born,
        "born_minute": known.born_minute,
        "events": events,
    }


def word_as_data(word: Word) -> dict[str, Any]:
    """The word as a bundle has it, as far as facts need it."""
    data: dict[str, Any] = {"code": word.code, "label": vars(word.label), "kind": word.kind}
    if word.possible:
        data["possible"] = word.possible
    if word.choices:
        data["choices"] = [{"code": c.code, "label": vars(c.label)} for c in word.choices]
    return data


def word_from_data(data: Mapping[str, Any]) -> Word:
    """The way back."""
    return Word(
        data["code"],
        _NAME,
        data["kind"],
        possible=tuple(data["possible"]) if "possible" in data else None,
        choices=tuple(Choice(one["code"], _NAME) for one in data.get("choices", ())),
    )


def case_as_data(case: Case) -> dict[str, Any]:
    """A case with the desk's answers."""
    return {
        "entries": [written_entry(one) for one in case.entries],
        "canonical": case.canonical and str(case.canonical),
        "of": case.of,
        "fold": folded(case),
        "facts": facts(case),
    }


def case_from_data(data: Mapping[str, Any]) -> Case:
    """A case from the file, without the answers."""
    whose = data["canonical"] and UUID(data["canonical"])
    return Case(tuple(map(stored_entry, data["entries"])), whose, data["of"])


def told_cases() -> Iterable[tuple[str, Case]]:
    """Stories that must be among the cases whatever the seed gives."""
    weigh = {"observations": {"weight_kg": 9.5}}
    other = {"observations": {"weight_kg": 8.5}}
    first = stored(entry(1, weigh, device="hp-b"), 1)
    yield "one entry", Case((first,))
    mine = stored(entry(1, other, device=OWN, at=5), 0)
    yield "two phones offline: both values kept", Case((first, mine))
    settled = stored(entry(2, other, device=OWN, at=9, seen=1), 0)
    yield "a conflict settled offline, having seen both", Case((first, mine, settled))
    gone = stored(entry(3, {"retracted": True}, device="hp-c", at=0), 4)
    yield "a retraction written before wins", Case((first, mine, gone))
    stranger = stored(entry(1, other, device=OWN, at=1, about=person(2)), 0)
    yield "an unsent claim of another's contact comes after", Case((stranger, first))
    alone = replace(Case((stranger,)), entries=(stranger, stored(entry(2, weigh, device=OWN), 0)))
    yield "of two unsent claims the lower number is first", alone
    moved = stored(entry(1, {"area": "19.06.01.2001-001"}, kind="person", device="hp-b"), 1)
    away = {"area": "19.06.01.2002-001", "moved_in": "2026-02-01"}
    yield "a move", Case((moved, stored(entry(2, away, kind="person", device="hp-b"), 2)))
    right = {"area": "19.06.01.2001-002"}
    yield (
        "a corrected area",
        Case((moved, stored(entry(2, right, kind="person", device="hp-b"), 2))),
    )
    erased = stored(entry(2, {"observations": {"weight_kg": None}}, device="hp-b", seen=1), 2)
    yield "an erased observation", Case((first, erased))
    sent = stored(entry(1, other, device=OWN, at=5), 7)
    yield "the same entry kept here and come back", Case((sent, mine, first))


SESSIONS = UUID("6e79656c-696b-5a1d-8f00-73657373696f")


def named(chance: Random) -> dict[str, list[list[Any]]]:
    """Identifiers and clocks: what goes in, and last what must come out. Clocks are text."""
    moments = [0, 1, NOON, 2**48 - 1, *(chance.randrange(2**48) for _ in range(20))]
    chances = [bytes(10), b"\xff" * 10, *(chance.randbytes(10) for _ in range(22))]
    codes = ["P1906010001", "PKM-1", "pustu 😀", "", "Posyandu Mawar", "x" * 90]
    clocks = [0, hlc.stamp(NOON), hlc.stamp(NOON, 65535), hlc.stamp(NOON + 1), 2**63 - 2]
    return {
        "uuid7": [[ms, r.hex(), str(uuid7(ms, r))] for ms, r in zip(moments, chances, strict=True)],
        "facility": [[code, str(facility_uuid(code))] for code in codes],
        "session": [
            [code, "2026-07-01", str(uuid5(SESSIONS, f"{code} 2026-07-01"))] for code in codes
        ],
        "stamp": [
            [str(last), now, str(seen), str(hlc.next_stamp(last, now, seen))]
            for last in clocks
            for now in (0, NOON, NOON + 1)
            for seen in clocks
        ],
    }


def main(how_many: int = 240) -> None:
    """Write the vectors."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.support.settings")
    django.setup()
    cases = [{"name": name, **case_as_data(case)} for name, case in told_cases()]
    cases += [
        {"name": f"seed {seed}", **case_as_data(made_case(Random(seed)))}
        for seed in range(how_many)
    ]
    words = [word_as_data(word) for word in WORDS.values()]
    head = json.dumps({"words": words}, ensure_ascii=False)[:-1]
    rows = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    NAMES.write_text(json.dumps(named(Random(1)), ensure_ascii=False) + "\n", encoding="utf-8")
    VECTORS.write_text(f'{head}, "cases": [\n{rows}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
