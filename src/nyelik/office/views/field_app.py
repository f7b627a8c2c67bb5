"""Where the field app would be: what to do when it was not built. Built, its files are served before any view."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext


def not_built(request: HttpRequest) -> HttpResponse:
    """503 in words, for whoever opens the address of the app."""
    context = {
        "title": gettext("Aplikasi lapangan belum ada"),
        "sentence": gettext("Server ini berjalan tanpa aplikasi lapangan, jadi ponsel belum bisa memakainya."),
        "next_step": gettext(
            "Minta pengelola server menjalankan python3 run.py (perlu internet sekali), lalu muat ulang halaman ini."
            " Catatan di ponsel tidak hilang."
        ),
    }  # fmt: skip
    return render(request, "office/problem.html", context, status=503)
