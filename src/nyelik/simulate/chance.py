"""Chance: the one seeded source of everything that could have happened otherwise."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

T = TypeVar("T")

_VERSION_7 = 0x7 << 76
_VARIANT = 0x2 << 62


class Chance(random.Random):
    """A seeded `random.Random` in the words of this package. The same seed lives the same lives."""

    def yes(self, probability: float) -> bool:
        """True with this probability."""
        return self.random() < probability

    def around(self, mean_and_sd: Sequence[float]) -> float:
        """A normal draw from (mean, standard deviation)."""
        return self.gauss(mean_and_sd[0], mean_and_sd[1])

    def whole(self, bounds: Sequence[int]) -> int:
        """A whole number between two bounds, both possible."""
        return bounds[0] + int(self.random() * (bounds[1] - bounds[0] + 1))

    def one(self, things: Sequence[T]) -> T:
        """One of the things, each as likely."""
        return things[int(self.random() * len(things))]

    def by_share(self, kinds: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """One of the kinds, weighted by its `share`."""
        left = self.random() * sum(kind["share"] for kind in kinds)
        for kind in kinds:
            left -= kind["share"]
            if left < 0:
                return kind
        return kinds[-1]

    def uuid(self, unix_ms: int) -> UUID:
        """A UUIDv7 of this moment, its random part from the seed."""
        bits = self.getrandbits(74)
        number = (unix_ms & 0xFFFFFFFFFFFF) << 80 | _VERSION_7 | (bits >> 62) << 64
        return UUID(int=number | _VARIANT | (bits & 0x3FFFFFFFFFFFFFFF))
