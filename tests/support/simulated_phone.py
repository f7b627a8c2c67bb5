"""A phone as `contracts/sync.md` wants it: the device's half, small enough to read beside the contract.

What lies on its disk is one `Disk`; every change to it is one assignment after the answer, as a phone's transaction is.
`steps` is a generator that stops between any two such changes, so a test can kill the phone there: memory is lost, the
disk stays. A disk can be copied and put back (a restored or cloned phone).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from nyelik.base import hlc

AHEAD_MS = 31 * 86_400_000
"""A stamp of the own that lies so far ahead of the server's clock was made by a wrong clock."""
TOLERATED_MS = 5 * 60_000


class Cut(Exception):  # noqa: N818  a state of the world
    """The connection broke. Nobody on this side knows whether the server heard."""


@dataclass(frozen=True)
class Answer:
    """What came back: HTTP status and the JSON in it."""

    status: int
    content: Mapping[str, Any]


Call = Callable[[str, str, Any], Answer]
"""(address, token, content) to the answer. Raises Cut."""
Order = Callable[[Sequence[int]], Sequence[Sequence[int]]]
"""The numbers to push, in the order and grouping in which they go."""


@dataclass
class Kept:
    """An own entry in wire form, the server that its `seen` means, and its receipt."""

    entry: dict[str, Any]
    server: str
    receipt: Mapping[str, Any] | None = None


@dataclass
class Record:
    """All that is known about one person, household or facility, and with which listing it came."""

    kind: str
    entries: list[dict[str, Any]]
    listing: tuple[str, str]


@dataclass
class Disk:
    """Everything that survives. `listing` is (server, generation) of the page stored last."""

    next_number: int = 1
    stamp: int = 0
    seen_stamp: int = 0
    ahead: int = 0
    kept: dict[int, Kept] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    cursor: str | None = None
    listing: tuple[str, str] = ("", "")
    complete: bool = False
    setup: str = ""
    held: list[Mapping[str, Any]] = field(default_factory=list)
    leaving: str | None = None
    wiped: bool = False


