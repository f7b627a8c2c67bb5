"""Pages about people stay in no cache: a desk is shared, and the next worker's Back button must show nothing."""

from django.http import HttpRequest, HttpResponse

from nyelik.office.language import Handler


def nothing_is_kept(get_response: Handler) -> Handler:
    """Middleware: no browser or proxy keeps an answer of ours. Static files are served before it and may be kept."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    return answer
