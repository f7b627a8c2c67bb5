"""Numbers for those who see no names: small counts are hidden, so that nobody can be guessed from a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SMALL = 5
"""Counts of 1 to 4 are hidden: with fewer than five people in a village table neighbours recognise who is meant."""


def suppress_small(counts: Sequence[int], *, total_shown: bool = True) -> list[int | None]:
    """Counts with small ones (1 to 4) as None.

    If exactly one would be hidden beside a visible total, the next smallest is hidden too, else subtraction shows it.
    """
    shown: list[int | None] = [None if 0 < count < SMALL else count for count in counts]
    hidden = [place for place, count in enumerate(shown) if count is None]
    if total_shown and len(hidden) == 1 and len(counts) > 1:
        others = [(count, place) for place, count in enumerate(shown) if count]
        if others:
            shown[min(others)[1]] = None
    return shown


def suppress_parts(
    met: int, missed: int, unknown: int
) -> tuple[int | None, int | None, int | None]:
    """One coverage figure: if a part is small, all parts are hidden (the denominator may stay)."""
    if any(0 < part < SMALL for part in (met, missed, unknown)):
        return None, None, None
    return met, missed, unknown


def hidden_units(parts: Mapping[str, tuple[int, int, int]]) -> set[str]:
    """Which units of a table (met, missed, unknown of each) are hidden when their total is shown beside them.

    Those with a small part, and the next smallest until what is hidden together is small in no part either.
    """
    hidden = {code for code, three in parts.items() if any(0 < part < SMALL for part in three)}
    others = sorted((sum(parts[code]), code) for code in parts.keys() - hidden if sum(parts[code]))
    while others and hidden and _can_be_subtracted([parts[code] for code in hidden]):
        hidden.add(others.pop(0)[1])
    return hidden


def _can_be_subtracted(hidden: Sequence[tuple[int, int, int]]) -> bool:
    together = (sum(part) for part in zip(*hidden, strict=True))
    return len(hidden) == 1 or any(0 < count < SMALL for count in together)


def suppress_by_area(
    counts: Mapping[str, int], *, total_shown: bool = True
) -> dict[str, int | None]:
    """`suppress_small` for counts by area."""
    return dict(
        zip(counts, suppress_small(list(counts.values()), total_shown=total_shown), strict=True)
    )
