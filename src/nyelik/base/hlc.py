"""Hybrid logical clock: one integer that orders what devices wrote, even when their clocks disagree.

A stamp is `(unix milliseconds << 16) | counter`. It never goes back on one device, and never lies behind a
stamp the device has already seen, so "written later, knowing the former" always compares greater.
Source of the idea: Kulkarni et al., Logical Physical Clocks (2014).
"""

COUNTER_BITS = 16
_COUNTER_MASK = (1 << COUNTER_BITS) - 1


def stamp(ms: int, counter: int = 0) -> int:
    """The stamp of a moment in unix milliseconds, the `counter`th within it."""
    return (ms << COUNTER_BITS) | counter


def milliseconds(written: int) -> int:
    """The wall clock part of a stamp, unix milliseconds."""
    return written >> COUNTER_BITS


def counter(written: int) -> int:
    """The counter part of a stamp: 0 to 65,535."""
    return written & _COUNTER_MASK


def next_stamp(last: int, now_ms: int, seen: int = 0) -> int:
    """The stamp for a new entry, after `last` (this device's own) and `seen` (greatest received from others).

    When the wall clock stands still or went back the counter grows; a full counter carries into the milliseconds.
    """
    return max(last + 1, seen + 1, stamp(now_ms))
