"""Columns of text cells as arrays. What cannot be read is left unknown and told as a problem of its row."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nyelik.base.dates import day_number
from nyelik.rules.growth.zscore_columns import FEMALE, LYING, MALE, STANDING, UNKNOWN, UNKNOWN_AGE
from nyelik.rules.words import Label, Word

Texts = Sequence[str]

SEX_WORDS = {
    **dict.fromkeys(("female", "f", "perempuan", "p", "2"), FEMALE),
    **dict.fromkeys(("male", "m", "laki-laki", "laki laki", "l", "lk", "1"), MALE),
}
POSITION_WORDS = {
    **dict.fromkeys(("lying", "l", "telentang", "terlentang", "recumbent"), LYING),
    **dict.fromkeys(("standing", "h", "s", "berdiri", "b"), STANDING),
}
SENTENCES = {
    "unreadable": Label(
        "{column}: “{value}” tidak dapat dibaca", "{column}: “{value}” cannot be read"
    ),
    "impossible": Label("{column}: {value} tidak mungkin", "{column}: {value} is not possible"),
    "unborn": Label("diukur sebelum lahir", "measured before birth"),
    "sex": Label("jenis kelamin tidak diketahui", "sex is not known"),
    "age": Label("umur tidak diketahui", "age is not known"),
    "nothing": Label("tidak ada hasil ukur", "nothing was measured"),
    "too_long": Label("sel lebih banyak daripada kolom", "more cells than columns"),
    "implausible": Label(
        "{column}: tidak masuk akal ({value}), ukur ulang",
        "{column}: implausible ({value}), measure again",
    ),
    "out_of_range": Label("{column}: di luar tabel", "{column}: outside the tables"),
}
YES_NO_WORDS = {
    **dict.fromkeys(("yes", "y", "ya", "true", "1"), 1),
    **dict.fromkeys(("no", "n", "tidak", "t", "false", "0", "2"), 0),
}


@dataclass
class Table:
    """Some rows of the file as columns by name; `problems` collects what is wrong, by row, in `language`."""

    columns: Mapping[str, Texts]
    length: int
    language: str = "id"
    problems: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    _done: dict[str, list[float]] = field(
        default_factory=dict
    )  # a fault is told once, however often read

    def tell(self, row: int, problem: str, column: str = "", value: str = "") -> None:
        """Note a problem of SENTENCES for a row."""
        sentence = SENTENCES[problem].text(self.language)
        self.problems[row].append(sentence.format(column=column, value=value))

    def texts(self, name: str) -> Texts:
        """The cells of a column; empty where the file has no such column."""
        return self.columns.get(name) or [""] * self.length

    def numbers(self, name: str, word: Word | None = None) -> NDArray[np.float64]:
        """A column of numbers, NaN where empty, unreadable or outside what the word says is possible."""
        values = np.array(self._read(name, _number), np.float64)
        if word and word.possible:
            low, high = word.possible
            for row in np.flatnonzero((values < low) | (values > high)):
                self.tell(int(row), "impossible", name, f"{values[row]:g}")
                values[row] = math.nan
        return values

    def days(self, name: str) -> NDArray[np.float64]:
        """A column of dates as day numbers, NaN where empty or unreadable."""
        return np.array(self._read(name, _day), np.float64)

    def choices(self, name: str, words: Mapping[str, int]) -> NDArray[np.int8]:
        """A column of words as their codes, -1 where empty or not known."""

        def choice(text: str) -> float:
            return words[text.lower()]

        return np.array(self._read(name, choice, UNKNOWN), np.int8)

    def ages(self) -> NDArray[np.int32]:
        """Age in whole days: `age_days` if given, else from `born` to `measured`."""
        given = self.numbers("age_days")
        counted = self.days("measured") - self.days("born")
        ages = np.where(np.isnan(given), counted, np.floor(given + 0.5))
        for row in np.flatnonzero(ages < 0):
            self.tell(int(row), "unborn")
        sensible = (ages >= 0) & (ages < np.iinfo(np.int32).max)
        return np.where(sensible, ages, UNKNOWN_AGE).astype(np.int32)

    def _read(
        self, name: str, read: Callable[[str], float], empty: float = math.nan
    ) -> list[float]:
        if name not in self._done:
            self._done[name] = [
                self._cell(name, row, text.strip(), read, empty)
                for row, text in enumerate(self.texts(name))
            ]
        return self._done[name]

    def _cell(
        self, name: str, row: int, text: str, read: Callable[[str], float], empty: float
    ) -> float:
        if not text:
            return empty
        try:
            return read(text)
        except (ValueError, KeyError):
            self.tell(row, "unreadable", name, text)
            return empty


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float(text.replace(",", "."))  # 8,4 is how Indonesia writes it
    if not math.isfinite(number):
        raise ValueError(text)
    return number


@lru_cache(maxsize=100_000)
def _day(text: str) -> float:
    return day_number(dt.date.fromisoformat(text[:10]))
