"""What every address for devices shares: the token, unpacking and packing, problems as answers, other origins.

Packed answers carry nothing that an attacker could make longer or shorter beside a secret: the token comes in a header
of the request and stands in no answer but that of enrolling, which is not packed. So sizes tell nothing (BREACH).
"""

import gzip
import zlib
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import msgspec
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from nyelik.base.problem import Problem
from nyelik.journal.entry import encode
from nyelik.journal.own_entries import own_entries
from nyelik.office.typed import whole_number
from nyelik.register.devices import known_device
from nyelik.register.workers import Device
from nyelik.relay.answers import own_told

LIMIT = 16 * 1024 * 1024  # bytes once unpacked; a phone's whole year is about 2 MB
STATUS = {
    "device-not-known": 401,
    "device-revoked": 403,
    "relay-not-allowed": 403,
    "method-not-allowed": 405,
    "body-too-large": 413,
    "too-many-tries": 429,
    "rulebook-not-checked": 503,
    "server-busy": 503,
}
RETRY_AFTER = {429: 900, 503: 10}  # seconds
WORTH_PACKING = 600  # bytes; smaller answers fit one packet anyway
GZIP_LEVEL = 5  # a page of records: a fifth smaller than 1, in half the time of 9
_ALLOWED_HEADERS = "authorization, content-type, content-encoding, if-none-match"
View = Callable[[HttpRequest], HttpResponse]


class Revoked(Problem):
    """This device has to end, in its way."""

    def __init__(self, device: Device) -> None:
        super().__init__("device-revoked", device=device.id)
        self.told: dict[str, Any] = {"wipe": device.leaving}
        if device.leaving == Device.AFTER_SENDING:
            # Before it wipes itself it brings again what a server that was set back no longer has.
            own = own_told(device.id, own_entries(device.id))
            self.told |= {"have": own.have, "gaps": own.gaps}

    def as_dict(self) -> dict[str, Any]:
        """With `wipe`, so that the device knows what it may still do, and what there is of it."""
        return {**super().as_dict(), **self.told}


def device_api(method: str) -> Callable[[View], View]:
    """An address for devices: one method, problems in JSON, and the district's other addresses may ask (CORS)."""

    def door(view: View) -> View:
        @csrf_exempt  # devices sign with a token, not a cookie
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            if request.method == "OPTIONS":
                return _for_others(request, HttpResponse(status=204), method)
            return _for_others(request, _answered(view, request, method), method)

        return guarded

    return door


def _answered(view: View, request: HttpRequest, method: str) -> HttpResponse:
    try:
        if request.method != method:
            raise Problem("method-not-allowed", allowed=method)
        return view(request)
    except Problem as problem:
        return told(problem)
    except OperationalError:
        return told(Problem("server-busy"))


def told(problem: Problem) -> HttpResponse:
    """A problem as an answer; the device keeps its entries."""
    status = STATUS.get(problem.code, 400)
    content = encode({"problem": problem.as_dict()})
    response = HttpResponse(content, status=status, content_type="application/json")
    if status in RETRY_AFTER:
        response["Retry-After"] = str(RETRY_AFTER[status])
    return response


def answer(request: HttpRequest, content: object) -> HttpResponse:
    """What was asked for, as JSON, packed if the device takes that."""
    body = encode(content)
    packed = len(body) >= WORTH_PACKING and takes_gzip(request)
    if packed:
        body = gzip.compress(body, GZIP_LEVEL, mtime=0)
    response = HttpResponse(body, content_type="application/json")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    return response


def takes_gzip(request: HttpRequest) -> bool:
    """Whether this device says that it unpacks gzip."""
    offered = request.headers.get("Accept-Encoding", "").lower().replace(" ", "").split(",")
    return any(one == "gzip" or (one.startswith("gzip;") and "q=0" not in one) for one in offered)


def _for_others(request: HttpRequest, response: HttpResponse, method: str) -> HttpResponse:
    """Let the app speak from the district's other addresses (NYELIK_FIELD_ORIGINS); cookies are never meant."""
    origin = request.headers.get("Origin", "")
    response["Vary"] = ", ".join(filter(None, (response.headers.get("Vary"), "Origin")))
    if origin not in settings.FIELD_ORIGINS:
        return response
    response["Access-Control-Allow-Origin"] = origin
    if request.method != "OPTIONS":
        response["Access-Control-Expose-Headers"] = "ETag"
        return response
    response["Access-Control-Allow-Methods"] = method
    response["Access-Control-Allow-Headers"] = _ALLOWED_HEADERS
    response["Access-Control-Max-Age"] = "86400"
    if request.headers.get("Access-Control-Request-Private-Network") == "true":
        response["Access-Control-Allow-Private-Network"] = "true"
    return response


def known(request: HttpRequest) -> Device:
    """The device of the token, also one that is leaving. Raises Problem `device-not-known`."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    device = known_device(token.strip()) if scheme.lower() == "bearer" else None
    if device is None:
        raise Problem("device-not-known")
    return device


def device_of(request: HttpRequest) -> Device:
    """The device of the token, at work. Raises Problems `device-not-known` and `device-revoked`."""
    device = known(request)
    if device.leaving is not None:
        raise Revoked(device)
    return device


def sending_device(request: HttpRequest) -> Device:
    """The device of the token, if it may still send: at work, or leaving after it has sent."""
    device = known(request)
    if device.leaving == Device.NOW:
        raise Revoked(device)
    return device


def asked(request: HttpRequest, decode: Callable[[bytes], Any]) -> Any:
    """The body as what it must be. Raises Problem `request-not-understood`."""
    try:
        return decode(unpacked(request))
    except (msgspec.DecodeError, RecursionError) as error:
        raise Problem("request-not-understood", detail=str(error)) from error


def unpacked(request: HttpRequest) -> bytes:
    """The body without its compression. Raises Problem for what is too large, unknown or damaged."""
    if whole_number(request.META.get("CONTENT_LENGTH")) > LIMIT:
        raise Problem("body-too-large", limit=LIMIT)
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in UNPACKERS:
        raise Problem("encoding-not-known", encoding=encoding)
    body = UNPACKERS[encoding](request.body)
    if len(body) > LIMIT:
        raise Problem("body-too-large", limit=LIMIT)
    return body


def _gunzip(body: bytes) -> bytes:
    """At most one byte beyond the limit: a bomb is never unpacked whole."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, LIMIT + 1)
    except zlib.error as error:
        raise Problem("encoding-not-known", encoding="gzip") from error
    if not unpacker.eof and len(plain) <= LIMIT:
        raise Problem("encoding-not-known", encoding="gzip")
    return plain


def _unzstd(body: bytes) -> bytes:
    import zstandard

    # The window is limited too: its size comes from the sender.
    reader = zstandard.ZstdDecompressor(max_window_size=LIMIT).stream_reader(body)
    try:
        return bytes(reader.read(LIMIT + 1))
    except zstandard.ZstdError as error:
        raise Problem("encoding-not-known", encoding="zstd") from error


UNPACKERS: Mapping[str, Callable[[bytes], bytes]] = {
    "identity": bytes,
    "gzip": _gunzip,
    "zstd": _unzstd,
}
