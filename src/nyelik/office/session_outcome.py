"""Whether a contact of a hari buka found a problem, as its own form shows it: the phone reckons its recap the same way.

Field app: `field/app/screens/session/recap.ts`. What was known before does not count, what this contact found does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from nyelik.care.facts_from_entries import facts_of_subjects
from nyelik.care.form import fill
from nyelik.journal.fold import Subject
from nyelik.office.rulebook import loaded
from nyelik.rules.form import Filling

PROBLEMS = frozenset({"yellow", "red", "danger"})
"""Findings of these severities make somebody one with a problem, here and on the phone."""


def has_problem(
    about: UUID,
    contact: Subject,
    subjects: Iterable[Subject],
    day: dt.date,
    hidden: frozenset[str],
) -> bool:
    """Whether the form of a contact, filled as it was over all else that is known, shows a finding that presses."""
    rules = loaded().rules
    form = rules.form(str(contact.fields.get("package") or ""))
    if form is None:
        return False
    others = [one for one in subjects if one.id != contact.id]
    typed = {**contact.fields.get("observations", {}), **contact.fields.get("doses", {})}
    facts = facts_of_subjects(others, rules.words, about)
    state = fill(loaded(), form, Filling(facts, day, typed, hidden=hidden))
    return any(one.found is not None and one.found.severity in PROBLEMS for one in state.found)
