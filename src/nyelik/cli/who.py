"""In whose name a command reads or writes: `--as USERNAME`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nyelik.base.problem import Problem

if TYPE_CHECKING:
    from nyelik.register.workers import Worker


def worker_named(username: str) -> Worker:
    """The active worker of that user name. Raises Problem `worker-not-known`. The database must be open."""
    from nyelik.register.workers import Worker

    worker = Worker.objects.filter(username=username, is_active=True).first()
    if worker is None:
        raise Problem("worker-not-known", username=username)
    return worker
