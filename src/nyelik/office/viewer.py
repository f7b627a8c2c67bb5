"""Who looks: from a request to the register's `Viewer`, and the door that pages stand behind."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import cast
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext

from nyelik.office.navigation import may_open
from nyelik.register.scope import Viewer
from nyelik.register.workers import ROLES, Worker

View = Callable[..., HttpResponseBase]

# Long enough for one piece of work, short enough that the next piece gets its own reason.
REASON_HOLDS = dt.timedelta(minutes=30)
REASON_LONGEST = 300  # the width of the column in the read log


def page_for(page: str) -> Callable[[View], View]:
    """Only signed-in workers whose role has this page; others learn that in words (403)."""

    def guard(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **named: object) -> HttpResponseBase:
            if not may_open(worker_of(request).role, page):
                raise PermissionDenied
            return view(request, *args, **named)

        return guarded

    return guard


def worker_of(request: HttpRequest) -> Worker:
    """The signed-in worker."""
    return cast(Worker, request.user)


def viewer_of(request: HttpRequest) -> Viewer:
    """The worker as the register's access wants to know them, now, with the reason they wrote down, if any."""
    return Viewer(
        worker_of(request), timezone.now(), reason=reason_of(request), request_id=str(uuid4())
    )


def reason_of(request: HttpRequest) -> str | None:
    """Why the worker opens names: what they wrote less than REASON_HOLDS ago in this session."""
    text, until = request.session.get("reason", ("", 0.0))
    return text if until > timezone.now().timestamp() else None


def remember_reason(request: HttpRequest, text: str) -> None:
    """Use this reason for what is opened from now on; an empty text forgets it."""
    until = (timezone.now() + REASON_HOLDS).timestamp()
    request.session["reason"] = (text[:REASON_LONGEST], until if text else 0.0)


def today() -> dt.date:
    """The day in the district's own time zone. The clock is read only here and in `viewer_of`."""
    return timezone.localdate()


def role_label(worker: Worker) -> str:
    """The role in the language of the page."""
    return gettext(ROLES[worker.role])


def place_of(request: HttpRequest) -> str:
    """Names of the worker's area or facility, looked up once for each session."""
    if "place" not in request.session:
        request.session["place"] = _place_names(worker_of(request))
    return str(request.session["place"])


def _place_names(worker: Worker) -> str:
    from nyelik.register.tables import Area, Facility

    names = dict(Area.objects.filter(code__in=worker.scope).values_list("code", "name"))
    names.update(Facility.objects.filter(code__in=worker.scope).values_list("code", "name"))
    return ", ".join(names.get(code, code) for code in worker.scope[:3])
