"""Which language a page speaks: Indonesian, unless this browser has chosen English.

The browser's Accept-Language is ignored on purpose: office computers are often installed in English while
the people before them work in Indonesian.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponse]


def chosen_language(request: HttpRequest) -> str:
    """The code of the language chosen in this browser, Indonesian when none or an unknown one."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def language_of_the_worker(get_response: Handler) -> Handler:
    """Middleware: speak the chosen language while the request is answered."""

    def answer(request: HttpRequest) -> HttpResponse:
        with translation.override(chosen_language(request)):
            response = get_response(request)
        response.headers["Content-Language"] = chosen_language(request)
        return response

    return answer
