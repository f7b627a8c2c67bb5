"""Everybody of whom two devices said different things, with what each said and who decides."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nyelik.journal.conflicts import people_in_conflict
from nyelik.office.hidden import conflicts_shown, words_shown
from nyelik.office.places import place_names
from nyelik.office.recording import MAY_DECIDE
from nyelik.office.settling import disputes
from nyelik.office.viewer import page_for, viewer_of
from nyelik.register import access
from nyelik.register.facts import subjects_of
from nyelik.register.in_charge import pustu_of
from nyelik.register.scope import Viewer

PAGE = 20


@page_for("conflicts")
def conflicts(request: HttpRequest) -> HttpResponse:
    """The people of my scope in conflict, a page at a time; what I may not know of is left out."""
    viewer = viewer_of(request)
    mine = sorted(access.visible_ids(viewer, people_in_conflict()))
    page = Paginator(mine, PAGE).get_page(request.GET.get("hal"))
    context = {
        "total": len(mine),
        "page": page,
        "lines": _lines(viewer, list(page)),
        "may_decide": viewer.role in MAY_DECIDE,
    }
    return render(request, "office/conflicts.html", context)


def _lines(viewer: Viewer, ids: list[UUID]) -> list[dict[str, object]]:
    people = access.names_for(viewer, ids, what="conflicts") if ids else {}
    visible, subjects = words_shown(viewer), subjects_of(people)
    areas = {one.area for one in people.values()}
    places, pustu = place_names(areas), pustu_of(areas, viewer.today)
    return [
        {
            "person": person,
            "place": places.get(person.area, ""),
            "in_charge": pustu.get(person.area, ""),
            "disputes": disputes(
                viewer,
                [c for one in subjects[about][1] for c in conflicts_shown(viewer, one)],
                visible,
            ),
        }
        for about, person in people.items()
    ]
