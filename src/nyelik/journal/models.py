"""Where Django looks for tables; ours are described in `tables`."""

from nyelik.journal.tables import (
    About,
    EntryRow,
    Merged,
    OpenConflict,
    Position,
    Quarantine,
    Subject,
)

__all__ = ["About", "EntryRow", "Merged", "OpenConflict", "Position", "Quarantine", "Subject"]
