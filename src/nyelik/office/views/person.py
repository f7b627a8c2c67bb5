"""One person's card: what to do now, what was found and why, growth, history."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nyelik.base.dates import day_number
from nyelik.journal.entry import CONTACT
from nyelik.journal.fold import Subject
from nyelik.office.growth_charts import chart_choices, chart_svg_for
from nyelik.office.hidden import conflicts_shown
from nyelik.office.person_page import PersonPage, person_page, record_clock, record_day
from nyelik.office.places import facility_names, place_names
from nyelik.office.provenance import origins, session_of
from nyelik.office.sessions import sessions_for
from nyelik.office.viewer import page_for, today, viewer_of
from nyelik.register import access
from nyelik.register.in_charge import pustu_of
from nyelik.register.scope import Viewer


@page_for("search")
def person(request: HttpRequest, person: UUID) -> HttpResponse:
    """The card; the read is logged by `access`. A stranger is told that there is no such page."""
    viewer = viewer_of(request)
    seen = access.person_for(viewer, person)
    page = person_page(viewer, seen, today())
    context = {
        "page": page,
        "person": seen,
        "place": place_names([seen.area], upto="district").get(seen.area, ""),
        "records": _records(viewer, page),
        "in_charge": pustu_of([seen.area], viewer.today).get(seen.area, "")
        if page.disputes
        else "",
        "charts": chart_choices(page.card, request.GET.get("grafik")),
    }
    return render(request, "office/person.html", context)


@page_for("search")
def growth_chart(request: HttpRequest, person: UUID, index: str) -> HttpResponse:
    """One growth chart as SVG, for the tabs of the card. Not logged again: the card's read was."""
    seen = access.person_for(viewer_of(request), person, what="growth chart")
    page = person_page(viewer_of(request), seen, today())
    svg = chart_svg_for(page.card, index, day_number(page.card.today))
    if svg is None:
        raise Http404
    context = {"person": seen, "charts": chart_choices(page.card, index)}
    return render(request, "office/_growth.html", context)


def _records(viewer: Viewer, page: PersonPage) -> list[dict[str, object]]:
    names = facility_names(record.subject.place for record in page.records)
    phones = origins(cast(Subject, record.subject) for record in page.records)
    days = {(one.code, one.day) for one in sessions_for(viewer)} if phones else set()
    return [
        {
            "record": record,
            "lines": [line for line in record.lines if line.mark != "no"],
            "noes": [line.label for line in record.lines if line.mark == "no"],
            "day": record_day(record),
            "clock": record_clock(record),
            "place": _place(record.subject.place, names),
            "origin": phones.get(cast(Subject, record.subject).id),
            "session": _session(cast(Subject, record.subject), days),
            "conflict": bool(conflicts_shown(viewer, cast(Subject, record.subject))),
        }
        for record in page.records
    ]


def _session(subject: Subject, days: set[tuple[str, str]]) -> tuple[str, str] | None:
    """The session day of a contact, if there is a page of it for this viewer."""
    found = session_of(subject) if subject.kind == CONTACT else None
    return found if found in days else None


def _place(code: str | None, names: dict[str, str]) -> str:
    if code == "home":
        return gettext("di rumah")
    return names.get(code or "", code or "")
