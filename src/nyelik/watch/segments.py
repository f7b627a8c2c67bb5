"""Segments on disk: all events of the mart in columns, block after block, within a block code after code.

A block is 65,536 people in order of first appearance. A *base* is a folder of memory-mapped `.npy` files: one for
each column of rows, an index (block, code) -> rows, and the people. It is written aside, never changed, and named by
the manifest; who has it open keeps reading it, even after a newer one has replaced it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.watch.rows import DTYPES, NEVER, Rows, no_rows

Array: TypeAlias = npt.NDArray[Any]

BLOCK = 65_536
"""People in a block: one block's columns fit the processor's caches, and a changed block is redone in milliseconds."""


def blocks_of(people: int) -> int:
    """How many blocks hold so many people."""
    return -(-people // BLOCK)


@dataclass(frozen=True)
class Base:
    """An opened base. `index[block, code]` and `index[block, code + 1]` bound a segment's rows."""

    rows: Rows
    index: Array
    retracted: Array
    people: Array
    subjects: Array

    @property
    def codes(self) -> int:
        """How many codes the base knows."""
        return int(self.index.shape[1]) - 1

    def segment(self, block: int, code: int) -> Rows:
        """The rows of one code in one block, in order; none for a block or code that came later."""
        if block >= len(self.index) or code >= self.codes:
            return self.nothing
        return self.rows.between(int(self.index[block, code]), int(self.index[block, code + 1]))

    def places_in_block(self, block: int, code: int) -> tuple[int, int]:
        """Where a segment begins and ends among the rows of its block."""
        if block >= len(self.index) or code >= self.codes:
            return 0, 0
        start, stop = self.index[block, code : code + 2] - self.index[block, 0]
        return int(start), int(stop)

    def block(self, block: int) -> Rows:
        """All rows of a block."""
        if block >= len(self.index):
            return self.nothing
        return self.rows.between(int(self.index[block, 0]), int(self.index[block, -1]))

    def was_changed(self, block: int, code: int) -> bool:
        """Whether any row of the segment was ever withdrawn."""
        inside = block < len(self.index) and code < self.codes
        return inside and bool(self.retracted[block, code])

    @cached_property
    def nothing(self) -> Rows:
        """No rows."""
        return no_rows()


def empty_base() -> Base:
    """The base of a mart that has none yet."""
    none = np.zeros((0, 1), np.int64)
    people, subjects = np.zeros((0, 16), np.uint8), np.zeros(0, np.uint64)
    return Base(no_rows(), none, none.astype(np.bool_)[:, :0], people, subjects)


def open_base(folder: Path) -> Base:
    """Map a base into memory. Raises FileNotFoundError if it has been replaced meanwhile."""
    rows = Rows(*(_mapped(folder / f"{name}.npy") for name in DTYPES))
    index, retracted = np.load(folder / "index.npy"), np.load(folder / "was_retracted.npy")
    return Base(
        rows, index, retracted, _mapped(folder / "people.npy"), _mapped(folder / "subjects.npy")
    )


def _mapped(path: Path) -> Array:
    """Copy on write: nobody can change the file, and compiled kernels see one kind of array."""
    return np.asarray(np.load(path, mmap_mode="c"))


def write_base(
    folder: Path, blocks: Iterable[Rows], people: Array, subjects: Array, codes: int
) -> None:
    """Write a base: `blocks` are the rows of each block in turn, in order (`Rows.in_order`)."""
    folder.mkdir(parents=True)
    index, retracted = [], []
    done = 0
    with _ColumnFiles(folder) as files:
        for rows in blocks:
            bounds = np.searchsorted(rows.code, np.arange(codes + 1))
            index.append(bounds + done)
            withdrawn = np.bincount(rows.code[rows.retracted != NEVER], minlength=codes)
            retracted.append(withdrawn > 0)
            files.append(rows)
            done += len(rows)
    save(folder / "index.npy", np.array(index, np.int64).reshape(len(index), codes + 1))
    save(folder / "was_retracted.npy", np.array(retracted, np.bool_).reshape(len(index), codes))
    save(folder / "people.npy", people)
    save(folder / "subjects.npy", subjects)


def save(path: Path, array: Array) -> None:
    """Write an array durably."""
    with path.open("wb") as file:
        np.save(file, np.ascontiguousarray(array))
        settle(file)


def settle(file: IO[Any]) -> None:
    """Wait until the file is on disk: a manifest must never name what a power cut could take back."""
    file.flush()
    os.fsync(file.fileno())


class _ColumnFiles:
    """Appends rows to one raw file for each column; the `.npy` head is written when the length is known."""

    # A head of fixed size can be written last, in place; numpy pads it with spaces all the same.
    _HEAD = 128

    def __init__(self, folder: Path) -> None:
        self._files = {name: (folder / f"{name}.npy").open("wb") for name in DTYPES}
        self._length = 0
        for file in self._files.values():
            file.write(b" " * self._HEAD)

    def __enter__(self) -> _ColumnFiles:
        return self

    def append(self, rows: Rows) -> None:
        """Add rows at the end of every column."""
        self._length += len(rows)
        for name, file in self._files.items():
            np.ascontiguousarray(getattr(rows, name), DTYPES[name]).tofile(file)

    def __exit__(self, *_: object) -> None:
        for name, file in self._files.items():
            shape = f"{{'descr': {np.dtype(DTYPES[name]).str!r}, 'fortran_order': False, 'shape': ({self._length},), }}"
            text = shape.ljust(self._HEAD - 10 - 1) + "\n"
            file.seek(0)
            file.write(
                b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode("ascii")
            )
            settle(file)
            file.close()
