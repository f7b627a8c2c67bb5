"""A mart of invented people for benches, written as arrays: the size of a district or of a province, in minutes.

Only its shape is lifelike: who has which kinds of events, and how many. 43 events a person over eleven years.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nyelik.rules.engines.block import NO, SEXES, YES, Texts
from nyelik.rules.load import load
from nyelik.rules.words import Word
from nyelik.watch import rows
from nyelik.watch.mart import Manifest
from nyelik.watch.refresh import meaning_of
from nyelik.watch.rows import DTYPES, NEVER, Rows, joined
from nyelik.watch.segments import BLOCK, blocks_of, write_base

TODAY = 20_775  # 2026-11-18
_YEAR = 365
_EVERYONE = ("weight_kg", "height_cm", "systolic_mmhg", "diastolic_mmhg", "muac_cm", "hb_g_dl")
_OTHERS = ("mothers", "few")
_LIFE = ("died", "moved_in", "moved_out", "residence")
AREAS = 2_500  # RTs
RTS = tuple(f"19.06.01.2004-01-{number:03d}" for number in range(AREAS))
_EACH = 43.0  # events a person, however many words the rulebook has


@dataclass(frozen=True)
class _Group:
    """People who have a kind of events: their places, from which day on, how many a code each."""

    people: Any
    since: Any
    each: float


def write_mart(folder: Path, people: int, seed: int = 2026) -> None:
    """Write a mart of so many people, as if built from a journal of the present rulebook's words."""
    words = {code: word for code, word in load().rules.words.items() if word.derived is None}
    codes = (rows.PERSON, rows.SEX, rows.BORN, *words)
    texts = Texts(RTS)
    chance = np.random.default_rng(seed)
    blocks = (
        _block(chance, number, min(BLOCK, people - number * BLOCK), codes, words, texts)
        for number in range(blocks_of(people))
    )
    uuids = np.zeros((people, 16), np.uint8)
    uuids.view(">u8")[:, 1] = np.arange(1, people + 1)
    folder.mkdir(parents=True, exist_ok=True)
    base = folder / "base-000001"
    write_base(base, blocks, uuids, np.zeros(0, np.uint64), len(codes))
    names = {"seq": 0, "mark": "", "codes": codes, "texts": texts.after(0), "links": []}
    (base / "names.json").write_text(json.dumps(names), encoding="utf-8")
    told = vars(Manifest(1, base.name, (), meaning_of(words | load().rules.words)))
    (folder / "manifest.json").write_text(json.dumps(told), encoding="utf-8")


def _block(
    chance: Any,
    number: int,
    people: int,
    codes: tuple[str, ...],
    words: dict[str, Word],
    texts: Texts,
) -> Rows:
    sex = chance.integers(1, 3, people)
    born = TODAY - (chance.triangular(0, 0, 85, people) * _YEAR).astype(np.int64)
    groups = _groups(chance, sex, born)
    share = _share_of_others(people, groups, codes[3:])
    parts = [
        _own(people, 0, np.zeros(people), 0),
        _own(people, 1, sex, 0),
        _own(people, 2, 0 * sex, born),
    ]
    for code_number, code in enumerate(codes[3:], start=3):
        kind = _kind_of(code)
        times = share if kind in _OTHERS else 1.0
        parts.append(_events(chance, code_number, words[code], groups[kind], times, texts))
    whole = joined(parts)
    own = Rows(**{name: getattr(whole, name) for name in DTYPES})
    return Rows(
        own.person + np.int32(number * BLOCK), *(getattr(own, name) for name in list(DTYPES)[1:])
    )


def _own(people: int, code: int, value: Any, day: Any) -> Rows:
    return _rows(
        np.arange(people), code, np.broadcast_to(day, people), np.asarray(value, np.float64)
    )


def _groups(chance: Any, sex: Any, born: Any) -> dict[str, _Group]:
    age = (TODAY - born) // _YEAR
    children = np.flatnonzero(age < 6)
    mothers = np.flatnonzero((sex == SEXES["female"]) & (age >= 15) & (age < 50))
    mothers = mothers[chance.random(len(mothers)) < 0.08]
    few = np.flatnonzero(chance.random(len(born)) < 0.03)
    everyone = np.arange(len(born))
    return {
        "children": _Group(children, born[children], 2.6),
        "mothers": _Group(mothers, np.full(len(mothers), TODAY - 2 * _YEAR), 1.5),
        "few": _Group(few, np.full(len(few), TODAY - _YEAR), 1.0),
        "residence": _Group(everyone, born, 1.0),
        "everyone": _Group(everyone, np.maximum(born, TODAY - 11 * _YEAR), 5.0),
    }


def _kind_of(code: str) -> str:
    if code == "residence":
        return "residence"
    if code in _LIFE or code.startswith("danger_"):
        return "few"
    if code in _EVERYONE:
        return "everyone"
    word = load().rules.words[code]
    child = word.kind == "dose" or any(
        part in code for part in ("child", "vitamin_a", "length", "head", "kpsp")
    )
    return "children" if child else "mothers"


def _share_of_others(people: int, groups: dict[str, _Group], codes: tuple[str, ...]) -> float:
    """By what the events that few people have are lessened, so that all together are `_EACH` a person."""
    events = {True: 0.0, False: 3.0 * people}
    for code in codes:
        group = groups[_kind_of(code)]
        events[_kind_of(code) in _OTHERS] += len(group.people) * group.each
    return min(1.0, max(0.0, _EACH * people - events[False]) / max(events[True], 1.0))


def _events(chance: Any, code: int, word: Word, group: _Group, times: float, texts: Texts) -> Rows:
    count = int(len(group.people) * group.each * times)
    if word.code == "residence":
        chosen = np.arange(len(group.people))
        day = group.since
    else:
        chosen = np.sort(
            chance.integers(0, max(len(group.people), 1), count if len(group.people) else 0)
        )
        since = group.since[chosen]
        day = since + (chance.random(len(chosen)) * (TODAY - since + 1)).astype(np.int64)
    order = np.lexsort((day, chosen))
    return _rows(
        group.people[chosen[order]], code, day[order], _values(chance, word, len(order), texts)
    )


def _values(chance: Any, word: Word, count: int, texts: Texts) -> Any:
    if word.code == "residence":
        return np.array([texts.number(text) for text in texts.after(0)[:AREAS]])[
            chance.integers(0, AREAS, count)
        ]
    if word.kind == "yes_no":
        return np.where(chance.random(count) < 0.9, YES, NO)
    if word.kind == "choice":
        return np.array([texts.number(one) for one in word.choice_codes()])[
            chance.integers(0, len(word.choices), count)
        ]
    if word.kind == "dose":
        return chance.integers(1, 4, count).astype(np.float64)
    if word.kind in ("number", "count"):
        low, high = word.plausible or word.possible or (0.0, 100.0)
        return np.round(chance.uniform(low, high, count), 1)
    return np.full(count, np.nan)


def _rows(person: Any, code: int, day: Any, value: Any) -> Rows:
    count = len(person)
    columns: Iterator[Any] = iter(
        (
            person,
            np.full(count, code),
            day,
            np.full(count, -1),
            value,
            np.arange(count),
            np.asarray(day) + 1,
            np.full(count, NEVER),
        )
    )
    return Rows(**{name: np.asarray(next(columns), dtype) for name, dtype in DTYPES.items()})
