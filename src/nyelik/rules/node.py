"""The nodes of an expression: frozen, typed, and well-formed because only the reader makes them."""

from __future__ import annotations

from dataclasses import dataclass

from nyelik.rules import vocabulary as v


@dataclass(frozen=True, slots=True)
class Duration:
    """So many hours, days, weeks, months or years; months and years follow the date law."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class Node:
    """One operation with its arguments.

    `op` is a name of the vocabulary, or `constant` (one argument: the value) or `named` (a definition's or
    setting's id and its node). `type` is one of the vocabulary's types; `unit` the unit of a number, where
    one is known; `word` the word whose choices a choice is of.
    """

    op: str
    args: tuple[Node | str | float | bool | Duration, ...]
    type: str
    unit: str | None = None
    word: str | None = None

    def nodes(self) -> tuple[Node, ...]:
        """The arguments that are nodes."""
        return tuple(arg for arg in self.args if isinstance(arg, Node))


def constant(value: float | bool | str | Duration, type_: str, word: str | None = None) -> Node:
    """A node that is a fixed value."""
    return Node("constant", (value,), type_, None, word)


def truth(value: bool) -> Node:
    """The node `yes` or `no`."""
    return constant(value, v.TRUTH)
