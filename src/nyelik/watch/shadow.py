"""A shadow run: what another rulebook would say of the same journal, person by person, before anybody switches.

Both rulebooks are asked over the mart on one day. A rule that means the same in both is not evaluated: most of a
district's layer changes a handful of rules. People are numbers of the mart here; names are the register's to give.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np
import numpy.typing as npt

from nyelik.base.period import period_holding
from nyelik.rules import model as m
from nyelik.rules.bundle_growth import growth_as_data
from nyelik.rules.engines.outcome_columns import Outcomes
from nyelik.rules.load import Loaded
from nyelik.rules.outcome import MET, MISSED, NOT_APPLICABLE, STATUSES
from nyelik.watch.coverage import area_tree, leaves_inside, leaves_of_people
from nyelik.watch.evaluate import Asked, Watch, over_blocks
from nyelik.watch.mart import State
from nyelik.watch.segments import BLOCK

Array: TypeAlias = npt.NDArray[Any]
Compared: TypeAlias = m.Group | m.Service | m.Finding | m.Indicator

IN, OUT = "in", "out"
NONE, UNDECIDED = "none", "undecided"
DUE = ("due", "overdue")
KINDS = ("services", "findings", "indicators", "groups")
BECOMES_DUE, CEASES_DUE, MOVES = "becomes_due", "ceases_due", "moves"
CHANGES_CLASS = "changes_class"
ENTERS, LEAVES, IS_MET, IS_MISSED = "enters", "leaves", "is_met", "is_missed"
EFFECTS = (
    *(BECOMES_DUE, CEASES_DUE, MOVES, CHANGES_CLASS),
    *(ENTERS, LEAVES, IS_MET, IS_MISSED),
)
"""What happens to a person by a service; by a finding; to the denominator (or group); to the numerator."""


@dataclass(frozen=True)
class Shift:
    """What one rule says otherwise: by (before, after) the people, as numbers of the mart in order.

    Before and after are statuses of services, ids of classes (`none`, `undecided`), met, missed, in or out;
    `not_applicable` for whom the rule is not, or where one of the rulebooks has no such rule that day.
    """

    kind: str
    rule: Compared
    turns: Mapping[tuple[str, str], Array]
    is_sensitive: bool = False
    """Whether it tells of HIV, mental health or the like as either rulebook says it."""

    @property
    def count(self) -> int:
        """How many people it is."""
        return sum(len(people) for people in self.turns.values())

    def by_effect(self) -> dict[str, int]:
        """How many people each effect has."""
        counts: dict[str, int] = {}
        for (before, after), people in self.turns.items():
            effect = effect_of(self.kind, before, after)
            counts[effect] = counts.get(effect, 0) + len(people)
        return {effect: counts[effect] for effect in EFFECTS if effect in counts}

    def people(self, effect: str | None = None) -> list[tuple[int, str, str]]:
        """Each person with before and after, those of one effect or all, in order."""
        return sorted(
            (int(person), before, after)
            for (before, after), people in self.turns.items()
            if effect in (None, effect_of(self.kind, before, after))
            for person in people
        )


@dataclass(frozen=True)
class Shadow:
    """Everything that would change on a day: the rules with people, and those that differ without anybody."""

    day: dt.date
    now: str
    other: str
    shifts: tuple[Shift, ...]
    silent: tuple[str, ...]
    state: State

    def shift(self, rule: str) -> Shift | None:
        """The changes of one rule."""
        return next((shift for shift in self.shifts if shift.rule.id == rule), None)

    @property
    def people(self) -> int:
        """How many different people it touches."""
        arrays = [people for shift in self.shifts for people in shift.turns.values()]
        return len(np.unique(np.concatenate(arrays))) if arrays else 0

    def person(self, number: int) -> UUID:
        """The id of a person of the mart."""
        return UUID(bytes=self.state.people[number].tobytes())


def effect_of(kind: str, before: str, after: str) -> str:
    """What a change from one answer to another is called."""
    if kind == "services":
        if (before in DUE) == (after in DUE):
            return MOVES
        return BECOMES_DUE if after in DUE else CEASES_DUE
    if kind == "findings":
        return CHANGES_CLASS
    if before in (NOT_APPLICABLE, OUT):
        return ENTERS
    if after in (NOT_APPLICABLE, OUT):
        return LEAVES
    return IS_MET if after == MET else IS_MISSED


def shadow(
    watch: Watch,
    other: Loaded,
    day: dt.date,
    area: str | None = None,
    may_see: Callable[[Compared], bool] = lambda rule: True,
) -> Shadow:
    """What `other` would say otherwise than the watch's rulebook of the people of an area, on a day.

    `may_see` leaves out rules that the one who asks may not know of. Raises ValueError for an unknown area.
    """
    state = watch.mart.state()
    twin = Watch(watch.mart, other)
    twin.network = watch.network
    same_tables = growth_as_data(watch.loaded.growth) == growth_as_data(other.growth)
    pairs = [
        pair
        for pair in _differing(watch.loaded.rules, other.rules, day)
        if all(map(may_see, pair.rules))  # what a rule says now is as secret as what it would say
    ]
    inside = _inside(watch, state, _asked(day, "month"), area)

    def of_block(number: int) -> list[dict[tuple[str, str], Array]]:
        asking = _Asking(watch, watch if same_tables else twin, state, number, day)
        return [_turns(asking, pair, inside[number], number) for pair in pairs]

    blocks = over_blocks(of_block, state.blocks)
    shifts = [
        Shift(
            pair.kind,
            pair.rule,
            _joined([block[place] for block in blocks]),
            any(rule.sensitive for rule in pair.rules),
        )
        for place, pair in enumerate(pairs)
    ]
    return Shadow(
        day,
        watch.loaded.rules.version,
        other.rules.version,
        tuple(shift for shift in shifts if shift.turns),
        tuple(shift.rule.id for shift in shifts if not shift.turns),
        state,
    )


@dataclass(frozen=True)
class _Pair:
    """A rule in both rulebooks, None where one has none that day; `names`: every answer that either can give."""

    kind: str
    before: Compared | None
    after: Compared | None

    @property
    def rule(self) -> Compared:
        """The rule that would hold, or the one that would end."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def rules(self) -> list[Compared]:
        """The rule as either rulebook has it."""
        return [rule for rule in (self.before, self.after) if rule is not None]

    @property
    def names(self) -> list[str]:
        """Every answer that either can give, `not_applicable` first."""
        return list(dict.fromkeys([*_names(self.before), *_names(self.after)]))


