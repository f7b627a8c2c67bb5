"""All examples on all engines: held against what their authors expect, and against each other."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from nyelik.rules import model as m
from nyelik.rules.check.answers import Answer, agrees, shown
from nyelik.rules.check.cases import (
    UNREADABLE,
    AnyRule,
    Case,
    Derive,
    Failure,
    make_cases,
    place_of,
    rules_with_examples,
)
from nyelik.rules.check.engines import COLUMNS, REFERENCE, Engine, EngineMissing
from nyelik.rules.check.forms import check_forms
from nyelik.rules.check.indexes import index_examples
from nyelik.rules.check.inherited import apart_from_layer
from nyelik.rules.check.reach import Coverage, coverage
from nyelik.rules.package import Package

Written: TypeAlias = AnyRule | Package | m.Index

OWN_ENGINES: tuple[Engine, ...] = (REFERENCE, COLUMNS)


@dataclass(frozen=True)
class Ran:
    """An engine that ran, or why it could not. `seconds` is how long it took for all examples."""

    engine: str
    examples: int
    seconds: float
    missing: EngineMissing | None = None


@dataclass(frozen=True)
class FileCount:
    """One file of the rulebook: its rules, examples, examples that failed, branches reached of all."""

    file: str
    rules: int
    examples: int
    failed: int
    reached: int
    branches: int


@dataclass(frozen=True)
class Checked:
    """What a check found."""

    version: str
    examples: int
    failures: tuple[Failure, ...]
    ran: tuple[Ran, ...]
    coverage: Coverage
    files: tuple[FileCount, ...]
    changed: tuple[Failure, ...] = ()
    """National examples that come out otherwise because the district's layer changed what their rules use."""

    @property
    def ok(self) -> bool:
        """Whether there were examples and all of them hold everywhere; branches never make a check fail."""
        return bool(self.examples) and not self.failures


def check_examples(
    rulebook: m.Rulebook, derive: Derive, only: str | None = None
) -> tuple[int, list[Failure]]:
    """How many examples there are (of one rule), and those that fail on the reference engine."""
    cases, failures = make_cases(rulebook, derive, only)
    for case, answer in zip(cases, REFERENCE.answers(cases), strict=True):
        if not agrees(case.example.expect, answer):
            failures.append(_failure(rulebook, case, case.example.expect, answer, "reference"))
    of_indexes, failed = index_examples(rulebook, only)
    examples = len(cases) + _unreadable(failures) + of_indexes
    forms, wrong = check_forms(rulebook, derive, only)
    return examples + forms, failures + failed + wrong


def _unreadable(failures: Sequence[Failure]) -> int:
    return sum(failure.expected == UNREADABLE for failure in failures)


def check_rulebook(
    rulebook: m.Rulebook,
    derive: Derive,
    only: str | None = None,
    engines: Sequence[Engine] = OWN_ENGINES,
    clock: Callable[[], float] = time.perf_counter,
) -> Checked:
    """Everything (or one rule) on `engines`, of which the first is the one the others must agree with."""
    cases, failures = make_cases(rulebook, derive, only)
    examples = len(cases) + len(failures)
    ran, answers = [], []
    for engine in engines:
        began = clock()
        try:
            answers.append((engine.name, engine.answers(cases)))
        except EngineMissing as missing:
            ran.append(Ran(engine.name, 0, clock() - began, missing))
        else:
            ran.append(Ran(engine.name, len(cases), clock() - began))
    failures += _differences(rulebook, cases, answers)
    failures, changed = apart_from_layer(rulebook, failures)
    of_indexes, failed = index_examples(rulebook, only)
    examples, failures = examples + of_indexes, failures + failed
    rules = [rule for rule in rules_with_examples(rulebook) if not only or rule.id == only]
    covered = coverage(rulebook, rules, cases, answers[0][1])
    forms, wrong = check_forms(rulebook, derive, only)
    failures += wrong
    packages = [form for form in rulebook.packages.values() if not only or form.id == only]
    indexes = [one for one in rulebook.indexes.values() if only in (None, one.id)]
    files = _by_file(rulebook, [*rules, *packages, *indexes], failures, covered)
    examples += forms
    return Checked(
        *(rulebook.version, examples, tuple(failures), tuple(ran), covered, files, tuple(changed))
    )


def _differences(
    rulebook: m.Rulebook,
    cases: Sequence[Case],
    answers: Sequence[tuple[str, Sequence[Answer]]],
) -> list[Failure]:
    """Where the first engine misses what is expected, or another says anything else than the first."""
    failures = []
    for place, case in enumerate(cases):
        (first, truth), *others = [(name, given[place]) for name, given in answers]
        if not agrees(case.example.expect, truth):
            failures.append(_failure(rulebook, case, case.example.expect, truth, first))
        failures += [
            _failure(rulebook, case, truth, answer, name)
            for name, answer in others
            if not _same(truth, answer)
        ]
    return failures


def _same(truth: Answer, answer: Answer) -> bool:
    """Whether two engines say the same, in everything; numbers to the last few bits."""
    if isinstance(truth, dict) and isinstance(answer, dict):
        return truth.keys() == answer.keys() and all(_same(truth[k], answer[k]) for k in truth)
    if isinstance(truth, float) and isinstance(answer, int | float):
        return abs(truth - answer) <= 1e-9 * max(1.0, abs(truth))
    return bool(truth == answer)


def _failure(
    rulebook: m.Rulebook, case: Case, expected: Answer, answer: Answer, engine: str
) -> Failure:
    place = place_of(rulebook, case.rule, case.example)
    return Failure(case.rule.id, case.example.name, place, shown(expected), shown(answer), engine)


def _by_file(
    rulebook: m.Rulebook,
    rules: Sequence[Written],
    failures: Sequence[Failure],
    covered: Coverage,
) -> tuple[FileCount, ...]:
    files: dict[str, list[Written]] = {}
    for rule in rules:
        files.setdefault(rulebook.places[rule.id].rpartition(":")[0], []).append(rule)
    return tuple(_file(name, files[name], failures, covered) for name in sorted(files))


def _file(
    name: str, rules: Sequence[Written], failures: Sequence[Failure], covered: Coverage
) -> FileCount:
    counts = [covered.count(rule.id) for rule in rules]
    return FileCount(
        file=name,
        rules=len(rules),
        examples=sum(len(rule.examples) for rule in rules),
        failed=len({f.place for f in failures if f.place.rpartition(":")[0] == name}),
        reached=sum(reached for reached, _ in counts),
        branches=sum(branches for _, branches in counts),
    )
