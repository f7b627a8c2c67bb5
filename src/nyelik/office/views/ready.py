"""Whether this process is ready: it has read its rulebook, packed what phones fetch and counted once."""

from contextlib import suppress
from functools import cache

from django.http import HttpRequest, HttpResponse

from nyelik.base.problem import Problem
from nyelik.office.board import programs
from nyelik.office.numbers import fresh_watch, read_question
from nyelik.office.phone_bundle import phone_bundle
from nyelik.office.rulebook import loaded
from nyelik.office.viewer import today
from nyelik.watch.coverage import coverage


def ready(request: HttpRequest) -> HttpResponse:
    """Plain text `siap`, for `nyelik serve` at start and for whatever watches the server. Says nothing of anybody."""
    with suppress(Problem):  # phones are told of it when they ask
        phone_bundle()
    _count_once()
    return HttpResponse("siap", content_type="text/plain; charset=utf-8")


@cache
def _count_once() -> None:
    """The first family of indicators, as the board asks it: compiles kernels and scores growth."""
    watch, question = fresh_watch(), read_question(None, None, today())
    for indicator in loaded().rules.indicators.values():
        if indicator.program == programs()[0] and indicator.of_people:
            coverage(watch, indicator.id, "regency", question.asked(indicator))
