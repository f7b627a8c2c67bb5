"""A value for every person: a column with a mask of who is known, and the logic of yes, no and unknown on it.

A column of one element stands for everybody (today, a constant); NumPy broadcasts it. What is unknown has
an arbitrary value, except in truths, where it is no: so a truth's values alone say who is a yes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]

_YES = np.ones(1, np.bool_)
_NO = np.zeros(1, np.bool_)


class Column(NamedTuple):
    """`values` and `known`, each of shape (people,) or (1,)."""

    values: Array
    known: Array

    @property
    def no(self) -> Array:
        """Of a truth: who is a no."""
        return self.known & ~self.values

    def across(self, people: int) -> Column:
        """The column with one element for each person."""
        return Column(np.broadcast_to(self.values, people), np.broadcast_to(self.known, people))


def same_for_all(value: float | bool, dtype: type[np.generic]) -> Column:
    """The column of a constant."""
    return Column(np.array([value], dtype), _YES)


UNKNOWN_TRUTH = Column(_NO, _NO)


def certain(values: Array) -> Column:
    """A column without unknowns."""
    return Column(values, _YES)


def truth(values: Array, known: Array) -> Column:
    """A truth: unknown counts as no in its values."""
    return Column(values & known, known)


def both_known(first: Column, second: Column) -> Array:
    """Who is known in both."""
    return first.known if first.known is second.known else first.known & second.known


def all_of(columns: Sequence[Column]) -> Column:
    """No if any is no; else unknown if any is unknown; else yes."""
    return reduce(_and, columns)


def any_of(columns: Sequence[Column]) -> Column:
    """Yes if any is yes; else unknown if any is unknown; else no."""
    return reduce(_or, columns)


def _and(first: Column, second: Column) -> Column:
    yes = first.values & second.values
    if first.known is _YES and second.known is _YES:
        return certain(yes)
    return Column(yes, yes | first.no | second.no)


def _or(first: Column, second: Column) -> Column:
    yes = first.values | second.values
    if first.known is _YES and second.known is _YES:
        return certain(yes)
    return Column(yes, yes | (first.known & second.known))


def negated(column: Column) -> Column:
    """No for yes and yes for no; unknown stays."""
    return Column(column.no, column.known)


def counted(columns: Sequence[Column]) -> tuple[Array, Array]:
    """How many of the truths are yes, and how many are known, for each person."""
    yes = sum(column.values.astype(np.int32) for column in columns)
    known = sum(column.known.astype(np.int32) for column in columns)
    return np.asarray(yes), np.asarray(known)


def chosen(condition: Array, first: Column, second: Column) -> Column:
    """`first` where the condition holds, else `second`."""
    return Column(
        np.where(condition, first.values, second.values),
        np.where(condition, first.known, second.known),
    )
