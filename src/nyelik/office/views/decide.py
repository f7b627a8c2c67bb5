"""Decisions about one person's records: which of two values holds, and what is taken back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from nyelik.journal.fold import Subject, fold
from nyelik.journal.read import entries_about
from nyelik.office.hidden import conflicts_shown
from nyelik.office.recording import MAY_DECIDE, retract, settle
from nyelik.office.typed import whole_number
from nyelik.office.viewer import page_for, viewer_of
from nyelik.register import access
from nyelik.register.scope import Stranger, Viewer

SHORTEST_REASON = 5


@page_for("search")
@require_POST
def settle_conflict(request: HttpRequest, person: UUID) -> HttpResponse:
    """The value that a named worker chose holds; the others stay in the history."""
    viewer = _decider(request)
    subject = _subject(request, viewer, person)
    field = request.POST.get("field", "")
    conflict = next((c for c in conflicts_shown(viewer, subject) if c.field == field), None)
    choice = whole_number(request.POST.get("choice"), otherwise=-1)
    if conflict is None or not 0 <= choice < len(conflict.patches):
        messages.info(request, gettext("Perbedaan itu sudah diselesaikan orang lain."))
    else:
        settle(viewer, conflict, choice)
        messages.success(
            request, gettext("Tersimpan. Isian yang lain tetap ada di riwayat."), extra_tags="hijau"
        )
    return redirect("person", person=person)


@page_for("search")
@require_POST
def retract_record(request: HttpRequest, person: UUID) -> HttpResponse:
    """A record is taken back with a reason; it stays in sight, struck through."""
    viewer = _decider(request)
    subject = _subject(request, viewer, person)
    reason = " ".join(request.POST.get("reason", "").split())
    if len(reason) < SHORTEST_REASON:
        text = gettext("Alasan “%(reason)s” terlalu pendek. Catatan belum ditarik.")
        messages.warning(request, text % {"reason": reason}, extra_tags="kuning")
    else:
        retract(viewer, subject, reason)
        text = gettext("Catatan ditarik. Catatannya tetap terlihat, tetapi tidak dihitung lagi.")
        messages.success(request, text, extra_tags="hijau")
    return redirect("person", person=person)


def _decider(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    if viewer.role not in MAY_DECIDE:
        raise PermissionDenied
    return viewer


def _subject(request: HttpRequest, viewer: Viewer, person: UUID) -> Subject:
    """The subject named in the form, if it concerns this person, who is of the viewer's own area.

    Whoever breaks the glass for a guest reads and adds; what others wrote stays the business of the home area.
    """
    seen = access.person_for(viewer, person, what="decision")
    if seen.outside:
        raise Stranger
    subjects = fold(entries_about([seen.id], with_merged=True))
    try:
        return subjects[UUID(request.POST.get("subject", ""))]
    except (KeyError, ValueError):
        raise Stranger from None
