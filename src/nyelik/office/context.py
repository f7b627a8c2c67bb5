"""What every page needs around its content: who is signed in, where, and the ways onward."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from nyelik.office.navigation import groups, may_open
from nyelik.office.viewer import place_of, reason_of, role_label, worker_of


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: nothing for strangers but whether this is the demo."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"is_demo": is_demo()}
    worker = worker_of(request)
    return {
        "is_demo": is_demo(),
        "worker": worker,
        "role_label": role_label(worker),
        "place_label": place_of(request),
        "bar": groups(request, worker.role),
        "reason": reason_of(request),
        "may_search": may_open(worker.role, "search"),
    }


@cache
def is_demo() -> bool:
    """Whether this instance was made by `nyelik demo`: then every page says that its people are invented."""
    return (settings.HOME / "demo.json").exists()
