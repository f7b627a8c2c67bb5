"""What the pages of the manual hold: plain data, every text in the language of the page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """A way to another page of the manual. `kind` is one of KINDS, "chapter" or "setting"."""

    kind: str
    id: str
    label: str
    mark: str = ""
    """The state of its check: "open", "lapsed", "signed", or empty when there is nothing to check."""


@dataclass(frozen=True)
class Condition:
    """When something holds: a phrase, or a head with its points."""

    head: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Window:
    """A span in one colour of the Buku KIA: white, yellow, orange or grey; what it means and when it is."""

    colour: str
    word: str
    when: str


@dataclass(frozen=True)
class ClassRow:
    """A class of a finding: how grave (`mark` is a status of the office), its limit in words, what follows."""

    label: str
    mark: str
    severity: str
    when: Condition
    say: str
    steps: tuple[str, ...]
    plain: str


@dataclass(frozen=True)
class PartRow:
    """A named part of an indicator and what must hold."""

    label: str
    when: Condition


@dataclass(frozen=True)
class ExampleRow:
    """A worked example in words. `name` is Indonesian, as its author wrote it."""

    name: str
    facts: tuple[str, ...]
    on: str
    answer: str
    case: int | None


@dataclass(frozen=True)
class SourceRow:
    """The document and the place in it, how sure the reading is, and what a reader must still verify."""

    title: str
    section: str
    confidence: str
    to_check: str


@dataclass(frozen=True)
class CheckMark:
    """Whether a text still has to be held against its document.

    `state` is "open", "lapsed" (signed, but the rule has changed since), "signed", or empty. `meaning` is what a
    signature must name.
    """

    state: str
    text: str
    meaning: str


@dataclass(frozen=True)
class ReadingRow:
    """A setting with the reading in use and the others."""

    id: str
    label: str
    value: str
    others: tuple[str, ...]
    note: str
    contradiction: int | None
    source: SourceRow | None
    used_by: tuple[Link, ...] = ()
    origin: str = ""
    place: str = ""


@dataclass(frozen=True)
class ChangeRow:
    """A change of a rule's meaning: the day and what became different."""

    on: str
    what: str


@dataclass(frozen=True)
class RecordRow:
    """Something that is recorded and that a rule looks at, with its unit and the range that can be."""

    label: str
    unit: str
    limits: str


@dataclass(frozen=True)
class FormLineRow:
    """A line of a form: what happens (asked, given, shown), the answers or usual values, conditions and marks."""

    label: str
    action: str
    answer: str
    marks: tuple[str, ...]
    hint: str


@dataclass(frozen=True)
class FormSectionRow:
    """A section of a form with its lines, in order."""

    label: str
    marks: tuple[str, ...]
    hint: str
    lines: tuple[FormLineRow, ...]


@dataclass(frozen=True)
class RulePage:
    """One rule: what it says, when, what follows, worked examples, where it comes from and what hangs on it."""

    kind: str
    kind_label: str
    id: str
    label: str
    sentences: tuple[str, ...]
    who: Condition | None
    check: CheckMark
    windows: tuple[Window, ...] = ()
    waits: tuple[str, ...] = ()
    done: str = ""
    at: str = ""
    say: str = ""
    classes: tuple[ClassRow, ...] = ()
    audience: str = ""
    parts: tuple[PartRow, ...] = ()
    measure: tuple[str, ...] = ()
    form: tuple[FormSectionRow, ...] = ()
    examples: tuple[ExampleRow, ...] = ()
    source: SourceRow | None = None
    in_force: str = ""
    changes: tuple[ChangeRow, ...] = ()
    settings: tuple[ReadingRow, ...] = ()
    uses: tuple[Link, ...] = ()
    used_by: tuple[Link, ...] = ()
    records: tuple[RecordRow, ...] = ()
    chapters: tuple[Link, ...] = ()
    groups: tuple[Link, ...] = ()
    note: str = ""
    sensitive: str = ""
    origin: str = ""
    """Where a rule is a district's own, or replaces a national one: whose, what, and why."""
    place: str = ""


@dataclass(frozen=True)
class Cell:
    """The colours that a service has in a column of the timetable, in order of time; empty: not shown."""

    colours: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class TimetableRow:
    """One service of a timetable."""

    service: Link
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Timetable:
    """Services against ages, weeks of pregnancy or days after birth, coloured as in the Buku KIA."""

    unit: str
    columns: tuple[str, ...]
    rows: tuple[TimetableRow, ...]


@dataclass(frozen=True)
class ServiceRow:
    """A service of a group with its windows, where it is given and what makes it done."""

    service: Link
    windows: tuple[Window, ...]
    at: str


@dataclass(frozen=True)
class FindingRow:
    """A finding of a group with its classes."""

    finding: Link
    classes: tuple[ClassRow, ...]


@dataclass(frozen=True)
class GroupPage:
    """A life-cycle group: who, what is due when, what is measured and what it means, where it counts."""

    rule: RulePage
    ruleset: str
    bands: tuple[tuple[str, Link, str], ...]
    timetables: tuple[Timetable, ...]
    services: tuple[ServiceRow, ...]
    findings: tuple[FindingRow, ...]
    indicators: tuple[Link, ...]
    forms: tuple[Link, ...]
    states: tuple[Link, ...]


@dataclass(frozen=True)
class Shelf:
    """Links under one heading."""

    heading: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class ChapterPage:
    """A chapter of the programme: everything in the rulebook that belongs to it, by kind; or where the matter is."""

    id: str
    label: str
    shelves: tuple[Shelf, ...]
    timetables: tuple[Timetable, ...]
    settings: tuple[ReadingRow, ...]
    elsewhere: str


@dataclass(frozen=True)
class ContradictionRow:
    """A place where the sources disagree: its number in the register and the settings that decide it."""

    number: int
    settings: tuple[ReadingRow, ...]


def iso(day: dt.date | None) -> str:
    """A day as people who sign write it: 2026-11-20."""
    return day.isoformat() if day else ""
