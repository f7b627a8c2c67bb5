"""What kader recorded, for a health worker to confirm: one by one, or all that is shown."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from nyelik.office.typed import whole_number
from nyelik.office.validation import MOST_DAYS, USUAL_DAYS, confirm, groups, waiting
from nyelik.office.viewer import page_for, viewer_of

PAGE = 25
DAYS = (1, USUAL_DAYS, 31)


@page_for("validation")
def validation(request: HttpRequest) -> HttpResponse:
    """Contacts received in so many days (`hari`), a page at a time; nothing is read beyond the page."""
    viewer, days = viewer_of(request), _days(request.GET.get("hari"))
    found = waiting(viewer, days)
    page = Paginator(found, PAGE).get_page(request.GET.get("hal"))
    made = groups(viewer, list(page)) if found else []
    context = {
        "total": len(found),
        "days": days,
        "choices": DAYS,
        "page": page,
        "groups": made,
        "confirmable": sum(line.whole for group in made for line in group.lines),
    }
    return render(request, "office/validation.html", context)


@page_for("validation")
@require_POST
def confirmed(request: HttpRequest) -> HttpResponse:
    """The one that was tapped, else all that were shown."""
    one = request.POST.get("one")
    keys = [one] if one else request.POST.getlist("contact")[:PAGE]
    count = confirm(viewer_of(request), keys) if keys else 0
    if count:
        said = ngettext("%(count)s catatan disahkan.", "%(count)s catatan disahkan.", count)
        messages.success(request, said % {"count": count}, extra_tags="hijau")
    else:
        text = gettext("Tidak ada yang disahkan: catatannya sudah berubah, atau bukan untuk Anda.")
        messages.warning(request, text, extra_tags="kuning")
    days = _days(request.POST.get("hari"))
    return redirect(f"{reverse('validation')}?hari={days}")


def _days(text: str | None) -> int:
    return min(whole_number(text, otherwise=USUAL_DAYS) or USUAL_DAYS, MOST_DAYS)
