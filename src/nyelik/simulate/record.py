"""Puts a simulated district into the register and the journal of this instance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from nyelik.simulate.device import Delivery

if TYPE_CHECKING:
    from nyelik.simulate.staff import Post

HURRIED = {"synchronous": "NORMAL", "cache_size": -262_144, "wal_autocheckpoint": 50_000}
"""No wait for the disk at each commit, 256 MB of cache, the log folded in every 200 MB: a tenth of the writing."""
CALM = {"synchronous": "FULL", "cache_size": -2_000, "wal_autocheckpoint": 1_000}
"""As the settings of the office have it, and SQLite's own defaults."""

Progress = Callable[[int, int], None]
"""Told after each day: the day number and how many entries are in so far."""


@contextmanager
def hurried_disk() -> Iterator[None]:
    """SQLite writes without waiting for the disk at each commit; for making a district that can be made again.

    A crash may lose the last commits, never damage the file: begin again with the same plan, and only what is missing
    is added. Other databases are left as they are.
    """
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        for name, value in HURRIED.items():
            cursor.execute(f"PRAGMA {name}={value}")
        try:
            yield
        finally:
            for name, value in CALM.items():
                cursor.execute(f"PRAGMA {name}={value}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def record_days(days: Iterable[tuple[int, list[Delivery]]], progress: Progress) -> int:
    """Append what arrives, one transaction for each day; how many entries. The caller lets projections catch up."""
    from nyelik.journal.append import append

    count = 0
    for day, deliveries in days:
        entries = [entry for delivery in deliveries for entry in delivery.entries]
        if entries:
            append(entries, received=deliveries[-1].received)
            count += len(entries)
        progress(day, count)
    return count


def hire(posts: Sequence[Post], password_of: Callable[[str], str], shown: Sequence[str]) -> None:
    """Save the workers; those named in `shown` may sign in, the others hold devices only."""
    from nyelik.register.workers import Worker

    workers = []
    for post in posts:
        worker = Worker(
            id=post.id,
            username=post.username,
            name=post.name,
            role=post.role,
            cluster=post.cluster,
            scope=[post.scope],
        )
        worker.set_password(password_of(post.username) if post.username in shown else None)
        workers.append(worker)
    Worker.objects.bulk_create(workers, ignore_conflicts=True)
