"""The queue of probable duplicates: two records that may be one person, decided by a named worker."""

import datetime as dt
from functools import lru_cache
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_POST

from nyelik.journal.projections import catch_up
from nyelik.office.places import place_names
from nyelik.office.recording import MAY_DECIDE, merge
from nyelik.office.viewer import page_for, viewer_of
from nyelik.register import access
from nyelik.register.duplicates import Pair, queue, still_open
from nyelik.register.scope import Stranger, Viewer, scope_areas
from nyelik.register.seen import SeenPerson

SHOWN, QUEUED = 20, 500

REASONS = {
    "same_nik": gettext_noop("NIK sama"),
    "same_bpjs": gettext_noop("No. BPJS sama"),
    "same_kk": gettext_noop("No. KK sama"),
    "same_phone": gettext_noop("telepon sama"),
    "same_mother": gettext_noop("ibu yang sama"),
    "name": gettext_noop("nama mirip"),
    "unnamed": gettext_noop("belum bernama"),
    "mother_name": gettext_noop("nama ibu mirip"),
    "born_same": gettext_noop("tanggal lahir sama"),
    "born_swapped": gettext_noop("hari dan bulan lahir tertukar"),
    "born_one_part": gettext_noop("tanggal lahir beda satu bagian"),
    "born_estimated_near": gettext_noop("tanggal lahir perkiraan, berdekatan"),
    "same_rt": gettext_noop("RT sama"),
    "same_village": gettext_noop("desa sama"),
    "other_nik": gettext_noop("NIK berbeda"),
    "other_sex": gettext_noop("jenis kelamin berbeda"),
    "born_far": gettext_noop("tanggal lahir berjauhan"),
    "other_mother": gettext_noop("nama ibu berbeda"),
    "twins": gettext_noop("mungkin kembar"),
}


@lru_cache(maxsize=64)
def _queue_of(areas: tuple[str, ...], _day: dt.date) -> tuple[Pair, ...]:
    """The queue as worked out once a day: comparing all people of a Puskesmas takes seconds."""
    return tuple(queue(areas, QUEUED))


@page_for("duplicates")
def duplicates(request: HttpRequest) -> HttpResponse:
    """The likeliest pairs of the own area, side by side."""
    viewer = viewer_of(request)
    catch_up()
    areas = tuple(scope_areas(viewer.worker, viewer.today))
    if "segar" in request.GET:
        _queue_of.cache_clear()
    pairs = still_open(_queue_of(areas, viewer.today))[:SHOWN]
    people = access.names_for(
        viewer, [p for pair in pairs for p in (pair.first, pair.second)], what="duplicates"
    )
    places = place_names(person.area for person in people.values())
    shown = [_pair(pair, people, places) for pair in pairs if _both(pair, people)]
    return render(request, "office/duplicates.html", {"pairs": shown, "limit": SHOWN})


@page_for("duplicates")
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """One person, or two: written as a merge, or as a merge undone, which keeps the pair out of the queue."""
    viewer = viewer_of(request)
    if viewer.role not in MAY_DECIDE:
        raise PermissionDenied
    keep, other = _people(request, viewer)
    same = request.POST.get("same") == "yes"
    merge(viewer, other, keep, undone=not same)
    catch_up()
    text = (
        gettext("Disatukan. Semua catatan kedua data sekarang ada di satu kartu; dapat dibatalkan.")
        if same
        else gettext("Dicatat sebagai dua orang berbeda; tidak ditawarkan lagi.")
    )
    messages.success(request, text, extra_tags="hijau")
    return redirect("duplicates")


def _people(request: HttpRequest, viewer: Viewer) -> tuple[UUID, UUID]:
    try:
        keep, other = UUID(request.POST.get("keep", "")), UUID(request.POST.get("other", ""))
    except ValueError:
        raise Stranger from None
    if keep == other or len(access.visible_ids(viewer, [keep, other])) != 2:
        raise Stranger
    return keep, other


def _both(pair: Pair, people: dict[UUID, SeenPerson]) -> bool:
    return pair.first in people and pair.second in people


def _pair(pair: Pair, people: dict[UUID, SeenPerson], places: dict[str, str]) -> dict[str, object]:
    both = [people[pair.first], people[pair.second]]
    return {
        "score": pair.score,
        "because": [gettext(REASONS.get(reason, reason)) for reason in pair.because],
        "sides": [
            {"person": person, "other": other, "place": places.get(person.area, "")}
            for person, other in (both, both[::-1])
        ],
    }
