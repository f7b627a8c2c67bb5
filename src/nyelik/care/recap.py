"""The recap of a hari buka: by group, who was to come, came or did not, was well, had a problem, was sent on.

Its twin on the phone is `field/core/people/recap.ts`; both play `contracts/vectors/recap.json`. Everybody reads the
same numbers, so nothing sensitive goes into them: a kader could not see what made them. Groups, from which colour on
a finding is a problem, and what counts as sent on are the rulebook's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from nyelik.base.dates import day_number
from nyelik.care.facts_from_entries import FoldedSubject, facts_of_subjects, value_of
from nyelik.care.form import fill
from nyelik.rules.engines.reference import Reference
from nyelik.rules.facts import UNKNOWN_MINUTE, Event, Facts, make_facts
from nyelik.rules.form import Filling
from nyelik.rules.load import Loaded
from nyelik.rules.model import SEVERITIES
from nyelik.rules.outcome import FindingState
from nyelik.rules.words import Choice

GROUP_WORD = "recap_group"
GROUP_RULES = "recap-"
"""The rulebook's group of a row is called so, with the row's code."""
PROBLEM_FROM = "recap_problem_from"
SENT_ON = "sent_on"


@dataclass(frozen=True)
class Reason:
    """A finding that makes somebody one with a problem, and the facts that it was found in (for its words)."""

    state: FindingState
    facts: Facts


@dataclass(frozen=True)
class Outcome:
    """What became of one person who came. `group` is the code of the row, "" for none; `reasons` gravest first."""

    about: UUID
    group: str
    reasons: tuple[Reason, ...]
    referred: bool


@dataclass
class Row:
    """One line of the recap: ids, so that every number is a list of names."""

    code: str
    target: list[UUID] = field(default_factory=list)
    came: list[UUID] = field(default_factory=list)
    absent: list[UUID] = field(default_factory=list)
    normal: list[UUID] = field(default_factory=list)
    problem: list[UUID] = field(default_factory=list)
    referred: list[UUID] = field(default_factory=list)


class SessionRecap:
    """The recap of one day by one rulebook."""

    def __init__(self, loaded: Loaded, day: dt.date) -> None:
        rules = loaded.rules
        self._loaded, self._day = loaded, day
        self.groups: tuple[Choice, ...] = rules.words[GROUP_WORD].choices
        self._words = {code: word for code, word in rules.words.items() if word.sensitive is None}
        marks = {one.sensitive for one in rules.words.values()}
        marks |= {one.sensitive for one in rules.findings.values()}
        marks |= {one.sensitive for one in rules.packages.values()}
        self._hidden = frozenset(one for one in marks if one is not None)
        least = str(rules.settings[PROBLEM_FROM].node.args[0])
        self._problems = frozenset(SEVERITIES[SEVERITIES.index(least) :])

    def group_of(self, about: UUID, subjects: Iterable[FoldedSubject]) -> str:
        """The code of the first row that somebody belongs to on the day; "" where the rulebook cannot tell."""
        engine = self._engine(facts_of_subjects(subjects, self._words, about))
        groups = self._loaded.rules.groups
        rules = ((one.code, groups.get(GROUP_RULES + one.code)) for one in self.groups)
        return next((code for code, rule in rules if rule and engine.value(rule.when) is True), "")

    def outcome(
        self, about: UUID, subjects: Sequence[FoldedSubject], contacts: Sequence[FoldedSubject]
    ) -> Outcome:
        """What `contacts` of the session (some of `subjects`, one at least) led to. One of several is enough."""
        every = [one for contact in contacts for one in self._reasons(about, contact, subjects)]
        found: dict[str, Reason] = {}
        for one in sorted(every, key=_lightness):
            found.setdefault(one.state.finding.id, one)
        ids = {str(one.id) for one in contacts}
        has_referral = any(
            one.kind == "referral" and not one.retracted and one.fields.get("contact") in ids
            for one in subjects
        )
        return Outcome(
            about,
            self.group_of(about, subjects),
            tuple(found.values()),
            has_referral or any(self._is_sent_on(about, one) for one in contacts),
        )

    def _reasons(
        self, about: UUID, contact: FoldedSubject, subjects: Iterable[FoldedSubject]
    ) -> list[Reason]:
        """What the contact's own form shows, filled as it was over all else that is known.

        What the form still shows from earlier days (a pressure of last month) counts, what it does not show does not.
        """
        form = self._loaded.rules.form(str(contact.fields.get("package") or ""))
        if form is None or form.sensitive is not None:
            return []
        facts = facts_of_subjects(
            [one for one in subjects if one.id != contact.id], self._words, about
        )
        typed = _typed(contact)
        typed = {code: value for code, value in typed.items() if code in self._words}
        state = fill(self._loaded, form, Filling(facts, self._day, typed, hidden=self._hidden))
        return [
            Reason(one, state.facts)
            for one in state.found
            if one.found is not None and one.found.severity in self._problems
        ]

    def _is_sent_on(self, about: UUID, contact: FoldedSubject) -> bool:
        """By this contact alone, as of the session's day."""
        rule = self._loaded.rules.definitions[SENT_ON]
        day = day_number(self._day)
        known = (
            (code, value_of(self._words.get(code), one)) for code, one in _typed(contact).items()
        )
        events = [Event(day, UNKNOWN_MINUTE, 0, *one) for one in known if one[1] is not None]
        return self._engine(make_facts(events=events)).value(rule.node) is True

    def _engine(self, facts: Facts) -> Reference:
        return Reference(self._loaded.derive(facts), day_number(self._day))


def _typed(contact: FoldedSubject) -> dict[str, Any]:
    groups = (contact.fields.get(name) for name in ("observations", "doses"))
    return {
        code: one for group in groups if isinstance(group, Mapping) for code, one in group.items()
    }


def _lightness(reason: Reason) -> int:
    return -SEVERITIES.index(reason.state.found.severity if reason.state.found else "info")


def rows_of(
    groups: Iterable[str], targets: Mapping[UUID, str], outcomes: Iterable[Outcome]
) -> list[Row]:
    """The rows of these groups and a last one, "", of whom the rulebook puts in none.

    `targets` are all whom the session is for, each with the code of their group; guests only came.
    """
    rows = {code: Row(code) for code in (*groups, "")}
    here = {one.about: one for one in outcomes}
    for about, code in targets.items():
        rows[code].target.append(about)
        if about not in here:
            rows[code].absent.append(about)
    for about, one in here.items():
        row = rows[one.group]
        row.came.append(about)
        (row.problem if one.reasons else row.normal).append(about)
        if one.referred:
            row.referred.append(about)
    return list(rows.values())
