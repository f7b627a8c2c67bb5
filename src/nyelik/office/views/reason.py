"""Writing down why names are opened, for those who may see them only with a reason."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from nyelik.office.viewer import REASON_LONGEST, remember_reason

SHORTEST = 10


@login_required
@require_POST
def give_reason(request: HttpRequest) -> HttpResponse:
    """Remember the reason for a while and open the page that asked for it."""
    wanted = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        wanted = "home"
    text = " ".join(request.POST.get("reason", "").split())
    if "forget" in request.POST:
        remember_reason(request, "")
        return redirect("home")
    if not SHORTEST <= len(text) <= REASON_LONGEST:
        context = {"next": wanted, "reason": text, "shortest": SHORTEST, "longest": REASON_LONGEST}
        return render(request, "office/reason.html", context, status=422)
    remember_reason(request, text)
    return redirect(wanted)
