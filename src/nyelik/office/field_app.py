"""The field app as phones load it: the files that Vite built, under /lapangan/, with headers of their own.

Nothing of it is secret and nothing of it is about people: it comes before sign-in, and phones keep it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from wsgiref.headers import Headers

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

PREFIX = "/lapangan/"
HASHED = f"{PREFIX}assets/"
"""Names of files here change with their content."""


def policy_of_the_app(relays: Sequence[str]) -> str:
    """The Content-Security-Policy: files of its own, and talk with this server and the laptops that relay to it."""
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("connect-src 'self'", *relays)),
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "worker-src 'self'",
            "manifest-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        )
    )


def is_built(folder: Path) -> bool:
    """Whether the app lies in the folder."""
    return (folder / "index.html").is_file()


class Files(WhiteNoiseMiddleware):  # type: ignore[misc]  # it ships no types
    """Static files of the office, and those of the app. The list is made at start: a new build asks for a restart."""

    def __init__(self, get_response: object = None) -> None:
        super().__init__(get_response)
        self.add_app(Path(settings.FIELD_APP))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The file, or what comes after."""
        answer: HttpResponseBase = super().__call__(request)
        return answer

    def add_app(self, folder: Path) -> None:
        """Serve the app, its first page also under the bare address; nothing when it is not built."""
        if is_built(folder):
            self.add_files(str(folder), prefix=PREFIX)
            self.files[PREFIX] = self.files[f"{PREFIX}index.html"]

    def add_cache_headers(self, headers: Headers, path: str, url: str) -> None:
        """The app's hashed files for ever; its other files are asked about each time, or a phone would stay old."""
        if not url.startswith(PREFIX):
            super().add_cache_headers(headers, path, url)
            return
        for_ever = f"max-age={self.FOREVER}, public, immutable"
        headers["Cache-Control"] = for_ever if url.startswith(HASHED) else "no-cache"
        # Here as well, because this is called for each file: what is not an image could be opened as a page.
        headers["Content-Security-Policy"] = policy_of_the_app(settings.FIELD_RELAYS)
        headers["Permissions-Policy"] = (
            "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"
        )
        headers["X-Frame-Options"] = "DENY"
