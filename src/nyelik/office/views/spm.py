"""The SPM page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nyelik.office.doors import Doors
from nyelik.office.numbers import fresh_watch
from nyelik.office.period_choices import period_choices, period_name
from nyelik.office.spm import spm_services
from nyelik.office.spm_index import spm_index
from nyelik.office.viewer import page_for, viewer_of
from nyelik.office.views.board import chosen_area, levels_below, question_of
from nyelik.watch.coverage import area_tree
from nyelik.watch.evaluate import Asked


@page_for("spm")
def spm(request: HttpRequest) -> HttpResponse:
    """The minimum services of an area, with three-valued targets and the parts that are missing."""
    viewer, question = viewer_of(request), question_of(request)
    watch = fresh_watch()
    tree = area_tree(watch, Asked(question.period, question.until))
    area = chosen_area(request, viewer, tree)
    levels = levels_below(tree, area)
    level = request.GET.get("tingkat", "")
    level = level if level in levels else levels[0]
    context = {
        "services": spm_services(watch, Doors(viewer, tree), tree, area, level, question),
        "index": spm_index(watch, viewer, area, question),
        "area": area,
        "area_name": tree.names.get(area, ""),
        "level": level,
        "levels": levels,
        "question": question,
        "year": question.until.year,
        "period_name": period_name(question.period),
        "periods": period_choices(question.period, question.today),
    }
    return render(request, "office/spm.html", context)
