"""Referrals: who waits for an answer, and the answer."""

import datetime as dt
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
    viewer = viewer_of(request)
    found = referrals_for(viewer)
    tab = request.GET.get("keadaan", "")
    chosen = [one for one in found if one.state == STATES.get(tab, WAITING)]
    if STATES.get(tab) == DONE:
        chosen.sort(key=lambda one: one.made or dt.date.min, reverse=True)
    page = Paginator(chosen, PAGE).get_page(request.GET.get("hal"))
    counts = [(key, sum(one.state == state for one in found)) for key, state in STATES.items()]
    context = {
        "tab": tab if tab in STATES else "",
        "counts": counts,
        "page": page,
        "lines": told(viewer, page),
        "answers": [(key, gettext(label)) for key, label in ANSWERS.items()],
        "may_answer": viewer.role in MAY_DECIDE,
        "today": viewer.today,
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
    choice, typed = request.POST.get("answer", ""), request.POST.get("follow_up_on", "")
    advice = " ".join(request.POST.get("advice", "").split())
    follow_up = _day(typed)
    if choice not in ANSWERS:
        _refuse(request, advice, gettext("Pilih dahulu apa yang terjadi dengan orang ini."))
    elif typed and (follow_up is None or follow_up < viewer.today):
        text = gettext(
            "“%(typed)s” tidak bisa untuk kunjungan ulang: pilih hari ini atau sesudahnya."
        )
        _refuse(request, advice, text % {"typed": typed})
    else:
        office.answer(viewer, subject, choice, advice, follow_up)
        said = gettext("Jawaban tersimpan dan akan sampai di ponsel yang merujuk.")
        messages.success(request, said, extra_tags="hijau")
    return redirect("referrals")


def _refuse(request: HttpRequest, advice: str, why: str) -> None:
    """What was wrong, that nothing was saved, and what was typed, to be copied."""
    text = f"{why} {gettext('Jawaban belum disimpan.')}"
    if advice:
        text = f"{text} {gettext('Pesan yang sudah diketik: “%(advice)s”.') % {'advice': advice}}"
    messages.warning(request, text, extra_tags="kuning")


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
