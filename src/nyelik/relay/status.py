"""How a laptop stands with its district, for whoever keeps it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from nyelik.base.problem import Problem
from nyelik.journal.read import entries_from
from nyelik.relay import memory
from nyelik.relay.tables import MirroredDevice
from nyelik.relay.up import waiting_count

_OF_DESKS = (
    "e.device LIKE %s AND NOT EXISTS "
    "(SELECT 1 FROM relay_entry r WHERE r.device = e.device AND r.number = e.number)"
)


def status() -> dict[str, Any]:
    """District, phones, entries that wait, entries of this laptop's own desk (which stay here), last contact, trouble.

    Problem `relay-not-enrolled`.
    """
    if not memory.is_relay():
        raise Problem("relay-not-enrolled")
    contact = memory.recall(memory.CONTACT_MS)
    return {
        "upstream": memory.recall(memory.UPSTREAM),
        "phones": MirroredDevice.objects.filter(known=True).count(),
        "waiting": waiting_count(),
        "written_at_desk": len(entries_from(_OF_DESKS, ["office-%"])),
        "last_contact": _moment(int(contact)) if contact else "",
        "rulebook_upstream": memory.recall(memory.RULEBOOK),
        "trouble": memory.recall(memory.TROUBLE),
    }


def _moment(ms: int) -> str:
    return dt.datetime.fromtimestamp(ms / 1000, dt.UTC).isoformat(timespec="seconds")
