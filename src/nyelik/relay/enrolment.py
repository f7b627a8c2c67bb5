"""Becoming a laptop of a district: once, with a code or a token. Nothing is kept until the district has answered."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from nyelik.base.problem import Problem
from nyelik.relay import directory, memory
from nyelik.relay.upstream import Away, Refused, Upstream, keep_token


def refuse_other(url: str) -> None:
    """Problem `relay-other-upstream` where this instance belongs to another district: journals must not be mixed."""
    known = memory.recall(memory.UPSTREAM)
    if known and known != url.rstrip("/"):
        raise Problem("relay-other-upstream", known=known, address=url)


def token_for_code(upstream: Upstream, code: str, label: str) -> str:
    """The token that a code gives. Problems `upstream-away`, `upstream-refused`."""
    told = _asked(upstream, "/api/enrol", {"code": code, "label": label, "kind": "laptop"})
    return str(told["token"])


def become(upstream: Upstream, url: str, token: str, home: Path) -> str:
    """Keep the token and what the district says of phones, workers and network; the name of the laptop's worker.

    Problem `relay-sees-too-little` for a worker from whom anything is hidden: what came down would not be whole.
    """
    try:
        setup = msgspec.json.decode(upstream.get("/api/setup"))
    except Away as error:
        raise Problem("upstream-away") from error
    except Refused as error:
        raise Problem("upstream-refused", reason=error.code) from error
    worker = str(setup["worker"]["name"])
    if setup["hidden"]:
        raise Problem("relay-sees-too-little", worker=worker, hidden=", ".join(setup["hidden"]))
    told = _asked(upstream, "/api/relay/devices", {})
    keep_token(home, token)
    memory.remember(memory.UPSTREAM, url.rstrip("/"))
    memory.remember(memory.DEVICE, token.partition(".")[0])
    memory.remember(memory.RULEBOOK, told["rulebook"])
    directory.mirror(told)
    return worker


def _asked(upstream: Upstream, path: str, content: Any) -> Mapping[str, Any]:
    try:
        return upstream.post(path, content)
    except Away as error:
        raise Problem("upstream-away") from error
    except Refused as error:
        raise Problem("upstream-refused", reason=error.code) from error
