"""`POST /api/sync`: what a device has to hear, and what it says of itself. See contracts/sync.md."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from nyelik.journal import follow
from nyelik.journal.own_entries import own_entries
from nyelik.office.device_door import Revoked, answer, asked, device_api, known
from nyelik.office.device_setup import setup_of
from nyelik.office.device_shown import shown_to
from nyelik.register import access
from nyelik.register.device_report import note_report, note_wiped
from nyelik.register.workers import Device
from nyelik.relay.answers import own_told


class SyncAsked(msgspec.Struct):
    """What a device asks and reports. Only the cursor decides the answer; the rest is read leniently."""

    cursor: str | None = None
    app: Any = None
    rulebook: Any = None
    unsent: Any = None
    next_number: Any = None
    storage: Any = None
    now: Any = None
    wiped: bool = False

    def report(self) -> dict[str, Any]:
        """What it says of itself."""
        storage = self.storage if isinstance(self.storage, dict) else {}
        return {
            "app": self.app,
            "rulebook": self.rulebook,
            "unsent": self.unsent,
            "next_number": self.next_number,
            "storage_used": storage.get("used"),
            "storage_quota": storage.get("quota"),
            "now": self.now,
        }


_sync_asked = msgspec.json.Decoder(SyncAsked).decode


@device_api("POST")
def sync(request: HttpRequest) -> HttpResponse:
    """One page for a device at work; for one that is leaving how it has to end."""
    device = known(request)
    wanted = asked(request, _sync_asked)
    now = timezone.now()
    if device.leaving is not None:
        if wanted.wiped:
            note_wiped(device, now)
        else:
            note_report(device, wanted.report(), now)
        raise Revoked(device)
    note_report(device, wanted.report(), now)
    return answer(request, page_for(device, wanted.cursor, access.Viewer(device.worker, now)))


def page_for(device: Device, cursor: str | None, viewer: access.Viewer) -> dict[str, Any]:
    """The answer: records and who is gone, and what the journal has of the device's own entries."""
    follow.nudge()
    page = access.page_for_device(viewer, shown_to(viewer), cursor)
    own = own_told(device.id, own_entries(device.id))
    return {
        "cursor": page.cursor,
        "more": page.more,
        "generation": page.generation,
        "records": [one.encoded for one in page.records],
        "gone": page.gone,
        "setup": setup_of(viewer)["setup"],
        "have": own.have,
        "gaps": own.gaps,
        "now": int(viewer.now.timestamp() * 1000),
        "held": own.held,
        **own.upstream,
    }
