"""Enrolling: a supervisor makes a code, a phone becomes a device with it, once and within minutes.

Ten letters and digits of Crockford's alphabet are 50 bits: with the tries limited nobody guesses one of a few open
codes in the half hour that they hold. Only a hash is kept, so nobody who reads the database can enrol.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

from django.db import transaction

from nyelik.base.problem import Problem
from nyelik.journal.turn import writing
from nyelik.register.devices import MAY_RELAY, make_device
from nyelik.register.policy import policy
from nyelik.register.scope import LOCAL
from nyelik.register.supervising import looks_after
from nyelik.register.workers import Device, EnrolCode, EnrolTry, Worker

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
DEVICE_BYTES = 8
TRY_WINDOW = dt.timedelta(minutes=15)
TRIES_OF_ADDRESS, TRIES_IN_ALL = 30, 1_000
"""Wrong codes in TRY_WINDOW. A class of thirty kader shares one address and mistypes; a thousand guesses of 50 bits
find nothing, and beyond them the table would only grow."""
REMEMBERED = dt.timedelta(hours=1)
_FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1", " ": "", "-": "", "\t": "", "\u00a0": ""})
Random = Callable[[int], bytes]
"""That many bytes of chance."""


def make_code(supervisor: Worker, worker: Worker, now: dt.datetime, random: Random) -> str:
    """A code for a phone of this worker, to be shown once; it holds for `policy().code_minutes`.

    Problem `not-your-worker` when the supervisor does not look after this worker's phones.
    """
    if not looks_after(supervisor, worker, now.astimezone(LOCAL).date()):
        raise Problem("not-your-worker")
    code = "".join(ALPHABET[byte & 31] for byte in random(LENGTH))
    EnrolCode.objects.create(
        code_hash=_hash(code),
        worker=worker,
        made_by=supervisor,
        made_at=now,
        expires_at=now + dt.timedelta(minutes=policy().code_minutes),
    )
    return code


def shown(code: str) -> str:
    """A code as people read it aloud: in two halves."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"


def read_code(typed: str) -> str:
    """What was typed as the code it means: capitals, O for 0, I and L for 1, spaces and hyphens forgiven."""
    return typed[:100].strip().upper().translate(_FORGIVEN)


def enrol(
    typed: str,
    label: str,
    app: str,
    now: dt.datetime,
    *,
    address: str,
    random: Random,
    kind: str = Device.PHONE,
) -> tuple[Device, str]:
    """The device that a code makes, and its token. Of two phones with one code one wins.

    `address` is where the try comes from. Problems `code-not-valid` (wrong, used, late), `too-many-tries`, and
    `relay-not-allowed` for a laptop (`kind`) of somebody who may have none; the code still holds then.
    """
    _limit_tries(address, now)
    with writing(), transaction.atomic():
        made = _spend(read_code(typed), label, app, now, random, kind)
    if made is None:
        EnrolTry.objects.create(address=address[:60], at=now)
        raise Problem("code-not-valid")
    return made


def _spend(
    code: str, label: str, app: str, now: dt.datetime, random: Random, kind: str
) -> tuple[Device, str] | None:
    """None when the code does not hold. The update decides who was first, in one statement on either database."""
    open_code = EnrolCode.objects.filter(code_hash=_hash(code), used_at=None, expires_at__gt=now)
    if not open_code.update(used_at=now):
        return None
    row = EnrolCode.objects.select_related("worker").get(code_hash=_hash(code))
    if not row.worker.is_active:
        return None
    if kind == Device.LAPTOP and row.worker.role not in MAY_RELAY:
        raise Problem("relay-not-allowed", device=label)
    device_id = f"dev-{random(DEVICE_BYTES).hex()}"
    token = make_device(row.worker, device_id, label, now, app=app, kind=kind)
    row.device_id = device_id
    row.save(update_fields=["device"])
    return Device.objects.select_related("worker").get(id=device_id), token


def _limit_tries(address: str, now: dt.datetime) -> None:
    """In the database, as several processes answer; tries of an hour ago are forgotten on the way."""
    EnrolTry.objects.filter(at__lt=now - REMEMBERED).delete()
    recent = EnrolTry.objects.filter(at__gte=now - TRY_WINDOW)
    here = recent.filter(address=address[:60]).count()
    if here >= TRIES_OF_ADDRESS or recent.count() >= TRIES_IN_ALL:
        raise Problem("too-many-tries", minutes=int(TRY_WINDOW.total_seconds() // 60))


def _hash(code: str) -> str:
    """Plain SHA-256: 50 bits of chance that hold for half an hour outlive no search of stolen hashes."""
    return hashlib.sha256(f"nyelik enrol {code}".encode()).hexdigest()
