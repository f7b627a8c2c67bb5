"""Where the own area falls furthest short: indicators below their target, with the people still missed."""

from dataclasses import dataclass

from nyelik.office.board import BELOW, STATUS_MARK, indicators_of, names_url, programs, root_area
from nyelik.office.numbers import Question, cells_by_unit, fresh_watch, read_question, target_until
from nyelik.office.problems import page_language
from nyelik.register import access
from nyelik.register.area_tree import AreaTree
from nyelik.register.scope import names_visible
from nyelik.register.small_cells import suppress_parts
from nyelik.rules.model import Indicator
from nyelik.watch.coverage import area_tree, coverage
from nyelik.watch.evaluate import Asked, Watch


@dataclass(frozen=True)
class Gap:
    """One indicator below its target in one area, and where its names (or its board) are."""

    label: str
    missed: int
    percent: float
    target: float
    mark: str
    url: str


def widest_gaps(viewer: access.Viewer, limit: int) -> list[Gap]:
    """At most `limit` indicators, those with the most people missed first."""
    watch, question = fresh_watch(), read_question(None, None, viewer.today)
    tree = area_tree(watch, Asked(question.period, question.until))
    area = root_area(viewer, tree)
    if not tree.level_of(area):
        return []
    every = [i for program in programs() for i in indicators_of(program, viewer)]
    behind = [
        (missed, indicator)
        for indicator in every
        if (missed := _missed(watch, viewer, tree, question, indicator, area))
    ]
    behind.sort(key=lambda one: -one[0])
    opens = names_visible(viewer, area)
    return [_gap(watch, tree, question, i, area, opens=opens) for _, i in behind[:limit]]


def _missed(
    watch: Watch,
    viewer: access.Viewer,
    tree: AreaTree,
    question: Question,
    one: Indicator,
    area: str,
) -> int:
    """People missed where the indicator is below its target; 0 where it is not, or too few to be shown."""
    target = target_until(one, question.until)
    level = BELOW[tree.level_of(area) or "regency"]
    row = coverage(watch, one.id, level, question.asked(one), area).total
    if one.better == "lower" or target is None or row.percent is None or row.percent >= target:
        return 0
    small = not viewer.sees_people and suppress_parts(row.met, row.missed, row.unknown)[0] is None
    return 0 if small else row.missed


def _gap(
    watch: Watch, tree: AreaTree, question: Question, one: Indicator, area: str, *, opens: bool
) -> Gap:
    level = BELOW[tree.level_of(area) or "regency"]
    whole = cells_by_unit(watch, one, level, question, area)[1]
    return Gap(
        label=one.label.text(page_language()),
        missed=whole.row.missed,
        percent=whole.row.percent or 0.0,
        target=whole.target or 0.0,
        mark=STATUS_MARK[whole.status] if whole.status else "kuning",
        url=names_url(one.id, area, question) if opens else board_url(area, one.program),
    )


def board_url(area: str, program: str) -> str:
    """The board of an area for one family of indicators."""
    from urllib.parse import urlencode

    from django.urls import reverse

    return f"{reverse('board')}?{urlencode({'wilayah': area, 'keluarga': program})}"
