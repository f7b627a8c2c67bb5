"""A small district with phones: who works there, and a way to speak as one of their phones."""

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from nyelik.register import facilities
from nyelik.register.devices import make_device
from nyelik.register.workers import Worker
from tests.support.people import NOW, worker

KELUBI, PADANG = "19.06.01.2004", "19.06.01.2003"
RT = f"{KELUBI}-01-001"
STAFF: Mapping[str, tuple[str, list[str], int]] = {
    "kader": ("kader", [RT], 0),
    "kader-sebelah": ("kader", [f"{KELUBI}-01-002"], 0),
    "bidan": ("pustu", ["U1906-04"], 0),
    "bidan-seberang": ("pustu", [PADANG], 0),
    "ibu-anak": ("puskesmas", [KELUBI, PADANG], 2),
    "dewasa": ("puskesmas", [KELUBI, PADANG], 3),
    "lain": ("puskesmas", [KELUBI, PADANG], 5),
    "kepala": ("puskesmas_head", [KELUBI, PADANG], 0),
    "dinkes": ("dinkes", ["19.06"], 0),
    "desa": ("village", [KELUBI], 0),
    "auditor": ("auditor", ["19.06"], 0),
}


@dataclass
class Phone:
    """One worker's phone: its token and what it asks."""

    name: str
    token: str
    client: Client

    def get(self, address: str, **headers: str) -> HttpResponse:
        """A GET with the token."""
        return self.client.get(address, headers={"Authorization": f"Bearer {self.token}"} | headers)

    def post(self, address: str, content: Any, **headers: str) -> HttpResponse:
        """A POST of JSON (or of bytes as they are) with the token."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.client.post(
            address,
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}"} | headers,
        )


def read(answer: HttpResponse) -> Any:
    """The JSON of an answer, unpacked."""
    body = answer.content
    if answer.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return json.loads(body)


def told(answer: HttpResponse) -> tuple[int, str]:
    """Status and code of a problem."""
    return answer.status_code, str(read(answer)["problem"]["code"])


@pytest.fixture
def staff() -> dict[str, Worker]:
    """Everybody of STAFF, in Belitung Timur."""
    facilities.load_district("19.06")
    return {
        name: worker(name, role, scope, cluster=cluster)
        for name, (role, scope, cluster) in STAFF.items()
    }


@pytest.fixture
def phone(staff: dict[str, Worker], client: Client) -> Callable[[str], Phone]:
    """The phone of a worker, enrolled at first asking."""
    phones: dict[str, Phone] = {}

    def of(name: str) -> Phone:
        if name not in phones:
            phones[name] = Phone(name, make_device(staff[name], f"dev-{name}", "HP", NOW), client)
        return phones[name]

    return of