def _names(rule: Compared | None) -> Sequence[str]:
    if isinstance(rule, m.Service):
        return STATUSES
    if isinstance(rule, m.Finding):
        classes = [found.id for found in rule.classes]
        return (NOT_APPLICABLE, NONE, UNDECIDED, *classes)
    return (NOT_APPLICABLE, MET, MISSED) if isinstance(rule, m.Indicator) else (OUT, IN)


def _differing(now: m.Rulebook, other: m.Rulebook, day: dt.date) -> Iterator[_Pair]:
    """The rules about people that are not the same in both on that day."""
    for kind in KINDS:
        before: Mapping[str, Compared] = getattr(now, kind)
        after: Mapping[str, Compared] = getattr(other, kind)
        for rule_id in dict.fromkeys([*before, *after]):
            pair = _Pair(kind, _held(before.get(rule_id), day), _held(after.get(rule_id), day))
            if _meaning(pair.before) != _meaning(pair.after):
                yield pair


def _held(rule: Compared | None, day: dt.date) -> Compared | None:
    """The rule, if it is about people and in force."""
    if rule is None or rule.subject != "person" or not rule.in_force.holds_on(day):
        return None
    return rule


def _meaning(rule: Compared | None) -> object:
    """What decides a rule's answers: two rules with the same meaning answer everybody alike."""
    if rule is None:
        return None
    if isinstance(rule, m.Group):
        return rule.when
    if isinstance(rule, m.Service):
        days = (rule.start, rule.late, rule.overdue, rule.closes, rule.not_before, rule.done)
        return (rule.eligible, days, rule.overdue_when)
    if isinstance(rule, m.Finding):
        return (rule.eligible, tuple((found.id, found.when) for found in rule.classes))
    return (rule.period, rule.among, tuple(part.node for part in rule.parts))


