"""The hybrid logical clock never goes back; identifiers carry their moment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyelik.base import hlc, ids

MS = st.integers(0, 1 << 47)


@given(st.lists(st.tuples(MS, st.integers(0, 1 << 62)), max_size=30))
def test_stamps_always_grow_whatever_the_wall_clock_does(ticks: list[tuple[int, int]]) -> None:
    last = 0
    for now_ms, seen in ticks:
        stamp = hlc.next_stamp(last, now_ms, seen)
        assert stamp > last
        assert stamp > seen
        assert stamp >= hlc.stamp(now_ms)
        last = stamp


def test_a_standing_clock_counts_and_a_running_one_starts_again() -> None:
    first = hlc.next_stamp(0, 1_000)
    assert (hlc.milliseconds(first), hlc.counter(first)) == (1_000, 0)
    assert hlc.counter(hlc.next_stamp(first, 1_000)) == 1
    assert hlc.counter(hlc.next_stamp(first, 1_001)) == 0


@given(st.integers(0, (1 << 48) - 1), st.binary(min_size=10, max_size=10))
def test_uuid7_has_version_variant_and_moment(ms: int, random: bytes) -> None:
    one = ids.uuid7(ms, random)
    assert (one.version, one.variant) == (7, "specified in RFC 4122")
    assert ids.milliseconds_of(one) == ms


def test_uuid7_uses_all_the_chance_it_is_given() -> None:
    assert ids.uuid7(5, b"\0" * 10) != ids.uuid7(5, b"\0" * 9 + b"\1")
    with pytest.raises(ValueError, match="random bytes"):
        ids.uuid7(5, b"short")
    with pytest.raises(ValueError, match="48 bits"):
        ids.uuid7(1 << 48, b"\0" * 10)
