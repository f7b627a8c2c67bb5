"""Layouts: what the columns of the spreadsheets we know mean, read from `layouts/*.yaml`.

A layout names its columns; a table is matched by name, never by place, so that order does not matter and
columns nobody knows stay (they are kept as they are). `to` says where a cell goes:

    person.FIELD · parent.nik · area.LEVEL · birth.CODE (observed at birth) · contact.date · contact.CODE ·
    first.CODE (observed at the first visit) · pregnancy.FIELD · visit.MONTH · postpartum.N · dose ·
    reported[.CODE] (kept as the file says it) · check.age · row.number · target.FIELD
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from nyelik.base.problem import Problem
from nyelik.exchange.spreadsheet.headers import Table, normal_name

FOLDER = Path(__file__).parent / "layouts"
_ANTIGEN_MARKS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Column:
    """Where the cells of a column go and how they are read.

    `times` scales a number unless it is above `whole_above` already (kg and g in one column); `keep_else`: a cell
    that cannot be read is kept as text without a question; `sensitive`: it never is.
    """

    to: str
    read: str = "text"
    values: Mapping[str, str | bool] = field(default_factory=dict)
    times: float = 1
    whole_above: float = 0
    keep_else: bool = False
    sensitive: bool = False
    also: str | None = None
    dose: tuple[str, int] | None = None


@dataclass(frozen=True)
class Layout:
    """One layout. `row` says what one row is: measurement, person, doses, pregnancy or target."""

    id: str
    label: Mapping[str, str]
    family: str
    row: str
    source: str
    required: tuple[str, ...]
    columns: Mapping[str, Column]
    contact: Mapping[str, str]
    antigens: Mapping[str, Sequence[Any]]
    facets: Sequence[tuple[str, str]]
    fixed: Mapping[str, str]
    pregnancy_days: int = 0


@dataclass(frozen=True)
class Fit:
    """How a table fits a layout: its columns by index, what is missing, what is unknown, and how sure we are."""

    layout: Layout
    columns: Mapping[int, Column]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    score: float

    @property
    def confidence(self) -> str:
        """`certain`, `likely` or `unsure`; `none` when a column it cannot do without is missing."""
        if self.missing:
            return "none"
        known = len(self.columns) / (len(self.columns) + len(self.unknown))
        return "certain" if self.score > 0.93 else "likely" if known >= 0.8 else "unsure"

    @property
    def rank(self) -> tuple[bool, int, float]:
        """What decides between layouts: nothing missing, most headers understood, fewest columns absent."""
        return not self.missing, len(self.columns) - len(self.unknown), self.score


@cache
def _shared() -> tuple[dict[str, list[str]], dict[str, dict[str, str | bool]]]:
    data = _yaml(FOLDER / "shared.yaml")
    aliases = {
        normal_name(name): [normal_name(other) for other in others]
        for name, others in data["aliases"].items()
    }
    choices = {
        name: {str(text): code for code, texts in codes.items() for text in texts}
        for name, codes in data["choices"].items()
    }
    return aliases, choices


def _yaml(path: Path) -> Any:
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).load(path)


@cache
def all_layouts() -> dict[str, Layout]:
    """Every layout by id."""
    raw = {
        path.stem: _yaml(path) for path in sorted(FOLDER.glob("*.yaml")) if path.stem != "shared"
    }
    return {name: _layout(data, raw) for name, data in raw.items()}


def layout_named(name: str) -> Layout:
    """A layout by id; raises Problem naming those there are."""
    layouts = all_layouts()
    if name not in layouts:
        raise Problem("layout-not-known", layout=name, known=", ".join(layouts))
    return layouts[name]


def _layout(data: dict[str, Any], raw: Mapping[str, Any]) -> Layout:
    columns = data["columns"]
    if like := data.get("like"):
        columns = raw[like]["columns"] | columns
        data = raw[like] | data
    return Layout(
        id=data["id"],
        label=data["label"],
        family=data["family"],
        row=data["row"],
        source=data["source"],
        required=tuple(map(normal_name, data["required"])),
        columns={normal_name(name): _column(spec) for name, spec in columns.items()},
        contact=data.get("contact", {}),
        antigens=data.get("antigens", {}),
        facets=tuple((word, facet) for word, facet in data.get("facets", ())),
        fixed=data.get("fixed", {}),
        pregnancy_days=data.get("pregnancy_days", 0),
    )


def _column(spec: Mapping[str, Any]) -> Column:
    return Column(
        to=spec["to"],
        read=spec.get("read", "text"),
        values=_shared()[1][spec["choices"]] if "choices" in spec else {},
        times=spec.get("times", 1),
        whole_above=spec.get("whole_above", 0),
        keep_else=spec.get("else") == "keep",
        sensitive=spec.get("sensitive", False),
        also=spec.get("also"),
    )


@cache
def _known_names() -> frozenset[str]:
    aliases, _ = _shared()
    names = {name for layout in all_layouts().values() for name in layout.columns}
    return frozenset(
        names | aliases.keys() | {other for others in aliases.values() for other in others}
    )


def is_known_name(name: str) -> bool:
    """True if any layout has a column of this (normalised) name, or one of its spellings, or an antigen."""
    return name in _known_names() or any(
        _antigen(name, layout) for layout in all_layouts().values()
    )


def _antigen(name: str, layout: Layout) -> Column | None:
    """The column that a header with an antigen in it is, or None."""
    if not layout.antigens:
        return None
    facet = next((facet for word, facet in layout.facets if word in name), "date")
    rest = name
    for word in (
        "tanggal imunisasi",
        "tgl imunisasi",
        "tanggal input",
        "tgl input",
        "pos imunisasi",
        "imunisasi",
        "tanggal",
        "tgl",
        "input",
        "pos",
        "tempat",
        "status",
    ):
        rest = rest.replace(word, " ")
    dose = layout.antigens.get(_ANTIGEN_MARKS.sub("", rest))
    if dose is None:
        return None
    if facet == "date" and dose:
        return Column("dose", "date", dose=(dose[0], dose[1]))
    return Column("reported")


def fit(table: Table, layout: Layout) -> Fit:
    """Match a table's columns to a layout's: each layout column takes the first of its spellings that is free."""
    aliases, _ = _shared()
    places = {name: index for index, name in reversed(list(enumerate(table.names)))}
    columns: dict[int, Column] = {}
    found = set()
    for exact in (
        True,
        False,
    ):  # a column with exactly the layout's name is never taken by another's alias
        for name, column in layout.columns.items():
            spellings = [name] if exact else aliases.get(name, [])
            index = next(
                (places[s] for s in spellings if s in places and places[s] not in columns), None
            )
            if name not in found and index is not None:
                columns[index] = column
                found.add(name)
    doses = {
        i: c for i, n in enumerate(table.names) if i not in columns and (c := _antigen(n, layout))
    }
    columns |= doses
    missing = tuple(name for name in layout.required if name not in found)
    if layout.antigens and not any(column.dose for column in doses.values()):
        missing += ("tanggal imunisasi",)
    unknown = tuple(h for i, h in enumerate(table.headers) if i not in columns and h)
    return Fit(
        layout,
        columns,
        missing,
        unknown,
        _score(len(columns), len(unknown), len(layout.columns) - len(found)),
    )


def _score(matched: int, unknown: int, absent: int) -> float:
    return 2 * matched / (2 * matched + unknown + absent) if matched else 0.0


def best_fit(table: Table, layout: Layout | None = None) -> Fit:
    """The chosen layout's fit, or the best of all; raises Problem if what a layout needs is missing."""
    if layout is not None:
        chosen = fit(table, layout)
    else:
        chosen = max(
            (fit(table, each) for each in all_layouts().values()), key=lambda one: one.rank
        )
    if chosen.missing:
        raise Problem(
            "layout-not-fitting",
            sheet=table.sheet,
            layout=chosen.layout.id,
            missing=", ".join(chosen.missing),
        )
    if layout is None and chosen.confidence == "unsure":
        unknown = ", ".join(chosen.unknown[:10])
        raise Problem(
            "layout-not-sure", sheet=table.sheet, layout=chosen.layout.id, unknown=unknown
        )
    return chosen
