"""A folded subject for tests that need no journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Entry:
    """As much of an entry as facts need."""

    written: int = 1
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Folded:
    """See `journal.fold.Subject`."""

    kind: str
    fields: Mapping[str, Any]
    id: UUID = UUID(int=9)  # noqa: RUF009  a UUID never changes
    happened: str = "2026-03-01"
    place: str | None = None
    retracted: bool = False
    conflicts: Sequence[object] = ()
    entries: Sequence[Entry] = field(default=(Entry(),))
