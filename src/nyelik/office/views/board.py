"""The coverage board: choose an area, a family of indicators and a period; every number opens to names."""

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nyelik.office import board as boards
from nyelik.office.doors import Doors
from nyelik.office.numbers import Question, fresh_watch, read_question
from nyelik.office.period_choices import period_choices, period_name
from nyelik.office.viewer import page_for, today, viewer_of, worker_of
from nyelik.register.area_tree import LEVELS, AreaTree
from nyelik.register.scope import NUMBERS_ONLY, Stranger, Viewer, may_see_numbers
from nyelik.watch.coverage import area_tree
from nyelik.watch.evaluate import Asked

MOST_LINES = 150
"""A board of all 954 RT is no board: one opens a Puskesmas or a desa first."""


@page_for("board")
def board(request: HttpRequest) -> HttpResponse:
    """The board. With htmx only the table is sent back."""
    viewer, question = viewer_of(request), question_of(request)
    watch = fresh_watch()
    tree = area_tree(watch, Asked(question.period, question.until))
    doors = Doors(viewer, tree)
    area = chosen_area(request, viewer, tree)
    families = boards.programs()
    program = request.GET.get("keluarga", "")
    program = program if program in families else families[0]
    level = _level(request, tree, area)
    chosen = boards.indicators_of(program, viewer)
    context = {
        "board": boards.board(watch, doors, tree, chosen, area, level, question),
        "area": area,
        "area_name": tree.names.get(area, ""),
        "path": [step for step in boards.way_up(tree, area) if doors.numbers(step[1])],
        "level": level,
        "levels": levels_below(tree, area),
        "program": program,
        "programs": families,
        "question": question,
        "period_name": period_name(question.period),
        "periods": period_choices(question.period, question.today),
    }
    page = "office/_board.html" if request.htmx else "office/board.html"  # type: ignore[attr-defined]
    return render(request, page, context)


def question_of(request: HttpRequest) -> Question:
    """The period and the known-on day of the address; for who sees numbers only, whole months as known now.

    Two days subtracted from each other would show them single people.
    """
    asked = read_question(request.GET.get("periode"), request.GET.get("diketahui"), today())
    return asked.by_months() if worker_of(request).role in NUMBERS_ONLY else asked


def chosen_area(request: HttpRequest, viewer: Viewer, tree: AreaTree) -> str:
    """The area of the address, or where this viewer's board begins. A stranger's area is not found."""
    area = request.GET.get("wilayah", "")
    if not area:
        return boards.root_area(viewer, tree)
    if tree.level_of(area) is None or not may_see_numbers(viewer, area):
        raise Stranger
    return area


def levels_below(tree: AreaTree, area: str) -> list[str]:
    """The levels by which an area can be listed: those below it with a number of units that a person reads."""
    here = tree.level_of(area) or "regency"
    if here == "rt":
        return ["rt"]
    below = LEVELS[LEVELS.index(here) + 1 :]
    inside = tree.above[here] == tree.units[here].index(area) if area else slice(None)
    return [
        level
        for level in below
        if (level != "district" or here == "regency")
        and len(np.unique(tree.above[level][inside])) <= MOST_LINES
    ]


def _level(request: HttpRequest, tree: AreaTree, area: str) -> str:
    wanted = request.GET.get("tingkat", "")
    if wanted in levels_below(tree, area):
        return wanted
    return boards.BELOW[tree.level_of(area) or "regency"]
