"""Words: every code that an observation, a dose or an event may carry, with its unit and limits."""

from __future__ import annotations

from dataclasses import dataclass, field

KINDS = ("number", "count", "yes_no", "choice", "text", "dose", "event", "day")


@dataclass(frozen=True)
class Label:
    """A text in both languages of the product; Indonesian first."""

    id: str
    en: str

    def text(self, language: str) -> str:
        """The text in "id" or "en"."""
        return self.en if language == "en" else self.id


@dataclass(frozen=True)
class Choice:
    """One answer of a word of kind `choice`."""

    code: str
    label: Label


@dataclass(frozen=True)
class Word:
    """A code with its meaning.

    `possible` is what can be at all (outside it a value is asked back and never used by a rule);
    `plausible` is what is usual (outside it a value is asked back). `sensitive` hides it from kader and
    village. `decimals` is how many a scale or tape shows: a phone goes on by itself once they are typed.
    `derived` names what computes it ("growth", "weight_status"); such a word is never typed.
    """

    code: str
    label: Label
    kind: str
    unit: str | None = None
    possible: tuple[float, float] | None = None
    plausible: tuple[float, float] | None = None
    choices: tuple[Choice, ...] = ()
    codings: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())
    sensitive: str | None = None
    derived: str | None = None
    decimals: int | None = None

    def choice_codes(self) -> tuple[str, ...]:
        """The codes of its answers, in order: columns store an answer as its place in this order."""
        return tuple(choice.code for choice in self.choices)
