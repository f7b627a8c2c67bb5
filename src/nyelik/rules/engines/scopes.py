"""The tree of scopes of a plan: of whom each question is asked, and where its answers go.

A *scope* is the people for whom some truths hold. Questions share scopes as far as their conditions are the same, those
that most questions have coming first: what fifty services say of pregnant women stands in one scope.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from nyelik.rules.engines.kernels import opcodes as o
from nyelik.rules.engines.questions import Question
from nyelik.rules.engines.steps import Steps

COUNT, LIST = "count", "list"
"""Forms of a plan: counts by answer and by area; the answers of each person."""


class Output(NamedTuple):
    """A step's value goes out by an operation (TALLY, AREA, UNSURE, EMIT) to place `what`."""

    op: int
    step: int
    what: int


@dataclass
class Scope:
    """The people for whom `truth` is yes (`possible`: or unknown) among those of the scope around it."""

    around: Scope | None = None
    truth: int = -1
    possible: bool = False
    holds: tuple[int, ...] = ()
    """Truths that are yes of everybody here."""
    inner: dict[tuple[int, bool], Scope] = field(default_factory=dict)
    outputs: list[Output] = field(default_factory=list)
    operands: dict[int, int] = field(default_factory=dict)
    """Where the program has put steps that it evaluated here."""

    def of(self, truth: int, possible: bool = False, holds: tuple[int, ...] = ()) -> Scope:
        """The scope inside this one for those for whom `truth` holds."""
        key = (truth, possible)
        if key not in self.inner:
            known = () if possible else (truth, *holds)
            self.inner[key] = Scope(self, truth, possible, known)
        return self.inner[key]


class Layout:
    """The tree for some questions. `offsets[name]`: where a question's answers begin; sizes of what is written."""

    def __init__(self, steps: Steps, questions: Sequence[Question], form: str) -> None:
        self._steps, self._form = steps, form
        self.root = Scope()
        self.offsets: dict[str, int] = {}
        self.tally = self.areas = self.rows = 0
        shared = Counter(truth for question in questions for truth in question.among)
        for question in questions:
            among = sorted(question.among, key=lambda truth: (-shared[truth], truth))
            self._add(question, among)

    def _add(self, question: Question, among: Sequence[int]) -> None:
        scope, whole = self.root, self._steps.number(1)
        if question.unsure and among:
            for truth in among:
                scope = scope.of(truth, possible=True)
            whole = self._all_of(among)
            scope, around = scope.of(whole, holds=tuple(among)), scope
            self._put(question, around, scope, whole)
            return
        for truth in among:
            scope = scope.of(truth)
        self._put(question, scope, scope, whole)

    def _all_of(self, among: Sequence[int]) -> int:
        whole = among[0]
        for truth in among[1:]:
            whole = self._steps.add("and", whole, truth)
        return whole

    def _put(self, question: Question, around: Scope, scope: Scope, whole: int) -> None:
        """Outputs of a question asked in `scope`; in the one around it, `whole` says who is meant, if known."""
        if self._form == LIST:
            self.offsets[question.name] = self.rows
            around.outputs.append(Output(o.EMIT, whole, self.rows))
            for place, answer in enumerate(question.answers, start=self.rows + 1):
                scope.outputs.append(Output(o.EMIT, answer, place))
            self.rows += 1 + len(question.answers)
        elif question.choices:
            self.offsets[question.name] = self.tally
            scope.outputs.append(Output(o.TALLY, question.answers[0], self.tally - question.least))
            self.tally += question.choices
        else:
            self.offsets[question.name] = self.areas
            around.outputs.append(Output(o.UNSURE, whole, self.areas))
            scope.outputs.append(Output(o.AREA, question.answers[0], self.areas))
            self.areas += 1
