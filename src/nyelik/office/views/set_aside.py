"""What arrived and could not be read as an entry: kept byte for byte, shown so that somebody asks the sender."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nyelik.base.problem import Problem
from nyelik.journal.quarantine import Kept, kept
from nyelik.office.problems import page_language
from nyelik.office.viewer import page_for


@page_for("set-aside")
def set_aside(request: HttpRequest) -> HttpResponse:
    """The list, newest first. The bytes themselves may name people of anywhere: they are not shown here."""
    rows = [_row(one) for one in reversed(kept())]
    return render(request, "office/set_aside.html", {"rows": rows})


def _row(one: Kept) -> dict[str, object]:
    return {
        "device": one.sender,
        "received": one.received,
        "code": one.problem,
        "next_step": Problem(one.problem).next_step(page_language()),
        "bytes": len(one.content),
        "digest": one.digest[:12],
    }
