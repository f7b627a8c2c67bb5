"""The district's signed rulebook on the laptop: phones trust the district's key, so they get the district's file."""

from __future__ import annotations

import json
import os
from pathlib import Path

from nyelik.relay.upstream import Upstream

NAME = "relay-bundle"


def bring(upstream: Upstream, home: Path, sha256: str) -> None:
    """Fetch the file unless the one here is it."""
    if header(home).get("sha256") == sha256:
        return
    aside = home / f"{NAME}.{os.getpid()}"
    aside.write_bytes(upstream.get("/api/bundle"))
    aside.replace(home / NAME)


def header(home: Path) -> dict[str, str]:
    """The first line of the file: version, sha256 of its content, key; empty without a file."""
    path = home / NAME
    if not path.exists():
        return {}
    with path.open("rb") as file:
        found: dict[str, str] = json.loads(file.readline())
        return found
