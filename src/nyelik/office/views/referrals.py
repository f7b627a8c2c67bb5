"""Referrals: who waits for an answer, and the answer."""

import datetime as dt
from collections.abc import Mapping
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from nyelik.office import referrals as office
from nyelik.office.recording import MAY_DECIDE
from nyelik.office.referrals import ANSWERED, ANSWERS, DONE, WAITING, referrals_for, told
from nyelik.office.viewer import page_for, viewer_of
from nyelik.register.scope import Stranger

PAGE = 25
STATES = {"": WAITING, "dijawab": ANSWERED, "selesai": DONE}


@page_for("referrals")
def referrals(request: HttpRequest) -> HttpResponse:
    """Those waiting for an answer, urgent and late ones first; by tabs those answered and those done."""
    tab = request.GET.get("keadaan", "")
    return _page(request, tab if tab in STATES else "", request.GET.get("hal"))


def _page(
    request: HttpRequest,
    tab: str,
    number: int | str | None,
    typed: Mapping[str, object] | None = None,
) -> HttpResponse:
    """One tab. `typed`: an answer that could not be saved, by `subject`; its page is opened, with what was typed."""
    viewer = viewer_of(request)
    found = referrals_for(viewer)
    chosen = [one for one in found if one.state == STATES[tab]]
    if STATES[tab] == DONE:
        chosen.sort(key=lambda one: one.made or dt.date.min, reverse=True)
    if typed:
        ids = [one.subject.id for one in chosen]
        number = (
            ids.index(cast(UUID, typed["subject"])) // PAGE + 1 if typed["subject"] in ids else 1
        )
    page = Paginator(chosen, PAGE).get_page(number)
    counts = [(key, sum(one.state == state for one in found)) for key, state in STATES.items()]
    context = {
        "tab": tab,
        "counts": counts,
        "page": page,
        "lines": told(viewer, page),
        "answers": [(key, gettext(label)) for key, label in ANSWERS.items()],
        "may_answer": viewer.role in MAY_DECIDE,
        "today": viewer.today,
        "typed": typed or {},
    }
    return render(request, "office/referrals.html", context)


@page_for("referrals")
@require_POST
def answer(request: HttpRequest, person: UUID, referral: UUID) -> HttpResponse:
    """What became of the person. Health workers only."""
    viewer = viewer_of(request)
    if viewer.role not in MAY_DECIDE:
        raise PermissionDenied
    subject = office.find(viewer, person, referral)
    if subject is None or subject.retracted:
        raise Stranger
    choice, again = request.POST.get("answer", ""), request.POST.get("follow_up_on", "")
    advice = request.POST.get("advice", "")
    follow_up = _day(again)
    why = ""
    if choice not in ANSWERS:
        why = gettext("Pilih dahulu apa yang terjadi dengan orang ini.")
    elif again and (follow_up is None or follow_up < viewer.today):
        text = gettext(
            "“%(typed)s” tidak bisa untuk kunjungan ulang: pilih hari ini atau sesudahnya."
        )
        why = text % {"typed": again}
    if why:
        said = gettext("Jawaban belum disimpan; yang sudah diketik masih ada di bawah.")
        messages.warning(request, f"{why} {said}", extra_tags="kuning")
        typed = {"subject": subject.id, "answer": choice, "advice": advice, "again": again}
        state = office.referral(subject, viewer.today).state
        return _page(request, next(key for key, one in STATES.items() if one == state), 1, typed)
    office.answer(viewer, subject, choice, " ".join(advice.split()), follow_up)
    said = gettext("Jawaban tersimpan dan akan sampai di ponsel yang merujuk.")
    messages.success(request, said, extra_tags="hijau")
    return redirect("referrals")


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