class SimulatedPhone:
    """One device. `now` is the phone's own clock, unix milliseconds, right or wrong."""

    def __init__(
        self, device: str, token: str, worker: str, now: Callable[[], int], rulebook: str = "test"
    ) -> None:
        self.device, self.token, self.worker, self.rulebook = device, token, worker, rulebook
        self.now = now
        self.disk = Disk()
        self.pages: list[Mapping[str, Any]] = []
        self.receipts: list[Mapping[str, Any]] = []

    # --- writing -------------------------------------------------------------------------------------

    def write(
        self,
        kind: str,
        subject: str,
        body: Mapping[str, Any],
        *,
        happened: str,
        about: str = "",
        place: str = "",
    ) -> dict[str, Any]:
        """An entry on the disk, with its number and stamp, in one step."""
        disk = self.disk
        written = hlc.next_stamp(disk.stamp, self.now() - disk.ahead, disk.seen_stamp)
        entry = {
            "device": self.device,
            "number": disk.next_number,
            "kind": kind,
            "version": 1,
            "subject": subject,
            "about": about or subject,
            "body": dict(body),
            "happened": happened,
            "written": written,
            "seen": self._seen(about or subject, subject),
            "by": self.worker,
            "place": place,
            "rulebook": self.rulebook,
        }
        disk.kept[disk.next_number] = Kept(entry, disk.listing[0])
        disk.next_number, disk.stamp = disk.next_number + 1, written
        return entry

    def _seen(self, about: str, subject: str) -> int:
        record = self.disk.records.get(about)
        known = (
            [one["seq"] for one in record.entries if one["subject"] == subject] if record else []
        )
        return max(known, default=0)

    def unsent(self) -> list[int]:
        """Numbers without a receipt."""
        return [number for number, one in self.disk.kept.items() if one.receipt is None]

    def only_here(self) -> list[int]:
        """Numbers that no district is known to have: without receipt, or with a laptop's."""
        return [
            number
            for number, one in self.disk.kept.items()
            if one.receipt is None or one.receipt.get("relayed")
        ]

    # --- syncing -------------------------------------------------------------------------------------

    def sync(self, call: Call, server: str = "district", order: Order | None = None) -> None:
        """Push, then pull, to the end. Raises Cut when the connection breaks."""
        for _ in self.steps(call, server, order):
            pass

    def steps(
        self, call: Call, server: str = "district", order: Order | None = None
    ) -> Iterator[None]:
        """As `sync`, stopping after each step that is on the disk."""
        yield from self._push(call, server, order or _all_at_once)
        if self.disk.wiped or (self.disk.leaving and (self.unsent() or self.disk.leaving == "now")):
            return
        yield from self._pull(call, server)
        if self.unsent():  # a server that lost something, a number used twice
            yield from self._push(call, server, order or _all_at_once)
            if self.disk.leaving and not self.unsent():
                yield from self._pull(call, server)

    def _push(self, call: Call, server: str, order: Order) -> Iterator[None]:
        for numbers in order(self.unsent()):
            content = [self._wire(self.disk.kept[number], server) for number in numbers]
            answer = call("/api/entries", self.token, content)
            if answer.status != 200:
                return self._refused(answer)
            receipts = answer.content["receipts"]
            if len(receipts) != len(numbers):
                raise AssertionError(f"{len(numbers)} entries, {len(receipts)} receipts")
            for number, receipt in zip(numbers, receipts, strict=True):
                if receipt["number"] not in (0, number):
                    raise AssertionError(f"a receipt of {receipt['number']} for {number}")
                self.disk.kept[number].receipt = receipt
                self.receipts.append({**receipt, "entry": self.disk.kept[number].entry})
            yield
        return None

    def _wire(self, kept: Kept, server: str) -> dict[str, Any]:
        """`seen` is a number of one server: towards another it says only whether something was seen."""
        seen = kept.entry["seen"] if kept.server == server else min(1, kept.entry["seen"])
        return {**kept.entry, "seen": seen}

    def _pull(self, call: Call, server: str) -> Iterator[None]:
        more = True
        while more:
            disk = self.disk
            cursor = disk.cursor if disk.listing[0] == server else None
            asked = {
                "cursor": cursor,
                "app": "2026.11.0",
                "rulebook": self.rulebook,
                "unsent": len(self.unsent()),
                "next_number": disk.next_number,
                "storage": {"used": 1, "quota": 2},
                "now": self.now(),
            }
            answer = call("/api/sync", self.token, asked)
            if answer.status != 200:
                self._refused(answer)
                if self.disk.wiped:
                    call("/api/sync", self.token, {**asked, "wiped": True})
                return None
            self.disk = self._with_page(deepcopy(disk), answer.content, server)
            self.pages.append(answer.content)
            more = bool(answer.content["more"])
            yield
        return None

    def _with_page(self, disk: Disk, page: Mapping[str, Any], server: str) -> Disk:
        """The disk after the transaction that stores a page."""
        listing = (server, page["generation"])
        for one in page["records"]:
            entries = [{**entry, "written": int(entry["written"])} for entry in one["entries"]]
            disk.records[one["about"]] = Record(one["kind"], entries, listing)
            disk.seen_stamp = max([disk.seen_stamp, *(entry["written"] for entry in entries)])
        for about in page["gone"]:
            disk.records.pop(about, None)
        if not page["more"]:
            disk.records = {k: one for k, one in disk.records.items() if one.listing == listing}
        disk.cursor, disk.listing, disk.complete = page["cursor"], listing, not page["more"]
        disk.setup, disk.held = page["setup"], page["held"]
        self._set_clock(disk, page["now"])
        self._mend(disk, page)
        return disk

    def _set_clock(self, disk: Disk, server_now: int) -> None:
        ahead = self.now() - server_now
        disk.ahead = ahead if abs(ahead) > TOLERATED_MS else 0
        if hlc.milliseconds(disk.stamp) > server_now + AHEAD_MS:
            # Or everything written from now on would be held for the clock, for years.
            disk.stamp = 0

    def _mend(self, disk: Disk, page: Mapping[str, Any]) -> None:
        """Send again what the server does not have; write anew what came under a number used twice.

        `page` may be the last word to a device that was revoked: `have` and `gaps` only.
        """
        upstream = page.get("upstream_have") or 0
        held = page.get("held", ())
        reused = {one["number"] for one in held if one["problem"] == "number-reused"}
        disk.next_number = max(disk.next_number, page["have"] + 1)
        for number, one in list(disk.kept.items()):
            if one.receipt is None:
                continue
            if number in reused or one.receipt.get("problem") == "number-reused":
                self._renumber(disk, disk.kept.pop(number))
            elif one.receipt["seq"] == 0:
                continue
            elif number > page["have"] or any(a <= number <= b for a, b in page["gaps"]):
                one.receipt = None
            elif one.receipt.get("relayed") and number <= upstream:
                one.receipt = {k: v for k, v in one.receipt.items() if k != "relayed"}

    def _renumber(self, disk: Disk, kept: Kept) -> None:
        entry = {**kept.entry, "number": disk.next_number}
        disk.kept[disk.next_number] = Kept(entry, kept.server)
        disk.next_number += 1

    def _refused(self, answer: Answer) -> None:
        """Entries stay. A device that was revoked ends in the way it is told."""
        problem = answer.content["problem"]
        if problem["code"] != "device-revoked":
            return
        disk = deepcopy(self.disk)
        disk.leaving = problem["wipe"]
        if "have" in problem:
            self._mend(disk, problem)
        self.disk = disk
        if disk.leaving == "now" or not self.unsent():
            self.disk = Disk(leaving=disk.leaving, wiped=True)

    # --- what is looked at ---------------------------------------------------------------------------

    def state(self) -> dict[str, tuple[str, list[dict[str, Any]]]]:
        """What the phone knows of everybody, by `about`: the same for any two phones of one scope."""
        return {
            about: (one.kind, sorted(one.entries, key=lambda entry: entry["seq"]))
            for about, one in self.disk.records.items()
        }

    def copy_of_disk(self) -> Disk:
        """A backup."""
        return deepcopy(self.disk)


def _all_at_once(numbers: Sequence[int]) -> Sequence[Sequence[int]]:
    return [numbers] if numbers else []
