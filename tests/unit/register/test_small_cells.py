"""Small counts are hidden from those who see no names, so that subtraction does not show them either."""

import pytest

from nyelik.register.small_cells import suppress_by_area, suppress_parts, suppress_small


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([10, 20, 30], [10, 20, 30]),
        ([0, 20, 30], [0, 20, 30]),
        ([4, 20, 30], [None, None, 30]),
        ([4, 3, 30], [None, None, 30]),
        ([4, 0, 0], [None, 0, 0]),
        ([5, 6], [5, 6]),
        ([1], [None]),
        ([], []),
    ],
)
def test_counts(counts: list[int], shown: list[int | None]) -> None:
    assert suppress_small(counts) == shown


def test_without_a_total_only_small_ones_are_hidden() -> None:
    assert suppress_small([4, 20, 30], total_shown=False) == [None, 20, 30]
    assert suppress_by_area({"a": 4, "b": 20, "c": 9}) == {"a": None, "b": 20, "c": None}


def test_parts_of_one_figure_are_hidden_together() -> None:
    assert suppress_parts(40, 9, 0) == (40, 9, 0)
    assert suppress_parts(40, 2, 0) == (None, None, None)
