"""How a phone begins (contracts/sync.md): `POST /api/enrol`, `GET /api/setup`, `GET /api/bundle`."""

import secrets
from typing import Literal

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from nyelik.base.problem import Problem
from nyelik.journal.entry import encode
from nyelik.office.bundle_key import signing_key
from nyelik.office.device_door import answer, asked, device_api, device_of, takes_gzip
from nyelik.office.device_setup import setup_of
from nyelik.office.phone_bundle import phone_bundle
from nyelik.register import enrolment
from nyelik.register.scope import Viewer
from nyelik.relay.memory import is_relay


class EnrolAsked(msgspec.Struct):
    """What a phone sends to become a device; a laptop that relays says `kind`."""

    code: str
    label: str = ""
    app: str = ""
    kind: Literal["phone", "laptop"] = "phone"


_enrol_asked = msgspec.json.Decoder(EnrolAsked).decode


@device_api("POST")
def enrol(request: HttpRequest) -> HttpResponse:
    """A code becomes a device with its token, which is told here and never again."""
    wanted = asked(request, _enrol_asked)
    if is_relay():
        # A device made here would be known nowhere else.
        raise Problem("enrol-at-the-district")
    device, token = enrolment.enrol(
        wanted.code,
        wanted.label.replace("\0", ""),
        wanted.app.replace("\0", ""),
        timezone.now(),
        address=str(request.META.get("REMOTE_ADDR", "")),
        random=secrets.token_bytes,
        kind=wanted.kind,
    )
    worker = device.worker
    content = {
        "device": device.id,
        "token": token,
        "worker": {
            "id": str(worker.id),
            "name": worker.name or worker.username,
            "role": worker.role,
        },
        "key": signing_key().public,
    }
    # Never packed: a secret stands in it.
    return HttpResponse(encode(content), content_type="application/json")


@device_api("GET")
def setup(request: HttpRequest) -> HttpResponse:
    """Who the worker is, where they work, what is hidden from them, what phones keep to."""
    device = device_of(request)
    return answer(request, setup_of(Viewer(device.worker, timezone.now())))


@device_api("GET")
def bundle(request: HttpRequest) -> HttpResponse:
    """The signed rulebook; 304 for a phone that has this one."""
    device_of(request)
    made = phone_bundle()
    packed = takes_gzip(request)
    tag = f'"{made.sha256}{"-gzip" if packed else ""}"'
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers={"ETag": tag})
    body = made.packed if packed else made.file
    response = HttpResponse(body, content_type="application/octet-stream")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = tag
    response["Vary"] = "Accept-Encoding"
    return response
