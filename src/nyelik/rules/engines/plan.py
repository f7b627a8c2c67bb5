"""A plan: the program that answers many questions about a block, and what it needs.

The way from a rule to its numbers: node -> steps (`lowering`) -> scopes and program (`scopes`, `program`) -> columns
of a tile (`kernels.machine`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from nyelik.rules.engines.kernels.machine import Array
from nyelik.rules.engines.program import Registers, Writer
from nyelik.rules.engines.questions import Question
from nyelik.rules.engines.scopes import COUNT, LIST, Layout
from nyelik.rules.engines.steps import LITERAL, Steps

__all__ = ["COUNT", "LIST", "Plan", "make_plan"]


@dataclass(frozen=True, eq=False)
class Plan:
    """`instructions` (n, opcodes.WIDTH); `codes` by slot; `constants` as steps.

    `offsets` says where each question's answers begin: in the tally, the areas or the rows, of the sizes given.
    """

    steps: Steps
    questions: tuple[Question, ...]
    instructions: Array
    codes: tuple[str, ...]
    constants: tuple[int, ...]
    offsets: dict[str, int]
    registers: int
    spans: int
    depth: int
    tally: int
    areas: int
    rows: int

    @cached_property
    def folded(self) -> Plan | None:
        """The plan that works out the constants that are not literals; None if there are none."""
        reckoned = [step for step in self.constants if self.steps[step].op != LITERAL]
        if not reckoned:
            return None
        return make_plan(self.steps, [Question("", (), tuple(reckoned))], LIST, fold=False)


def make_plan(
    steps: Steps, questions: Sequence[Question], form: str = LIST, fold: bool = True
) -> Plan:
    """The plan for some questions. `fold`: what is the same for everybody is worked out once, before it runs."""
    layout = Layout(steps, questions, form)
    writer = Writer(steps, fold)
    writer.write(layout.root)
    registers = Registers(writer.instructions)
    return Plan(
        steps,
        tuple(questions),
        registers.rows,
        tuple(writer.codes),
        tuple(writer.constants),
        layout.offsets,
        registers.used["value"],
        registers.used["span"],
        writer.depth,
        layout.tally,
        layout.areas,
        layout.rows,
    )
