"""The SPM page: for each minimum service the number of people, three kinds of target, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from nyelik.improve.targets import TargetValues, targets_for
from nyelik.office.board import hidden_from, names_url
from nyelik.office.doors import Doors
from nyelik.office.numbers import Cell, Question, cells_by_unit
from nyelik.office.problems import page_language
from nyelik.office.rulebook import loaded
from nyelik.register import access
from nyelik.register.area_tree import AreaTree
from nyelik.register.small_cells import SMALL
from nyelik.rules.model import Indicator
from nyelik.watch.coverage import CoverageRow
from nyelik.watch.evaluate import Watch
from nyelik.watch.names import names

PROGRAM = "SPM"


@dataclass(frozen=True)
class UnitLine:
    """One unit: people served against the counted (riil), projected and decreed numbers of people."""

    area: str
    name: str
    row: CoverageRow
    targets: TargetValues
    hidden: bool
    names_url: str

    @property
    def against_decreed(self) -> float | None:
        """Percent of the decreed target; None where nobody decreed one."""
        return self._against(self.targets.decreed)

    def _against(self, people: int | None) -> float | None:
        return None if not people else self.row.against(people).percent


@dataclass(frozen=True)
class SpmService:
    """One SPM: the whole area, its units, and how many people miss each part."""

    indicator: Indicator
    label: str
    cell: Cell
    whole: UnitLine
    units: list[UnitLine]
    missing: list[tuple[str, int]]
    names_url: str


def spm_services(
    watch: Watch, doors: Doors, tree: AreaTree, area: str, level: str, question: Question
) -> list[SpmService]:
    """The SPM services of the rulebook that this viewer may see."""
    chosen = [i for i in loaded().rules.indicators.values() if i.program == PROGRAM and i.of_people]
    return [
        _service(watch, doors, tree, indicator, area, level, question)
        for indicator in chosen
        if access.may_see_word(doors.viewer, indicator)
    ]


def _service(
    watch: Watch,
    doors: Doors,
    tree: AreaTree,
    indicator: Indicator,
    area: str,
    level: str,
    question: Question,
) -> SpmService:
    units, whole = cells_by_unit(watch, indicator, level, question, area)
    seen = {code: cell.row for code, cell in units.items() if code and doors.numbers(code)}
    targets = targets_for(
        indicator.id,
        question.until.year,
        [area, *seen],
        {code: row.of for code, row in {**seen, area: whole.row}.items()},
    )

    hidden = hidden_from(doors, seen)
    whole_hidden = hidden_from(doors, {area: whole.row})

    def line(code: str, row: CoverageRow, hidden: Collection[str]) -> UnitLine:
        small = code in hidden
        url = names_url(indicator.id, code, question) if doors.names(code) else ""
        return UnitLine(code, tree.names.get(code, ""), row, targets[code], small, url)

    lines = sorted(
        (line(code, row, hidden) for code, row in seen.items()), key=lambda one: one.name
    )
    return SpmService(
        indicator,
        indicator.label.text(page_language()),
        whole,
        line(area, whole.row, whole_hidden),
        lines,
        _missing(watch, doors, indicator, area, question),
        names_url(indicator.id, area, question) if doors.names(area) else "",
    )


def _missing(
    watch: Watch, doors: Doors, indicator: Indicator, area: str, question: Question
) -> list[tuple[str, int]]:
    """How many of the missed lack each part, most first; without what concerns a few, for who sees no names."""
    rows = names(watch, indicator.id, question.asked(indicator), area, "missed")
    counts = Counter(part.id for row in rows for part in row.missing)
    labels = {part.id: part.label.text(page_language()) for part in indicator.parts}
    few = range(0) if doors.viewer.sees_people else range(1, SMALL)
    return [
        (labels[part], count)
        for part, count in counts.most_common()
        if count not in few and len(rows) - count not in few
    ]