class _Asking:
    """One block of people, asked by both rulebooks; the outcomes of each period are made once."""

    def __init__(self, now: Watch, other: Watch, state: State, number: int, day: dt.date) -> None:
        self.state, self.number, self.day = state, number, day
        self.watches = (now, other)
        self.people = now.population(state, number, _asked(day, "month")).people
        self._outcomes: dict[tuple[int, str], Outcomes] = {}

    def outcomes(self, which: int, period: str) -> Outcomes:
        """Whole rules over the block: of the rulebook in use (0) or the other (1)."""
        watch = self.watches[which]
        key = (id(watch), period)
        if key not in self._outcomes:
            asked = _asked(self.day, period)
            self._outcomes[key] = watch.outcomes(self.state, self.number, asked)
        return self._outcomes[key]

    def answers(self, which: int, rule: Compared | None, names: Sequence[str]) -> Array:
        """Each person's answer as a place in `names`."""
        answers = np.zeros(self.people, np.int16)
        if rule is None:
            return answers
        period = rule.period if isinstance(rule, m.Indicator) else "month"
        places, found = _asked_of(self.outcomes(which, period), rule)
        own = np.array([names.index(name) for name in _names(rule)], np.int16)
        answers[places] = own[found]
        return answers


def _asked_of(outcomes: Outcomes, rule: Compared) -> tuple[Array, Array]:
    """The people it is for, and the answer of each as a place in `_names(rule)`."""
    if isinstance(rule, m.Service):
        return outcomes.service(rule)
    if isinstance(rule, m.Finding):
        places, classes = outcomes.finding(rule)
        # Columns number "none" −1 and "undecided" −2; here they are 1 and 2, classes follow.
        return places, np.where(classes >= 0, classes + 3, -classes)
    if isinstance(rule, m.Indicator):
        chosen, parts = outcomes.indicator(rule)
        return chosen.places, np.where(parts.all(axis=1), 1, 2)
    members = outcomes.people_in(rule.when)
    return members, np.ones(len(members), np.int64)


def _turns(
    asking: _Asking, pair: _Pair, inside: Array, number: int
) -> dict[tuple[str, str], Array]:
    """The people of a block whose answer differs, by (before, after)."""
    names = pair.names
    before = asking.answers(0, pair.before, names)
    after = asking.answers(1, pair.after, names)
    changed = np.flatnonzero((before != after) & inside)
    turns: dict[tuple[str, str], Array] = {}
    for turn in np.unique(before[changed] * len(names) + after[changed]).tolist():
        one, other = divmod(turn, len(names))
        people = changed[(before[changed] == one) & (after[changed] == other)]
        turns[names[one], names[other]] = people + number * BLOCK
    return turns


def _joined(parts: Sequence[Mapping[tuple[str, str], Array]]) -> dict[tuple[str, str], Array]:
    turns = sorted({turn for part in parts for turn in part})
    return {turn: np.concatenate([part[turn] for part in parts if turn in part]) for turn in turns}


def _asked(day: dt.date, period: str) -> Asked:
    return Asked(period_holding(day, period), day)


def _inside(watch: Watch, state: State, asked: Asked, area: str | None) -> list[Array]:
    """For each block the mask of the people who live in the area."""
    tree = area_tree(watch, asked)
    leaves = leaves_inside(tree, area)
    return [leaves[of_block] for of_block in leaves_of_people(watch, state, asked, tree)]
