"""The rulebook of this checkout with its growth tables, read once in a process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nyelik.rules.facts import Facts
from nyelik.rules.growth.derive import derive
from nyelik.rules.growth.tables import GrowthTables, read_growth_tables
from nyelik.rules.model import Rulebook
from nyelik.rules.read import read_rulebook, rulebook_folder


@dataclass(frozen=True)
class Loaded:
    """Rules and growth tables that belong together: one version."""

    rules: Rulebook
    growth: GrowthTables

    def derive(self, facts: Facts) -> Facts:
        """The facts with their growth events (z-scores, weight status) added."""
        return derive(facts, self.growth)


@cache
def load(folder: Path | None = None) -> Loaded:
    """Read a rulebook folder (this checkout's by default). Raises RulebookErrors with everything wrong."""
    place = folder or rulebook_folder()
    return Loaded(read_rulebook(place), read_growth_tables(place / "growth"))
