"""The kernels mean the same compiled and as plain Python."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nyelik.rules.engines import kernels

PEOPLE = 5_000


@pytest.fixture
def rows() -> tuple[Any, Any, Any, Any]:
    """start, stop, day and value of a slice: nought to nine events a person, days repeated."""
    chance = np.random.default_rng(7)
    many = chance.integers(0, 10, PEOPLE)
    edge = np.concatenate([[0], np.cumsum(many)]).astype(np.int32)
    person = np.repeat(np.arange(PEOPLE), many)
    day = chance.integers(0, 40, len(person)).astype(np.int32)
    order = np.lexsort((day, person))
    return edge[:-1], edge[1:], day[order], chance.normal(0, 1, len(person))


@pytest.fixture(params=["plain", "compiled"])
def form(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Which form of the kernels runs."""
    monkeypatch.setattr(kernels, "_loaded", {})
    monkeypatch.setattr(kernels, "COMPILE_FROM", 0 if request.param == "compiled" else 10**9)
    return str(request.param)


def test_every_kernel_gives_what_a_loop_in_words_gives(
    form: str, rows: tuple[Any, Any, Any, Any]
) -> None:
    start, stop, day, value = rows
    low, high = np.full(PEOPLE, 5), np.full(PEOPLE, 30)
    first, last = kernels.bounds(start, stop, day, low, high)
    days, least = kernels.changes(first, last, day), kernels.lowest(first, last, value)
    sums, keep = kernels.total(first, last, value), kernels.last_of_day(start, stop, day)
    owner = kernels.owners(start, stop, len(day))
    for person in range(0, PEOPLE, 37):
        own = np.arange(start[person], stop[person])
        inside = own[(day[own] >= 5) & (day[own] <= 30)]
        assert last[person] - first[person] == len(inside)
        assert days[person] == len(set(day[inside].tolist()))
        assert least[person] == min(value[inside].tolist(), default=np.inf)
        assert sums[person] == sum(value[inside].tolist())
        assert keep[own].sum() == len(set(day[own].tolist()))
        assert (owner[own] == person).all()
    assert bool(kernels._loaded) == (form == "compiled")


def test_offsets_count_people_without_rows(form: str) -> None:
    start, stop = kernels.offsets(np.array([11, 11, 13], np.int32), 10, 5)
    assert (stop - start).tolist() == [0, 2, 0, 1, 0]
