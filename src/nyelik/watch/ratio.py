"""The arithmetic of coverage: a ratio of sums, never an average of percentages; nothing over nothing is no number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

NO_DENOMINATOR = "numerator-without-denominator"
"""Critical: somebody was served, yet nobody was to be served. Numerator or denominator is wrong."""
OVER_HUNDRED = "over-hundred-percent"
"""More were served than were to be served: shown as it is, never cut to 100 %."""


@dataclass(frozen=True)
class Ratio:
    """`percent` is None (not applicable, "N/A") where there is nobody to count among."""

    numerator: float
    denominator: float

    @property
    def percent(self) -> float | None:
        """The ratio in percent."""
        return 100 * self.numerator / self.denominator if self.denominator else None

    @property
    def warning(self) -> str | None:
        """NO_DENOMINATOR, OVER_HUNDRED or None."""
        if not self.denominator:
            return NO_DENOMINATOR if self.numerator else None
        return OVER_HUNDRED if self.numerator > self.denominator else None


def ratio_of_sums(parts: Iterable[Ratio]) -> Ratio:
    """The ratio of a whole from its parts: numerators and denominators are summed, percentages never."""
    counted = list(parts)
    return Ratio(sum(part.numerator for part in counted), sum(part.denominator for part in counted))
