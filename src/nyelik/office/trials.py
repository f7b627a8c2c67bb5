"""The rulebooks that can be tried on the journal before anybody switches: layers that lie ready, and the national one.

A page never takes a path: it takes the name of one of these.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from nyelik.register import access
from nyelik.register.scope import Viewer
from nyelik.rules.check.branches import asked_by
from nyelik.rules.layering import LAYER_FILE
from nyelik.rules.load import Loaded, layer_in_use, load
from nyelik.rules.read import rulebook_folder, rulebook_version
from nyelik.rules.reads import words_read
from nyelik.watch.evaluate import Watch
from nyelik.watch.shadow import Compared, Shadow, shadow

NATIONAL = "nasional"


@dataclass(frozen=True)
class Trial:
    """A rulebook to try: the national one without a layer, or with the layer of that folder."""

    name: str
    layer: Path | None


def trials() -> list[Trial]:
    """What can be tried: layers of this release and of the data folder; without a layer, where one is in use."""
    used = layer_in_use()
    folders = (rulebook_folder().parent / "rulebook-layers", settings.HOME / "uji-coba")
    layers = [
        Trial(path.parent.name, path.parent)
        for folder in folders
        for path in sorted(folder.glob(f"*/{LAYER_FILE}"))
        if used is None or path.parent.resolve() != used.resolve()
    ]
    return [*([Trial(NATIONAL, None)] if used else []), *layers]


def trial_rules(trial: Trial) -> Loaded:
    """Its rules, read again whenever a file of it changed. Raises RulebookErrors."""
    return _read(trial.layer, rulebook_version(rulebook_folder(), trial.layer))


@lru_cache(maxsize=4)
def _read(layer: Path | None, version: str) -> Loaded:
    return load.__wrapped__(rulebook_folder(), layer)


def shadow_of(watch: Watch, other: Loaded, day: dt.date, area: str, viewer: Viewer) -> Shadow:
    """What would change in an area; rules that this viewer may not know of are left out. Kept until the mart moves."""
    # Danger: a layer may call a word no secret; it stays one until somebody switches.
    books = (watch.loaded.rules, other.rules)
    hidden = frozenset(
        code
        for book in books
        for code, word in book.words.items()
        if not access.may_see_word(viewer, word)
    )

    def may_see(rule: Compared) -> bool:
        read = words_read(*(asked.node for asked in asked_by(rule)))
        return access.may_see_word(viewer, rule) and not read & hidden

    key = ("shadow", other.rules.version, watch.mart.state().manifest, day, area, hidden)
    return watch.kept(key, lambda: shadow(watch, other, day, area or None, may_see))
