"""The queue of held entries: kept, not counted, waiting for somebody's decision."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from nyelik.journal.held import accept_held, decline_held
from nyelik.office.held_queue import held_for, lines, problem_counts
from nyelik.office.typed import whole_number
from nyelik.office.viewer import page_for, viewer_of
from nyelik.register.scope import Stranger

PAGE = 25
SHORTEST_REASON = 5


@page_for("held")
def held_entries(request: HttpRequest) -> HttpResponse:
    """Held entries of the own area, filtered by problem, a page at a time."""
    viewer = viewer_of(request)
    waiting = held_for(viewer)
    code = request.GET.get("masalah", "")
    chosen = [one for one in waiting if not code or one.problem.code == code]
    page = Paginator(chosen, PAGE).get_page(request.GET.get("hal"))
    context = {
        "total": len(waiting),
        "counts": problem_counts(waiting),
        "code": code,
        "page": page,
        "lines": lines(viewer, list(page)),
    }
    return render(request, "office/held.html", context)


@page_for("held")
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Accept or decline one held entry, with a reason; both can be changed later."""
    viewer = viewer_of(request)
    seq = whole_number(request.POST.get("seq"))
    if seq not in {one.entry.seq for one in held_for(viewer)}:
        raise Stranger
    reason = " ".join(request.POST.get("reason", "").split())
    if len(reason) < SHORTEST_REASON:
        text = gettext(
            "Alasan “%(reason)s” terlalu pendek. Catatan belum diputuskan, tidak ada yang hilang."
        )
        messages.warning(request, text % {"reason": reason}, extra_tags="kuning")
        return redirect("held")
    accept = request.POST.get("decision") == "accept"
    settle = accept_held if accept else decline_held
    settle([seq], by=viewer.worker.id, reason=reason, now_ms=int(viewer.now.timestamp() * 1000))
    said = (
        gettext("Catatan diterima dan sekarang dihitung.")
        if accept
        else gettext(
            "Catatan tidak dihitung. Catatan tetap tersimpan dan masih bisa diterima nanti."
        )
    )
    messages.success(request, said, extra_tags="hijau")
    return redirect("held")
