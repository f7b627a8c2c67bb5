"""The rulebook as a frozen model. What exists here is well-formed: the reader refuses everything else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nyelik.rules.node import Node
from nyelik.rules.words import Label, Word

if TYPE_CHECKING:
    from nyelik.rules.package import Package

SUBJECTS = ("person", "household", "facility", "worker", "reply")
"""What a rule is about. Facilities, kader and replies to a satisfaction survey have facts like people."""
RULESETS = ("KMK", "POSYANDU", "SPM", "CKG", "SIGIZI", "DAERAH")
SEVERITIES = ("info", "green", "yellow", "red", "danger")
AUDIENCES = ("everyone", "nakes")
EXAMPLE_DAY = dt.date(2026, 6, 30)
"""The day an example is asked for when it does not say."""
PLACES = ("posyandu", "pustu", "puskesmas", "home", "hospital", "school")


@dataclass(frozen=True)
class Document:
    """A source that rules cite: a regulation, a book, an application, or memory still to be checked."""

    id: str
    title: str
    kind: str
    confidence: str
    to_check: str | None = None


@dataclass(frozen=True)
class Source:
    """Where a rule comes from: a document and the place in it."""

    document: str
    section: str
    confidence: str
    to_check: str | None = None


@dataclass(frozen=True)
class InForce:
    """The days on which a rule holds: from the first, until the last (or without end)."""

    since: dt.date
    until: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Whether the rule is in force on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Example:
    """A worked case: facts (as written), the day, the period of a report, and what must come out."""

    name: str
    facts: Mapping[str, Any]
    on: dt.date
    period: str | None
    expect: Any
    line: int = 0
    case: int | None = None
    """The number of the ready-made test case of the programme that it encodes."""
    typed: Mapping[str, Any] = field(default_factory=dict)
    """Of a form: what has been typed so far, by whom and where."""
    by: str | None = None
    at: str | None = None
    hidden: tuple[str, ...] = ()
    """Of a form: the kinds of sensitive matter that the one who fills it may not see."""
    file: str = ""


@dataclass(frozen=True)
class Chapter:
    """A chapter of the programme: where a reader of the manual looks for a rule.

    `elsewhere` says where the matter is handled when no rule can hold it (meetings, money).
    """

    id: str
    label: Label
    elsewhere: Label | None = None


@dataclass(frozen=True)
class Topic:
    """What a next step is about: a place to go to, something to give, or a talk with its points."""

    id: str
    label: Label
    points: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Change:
    """A change of a rule's meaning: since when, and what became different."""

    on: dt.date
    what: Label


@dataclass(frozen=True)
class Setting:
    """A choice that a programme makes, often where the sources contradict each other."""

    id: str
    label: Label
    node: Node
    note: Label | None
    contradiction: int | None
    source: Source | None
    choices: tuple[Node, ...] = ()
    """The values of all readings, the one in use among them; empty where any value may be."""
    chapters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signature:
    """That a role (never a person's name) held a rule's text against a page of its document on a day."""

    rule: str
    meaning: str
    by: str
    on: dt.date
    document: str
    page: str


@dataclass(frozen=True)
class Definition:
    """A named expression: pregnant, last menstrual period, first trimester."""

    id: str
    label: Label
    node: Node
    source: Source | None = None
    examples: tuple[Example, ...] = ()
    chapters: tuple[str, ...] = ()
    note: Label | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What every rule has, whatever its kind."""

    id: str
    label: Label
    source: Source
    in_force: InForce
    examples: tuple[Example, ...]
    chapters: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    note: Label | None = None
    subject: str = "person"


@dataclass(frozen=True, kw_only=True)
class Group(Rule):
    """A life-cycle group by one rule set; age bands differ by rule set and are never one global column."""

    ruleset: str
    when: Node
    sensitive: str | None = None


@dataclass(frozen=True, kw_only=True)
class Service(Rule):
    """Something a person is due: for whom, from when, until when, and what makes it done.

    `start`, `late`, `overdue`, `closes` are nodes of type day (durations are counted from `after` when
    read). `start` already waits for every `not_before` day that is known. Colours of the Buku KIA: white
    from start, yellow from late, orange from overdue, grey before start and from closes.
    """

    eligible: Node
    start: Node
    done: Node
    late: Node | None = None
    overdue: Node | None = None
    overdue_when: Node | None = None
    closes: Node | None = None
    not_before: tuple[Node, ...] = ()
    at: tuple[str, ...] = ()
    say: Label | None = None
    urgent: bool = False
    sensitive: str | None = None


@dataclass(frozen=True)
class Step:
    """A next step: counsel, refer, visit, revisit, notify or give; to whom or what, within how long."""

    action: str
    what: str
    within: str | None = None
    note: Label | None = None


@dataclass(frozen=True)
class FindingClass:
    """One class of a finding: when it holds, how grave it is, what to say and what to do next."""

    id: str
    label: Label
    when: Node
    severity: str
    say: Label | None
    then: tuple[Step, ...]
    placeholders: Mapping[str, Node] = field(default_factory=dict)
    plain: Label | None = None
    """What a kader sees of a finding for health workers: a colour and what to do, never the diagnosis."""


@dataclass(frozen=True, kw_only=True)
class Finding(Rule):
    """What a measurement or an answer means. The first class that holds is the result."""

    eligible: Node
    classes: tuple[FindingClass, ...]
    audience: str
    sensitive: str | None = None
    single: bool = False


@dataclass(frozen=True)
class Part:
    """A named part of an indicator; the parts that do not hold explain why a person is missed."""

    id: str
    label: Label
    node: Node


@dataclass(frozen=True, kw_only=True)
class Indicator(Rule):
    """A coverage: among whom, and what must hold (all parts) for a person to be counted.

    With `mean_of` it is the mean of a number among them instead, in `unit`. Its only part is that the number is
    known: a subject whose number is not is missed, and is not averaged.
    """

    period: str
    among: Node
    parts: tuple[Part, ...]
    better: str
    mean_of: Node | None = None
    unit: str = "%"
    targets: Mapping[int, float] = field(default_factory=dict)
    target_by_month: bool = False
    """The people are the same all year and the service fills up (eight weighings): a twelfth of the target each
    month. Otherwise each person is judged when their own time is over, and the whole target holds at once."""
    program: str = ""
    sensitive: str | None = None
    for_kader: bool = False
    """Whether a kader's own area page shows it: what kader and their visits can change, counted on the phone."""

    @property
    def of_people(self) -> bool:
        """Whether it is a share of people: what boards by area compare. Others are means, or about facilities."""
        return self.mean_of is None and self.subject == "person"

    def target_for(self, year: int) -> float | None:
        """The programme's target in percent for `year`: the latest set for that year or before."""
        years = [known for known in self.targets if known <= year]
        return self.targets[max(years)] if years else None


