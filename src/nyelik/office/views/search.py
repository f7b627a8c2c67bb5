"""Finding a person by whatever is known: name however spelt, NIK, No. KK, mother, address, RT."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nyelik.base.dates import completed_months
from nyelik.office.places import place_names
from nyelik.office.viewer import page_for, viewer_of
from nyelik.register import access
from nyelik.register.scope import MAY_LOOK_OUTSIDE

LIMIT = 20
SHORTEST = 2


@page_for("search")
def search(request: HttpRequest) -> HttpResponse:
    """The form, and what was found for `q`. `luar=1` looks outside the own area, with a reason."""
    text = request.GET.get("q", "").strip()
    everywhere = request.GET.get("luar") == "1"
    viewer = viewer_of(request)
    found = []
    if len(text) >= SHORTEST:
        found = access.search(viewer, text, limit=LIMIT, everywhere=everywhere)
    places = place_names(one.person.area for one in found)
    context = {
        "text": text,
        "is_search_page": True,  # which has a larger form of its own
        "everywhere": everywhere,
        "too_short": 0 < len(text) < SHORTEST,
        "may_look_outside": viewer.role in MAY_LOOK_OUTSIDE and viewer.role != "dinkes",
        "found": [_row(one, places, viewer.today) for one in found],
        "limit": LIMIT,
    }
    return render(request, "office/search.html", context)


def _row(found: access.Found, places: dict[str, str], today: dt.date) -> dict[str, object]:
    person = found.person
    return {
        "person": person,
        "place": places.get(person.area, ""),
        "months": completed_months(person.born, person.died or today) if person.born else None,
        "by": found.by,
    }
