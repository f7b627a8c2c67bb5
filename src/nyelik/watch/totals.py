"""Every rule of the rulebook over everybody at once: how many people came to each result, indicators by area too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.base.dates import day_from_number
from nyelik.register.area_tree import AreaTree
from nyelik.rules.engines import columns
from nyelik.rules.engines.columns import Answers, answer
from nyelik.rules.engines.rulebook_columns import RulebookPlan, plan_of_rulebook, summed
from nyelik.watch.coverage import leaves_of_people
from nyelik.watch.evaluate import Asked, Watch, spread
from nyelik.watch.mart import State

Array: TypeAlias = npt.NDArray[Any]

Counts = Mapping[str, Mapping[str, int]]
_HALVES = 2


@dataclass(frozen=True)
class Totals:
    """How many people came to each result.

    groups: members; services: people by status; findings: people by class id, `none` and `undecided`; indicators:
    met and missed. `by_leaf` (indicators, 3, leaves): met, missed and unknown people on each leaf of the tree of
    areas, in the order of `indicators`; all on one leaf if no tree was given.
    """

    people: int
    groups: Mapping[str, int] = field(default_factory=dict)
    services: Counts = field(default_factory=dict)
    findings: Counts = field(default_factory=dict)
    indicators: Counts = field(default_factory=dict)
    by_leaf: Array = field(default_factory=lambda: np.zeros((0, 3, 1), np.int32))


def evaluate_all(
    watch: Watch, state: State, asked: Asked, places: AreaTree | None = None
) -> Totals:
    """Evaluate everything in the rulebook that is in force, for everybody. Nothing is taken from earlier results."""
    return evaluate_blocks(watch, state, asked, range(state.blocks), places)


def evaluate_blocks(
    watch: Watch, state: State, asked: Asked, blocks: Sequence[int], places: AreaTree | None = None
) -> Totals:
    """The same for some blocks. A few blocks are parted, so that no processor waits."""
    whole, halves = rulebook_plan(watch, asked), 1 if len(blocks) >= _HALVES else _HALVES
    parts = [Part(state, number, half, halves) for number in blocks for half in range(halves)]
    return totals_of(whole, together(answers_of(watch, whole, asked, parts, places)))


@dataclass(frozen=True)
class Part:
    """Some people of a block in a state: a half of it, or those at some places."""

    state: State
    number: int
    half: int = 0
    halves: int = 1
    only: Array | None = None

    def span(self, people: int) -> tuple[int, int]:
        """From where to where, exclusive, in a block of so many people."""
        return people * self.half // self.halves, people * (self.half + 1) // self.halves


@dataclass(frozen=True)
class Sums:
    """How many people were asked, and the counts of what they came to."""

    people: int
    answers: Answers


def together(sums: Sequence[Sums]) -> Sums | None:
    """Several sums as one; None for none."""
    if not sums:
        return None
    return Sums(sum(one.people for one in sums), summed([one.answers for one in sums]))


def rulebook_plan(watch: Watch, asked: Asked) -> RulebookPlan:
    """The plan of the rulebook in force on the day asked for."""
    rules, day = watch.loaded.rules, day_from_number(asked.today)
    return watch.kept(("rulebook", rules.version, day), lambda: plan_of_rulebook(rules, day))


def answers_of(
    watch: Watch, whole: RulebookPlan, asked: Asked, parts: Sequence[Part], places: AreaTree | None
) -> list[Sums]:
    """What each of the parts comes to."""
    size = len(places.leaves) if places else 1

    def of(part: Part) -> Sums:
        population = watch.population(part.state, part.number, asked)
        present = population.present(asked.today)
        if part.only is not None:
            present &= population.mask(part.only)
        leaf = None
        if places:
            (leaf,) = leaves_of_people(watch, part.state, asked, places, [part.number])
        low, high = part.span(population.people)
        day = columns.Asked(asked.today, asked.period)
        found = answer(whole.plan, population.block, day, present, leaf, size, (low, high))
        return Sums(int(present[low:high].sum()), found)

    return spread(of, parts)


def totals_of(whole: RulebookPlan, sums: Sums | None) -> Totals:
    """The sums by the names of rules and answers."""
    if sums is None:
        return Totals(0)
    counts = whole.counts(sums.answers)
    groups = {name: counted.get("members", 0) for name, counted in counts["groups"].items()}
    return Totals(
        sums.people,
        groups,
        counts["services"],
        counts["findings"],
        counts["indicators"],
        sums.answers.areas,
    )
