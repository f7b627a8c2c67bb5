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
    day = day_from_number(asked.today)
    whole = watch.kept(
        ("rulebook", watch.loaded.rules.version, day),
        lambda: plan_of_rulebook(watch.loaded.rules, day),
    )
    leaves = leaves_of_people(watch, state, asked, places, blocks) if places else None
    leaf = dict(zip(blocks, leaves, strict=True)) if leaves else {}
    size = len(places.leaves) if places else 1
    halves = 1 if len(blocks) >= _HALVES else _HALVES

    def of(part: tuple[int, int]) -> Answers:
        number, half = part
        population = watch.population(state, number, asked)
        low, high = (population.people * edge // halves for edge in (half, half + 1))
        return answer(
            whole.plan,
            population.block,
            columns.Asked(asked.today, asked.period),
            population.present(asked.today),
            leaf.get(number),
            size,
            (low, high),
        )

    answers = spread(of, [(number, half) for number in blocks for half in range(halves)])
    people = sum(
        int(watch.population(state, one, asked).present(asked.today).sum()) for one in blocks
    )
    return _totals(whole, people, answers)


def _totals(whole: RulebookPlan, people: int, answers: list[Answers]) -> Totals:
    if not answers:
        return Totals(people)
    sums = summed(answers)
    counts = whole.counts(sums)
    groups = {name: counted.get("members", 0) for name, counted in counts["groups"].items()}
    return Totals(
        people, groups, counts["services"], counts["findings"], counts["indicators"], sums.areas
    )
