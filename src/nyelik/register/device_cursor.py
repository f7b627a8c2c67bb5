"""How far a device has pulled, as one text: the server's own, given back unread.

`1|generation|rights|at|mark|stage|area|number|name`. `at` and `mark` are a place in the journal. While a listing runs,
`stage` says what is being listed and the last three where it stands; the changes since `at` come after it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

VERSION = "1"
FACILITIES, PEOPLE, HOUSEHOLDS, CHANGES = "f", "p", "h", "c"
STAGES = (FACILITIES, PEOPLE, HOUSEHOLDS, CHANGES)
LONGEST = 600
GENERATION_LENGTH = 12


@dataclass(frozen=True)
class Cursor:
    """`rights` is a hash of all that decides what the worker may see; another hash begins another generation."""

    generation: str
    rights: str
    at: int
    mark: str
    stage: str = FACILITIES
    area: str = ""
    number: int = 0
    name: str = ""

    def text(self) -> str:
        """As the device keeps it; short once the listing is over."""
        parts = [VERSION, self.generation, self.rights, str(self.at), self.mark]
        if self.stage != CHANGES:
            parts += [self.stage, self.area, str(self.number), self.name]
        return "|".join(parts)

    def moved(self, at: int, mark: str) -> Cursor:
        """At a later place of the journal, the listing being over."""
        return replace(self, at=at, mark=mark, stage=CHANGES, area="", number=0, name="")


def read_cursor(text: str | None) -> Cursor | None:
    """The cursor of a text that we once gave; None for none, and for what we never gave."""
    if not text or len(text) > LONGEST:
        return None
    parts = text.split("|", 8)
    if len(parts) not in (5, 9) or parts[0] != VERSION or not _is_number(parts[3]):
        return None
    begun = Cursor(parts[1], parts[2], int(parts[3]), parts[4], CHANGES)
    if len(parts) == 5:
        return begun
    if parts[5] not in STAGES or not _is_number(parts[7]):
        return None
    stage, area, number, name = parts[5:]
    return replace(begun, stage=stage, area=area, number=int(number), name=name)


def generation_of(rights: str, at: int, mark: str, before: str | None) -> str:
    """The name of a listing that begins now. `before` is the cursor given up for it: no two of them are alike."""
    told = f"{rights} {at} {mark} {before or ''}"
    return hashlib.sha256(told.encode()).hexdigest()[:GENERATION_LENGTH]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