@dataclass(frozen=True)
class IndexPart:
    """A weighted part of an index: the mean of the values of its indicators.

    With `areas` the value of each is the share, in percent, of the areas of that level that reach `reaches`.
    """

    id: str
    label: Label
    weight: Node
    of: tuple[str, ...]
    areas: str | None = None
    reaches: Node | None = None


@dataclass(frozen=True)
class IndexClass:
    """A class of an index: it holds from `at_least` up to the next better class."""

    id: str
    label: Label
    at_least: Node
    severity: str


@dataclass(frozen=True, kw_only=True)
class Index(Rule):
    """One figure made of several indicators of an area: weighted parts, times `scale`, and its class.

    `classes` stand best first. Where `rounds` holds, the value is rounded to `decimals` before its class is
    looked up: sources print bounds such as 90-99 and 80-89 and leave what lies between to the reader.
    """

    period: str
    parts: tuple[IndexPart, ...]
    scale: Node
    classes: tuple[IndexClass, ...]
    rounds: Node
    decimals: int
    unit: str = ""
    program: str = ""

    @property
    def members(self) -> tuple[str, ...]:
        """The ids of all its indicators, in order."""
        return tuple(member for part in self.parts for member in part.of)


@dataclass(frozen=True)
class Layer:
    """A district's own rules over the national ones: who stands behind them."""

    id: str
    label: Label
    note: Label | None = None


@dataclass(frozen=True)
class Origin:
    """That a rule comes from the layer; what it replaced, and why.

    `replaces` is where the national rule is written, None for a rule of the district's own; `keys` are what differs
    from it, all of it if empty.
    """

    replaces: str | None = None
    keys: tuple[str, ...] = ()
    reason: Label | None = None


@dataclass(frozen=True)
class Rulebook:
    """All rules, by id. `version` is a short hash of everything that gives them meaning."""

    version: str
    words: Mapping[str, Word]
    sources: Mapping[str, Document]
    settings: Mapping[str, Setting]
    definitions: Mapping[str, Definition]
    groups: Mapping[str, Group]
    services: Mapping[str, Service]
    findings: Mapping[str, Finding]
    indicators: Mapping[str, Indicator]
    chapters: Mapping[str, Chapter] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    packages: Mapping[str, Package] = field(default_factory=dict)
    indexes: Mapping[str, Index] = field(default_factory=dict)
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    """By rule: who held its text against the document."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Where each rule is written: id to file:line."""
    layer: Layer | None = None
    origins: Mapping[str, Origin] = field(default_factory=dict)
    """By id, the rules (words, settings …) that the layer brought or changed."""

    def rule(
        self, rule_id: str
    ) -> Definition | Group | Service | Finding | Indicator | Index | Package | None:
        """The rule with that id, whatever its kind."""
        kinds = (self.definitions, self.groups, self.services, self.findings, self.indicators)
        for rules in (*kinds, self.indexes, self.packages):
            if rule_id in rules:
                return rules[rule_id]
        return None

    def form(self, form: str, version: str | None = None) -> Package | None:
        """The package of a form's name in that version, by default the newest; None if there is none.

        So a contact stays readable under the version that it was filled under.
        """
        known = [package for package in self.packages.values() if package.form == form]
        if version is not None:
            known = [package for package in known if package.version == version]
        return max(known, key=lambda package: package.in_force.since, default=None)
