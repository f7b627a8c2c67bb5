"""Catching up beside the requests: one thread for each process, woken after a delivery."""

import logging
import threading
import time

from django.conf import settings
from django.db import DatabaseError, connection

from nyelik.journal.projections import catch_up, settled
from nyelik.journal.read import has_news

# Deliveries come in bursts on Posyandu days: gather a few, so that projections do not queue for the writer lock.
GATHER_SECONDS = 0.1
STEP = 1_000  # entries for each transaction: a few tens of milliseconds of the writer lock
_log = logging.getLogger(__name__)
_wanted = threading.Event()
_start = threading.Lock()
_threads: list[threading.Thread] = []


def wake() -> None:
    """Say that something was appended. Returns at once; without the thread (setting), the next reader catches up."""
    if getattr(settings, "JOURNAL_FOLLOW", True):
        _wanted.set()
        _ensure_thread()


def nudge() -> None:
    """Somebody is about to read: see to it that projections catch up. Waits only where there is no thread."""
    if not getattr(settings, "JOURNAL_FOLLOW", True):
        catch_up()
    elif has_news(settled()):
        wake()


def _ensure_thread() -> None:
    with _start:
        if not any(thread.is_alive() for thread in _threads):
            _threads[:] = [threading.Thread(target=_follow, name="journal-follow", daemon=True)]
            _threads[0].start()


def _follow() -> None:
    while True:
        _wanted.wait()
        time.sleep(GATHER_SECONDS)
        _wanted.clear()
        try:
            catch_up(step=STEP)
        except DatabaseError:
            # Nothing is lost: positions did not move, the next delivery or reader tries again.
            _log.exception("projections could not catch up")
        finally:
            connection.close()
