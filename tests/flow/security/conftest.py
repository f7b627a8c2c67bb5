"""The small district of the office's tests, for attacks on it."""

import datetime as dt
import json
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from nyelik.journal.projections import catch_up
from nyelik.register.devices import make_device
from nyelik.register.workers import Worker
from tests.flow.office.conftest import district, signed_in, visitor  # noqa: F401  fixtures
from tests.support.small_district import SignIn

Push = Callable[..., list[dict[str, Any]]]
"""Sends one entry from the phone of a worker; gives the receipts, with the projections brought up to date."""


@pytest.fixture
def push(signed_in: SignIn) -> Push:  # noqa: F811
    """push("kader", "contact", subject, about, body): body is a dict, or JSON text as an attacker would write it."""
    tokens: dict[str, str] = {}

    def send(
        who: str, kind: str, subject: UUID, about: UUID, body: Any, **more: Any
    ) -> list[dict[str, Any]]:
        device = f"dev-{who}"
        if who not in tokens:
            worker = Worker.objects.get(username=who)
            tokens[who] = make_device(worker, device, "HP", dt.datetime.now(dt.UTC))
        told = {
            "device": device,
            "number": time.monotonic_ns(),
            "kind": kind,
            "subject": str(subject),
            "about": str(about),
            "happened": dt.date.today().isoformat(),
            "written": (time.time_ns() // 1_000_000) << 16,
            "rulebook": "test",
            **more,
        }
        text = body if isinstance(body, str) else json.dumps(body)
        answer = Client().post(
            "/api/entries",
            f'[{json.dumps(told)[:-1]}, "body": {text}}}]',
            content_type="application/json",
            headers={"Authorization": f"Bearer {tokens[who]}"},
        )
        catch_up()
        return list(answer.json().get("receipts", []))

    return send
