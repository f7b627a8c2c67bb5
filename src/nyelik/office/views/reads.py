"""Jejak baca: who read whose data, when, and why."""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop

from nyelik.office.problems import page_language
from nyelik.office.rulebook import loaded
from nyelik.office.typed import whole_number
from nyelik.office.viewer import page_for, viewer_of
from nyelik.register.reading import reads as read_log

PAGE = 50
SINCE = {
    "1": gettext_noop("24 jam"),
    "7": gettext_noop("7 hari"),
    "30": gettext_noop("30 hari"),
    "": gettext_noop("Semua"),
}
WHAT = {
    "card": gettext_noop("Membuka kartu"),
    "list": gettext_noop("Melihat daftar"),
    "names": gettext_noop("Membuka nama di balik angka"),
    "search": gettext_noop("Mencari"),
    "import": gettext_noop("Mengimpor lembar kerja"),
    "held": gettext_noop("Memeriksa catatan ditahan"),
    "file": gettext_noop("Mengunduh daftar nama"),
    "export": gettext_noop("Mengunduh daftar"),
    "growth chart": gettext_noop("Membuka grafik pertumbuhan"),
    "decision": gettext_noop("Memutuskan catatan"),
    "duplicates": gettext_noop("Memeriksa data kembar"),
}


@page_for("reads")
def reads(request: HttpRequest) -> HttpResponse:
    """The record, newest first; narrowed by worker, person, time, and reads outside the own area."""
    viewer = viewer_of(request)
    days = request.GET.get("hari", "7")
    days = days if days in SINCE else "7"
    worker = request.GET.get("petugas", "").strip()
    person, bad_person = _person(request.GET.get("orang", "").strip())
    outside = request.GET.get("luar") == "1"
    start = whole_number(request.GET.get("mulai"))
    found = (
        []
        if bad_person
        else read_log(
            viewer,
            person=person,
            worker=worker or None,
            outside_only=outside,
            since=viewer.now - dt.timedelta(days=int(days)) if days else None,
            limit=PAGE + 1,
            offset=start,
        )
    )
    context = {
        "rows": [(row, _what(row.what)) for row in found[:PAGE]],
        "since": [(key, gettext(label)) for key, label in SINCE.items()],
        "days": days,
        "worker_name": worker,
        "person": request.GET.get("orang", ""),
        "bad_person": bad_person,
        "outside": outside,
        "start": start,
        "newer": max(0, start - PAGE),
        "older": start + PAGE if len(found) > PAGE else None,
    }
    return render(request, "office/reads.html", context)


def _what(written: str) -> str:
    """What was done, in the language of the page; behind a number, also which one."""
    what, _, indicator_id = written.partition(" of ")
    indicator = loaded().rules.indicators.get(indicator_id)
    done = gettext(WHAT.get(what, what))
    return f"{done}: {indicator.label.text(page_language())}" if indicator else done


def _person(text: str) -> tuple[UUID | None, bool]:
    try:
        return (UUID(text) if text else None), False
    except ValueError:
        return None, True
