"""The first screen: what shall I do now?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nyelik.office.navigation import may_open
from nyelik.office.tasks import tasks_for
from nyelik.office.viewer import page_for, place_of, viewer_of


@page_for("home")
def home(request: HttpRequest) -> HttpResponse:
    """Tasks by role, then the doors to the rest."""
    viewer = viewer_of(request)
    context = {
        "today": viewer.today,
        "place": place_of(request),
        "tasks": tasks_for(viewer),
        "may_import": may_open(viewer.role, "import"),
        "may_see_board": may_open(viewer.role, "board"),
    }
    return render(request, "office/home.html", context)
