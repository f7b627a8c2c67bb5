"""Hari buka: the list of sessions, and one with its people."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from nyelik.care.recap import Row
from nyelik.office.sessions import Session, attendance, session_for, sessions_for
from nyelik.office.viewer import page_for, viewer_of
from nyelik.register.access import SeenPerson
from nyelik.rules.package import STEPS

PAGE = 30
KINDS = {
    "sasaran": "target",
    "datang": "came",
    "tidak": "absent",
    "normal": "normal",
    "bermasalah": "problem",
    "dirujuk": "referred",
}


@page_for("sessions")
def sessions(request: HttpRequest) -> HttpResponse:
    """Planned, open and past sessions of the facilities in scope."""
    found = sessions_for(viewer_of(request))
    page = Paginator(found, PAGE).get_page(request.GET.get("hal"))
    return render(request, "office/sessions.html", {"page": page})


@page_for("sessions")
def session(request: HttpRequest, facility: str, day: str) -> HttpResponse:
    """Who came, which steps they did, the recap; a number of the recap opens its names."""
    viewer = viewer_of(request)
    try:
        on = dt.date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    found = attendance(viewer, session_for(viewer, facility, on))
    kind = KINDS.get(request.GET.get("yang", ""))
    line = next(
        (one for one in found.lines if one.row.code == request.GET.get("kelompok", "")), None
    )
    reasons = {one.about: one.reasons for one in found.came}
    context = {
        "session": found.session,
        "came": [(one, found.people[one.about]) for one in found.came],
        "lines": found.lines,
        "totals": {kind: sum(len(getattr(one.row, kind)) for one in found.lines) for kind in KINDS.values()},
        "unseen": found.unseen,
        "steps": STEPS,
        "tasks": _tasks(found.session),
        "opened_line": line if kind else None,
        "opened_kind": request.GET.get("yang", ""),
        "opened": [
            (one, reasons.get(one.id, ()) if kind == "problem" else ())
            for one in (_names(line.row, kind, found.people) if line and kind else [])
        ],
    }  # fmt: skip
    return render(request, "office/session.html", context)


def _tasks(session: Session) -> list[tuple[str, str]]:
    """Who was to do which step: several names, or one."""
    tasks = session.fields.get("tasks") or {}
    return [
        (step, ", ".join(map(str, who)) if isinstance(who, list) else str(who))
        for step, who in sorted(tasks.items())
    ]


def _names(row: Row, kind: str, people: Mapping[UUID, SeenPerson]) -> list[SeenPerson]:
    return sorted((people[one] for one in getattr(row, kind)), key=lambda one: one.name)
