"""Writes the program of a tree of scopes, and gives its columns registers.

A step is evaluated in the scope that asks for it, unless a scope around it already has it; then its values are brought
inside. A register is given back after its last use, so the columns of a tile stay in the processor's cache.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

import numpy as np

from nyelik.rules.engines.kernels import opcodes as o
from nyelik.rules.engines.kernels.machine import Array
from nyelik.rules.engines.scopes import Scope
from nyelik.rules.engines.steps import LITERAL, NO_STEP, Steps

_VALUE, _SPAN = "value", "span"


@dataclass
class Instruction:
    """One instruction before its columns have registers: `out` and operands >= 0 are columns, others constants."""

    op: int
    out: int = NO_STEP
    inputs: list[int] = field(default_factory=list)
    span: int = NO_STEP
    what: int = 0
    clock: list[int] = field(default_factory=list)
    jump: int = 0
    possible: bool = False

    @property
    def writes(self) -> str:
        """The kind of column that it writes."""
        return _SPAN if self.op in (o.SPAN, o.BRING_SPAN) else _VALUE


class Writer:
    """Writes instructions for a tree of scopes. `fold`: what is the same for everybody becomes a constant."""

    def __init__(self, steps: Steps, fold: bool) -> None:
        self._steps, self._fold = steps, fold
        self.instructions: list[Instruction] = []
        self.constants: dict[int, int] = {}
        self.codes: dict[str, int] = {}
        self.depth = 1
        self._columns = 0

    def write(self, scope: Scope, depth: int = 1) -> None:
        """All of a scope: its outputs, then the scopes inside it."""
        self.depth = max(self.depth, depth)
        for output in scope.outputs:
            operand = self._operand(output.step, scope)
            self._put(Instruction(output.op, inputs=[operand], what=output.what))
        for inner in scope.inner.values():
            for truth in inner.holds:
                inner.operands[truth] = self._constant(self._steps.number(1))
            operand = self._operand(inner.truth, scope)
            enter = Instruction(o.ENTER, inputs=[operand], possible=inner.possible)
            self._put(enter)
            self.write(inner, depth + 1)
            enter.jump = len(self.instructions)
            self._put(Instruction(o.LEAVE))

    def _put(self, instruction: Instruction) -> int:
        self.instructions.append(instruction)
        return instruction.out

    def _operand(self, number: int, scope: Scope) -> int:
        """Where the step's values are in the scope; evaluated or brought there now, if they are not yet."""
        if self._is_constant(number):
            return self._constant(number)
        if number not in scope.operands:
            levels, operand = _around(number, scope)
            scope.operands[number] = (
                self._bring(number, operand, levels) if levels else self._evaluate(number, scope)
            )
        return scope.operands[number]

    def _bring(self, number: int, operand: int, levels: int) -> int:
        if operand < 0:
            return operand
        if self._steps[number].op == "span":
            return self._put(Instruction(o.BRING_SPAN, self._column(), span=operand, what=levels))
        return self._put(Instruction(o.BRING, self._column(), [operand], what=levels))

    def _evaluate(self, number: int, scope: Scope) -> int:
        step = self._steps[number]
        operands = [self._operand(one, scope) for one in step.inputs]
        what = self._slot(step.code) if step.code else step.what
        found = Instruction(o.NUMBER_OF[step.op], self._column(), operands, what=what)
        if o.FIRST_EVENT <= found.op < o.FIRST_FLOW:
            least = 1 if step.op == "dose" else 0
            found.span, found.inputs = operands[0], operands[1 : 1 + least]
            found.clock = operands[1 + least :]
        return self._put(found)

    def _column(self) -> int:
        self._columns += 1
        return self._columns - 1

    def _slot(self, code: str) -> int:
        return self.codes.setdefault(code, len(self.codes))

    def _is_constant(self, number: int) -> bool:
        if self._fold:
            return self._steps.uniform[number]
        return self._steps[number].op == LITERAL

    def _constant(self, number: int) -> int:
        return -1 - self.constants.setdefault(number, len(self.constants))


def _around(number: int, scope: Scope) -> tuple[int, int]:
    """How many scopes further out the step's values are, and where; 0 if no scope around has them."""
    levels, around = 1, scope.around
    while around is not None:
        if number in around.operands:
            return levels, around.operands[number]
        levels, around = levels + 1, around.around
    return 0, 0


class Registers:
    """Gives columns registers, in the order of the program. `used` says how many of each kind there are."""

    def __init__(self, instructions: list[Instruction]) -> None:
        self.used = {_VALUE: 0, _SPAN: 0}
        self._free: dict[str, list[int]] = {_VALUE: [], _SPAN: []}
        self._of: dict[int, tuple[str, int]] = {}
        self._last = _last_uses(instructions)
        rows = [self._row(at, instruction) for at, instruction in enumerate(instructions)]
        self.rows: Array = np.array(rows, np.int64).reshape(len(rows), o.WIDTH)

    def _row(self, at: int, one: Instruction) -> list[int]:
        operands = [self._register(operand) for operand in one.inputs]
        span = self._register(one.span) if one.span != NO_STEP else None
        clock = [self._register(operand) for operand in one.clock] or [o.NO_CLOCK, 0, 0]
        out = self._new(one) if one.out != NO_STEP else 0
        for operand in {*one.inputs, one.span, *one.clock, one.out}:
            self._release(operand, at)
        if one.op == o.ENTER:
            operands = [operands[0], one.jump, int(one.possible)]
        if span is not None:
            operands = [span, *operands]
        return [one.op, out, *(*operands, 0, 0, 0)[:3], one.what, *clock]

    def _register(self, operand: int) -> int:
        return operand if operand < 0 else self._of[operand][1]

    def _new(self, one: Instruction) -> int:
        kind = one.writes
        free = self._free[kind]
        register = heapq.heappop(free) if free else self.used[kind]
        self.used[kind] = max(self.used[kind], register + 1)
        self._of[one.out] = (kind, register)
        return register

    def _release(self, operand: int, at: int) -> None:
        if operand >= 0 and self._last.get(operand, at) <= at and operand in self._of:
            kind, register = self._of.pop(operand)
            heapq.heappush(self._free[kind], register)


def _last_uses(instructions: list[Instruction]) -> dict[int, int]:
    last: dict[int, int] = {}
    for at, one in enumerate(instructions):
        for operand in (*one.inputs, one.span, *one.clock):
            last[operand] = at
    return last
