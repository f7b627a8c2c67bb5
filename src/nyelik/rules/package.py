"""Packages: what is asked, measured, given, shown and talked about at one kind of contact. Forms as data.

A contact keeps the form and version that it was filled under (`package`, `package_version`). A changed
form is a new package of the same `form` with another version; the old one stays, and stays readable.
"""

from __future__ import annotations

from dataclasses import dataclass

from nyelik.rules.model import Rule
from nyelik.rules.node import Node
from nyelik.rules.words import Label

PACKAGE_KINDS = (
    *("card", "checklist", "screening", "visit", "registration", "recap", "audit", "survey"),
)
ROLES = ("kader", "nakes", "doctor", "teacher")
"""Who may fill a form. A doctor fills whatever a health worker (nakes) fills."""
_ALSO = {"doctor": ("nakes",)}
ACTIONS = ("ask", "give", "show", "counsel", "enter")
STEPS = (1, 2, 3, 4, 5)
"""The five steps of the Posyandu's session day."""
PERSON_FIELDS = {
    "name": "text",
    "sex": "sex",
    "born": "day",
    "nik": "text",
    "kk": "text",
    "bpjs": "text",
    "phone": "text",
    "address": "text",
    "mother_name": "text",
    "father_name": "text",
    "birth_order": "count",
    "moved_in": "day",
    "moved_out": "day",
    "died": "day",
}
"""What a form may enter about the person itself, with its kind (see contracts/entry.schema.json)."""
HOUSEHOLD_FIELDS = {"kk": "text", "head_name": "text", "address": "text"}
EPISODE_PARTS = ("start", "end", "delivered")
"""The days of an episode that a form may enter, written `pregnancy.start`."""


def may_fill(role: str, by: tuple[str, ...]) -> bool:
    """Whether that role may fill what is for `by`; empty is for everybody."""
    return not by or any(name in by for name in (role, *_ALSO.get(role, ())))


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One line of a form. `action` says what happens with `of`:

    `ask` a word's value, `give` the due dose of a vaccine, `show` a finding or (with `node`) a value while
    the form is typed, `counsel` a topic whose points are read out, `enter` a field of the person,
    household or episode. `key` is the name under which a value is typed.

    Shown only if `when` is yes, one of the services in `due` is due, and the role is in `by` (empty: the
    section's). A `default` is proposed and never recorded until somebody confirms it.
    """

    action: str
    of: str
    label: Label
    hint: Label | None = None
    required: bool = False
    by: tuple[str, ...] = ()
    when: Node | None = None
    due: tuple[str, ...] = ()
    default: Node | None = None
    plausible: tuple[float, float] | None = None
    """Usual values at this contact, narrower than the word's; `reason` says why."""
    reason: Label | None = None
    node: Node | None = None
    sensitive: str | None = None
    write_only: bool = False
    """Those may answer who may not see: the line stands open to them, without default or earlier value. A finding
    is then judged by what they typed themselves, so that they learn what to do and nothing else."""

    @property
    def key(self) -> str:
        """The name of its typed value; unique in a package. A shown expression has none."""
        return self.of


@dataclass(frozen=True, kw_only=True)
class FormSection:
    """Lines that belong together. Empty `by` means whoever may fill the package."""

    id: str
    label: Label
    fields: tuple[FormField, ...]
    step: int | None = None
    by: tuple[str, ...] = ()
    when: Node | None = None
    hint: Label | None = None


@dataclass(frozen=True, kw_only=True)
class Package(Rule):
    """A form: who gets it, where, filled by whom, in which version, with its sections in order."""

    kind: str
    form: str
    """The form's lasting name: that of the id, unless this is an earlier version under an id of its own."""
    version: str
    eligible: Node
    at: tuple[str, ...]
    by: tuple[str, ...]
    sections: tuple[FormSection, ...]
    sensitive: str | None = None

    def fields(self) -> tuple[FormField, ...]:
        """All lines, in order."""
        return tuple(line for section in self.sections for line in section.fields)

    def asked_of(self, role: str) -> frozenset[str]:
        """The words that somebody of that role answers in this form; none where they may not fill it."""
        if not may_fill(role, self.by):
            return frozenset()
        return frozenset(
            line.of
            for section in self.sections
            for line in section.fields
            if line.action == "ask" and may_fill(role, line.by or section.by)
        )
