"""People for tests of the register, told to the journal as a device would."""

import datetime as dt
from collections.abc import Mapping
from itertools import count
from typing import Any
from uuid import UUID

from nyelik.journal.append import append
from nyelik.journal.entry import Entry
from nyelik.journal.projections import catch_up
from nyelik.register.workers import Worker

NOW = dt.datetime(2026, 6, 30, 9, 0, tzinfo=dt.UTC)
NOW_MS = int(NOW.timestamp() * 1000)
_numbers = count(1)


def uuid_of(number: int) -> UUID:
    """A readable id: uuid_of(7) ends in 7."""
    return UUID(int=(0x70 << 72) | number)


def entry(
    kind: str,
    subject: UUID,
    body: Mapping[str, Any],
    *,
    about: UUID | None = None,
    device: str = "dev-test",
) -> Entry:
    """An entry written now."""
    number = next(_numbers)
    return Entry(
        device=device,
        number=number,
        kind=kind,
        subject=subject,
        about=about or subject,
        body=dict(body),
        happened="2026-06-30",
        written=(NOW_MS << 16) + number,
        rulebook="test",
    )


def tell(*entries: Entry) -> None:
    """Append and project."""
    append(entries, received=NOW_MS)
    catch_up()


def register_person(number: int, **body: Any) -> UUID:
    """A person in the register; gives the id."""
    person = uuid_of(number)
    tell(entry("person", person, body))
    return person


def worker(username: str, role: str, scope: list[str], **other: Any) -> Worker:
    """A saved worker with an id of their own."""
    identifier = uuid_of(900_000 + next(_numbers))
    return Worker.objects.create_worker(
        username=username, role=role, scope=scope, id=identifier, **other
    )
