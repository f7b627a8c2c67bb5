"""The coverage board: areas against indicators, each number a door to its names, each area a way down."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from nyelik.office.doors import Doors
from nyelik.office.numbers import Cell, Question, cells_by_unit
from nyelik.office.problems import page_language
from nyelik.office.rulebook import loaded
from nyelik.register import access
from nyelik.register.area_tree import AreaTree
from nyelik.register.scope import Viewer
from nyelik.register.small_cells import hidden_units
from nyelik.rules.model import Indicator
from nyelik.watch.coverage import CoverageRow
from nyelik.watch.evaluate import Watch

STATUS_MARK = {"baik": "hijau", "cukup": "kuning", "kurang": "oranye", "jelek": "merah"}

# The way down: what a unit of each level opens to.
BELOW = {
    "regency": "puskesmas",
    "puskesmas": "village",
    "district": "village",
    "village": "posyandu",
    "pustu": "posyandu",
    "posyandu": "rt",
    "dusun": "rt",
    "rt": "rt",
}


@dataclass(frozen=True)
class Shown:
    """One cell as the viewer may see it. `names_url` is empty where the names are not theirs to open."""

    cell: Cell
    mark: str
    word: str
    hidden: bool
    names_url: str


@dataclass(frozen=True)
class Line:
    """One unit of the board: its cells in the order of the indicators."""

    area: str
    name: str
    down_url: str
    cells: list[Shown | None]


@dataclass(frozen=True)
class Column:
    """One indicator of the board."""

    indicator: Indicator
    label: str
    target: float | None


@dataclass(frozen=True)
class Board:
    """A board: columns, the lines of the units below, and the line of the whole area."""

    columns: list[Column]
    lines: list[Line]
    total: Line


def programs() -> list[str]:
    """The families of indicators: the minimum service standards first, then in the order of the rulebook."""
    shown = (i for i in loaded().rules.indicators.values() if i.of_people)
    families = dict.fromkeys(indicator.program for indicator in shown)
    return sorted(families, key=lambda family: family != "SPM") or [""]


def indicators_of(program: str, viewer: Viewer) -> list[Indicator]:
    """The indicators of a family that this viewer may see."""
    return [
        indicator
        for indicator in loaded().rules.indicators.values()
        if indicator.program == program
        and indicator.of_people
        and access.may_see_word(viewer, indicator)
    ]


def board(
    watch: Watch,
    doors: Doors,
    tree: AreaTree,
    chosen: list[Indicator],
    area: str,
    level: str,
    question: Question,
) -> Board:
    """The board of an area by the units of a level below it."""
    found = [cells_by_unit(watch, indicator, level, question, area) for indicator in chosen]
    units = [code for code in _units(found) if not code or doors.numbers(code)]
    hidden = [
        hidden_from(doors, {code: cells[code].row for code in units if code in cells})
        for cells, _ in found
    ]
    lines = [
        Line(
            code,
            tree.names.get(code, ""),
            _down(code, level, question),
            [
                _shown(doors, cells.get(code), code, i, question, hidden[n])
                for n, (i, (cells, _)) in enumerate(_each(chosen, found))
            ],
        )
        for code in units
    ]
    total = Line(
        area,
        tree.names.get(area, ""),
        "",
        [
            _shown(doors, whole, area, i, question, hidden_from(doors, {area: whole.row}))
            for i, (_, whole) in _each(chosen, found)
        ],
    )
    columns = [
        Column(i, i.label.text(page_language()), found[n][1].target) for n, i in enumerate(chosen)
    ]
    return Board(columns, sorted(lines, key=lambda line: (line.area == "", line.name)), total)


def _each(
    chosen: list[Indicator], found: list[tuple[dict[str, Cell], Cell]]
) -> list[tuple[Indicator, tuple[dict[str, Cell], Cell]]]:
    return list(zip(chosen, found, strict=True))


def _units(found: list[tuple[dict[str, Cell], Cell]]) -> list[str]:
    return list(dict.fromkeys(code for cells, _ in found for code in cells))


def hidden_from(doors: Doors, rows: Mapping[str, CoverageRow]) -> set[str]:
    """Units whose numbers a viewer who sees no names is not shown: small ones, and what would give them away."""
    if doors.viewer.sees_people:
        return set()
    return hidden_units({code: (row.met, row.missed, row.unknown) for code, row in rows.items()})


def _shown(
    doors: Doors,
    cell: Cell | None,
    area: str,
    indicator: Indicator,
    question: Question,
    hidden: Collection[str],
) -> Shown | None:
    if cell is None:
        return None
    small = area in hidden
    url = (
        ""
        if small or not area or not doors.names(area)
        else names_url(indicator.id, area, question, needing(indicator))
    )
    word = cell.status or ""
    return Shown(cell, STATUS_MARK.get(word, "abu"), word, small, url)


def needing(indicator: Indicator) -> str:
    """The list of people who need something done: the missed, or the counted where lower is better."""
    return "met" if indicator.better == "lower" else "missed"


def names_url(indicator: str, area: str, question: Question, status: str = "missed") -> str:
    """The address of the names behind a number."""
    return f"{reverse('board-names')}?{urlencode(_query(question, indikator=indicator, wilayah=area, status=status))}"


def _down(area: str, level: str, question: Question) -> str:
    if not area or BELOW[level] == level:
        return ""
    return f"{reverse('board')}?{urlencode(_query(question, wilayah=area))}"


# What a facility lies in; areas know their own way up.
ABOVE = {
    "puskesmas": ("regency",),
    "pustu": ("regency", "puskesmas"),
    "posyandu": ("regency", "puskesmas", "village"),
}


def way_up(tree: AreaTree, area: str) -> list[tuple[str, str, str]]:
    """(level, code, name) of every unit that an area or facility lies in, widest first, itself last."""
    level = tree.level_of(area)
    if level not in ABOVE:
        path = tree.path(area) if area else []
        here = [code for _, code, _ in path].index(area) if path else 0
        return path[: here + 1]
    unit = tree.units[level].index(area)
    inside = next((leaf for leaf, its in enumerate(tree.above[level]) if its == unit), 0)
    above = [(one, tree.ancestor(tree.leaves[inside], one)) for one in ABOVE[level]]
    steps = [(one, code) for one, code in above if code]
    return [(one, code, tree.names[code]) for one, code in [*steps, (level, area)]]


def _query(question: Question, **more: str) -> dict[str, str]:
    query = {**more, "periode": question.period.text}
    return {**query, "diketahui": question.known_on.isoformat()} if question.known_on else query


def root_area(viewer: Viewer, tree: AreaTree) -> str:
    """Where a viewer's board begins: the unit they work for, or the kabupaten."""
    for code in viewer.worker.scope:
        if tree.level_of(code):
            return str(code)
    regencies = tree.units["regency"]
    return regencies[0] if regencies else ""
