"""Problems as pages: what was asked, why it cannot be, what to do now, that nothing was lost."""

import logging
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from nyelik.base.problem import Language, Problem
from nyelik.office.language import Handler
from nyelik.register.scope import ReasonNeeded, Stranger

log = logging.getLogger("nyelik.office")


class ProblemsAsPages:
    """Middleware: a `Problem` raised by a view becomes a page (or, for htmx, a notice)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only problems; anything else is our fault and becomes the 500 page."""
        match exception:
            case Stranger():
                return not_found(request, exception)
            case ReasonNeeded():
                return ask_reason(request)
            case Problem():
                log.info("problem %s", exception.code)
                return problem_page(request, exception, status=422)
        return None


def ask_reason(request: HttpRequest) -> HttpResponse:
    """This worker may open the names after writing down why; then the page asked for opens."""
    wanted = request.get_full_path() if request.method == "GET" else reverse("home")
    return render(request, "office/reason.html", {"next": wanted}, status=403)


def problem_page(request: HttpRequest, problem: Problem, status: int) -> HttpResponse:
    """The problem in the language of the page."""
    language = page_language()
    context = {
        "title": gettext("Belum bisa"),
        "sentence": problem.sentence(language),
        "next_step": problem.next_step(language),
        "code": problem.code,
    }
    return render(request, "office/problem.html", context, status=status)


def page_language() -> Language:
    """The language this request speaks, as the rulebook and the problem list name it."""
    return cast(Language, (get_language() or "id")[:2])


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404. The same page for what does not exist and for what this worker may not know of."""
    context = {
        "title": gettext("Tidak ditemukan"),
        "sentence": gettext(
            "Halaman atau orang ini tidak ada, atau tidak berada dalam wilayah kerja Anda."
        ),
        "next_step": gettext(
            "Periksa alamatnya, atau cari lagi dari halaman pencarian. Tidak ada data yang berubah."
        ),
    }
    return render(request, "office/problem.html", context, status=404)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the role has no such page."""
    context = {
        "title": gettext("Bukan untuk peran Anda"),
        "sentence": gettext("Halaman ini disediakan untuk peran lain."),
        "next_step": gettext(
            "Kembali ke halaman Hari ini."
            " Bila Anda memang memerlukannya, hubungi Kepala Puskesmas atau Dinas Kesehatan."
        ),
    }
    return render(request, "office/problem.html", context, status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was sent twice, or after signing out in another window (CSRF)."""
    context = {
        "title": gettext("Formulir sudah kedaluwarsa"),
        "sentence": gettext("Formulir ini dibuka sebelum Anda masuk kembali, jadi tidak dikirim."),
        "next_step": gettext(
            "Kembali, muat ulang halaman, lalu kirim lagi. Tidak ada data yang berubah."
        ),
    }
    return render(request, "office/problem.html", context, status=403)
