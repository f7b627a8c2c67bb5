"""Taking turns to write on SQLite within one process.

SQLite itself lets a waiting writer sleep and try again, up to 100 ms at a time; under load that made the slowest
deliveries ten times slower than they need be. Threads that queue here are woken at once. Other processes and
PostgreSQL are not concerned; correctness never depends on it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

PATIENCE_SECONDS = 2.0
_turn = threading.Lock()


@contextmanager
def writing() -> Iterator[None]:
    """Wait for this thread's turn, then write. Does nothing inside a transaction: whoever is in one has the turn."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    mine = _turn.acquire(timeout=PATIENCE_SECONDS)
    try:
        yield
    finally:
        if mine:
            _turn.release()
