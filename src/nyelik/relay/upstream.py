"""Talking to the district: the laptop's token, one HTTPS connection for each request, no redirects.

Danger: the token is this laptop's whole right. It lies in the data folder, for nobody else to read, and stands in no
log, no address and no message.
"""

from __future__ import annotations

import gzip
import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import msgspec

from nyelik.base.problem import Problem
from nyelik.journal.entry import encode

TOKEN_NAME = "relay-token"  # noqa: S105 - the name of a file
PATIENCE_SECONDS = 60
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
WORTH_PACKING = 600  # bytes
_decode = msgspec.json.Decoder().decode


class Away(Exception):  # noqa: N818  a state of the world
    """The district cannot be reached now. Nobody knows whether it heard."""


class Refused(Exception):  # noqa: N818  an answer
    """The district answered, and not with what was asked. `code` is of problems.yaml."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


class Upstream(Protocol):
    """The district, as a laptop needs it. Raises Away and Refused."""

    def post(self, path: str, content: Any) -> Mapping[str, Any]:
        """The answer to JSON."""

    def get(self, path: str) -> bytes:
        """A file."""


@dataclass(frozen=True)
class HttpUpstream:
    """The district behind an address such as https://nyelik.example. Problem `upstream-not-https` for plain HTTP."""

    url: str
    token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        local = parts.scheme == "http" and parts.hostname in LOOPBACK
        if not parts.hostname or not (parts.scheme == "https" or local):
            raise Problem("upstream-not-https", address=self.url)

    def post(self, path: str, content: Any) -> Mapping[str, Any]:
        """The answer to JSON, packed on the way there."""
        body, headers = encode(content), {"Content-Type": "application/json"}
        if len(body) > WORTH_PACKING:
            body = gzip.compress(body, 5, mtime=0)
            headers["Content-Encoding"] = "gzip"
        answer: Mapping[str, Any] = _read(self._ask("POST", path, body, headers))
        return answer

    def get(self, path: str) -> bytes:
        """A file, unpacked."""
        return self._ask("GET", path, None, {})

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        headers |= {"Accept-Encoding": "gzip"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        parts = urlsplit(self.url)
        connection = _connection(parts.scheme, parts.hostname or "", parts.port)
        try:
            connection.request(method, parts.path.rstrip("/") + path, body, headers)
            response = connection.getresponse()
            content, status = response.read(), response.status
            if response.headers.get("Content-Encoding") == "gzip":
                content = gzip.decompress(content)
        except (OSError, HTTPException, EOFError) as error:
            raise Away(type(error).__name__) from error
        finally:
            connection.close()
        if status >= 500:
            raise Away(str(status))
        if status != 200:
            raise Refused(status, _code(content))
        return content


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "http":
        return HTTPConnection(host, port, timeout=PATIENCE_SECONDS)
    context = ssl.create_default_context()
    return HTTPSConnection(host, port, timeout=PATIENCE_SECONDS, context=context)


def _read(content: bytes) -> Any:
    try:
        return _decode(content)
    except msgspec.DecodeError as error:
        # A hotel's sign-in page in between, not the district.
        raise Away("no JSON") from error


def _code(content: bytes) -> str:
    try:
        return str(_decode(content)["problem"]["code"])
    except (msgspec.DecodeError, KeyError, TypeError):
        return "unknown"


def keep_token(home: Path, token: str) -> None:
    """Put the token aside and in place by renaming: readable for its owner only from its first byte."""
    aside = home / f"{TOKEN_NAME}.{os.getpid()}"
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(token)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(home / TOKEN_NAME)


def kept_token(home: Path) -> str:
    """The token. Problem `relay-not-enrolled` where there is none."""
    try:
        return (home / TOKEN_NAME).read_text(encoding="ascii").strip()
    except OSError as error:
        raise Problem("relay-not-enrolled") from error
