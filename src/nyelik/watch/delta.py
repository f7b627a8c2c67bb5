"""Deltas: what a refresh adds to a base. Rows of new subjects, and whole people told anew.

A person of whom something earlier was corrected, withdrawn or merged is *retold*: all earlier rows of that person
are passed over and the delta's rows say everything. New people, codes, texts and subjects come with the delta.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.watch.rows import DTYPES, NEVER, Rows, joined, merged, no_rows
from nyelik.watch.segments import BLOCK, Base, settle

Array: TypeAlias = npt.NDArray[Any]


@dataclass(frozen=True)
class Delta:
    """One refresh. `people` (n, 16) are the UUIDs of new people; `links` pairs of people ever merged.

    `mark` tells the entry at `seq` from that of another journal.
    """

    seq: int
    rows: Rows
    retold: Array
    people: Array
    subjects: Array
    codes: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    mark: str = ""

    def save(self, path: Path) -> None:
        """Write it durably; the manifest names it afterwards."""
        told = {
            "seq": self.seq,
            "codes": self.codes,
            "texts": self.texts,
            "links": self.links,
            "mark": self.mark,
        }
        arrays = {name: getattr(self.rows, name) for name in DTYPES}
        with path.open("wb") as file:
            np.savez(
                file,
                retold=self.retold,
                people=self.people,
                subjects=self.subjects,
                told=np.frombuffer(json.dumps(told).encode(), np.uint8),
                **arrays,
            )
            settle(file)


def load_delta(path: Path) -> Delta:
    """Read a delta. Raises FileNotFoundError if it has been folded into a base meanwhile."""
    with np.load(path) as arrays:
        told = json.loads(arrays["told"].tobytes())
        return Delta(
            seq=told["seq"],
            rows=Rows(*(arrays[name] for name in DTYPES)),
            retold=arrays["retold"],
            people=arrays["people"],
            subjects=arrays["subjects"],
            codes=tuple(told["codes"]),
            texts=tuple(told["texts"]),
            links=tuple((one, other) for one, other in told["links"]),
            mark=told.get("mark", ""),
        )


@dataclass(frozen=True)
class Overlay:
    """What the deltas since the base say of one block: rows in order, and who was retold (a mask of the block).

    `told` is of each person the version that last said something new, 0 if none since the base.
    """

    version: int
    rows: Rows = field(default_factory=no_rows)
    retold: Array | None = None
    told: Array = field(default_factory=lambda: np.zeros(BLOCK, np.int64))

    def since(self, version: int) -> Array:
        """The places of the people of whom something was said after a version."""
        return np.flatnonzero(self.told > version)

    def segment(self, code: int) -> Rows:
        """The rows of one code."""
        start, stop = np.searchsorted(self.rows.code, [code, code + 1])
        return self.rows.between(int(start), int(stop))

    def over(self, base: Rows, code: int) -> Rows:
        """The rows of one code with those of the base; the base's own where nothing is added or passed over."""
        if self.retold is not None and len(base):
            stays = ~self.retold[base.person % BLOCK]
            base = base if stays.all() else base.at(stays)
        return merged(base, self.segment(code))

    def with_rows(self, version: int, rows: Rows, retold: Array) -> Overlay:
        """The overlay after one more delta; `retold` are places in the block."""
        mask, kept = self.retold, self.rows
        if len(retold):
            mask = np.zeros(BLOCK, np.bool_) if mask is None else mask.copy()
            mask[retold] = True
            fresh = np.ones(BLOCK, np.bool_)
            fresh[retold] = False
            kept = kept.at(fresh[kept.person % BLOCK])
        told = self.told.copy()
        told[retold] = told[rows.person % BLOCK] = version
        return Overlay(version, merged(kept, rows.in_order()), mask, told)


def segment_of(base: Base, overlay: Overlay | None, block: int, code: int) -> Rows:
    """The rows of one code in one block as base and overlay together tell them."""
    rows = base.segment(block, code)
    return rows if overlay is None else overlay.over(rows, code)


def whole_block(base: Base, overlay: Overlay | None, block: int, codes: int) -> Rows:
    """All rows of a block in order, what was withdrawn before it was ever shown left out."""
    rows = joined([segment_of(base, overlay, block, code) for code in range(codes)])
    shown = (rows.retracted == NEVER) | (rows.retracted > rows.received)
    return rows if shown.all() else rows.at(shown)
