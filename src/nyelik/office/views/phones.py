"""Phones: the list, one phone, a code for a new one, the end of one."""

import datetime as dt
import secrets
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from nyelik.journal import by_device
from nyelik.journal.gaps import gaps
from nyelik.office.field_app import is_built
from nyelik.office.held_queue import KINDS
from nyelik.office.phones import phone_of, phones_of
from nyelik.office.qr import qr_svg
from nyelik.office.viewer import page_for, viewer_of
from nyelik.register import access
from nyelik.register.devices import revoke
from nyelik.register.enrolment import make_code, shown
from nyelik.register.policy import policy
from nyelik.register.scope import NAMES_WITH_REASON, Stranger, Viewer
from nyelik.register.supervising import looked_after
from nyelik.register.workers import Device, EnrolCode, Worker

DAYS_SHOWN, LINES_SHOWN = 30, 20


@page_for("devices")
def phones(request: HttpRequest) -> HttpResponse:
    """The phones of the workers that I look after."""
    viewer = viewer_of(request)
    found = phones_of(viewer)
    context = {
        "phones": [one for one in found if one.works],
        "ended": [one for one in found if not one.works],
        "rulebook_is_old": any(one.rulebook_is_old for one in found),
    }
    return render(request, "office/phones.html", context)


@page_for("devices")
def phone(request: HttpRequest, device: str) -> HttpResponse:
    """What came from one phone, what is held, what is missing. People's names through access."""
    viewer = viewer_of(request)
    one = phone_of(viewer, device)
    lines = by_device.latest(device, LINES_SHOWN)
    held = by_device.not_accepted(device, LINES_SHOWN)
    names = _names(viewer, {line.about for line in (*lines, *held)})
    since = int((viewer.now - dt.timedelta(DAYS_SHOWN)).timestamp() * 1000)
    offset = timezone.localtime(viewer.now).utcoffset() or dt.timedelta()
    days = by_device.received_by_day(device, since, offset)
    context = {
        "phone": one,
        "device": one.device,
        "code": one.device.codes.select_related("made_by").first(),
        "days": [
            (day, sum(counts.values()), sum(counts.values()) - counts.get("accepted", 0))
            for day, counts in days
        ],
        "lines": _told(lines, names),
        "held": _told(held, names),
        "gaps": gaps(device),
        "storage": _storage(one.device),
        "days_shown": DAYS_SHOWN,
    }
    return render(request, "office/phone.html", context)


def _names(viewer: Viewer, about: set[UUID]) -> dict[UUID, access.SeenPerson]:
    """Whom entries are about. A Dinas Kesehatan looks after phones without writing down why: then without names."""
    if not about or (viewer.role in NAMES_WITH_REASON and not viewer.reason):
        return {}
    return access.names_for(viewer, about, what="device")


def _told(
    lines: list[by_device.Line], names: dict[UUID, access.SeenPerson]
) -> list[dict[str, object]]:
    return [
        {
            "line": line,
            "kind": gettext(KINDS.get(line.kind, line.kind)),
            "person": names.get(line.about),
        }
        for line in lines
    ]


def _storage(device: Device) -> int | None:
    """Percent of what the browser grants; None where it did not say."""
    if not device.storage_quota:
        return None
    return round(100 * (device.storage_used or 0) / device.storage_quota)


@page_for("devices")
@require_GET
def enrol(request: HttpRequest) -> HttpResponse:
    """Whose phone is it?"""
    viewer = viewer_of(request)
    workers = looked_after(viewer.worker, viewer.today)
    context = {"workers": workers, "unreachable": _unreachable(request), "is_built": _has_app()}
    return render(request, "office/phone_enrol.html", context)


@page_for("devices")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A new code, shown in this answer only. Reloading makes another; the one before holds until it is late."""
    viewer = viewer_of(request)
    worker = _worker(viewer, request.POST.get("worker", ""))
    code = make_code(viewer.worker, worker, viewer.now, secrets.token_bytes)
    address = f"{_address(request)}/lapangan/#daftar={code}"
    context = {
        "of": worker,
        "shown": shown(code).split(),
        "qr": qr_svg(address, gettext("Kode QR untuk dipindai ponsel")),
        "address": f"{_address(request)}/lapangan/",
        "unreachable": _unreachable(request),
        "is_built": _has_app(),
        **_state(viewer, worker, viewer.now),
    }
    return render(request, "office/phone_code.html", context)


@page_for("devices")
@require_GET
def state(request: HttpRequest, worker: UUID, made: int) -> HttpResponse:
    """Whether the code that I made for this worker at that moment (unix microseconds) was used: a part of the page."""
    viewer = viewer_of(request)
    moment = dt.datetime.fromtimestamp(0, dt.UTC) + dt.timedelta(microseconds=made)
    context = _state(viewer, _worker(viewer, str(worker)), moment)
    return render(request, "office/_phone_code.html", context)


def _state(viewer: Viewer, worker: Worker, made_at: dt.datetime) -> dict[str, object]:
    found = EnrolCode.objects.filter(made_by=viewer.worker, worker=worker, made_at=made_at)
    code = found.select_related("device", "worker").first()
    if code is None:
        raise Stranger
    since = made_at - dt.datetime.fromtimestamp(0, dt.UTC)
    poll = (worker.id, since // dt.timedelta(microseconds=1))
    return {
        "code": code,
        "is_late": viewer.now >= code.expires_at,
        "poll": reverse("devices-state", args=poll),
        "minutes": policy().code_minutes,
    }


def _worker(viewer: Viewer, text: str) -> Worker:
    """The worker named, if the viewer looks after their phone."""
    try:
        worker = Worker.objects.filter(pk=UUID(text)).first()
    except ValueError:
        worker = None
    if worker is None or not looked_after(viewer.worker, viewer.today, [worker]):
        raise Stranger
    return worker


@page_for("devices")
def end(request: HttpRequest, device: str) -> HttpResponse:
    """Ask how a phone ends, and end it. A milder end may become the hard one later: it was lost after all."""
    viewer = viewer_of(request)
    one = phone_of(viewer, device)
    mode = request.POST.get("mode", "")
    if request.method == "POST" and mode in dict(Device.MODES) and request.POST.get("sure"):
        if revoke(device, viewer.now, mode, viewer.worker):
            said = gettext("Ponsel dicabut. Perintahnya sampai begitu ponsel itu terhubung.")
            messages.success(request, said, extra_tags="hijau")
        else:
            messages.info(request, gettext("Ponsel ini sudah dicabut sebelumnya."))
        return redirect("devices-one", device=device)
    context = {
        "phone": one,
        "device": one.device,
        "mode": mode,
        "unsure": request.method == "POST",
        "wipe_unsent": policy().wipe_unsent,
    }
    return render(request, "office/phone_end.html", context)


def _address(request: HttpRequest) -> str:
    """Where phones find this server: as set, else as this page was opened."""
    return str(settings.PUBLIC_ADDRESS or request.build_absolute_uri("/")).rstrip("/")


def _unreachable(request: HttpRequest) -> str:
    """Why a phone cannot come by this address: "here" (only this machine knows it), "open" (no https), or ""."""
    address = _address(request)
    host = address.partition("://")[2].rsplit(":", 1)[0]
    if host in ("localhost", "127.0.0.1", "[::1]"):
        return "here"
    return "" if address.startswith("https://") else "open"


def _has_app() -> bool:
    return is_built(Path(settings.FIELD_APP))
