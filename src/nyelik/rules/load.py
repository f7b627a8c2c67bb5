"""The rulebook of this checkout with the district's layer and its growth tables, read once in a process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nyelik.rules.facts import Facts
from nyelik.rules.growth.derive import derive
from nyelik.rules.growth.tables import GrowthTables, read_growth_tables
from nyelik.rules.kept import cache_folder, kept
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


LAYER = "NYELIK_RULEBOOK_LAYER"


@cache
def load(folder: Path | None = None, layer: Path | None = None) -> Loaded:
    """Read a rulebook folder: this checkout's with the installation's layer, unless others are named.

    Raises RulebookErrors with everything wrong.
    """
    places = places_in_use(folder, layer)
    rules = kept(cache_folder(), places, lambda: read_rulebook(*places))
    return Loaded(rules, read_growth_tables(places[0] / "growth"))


def places_in_use(folder: Path | None = None, layer: Path | None = None) -> list[Path]:
    """The folders that a rulebook is read from: its own, and the layer's if there is one."""
    if folder is None:
        folder, layer = rulebook_folder(), layer or layer_in_use()
    return [folder, *([layer] if layer else [])]


def layer_in_use() -> Path | None:
    """The district's own layer: the folder in NYELIK_RULEBOOK_LAYER, else `rulebook` in NYELIK_HOME if there is one.

    An empty NYELIK_RULEBOOK_LAYER means none.
    """
    named = os.environ.get(LAYER)
    if named is not None:
        return Path(named) if named else None
    home = os.environ.get("NYELIK_HOME")
    usual = Path(home) / "rulebook" if home else None
    return usual if usual and usual.is_dir() else None
