"""The state of a form: which lines stand open for this person, and what the values typed so far mean.

Pure: a package, facts, values and a day go in. Lines are walked in order; a value counts only while its
line is shown, and a condition sees what was recorded before and what was typed above it. Whether a service
is due is asked of what was recorded before, so that ticking it does not make its line vanish.
The twin on the phone is `field/core`; `tests/spec/forms` holds the cases that both must pass.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nyelik.base.dates import day_number
from nyelik.rules import model as m
from nyelik.rules import package as p
from nyelik.rules.build.lines import NEXT_DOSE, dose_of
from nyelik.rules.engines.reference import Answer, Reference
from nyelik.rules.facts import UNKNOWN_MINUTE, Event, Facts, Value
from nyelik.rules.outcome import FindingState, finding_state, service_state
from nyelik.rules.typed import DAY, FUTURE, TYPE, WHOLE, TypedProblem, day_typed, judge

Derive = Callable[[Facts], Facts]

# Why a form is not offered, or a line or section is not shown.
NOT_IN_FORCE, PLACE, ROLE, SENSITIVE, NOT_FOR = (
    "not_in_force",
    "place",
    "role",
    "sensitive",
    "not_for",
)
CONDITION, UNDECIDED, NOT_DUE = "condition", "undecided", "not_due"


@dataclass(frozen=True)
class Filling:
    """What a form is opened with: the person's recorded facts, the day, what has been typed, who, where.

    `typed` holds values by the key of their line: numbers, true/false, texts, dates as text; an empty text
    or None is not typed. `role` and `place` None ask nothing. `hidden` are the kinds of sensitive matter
    that the one who fills it may not see.
    """

    facts: Facts
    today: dt.date
    typed: Mapping[str, Any] = field(default_factory=dict)
    place: str | None = None
    role: str | None = None
    hidden: frozenset[str] = frozenset()
    minute: int = UNKNOWN_MINUTE


@dataclass(frozen=True)
class FieldState:
    """One line. `value` is what rules see, `typed` what is recorded; `why` says why a line is not shown.

    `default` proposes a value, `dose` is the number of the dose to give, `shown_value` and `finding` are
    what a `show` line shows.
    """

    field: p.FormField
    shown: bool
    why: str | None = None
    value: Value = None
    typed: Any = None
    problem: TypedProblem | None = None
    missing: bool = False
    default: Answer = None
    dose: int | None = None
    shown_value: Answer = None
    finding: FindingState | None = None


@dataclass(frozen=True)
class SectionState:
    """One section with its lines; not shown when all its lines are not."""

    section: p.FormSection
    shown: bool
    why: str | None
    fields: tuple[FieldState, ...]


@dataclass(frozen=True)
class FormState:
    """A form for one person on one day. `why` says why it is not offered."""

    package: p.Package
    offered: bool
    why: str | None
    sections: tuple[SectionState, ...]
    facts: Facts
    """Recorded and typed together, derived events included: what the shown findings looked at."""

    def lines(self, *actions: str) -> list[FieldState]:
        """The shown lines, in order; only those actions if some are named."""
        every = (line for section in self.sections for line in section.fields if line.shown)
        return [line for line in every if not actions or line.field.action in actions]

    @property
    def complete(self) -> bool:
        """Whether it may be closed: nothing needed is missing, no value is refused."""
        return not any(
            line.missing or (line.problem and line.problem.refused) for line in self.lines()
        )

    @property
    def found(self) -> list[FindingState]:
        """The findings shown that hold, gravest first."""
        states = [line.finding for line in self.lines("show") if line.finding]
        found = [state for state in states if state.found]
        return sorted(
            found, key=lambda s: -m.SEVERITIES.index(s.found.severity if s.found else "info")
        )


def form_state(
    rules: m.Rulebook, derive: Derive, package: p.Package, filling: Filling
) -> FormState:
    """The form as it stands. `derive` adds growth events to facts."""
    walk = _Walk(rules, derive, filling)
    why = walk.why_not_offered(package)
    sections = tuple(walk.section(package, section) for section in package.sections)
    sections = tuple(walk.with_shows(section) for section in sections)
    return FormState(package, why is None, why, sections, walk.engine.facts)


class _Walk:
    """One walk over a form. Accepted values become events that later conditions see."""

    def __init__(self, rules: m.Rulebook, derive: Derive, filling: Filling) -> None:
        self.rules, self.derive, self.filling = rules, derive, filling
        self.today = day_number(filling.today)
        self.before = Reference(derive(filling.facts), self.today)
        self.facts = filling.facts
        self._engine: Reference | None = self.before
        self.recorded = max((event.seq for event in filling.facts.events), default=0)
        self.seq = self.recorded

    @property
    def engine(self) -> Reference:
        """Answers of what is recorded and accepted so far; derived anew when something was accepted."""
        if self._engine is None:
            self._engine = Reference(self.derive(self.facts), self.today)
        return self._engine

    # ---- what is shown ---------------------------------------------------------------------------------

    def why_not_offered(self, package: p.Package) -> str | None:
        """The first reason not to offer the form; None when it is offered."""
        asked = self.filling
        if not package.in_force.holds_on(asked.today):
            return NOT_IN_FORCE
        if asked.place is not None and asked.place not in package.at:
            return PLACE
        if not self._may_fill(package.by):
            return ROLE
        if package.sensitive in asked.hidden:
            return SENSITIVE
        return None if self.before.value(package.eligible) is True else NOT_FOR

    def _may_fill(self, by: tuple[str, ...]) -> bool:
        return self.filling.role is None or p.may_fill(self.filling.role, by)

    def section(self, package: p.Package, section: p.FormSection) -> SectionState:
        """The section's lines in order, all closed when the section is."""
        why = None if self._may_fill(section.by) else ROLE
        why = why or self._why_not(section.when)
        lines = tuple(self._line(line, why) for line in section.fields)
        return SectionState(section, any(line.shown for line in lines), why, lines)

    def _why_not(self, when: Any) -> str | None:
        if when is None:
            return None
        holds = self.engine.value(when)
        return None if holds is True else UNDECIDED if holds is None else CONDITION

    def _line(self, line: p.FormField, closed: str | None) -> FieldState:
        dose = self._dose(line) if line.action == "give" else None
        why = closed or self._why_line(line, dose)
        if why:
            return FieldState(line, shown=False, why=why)
        if line.action == "show":
            return FieldState(line, shown=True)
        return self._answered(line, dose)

    def _why_line(self, line: p.FormField, dose: int | None) -> str | None:
        if not self._may_fill(line.by):
            return ROLE
        if line.sensitive in self.filling.hidden and not line.write_only:
            return SENSITIVE
        why = self._why_not(line.when)
        if why or not line.due:
            return why
        is_due = dose is not None if line.action == "give" else any(map(self._is_due, line.due))
        return None if is_due else NOT_DUE

    def _is_due(self, service: str) -> bool:
        return service_state(self.before, self.rules.services[service]).status in ("due", "overdue")

    def _dose(self, line: p.FormField) -> int | None:
        """The lowest dose that is due; None when none is."""
        due = [dose_of(self.rules.services[s], line.of) for s in line.due if self._is_due(s)]
        known = [self._next_dose(line.of) if dose == NEXT_DOSE else dose for dose in due]
        return min((dose for dose in known if dose is not None), default=None)

    def _next_dose(self, vaccine: str) -> int:
        given = [int(float(event.value or 0)) for event in self.before.facts.of(vaccine)]
        return max(given, default=0) + 1

    # ---- what was typed --------------------------------------------------------------------------------

    def _answered(self, line: p.FormField, dose: int | None) -> FieldState:
        default = self._default(line)
        typed = self.filling.typed.get(line.key)
        if typed is None or typed == "":
            return FieldState(line, True, missing=line.required, default=default, dose=dose)
        value, problem = self._judge(line, typed, dose)
        if value is not None:
            self._accept(line, value)
        accepted = None if value is None else value if line.action == "give" else typed
        return FieldState(line, True, None, value, accepted, problem, False, default, dose)

    def _default(self, line: p.FormField) -> Answer:
        unseen = line.sensitive in self.filling.hidden and line.sensitive is not None
        return None if line.default is None or unseen else self.engine.value(line.default)

    def _judge(
        self, line: p.FormField, typed: Any, dose: int | None
    ) -> tuple[Value, TypedProblem | None]:
        if line.action == "ask":
            return judge(self.rules.words[line.of], typed, line.plausible)
        if line.action == "give":
            return _judge_dose(typed, dose)
        if line.action == "counsel":
            return (typed, None) if isinstance(typed, bool) else (None, TypedProblem(TYPE))
        return self._judge_entered(line, typed)

    def _judge_entered(self, line: p.FormField, typed: Any) -> tuple[Value, TypedProblem | None]:
        kind = p.PERSON_FIELDS.get(line.of) or p.HOUSEHOLD_FIELDS.get(line.of, "day")
        if kind == "day":
            day = day_typed(typed)
            if day is None or day > self.today:
                return None, TypedProblem(DAY if day is None else FUTURE)
            return str(typed), None
        if kind == "count":
            whole = isinstance(typed, int) and not isinstance(typed, bool)
            return (float(typed), None) if whole else (None, TypedProblem(WHOLE))
        known = typed in ("female", "male") if kind == "sex" else isinstance(typed, str)
        return (str(typed), None) if known else (None, TypedProblem(TYPE))

    def _accept(self, line: p.FormField, value: Value) -> None:
        """What was typed is seen by everything after it, as if it had been recorded."""
        if line.action in ("ask", "give"):
            self._happen(line.of, value, self.today)
        elif line.action == "enter":
            self._entered(line.of, value)

    def _entered(self, name: str, value: Value) -> None:
        episode, _, part = name.partition(".")
        if part:
            for code in _codes_of(episode, part):
                if code in self.rules.words:
                    self._happen(code, None, day_typed(value) or self.today)
        elif name == "sex":
            self.facts, self._engine = replace(self.facts, sex=str(value)), None
        elif name == "born":
            self.facts, self._engine = replace(self.facts, born=day_typed(value)), None
        elif name in self.rules.words:
            self._happen(name, None, day_typed(value) or self.today)

    def _happen(self, code: str, value: Value, day: int) -> None:
        self.seq += 1
        minute = self.filling.minute if day == self.today else UNKNOWN_MINUTE
        event = Event(day, minute, self.seq, code, value)
        self.facts = replace(self.facts, events=tuple(sorted((*self.facts.events, event))))
        self._engine = None

    # ---- what is shown of it ---------------------------------------------------------------------------

    def with_shows(self, section: SectionState) -> SectionState:
        """The section with its findings and values, once everything typed has been accepted."""
        return replace(section, fields=tuple(map(self._show, section.fields)))

    def _show(self, state: FieldState) -> FieldState:
        line = state.field
        if not state.shown or line.action != "show":
            return state
        engine = self._own() if line.sensitive in self.filling.hidden else self.engine
        if line.node is not None:
            return replace(state, shown_value=engine.value(line.node))
        return replace(state, finding=finding_state(engine, self.rules.findings[line.of]))

    def _own(self) -> Reference:
        """Answers without what was recorded before of matters that stay hidden."""
        kept = (e for e in self.facts.events if e.seq > self.recorded or not self._hides(e.code))
        return Reference(self.derive(replace(self.facts, events=tuple(kept))), self.today)

    def _hides(self, code: str) -> bool:
        word = self.rules.words.get(code)
        return word is not None and word.sensitive in self.filling.hidden


def _judge_dose(typed: Any, dose: int | None) -> tuple[Value, TypedProblem | None]:
    """Ticked: the dose that is due; else the number that was given."""
    if typed is True:
        return float(dose or 1), None
    if typed is False:
        return None, None
    whole = isinstance(typed, int) and typed > 0
    return (float(typed), None) if whole else (None, TypedProblem(WHOLE))


def _codes_of(episode: str, part: str) -> tuple[str, ...]:
    """The events that an episode's day stands for (see care.facts_from_entries)."""
    return {"start": (f"{episode}_start",), "end": (f"{episode}_end",)}.get(
        part, (f"{episode}_end", "delivery")
    )
