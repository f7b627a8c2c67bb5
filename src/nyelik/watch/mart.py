"""The mart: derived from the journal, kept up to date by position, rebuilt with one command.

    manifest.json         version, base and deltas that make up the mart; renamed into place, so never torn
    base-000001/          segments in memory-mapped columns (`segments`), people, names of codes and texts
    delta-000002.npz      what each refresh since then has added (`delta`)

One writer at a time holds `lock`; any number of readers look at the state that the manifest named when they asked.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.rules.engines.block import Texts
from nyelik.watch.delta import Delta, Overlay, load_delta, whole_block
from nyelik.watch.rows import Rows
from nyelik.watch.segments import BLOCK, Base, blocks_of, empty_base, open_base, settle, write_base

Array: TypeAlias = npt.NDArray[Any]

# Deltas are folded into a new base when their rows pass this many and this share of the base.
_FOLD_ROWS, _FOLD_SHARE = 200_000, 1 / 8


@dataclass(frozen=True)
class Manifest:
    """What makes up the mart. `meaning` is the fingerprint of the words that the rows were read with."""

    version: int = 0
    base: str | None = None
    deltas: tuple[str, ...] = ()
    meaning: str = ""


@dataclass(frozen=True)
class State:
    """The mart at one version, in memory (mapped). Never changed: the next version is another state."""

    manifest: Manifest
    base: Base = field(default_factory=empty_base)
    seq: int = 0
    mark: str = ""
    codes: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    people: Array = field(default_factory=lambda: np.zeros((0, 16), np.uint8))
    new_subjects: tuple[Array, ...] = ()
    overlays: Mapping[int, Overlay] = field(default_factory=dict)

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return blocks_of(len(self.people))

    @cached_property
    def text_numbers(self) -> Texts:
        """The texts with the numbers that stand for them in values; those of expressions are added."""
        return Texts(self.texts)

    def block_version(self, block: int) -> tuple[str | None, int]:
        """Changes whenever anything in the block does, and only then."""
        overlay = self.overlays.get(block)
        return self.manifest.base, overlay.version if overlay else 0

    def continues(self, earlier: State) -> bool:
        """Whether this is an earlier state and deltas after it; a new base hides who changed."""
        own, known = self.manifest, earlier.manifest
        return own.base == known.base and own.deltas[: len(known.deltas)] == known.deltas

    def changed_since(self, earlier: State, block: int) -> Array | None:
        """The places of the people who changed since an earlier state; None if this one does not continue it."""
        if not self.continues(earlier):
            return None
        overlay, before = self.overlays.get(block), earlier.overlays.get(block)
        if overlay is None:
            return np.zeros(0, np.intp)
        return overlay.since(before.version if before else 0)

    def overlaid(self) -> int:
        """How many rows the deltas hold."""
        return sum(len(overlay.rows) for overlay in self.overlays.values())

    def with_delta(self, name: str, delta: Delta) -> State:
        """The state after one more delta."""
        version = self.manifest.version + 1
        overlays = dict(self.overlays)
        owners = delta.rows.person // BLOCK
        touched = set(np.unique(owners).tolist()) | set((delta.retold // BLOCK).tolist())
        for block in sorted(touched):
            overlays[block] = overlays.get(block, Overlay(0)).with_rows(
                version,
                delta.rows.at(owners == block),
                delta.retold[delta.retold // BLOCK == block] % BLOCK,
            )
        deltas = (*self.manifest.deltas, name)
        return replace(
            self,
            manifest=replace(self.manifest, version=version, deltas=deltas),
            seq=delta.seq,
            mark=delta.mark,
            codes=(*self.codes, *delta.codes),
            texts=(*self.texts, *delta.texts),
            links=(*self.links, *delta.links),
            people=np.concatenate([self.people, delta.people])
            if len(delta.people)
            else self.people,
            new_subjects=(*self.new_subjects, delta.subjects),
            overlays=overlays,
        )


class Mart:
    """The mart in a folder. Reading never waits; writing is for one process at a time (`writing`)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._state = State(Manifest())
        self._lock = threading.RLock()

    def state(self) -> State:
        """The mart as it is now; reads only what was added since this process last looked."""
        with self._lock:
            for _ in range(20):
                manifest = self._read_manifest()
                if manifest == self._state.manifest:
                    return self._state
                try:
                    self._state = self._caught_up(manifest)
                except FileNotFoundError:
                    continue  # a newer mart replaced these files between reading the manifest and opening them
                return self._state
        raise RuntimeError(f"the mart in {self.folder} names files that are not there; rebuild it")

    def _read_manifest(self) -> Manifest:
        try:
            told = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Manifest()
        return Manifest(told["version"], told["base"], tuple(told["deltas"]), told["meaning"])

    def _caught_up(self, manifest: Manifest) -> State:
        state, known = self._state, self._state.manifest
        if manifest.base != known.base or manifest.deltas[: len(known.deltas)] != known.deltas:
            state = self._opened(manifest)
        for name in manifest.deltas[len(state.manifest.deltas) :]:
            state = state.with_delta(name, load_delta(self.folder / name))
        return replace(state, manifest=manifest)

    def _opened(self, manifest: Manifest) -> State:
        alone = replace(manifest, deltas=())
        if manifest.base is None:
            return State(alone)
        base = open_base(self.folder / manifest.base)
        names = json.loads((self.folder / manifest.base / "names.json").read_text(encoding="utf-8"))
        version = int(manifest.base.rpartition("-")[2])
        return State(
            replace(alone, version=version),
            base,
            names["seq"],
            names.get("mark", ""),
            tuple(names["codes"]),
            tuple(names["texts"]),
            tuple((one, other) for one, other in names["links"]),
            base.people,
        )

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the writer's lock; other processes wait here, readers do not."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._lock, (self.folder / "lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def add(self, delta: Delta) -> State:
        """Add a delta to the mart. Only while `writing`."""
        name = f"delta-{self._state.manifest.version + 1:06d}.npz"
        delta.save(self.folder / name)
        state = self._state.with_delta(name, delta)
        self._publish(state.manifest)
        self._state = state
        return state

    def must_fold(self) -> bool:
        """Whether the deltas have grown so that a new base is due."""
        return self._state.overlaid() > max(_FOLD_ROWS, len(self._state.base.rows) * _FOLD_SHARE)

    def fold(self) -> State:
        """Write base and deltas as one new base. Only while `writing`."""
        state = self._state
        codes = len(state.codes)
        blocks = (
            whole_block(state.base, state.overlays.get(block), block, codes)
            for block in range(state.blocks)
        )
        return self._replace_base(state, blocks, state.manifest.meaning)

    def replace_all(self, delta: Delta, meaning: str) -> State:
        """Make a delta that holds the whole journal the new mart. Only while `writing`."""
        empty = State(replace(self._state.manifest, base=None, deltas=(), meaning=meaning))
        whole = replace(
            empty.with_delta("", replace(delta, rows=delta.rows.at(np.zeros(0, np.int64)))),
            manifest=empty.manifest,
        )
        owners = delta.rows.person // BLOCK
        blocks = (
            delta.rows.at(owners == block).in_order()
            for block in range(blocks_of(len(delta.people)))
        )
        return self._replace_base(whole, blocks, meaning)

    def _replace_base(self, state: State, blocks: Iterator[Rows], meaning: str) -> State:
        version = self._state.manifest.version + 1
        name = f"base-{version:06d}"
        shutil.rmtree(self.folder / name, ignore_errors=True)
        subjects = np.unique(np.concatenate([state.base.subjects, *state.new_subjects]))
        write_base(self.folder / name, blocks, state.people, subjects, len(state.codes))
        names = {
            "seq": state.seq,
            "mark": state.mark,
            "codes": state.codes,
            "texts": state.texts,
            "links": state.links,
        }
        (self.folder / name / "names.json").write_text(json.dumps(names), encoding="utf-8")
        manifest = Manifest(version, name, (), meaning)
        self._publish(manifest)
        self._state = self._opened(manifest)
        self._forget(manifest)
        return self._state

    def _publish(self, manifest: Manifest) -> None:
        told = {
            "version": manifest.version,
            "base": manifest.base,
            "deltas": manifest.deltas,
            "meaning": manifest.meaning,
        }
        aside = self.folder / f"manifest.{os.getpid()}"
        with aside.open("w", encoding="utf-8") as file:
            json.dump(told, file)
            settle(file)
        aside.replace(self.folder / "manifest.json")

    def _forget(self, manifest: Manifest) -> None:
        """Remove what the manifest no longer names. Who has a file mapped keeps it; who comes late asks again."""
        for path in self.folder.glob("base-*"):
            if path.name != manifest.base:
                shutil.rmtree(path, ignore_errors=True)
        for path in self.folder.glob("delta-*"):
            path.unlink(missing_ok=True)
