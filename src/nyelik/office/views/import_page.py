"""Importing a spreadsheet: send it, look at the preview, let it be written, take the report home."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_POST

from nyelik.exchange.spreadsheet.outcome import STATUS_LABELS
from nyelik.exchange.spreadsheet.remarks import Remark
from nyelik.office import import_jobs
from nyelik.office.import_jobs import Job
from nyelik.office.problems import page_language
from nyelik.office.viewer import page_for, viewer_of
from nyelik.register.areas import level_of
from nyelik.register.scope import Stranger

LARGEST = 60 * 1024 * 1024
STEPS = {
    "read": gettext_noop("Membaca baris"),
    "match": gettext_noop("Mencocokkan dengan orang yang sudah terdaftar"),
    "plan": gettext_noop("Menyusun catatan"),
    "write": gettext_noop("Menulis ke jurnal"),
}
STATUS_COLOURS = {
    "accepted": "hijau",
    "mended": "kuning",
    "needs-person": "merah",
    "nothing-new": "abu",
    "no-data": "abu",
}


@page_for("import")
def start(request: HttpRequest) -> HttpResponse:
    """The form and the worker's earlier imports; a file sent goes to its preview."""
    viewer = viewer_of(request)
    wrong = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None or not file.size:
            wrong = gettext("Belum ada berkas yang dipilih, atau berkasnya kosong.")
        elif file.size > LARGEST:
            wrong = gettext(
                "Berkas lebih besar dari 60 MB. Bagi per Puskesmas atau per tahun, lalu kirim satu per satu."
            )
        else:
            measured_on = _day(request.POST.get("measured_on", ""))
            job = import_jobs.receive(viewer, file, _within(viewer.worker.scope), measured_on)
            return redirect("import-job", job=UUID(job.id))
    context = {"wrong": wrong, "jobs": import_jobs.jobs_of(viewer), "colours": STATUS_COLOURS}
    return render(request, "office/import.html", context, status=422 if wrong else 200)


@page_for("import")
def job_page(request: HttpRequest, job: UUID) -> HttpResponse:
    """How far an import is: progress, preview, or report. htmx asks for the inner part while it is busy."""
    viewer = viewer_of(request)
    found = import_jobs.job_for(viewer, job)
    context = _context(found) | {"stalled": found.is_stalled(viewer.now)}
    inner = request.headers.get("HX-Request") == "true"
    return render(
        request, "office/_import_job.html" if inner else "office/import_job.html", context
    )


@page_for("import")
@require_POST
def write(request: HttpRequest, job: UUID) -> HttpResponse:
    """The worker has seen the preview: write it."""
    viewer = viewer_of(request)
    found = import_jobs.job_for(viewer, job)
    if found.state == "ready" or found.is_stalled(viewer.now):
        import_jobs.start(found, "writing", viewer.now)
    else:
        messages.info(request, gettext("Impor ini sudah berjalan atau sudah selesai."))
    return redirect("import-job", job=job)


@page_for("import")
def report(request: HttpRequest, job: UUID) -> FileResponse:
    """The row-by-row report as XLSX."""
    found = import_jobs.job_for(viewer_of(request), job)
    if not found.report.exists():
        raise Stranger
    name = f"laporan-impor-{found.file.rsplit('.', 1)[0]}.xlsx"
    return FileResponse(found.report.open("rb"), as_attachment=True, filename=name)


def _day(text: str) -> dt.date | None:
    """The day typed; what is no day is left out, and the preview then asks for it row by row."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _within(scope: list[str]) -> str:
    """The one village, district or kabupaten that the file is about; "" when the scope names facilities."""
    if len(scope) != 1 or not scope[0][0].isdigit():
        return ""
    return scope[0] if level_of(scope[0]) in ("regency", "district", "village") else ""


def _context(job: Job) -> dict[str, object]:
    language = page_language()
    counts = job.found.get("counts", {})
    return {
        "job": job,
        "step": gettext(STEPS.get(job.step, STEPS["read"])),
        "counts": [
            (STATUS_COLOURS[status], STATUS_LABELS[status][language], counts[status])
            for status in STATUS_COLOURS
            if counts.get(status)
        ],
        "data_rows": sum(n for status, n in counts.items() if status != "no-data"),
        "remarks": [
            (Remark(code, "…", "…", "…", "…").sentence(language), count)
            for code, count in job.found.get("remarks", [])
        ],
    }
