"""A device's store as small as it can be: what contracts/sync.md says a device does with pages, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Store:
    """Records by what they are about, each with the generation it last came in."""

    cursor: str | None = None
    generation: str = ""
    records: dict[str, tuple[str, Any]] = field(default_factory=dict)
    asked: int = 0

    def apply(self, page: Mapping[str, Any]) -> None:
        """One page and its cursor, together."""
        self.asked += 1
        self.generation = page["generation"]
        for record in page["records"]:
            self.records[record["about"]] = (self.generation, record)
        for about in page["gone"]:
            self.records.pop(about, None)
        self.cursor = page["cursor"]
        if not page["more"]:
            kept = {a: one for a, one in self.records.items() if one[0] == self.generation}
            self.records = kept

    def content(self) -> dict[str, Any]:
        """The records, whatever generation they came in."""
        return {about: record for about, (_, record) in sorted(self.records.items())}
