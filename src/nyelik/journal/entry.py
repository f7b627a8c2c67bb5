"""Entries: what a device writes down, and what the server adds on receipt.

The wire form is JSON with the field names below (`contracts/entry.schema.json`). Decoding is strict about the
envelope, because without it nothing can be kept in order; bodies are judged later and held, never refused.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

Status = Literal["accepted", "held", "declined"]

PERSON, HOUSEHOLD, EPISODE, CONTACT, MERGE = "person", "household", "episode", "contact", "merge"
ASSESSMENT = "assessment"
"""What was found of a facility, a worker or a household, or what somebody answered in a survey about a facility."""
SESSION, REFERRAL, VISIT = "session", "referral", "visit"
"""A hari buka of a facility; a person sent on, with the answer; a home visit that filled no form."""
HOLD_DECISION = "hold_decision"
"""A named person (or the server) accepts or declines a held entry; an entry itself, so that it is never lost."""

NestedBody = dict[str, Any]
# No NUL inside: PostgreSQL cannot store it, and one entry must not stop a whole delivery.
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=r"^[^\x00]*$")]
Text = Annotated[str, msgspec.Meta(max_length=120, pattern=r"^[^\x00]*$")]
Count = Annotated[int, msgspec.Meta(ge=0, le=(1 << 63) - 1)]


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry as written on a device. `number` 0 asks `append` for the device's next number (server side only)."""

    device: Name
    number: Count
    kind: Name
    subject: UUID
    about: UUID
    body: NestedBody
    happened: Text
    written: Count
    rulebook: Text
    version: Count = 1
    seen: Count = 0
    by: UUID | None = None
    place: Text | None = None


class StoredEntry(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """An entry in the journal. `released` is the sequence of the decision that accepted it after being held."""

    seq: int
    received: int
    status: Status
    problem: str | None = None
    released: int | None = None

    @property
    def stamp(self) -> tuple[int, str, int]:
        """What orders patches: greater wins. The same on every server, whatever the order of arrival."""
        return (self.written, self.device, self.number)


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """Proof that an entry is durable: kept as `seq`; `duplicate` when it already was.

    `seq` 0: kept aside in quarantine, not in the journal.
    """

    device: str
    number: int
    seq: int
    status: Status
    problem: str | None = None
    duplicate: bool = False


decode_entries = msgspec.json.Decoder(list[Entry]).decode
decode_entry = msgspec.json.Decoder(Entry).decode
decode_stored = msgspec.json.Decoder(StoredEntry).decode
decode_body = msgspec.json.Decoder(NestedBody).decode
encode = msgspec.json.Encoder().encode


def same_content(one: Entry, other: Entry) -> bool:
    """Whether two entries of one device and number say the same. `written` and `seen` may differ: nobody typed them."""
    return _said(one) == _said(other)


def _said(entry: Entry) -> tuple[object, ...]:
    return (
        entry.kind,
        entry.version,
        entry.subject,
        entry.about,
        entry.happened,
        _plain(entry.body),
    )


def _plain(body: Mapping[str, Any]) -> Any:
    """The body as it is once written and read again: UUIDs and dates as text."""
    return msgspec.json.decode(encode(body))
