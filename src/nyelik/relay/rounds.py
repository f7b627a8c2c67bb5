"""One round with the district, and rounds without end: learn, pull, pass on. Any step may fail; the next goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import OperationalError, connection

from nyelik.journal import projections
from nyelik.journal.read import last_seq
from nyelik.relay import bundle_copy, directory, memory
from nyelik.relay.down import pull
from nyelik.relay.up import Passed, pass_on, send_lost_again
from nyelik.relay.upstream import Away, Refused, Upstream

LOOK_SECONDS, ROUND_SECONDS, AWAY_SECONDS = 1.0, 20.0, 60.0
"""How often the laptop looks for new entries of its phones, asks the district unasked, and tries one that is away."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Laptop:
    """What a round needs to know of its own instance."""

    home: Path
    rulebook: str
    app: str
    now: Callable[[], int]

    def report(self) -> dict[str, Any]:
        """What the laptop says of itself."""
        return {
            "app": self.app,
            "rulebook": self.rulebook,
            "unsent": 0,
            "next_number": 1,
            "storage": {"used": 0, "quota": 0},
        }


def one_round(upstream: Upstream, laptop: Laptop) -> int:
    """Everything once; how many entries the district gave a receipt for. Raises Away and Refused."""
    _learn(upstream, laptop)
    pull(upstream, laptop.report(), laptop.now)
    sent = _pass_all(upstream, laptop)
    if sent:
        _learn(upstream, laptop)  # phones hear that the district has it
    projections.catch_up()
    memory.remember(memory.CONTACT_MS, str(laptop.now()))
    memory.remember(memory.TROUBLE, "")
    return sent


def _pass_all(upstream: Upstream, laptop: Laptop) -> int:
    """Entries that build on others wait for those to come down; where that does not help they go as they are."""
    sent, passed = 0, Passed(0, waiting=True)
    while passed.waiting:
        passed = pass_on(upstream)
        sent += passed.sent
        if passed.waiting and not passed.sent:
            passed = pass_on(upstream, force=True)
            return sent + passed.sent
        if passed.waiting:
            pull(upstream, laptop.report(), laptop.now)
    return sent


def _learn(upstream: Upstream, laptop: Laptop) -> None:
    told = upstream.post("/api/relay/devices", {"app": laptop.app, "rulebook": laptop.rulebook})
    directory.mirror(told)
    send_lost_again()
    bundle_copy.bring(upstream, laptop.home, told["bundle_sha256"])
    _note_rulebook(told, laptop)


def _note_rulebook(told: Mapping[str, Any], laptop: Laptop) -> None:
    if told["rulebook"] != memory.recall(memory.RULEBOOK):
        memory.remember(memory.RULEBOOK, told["rulebook"])
        if told["rulebook"] != laptop.rulebook:
            _log.warning(
                "The district runs rulebook %s, this laptop %s: its phones use the district's, its own pages do not. "
                "Bring the laptop to the district's version.",
                told["rulebook"],
                laptop.rulebook,
            )


def rounds(upstream: Upstream, laptop: Laptop, wait: Callable[[float], bool]) -> None:
    """Round after round until `wait` (seconds) says so. What goes wrong is remembered, said once, and tried again."""
    done_at, idle = -1, 0.0
    while True:
        if last_seq() == done_at and idle < ROUND_SECONDS:
            idle += LOOK_SECONDS
            pause = LOOK_SECONDS
        else:
            done_at, idle = last_seq(), 0.0
            well = _try(upstream, laptop)
            pause = LOOK_SECONDS if well else AWAY_SECONDS
            done_at = done_at if well else -1
        connection.close()
        if wait(pause):
            return


def _try(upstream: Upstream, laptop: Laptop) -> bool:
    try:
        one_round(upstream, laptop)
    except Away:
        trouble = "upstream-away"
    except Refused as refused:
        trouble = refused.code
    except OperationalError:
        trouble = "server-busy"
    else:
        return True
    if memory.recall(memory.TROUBLE) != trouble:
        memory.remember(memory.TROUBLE, trouble)
        _log.warning("relay: %s; entries of phones wait here", trouble)
    return False
