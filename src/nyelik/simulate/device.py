"""Devices that write while nobody listens, and the moment at which the server hears of it.

A device numbers its entries 1, 2, 3 ..., runs a hybrid logical clock and keeps what it wrote until it meets the
network. What arrives on one day is delivered in order of arrival, each delivery with its own time of receipt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from nyelik.journal.entry import Entry
from nyelik.simulate.days import time_text, unix_ms

CLOCK_BITS = 16
EVENING = (17 * 60, 21 * 60)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day number and a minute of that day; minute -1 when the clock time is not known."""

    day: int
    minute: int = -1

    def text(self) -> str:
        """As an entry's `happened`."""
        return time_text(self.day, self.minute)


@dataclass(slots=True)
class Delivery:
    """What one device hands to the server at one moment. `received` is in unix milliseconds."""

    received: int
    entries: list[Entry]


@dataclass(slots=True)
class Device:
    """One phone or laptop and the worker who holds it."""

    id: str
    worker: UUID
    facility: str
    days_to_sync: tuple[int, int]
    number: int = 0
    clock: int = 0
    synced: int = -1
    is_due: bool = False
    waiting: list[Entry] = field(default_factory=list)

    def tick(self, at: Moment) -> int:
        """The next value of the hybrid logical clock: never back, never twice the same."""
        self.clock = max(self.clock + 1, unix_ms(at.day, at.minute) << CLOCK_BITS)
        return self.clock


@dataclass(slots=True)
class Network:
    """All devices and what the server has seen of each subject."""

    chance: Any
    rulebook: str
    devices: dict[str, Device] = field(default_factory=dict)
    seq: int = 0
    heard: dict[UUID, tuple[int, int, str]] = field(default_factory=dict)
    due: defaultdict[int, list[Device]] = field(default_factory=lambda: defaultdict(list))

    def write(
        self,
        device: Device,
        kind: str,
        subject: UUID,
        about: UUID,
        body: dict[str, Any],
        happened: Moment,
        written: Moment | None = None,
        place: str | None = None,
    ) -> Entry:
        """Record an entry on a device; it travels when the device next syncs."""
        written = written or happened
        device.number += 1
        entry = Entry(
            device=device.id,
            number=device.number,
            kind=kind,
            subject=subject,
            about=about,
            body=body,
            happened=happened.text(),
            written=device.tick(written),
            seen=self._seen(device, subject, written.day),
            by=device.worker,
            place=place or device.facility,
            rulebook=self.rulebook,
        )
        device.waiting.append(entry)
        self.plan_sync(device, written.day)
        return entry

    def deliveries(self, day: int) -> Iterator[Delivery]:
        """What arrives on this day, in order of arrival."""
        syncs = [(self.chance.whole(EVENING), device) for device in self.due.pop(day, ())]
        for minute, device in sorted(syncs, key=lambda sync: (sync[0], sync[1].id)):
            entries, device.waiting = device.waiting, []
            device.is_due, device.synced = False, day
            for entry in entries:
                self.seq += 1
                self.heard[entry.subject] = (self.seq, day, device.id)
            yield Delivery(unix_ms(day, minute), entries)

    def plan_sync(self, device: Device, day: int) -> None:
        """The device has something to send: it meets the network after as many days as its place allows."""
        if not device.is_due:
            device.is_due = True
            self.due[max(day, device.synced + 1) + self.chance.whole(device.days_to_sync)].append(
                device
            )

    def knows(self, device: Device, subject: UUID, today: int) -> bool:
        """Whether the device wrote about the subject, or has pulled what others wrote."""
        if self._seen(device, subject, today) > 0:
            return True
        return any(entry.subject == subject for entry in device.waiting)

    def _seen(self, device: Device, subject: UUID, today: int) -> int:
        """The last sequence of the subject this device can know: its own, or what it has pulled since.

        A device pulls whenever it has network, so after its longest absence it knows what the server knew.
        """
        heard = self.heard.get(subject)
        if heard is None:
            return 0
        seq, day, writer = heard
        is_pulled = day < device.synced or day + device.days_to_sync[1] < today
        return seq if writer == device.id or is_pulled else 0
