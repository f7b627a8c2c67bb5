"""The phone's engine on Node: everybody's due list from scratch, one person after one entry, and its memory.

The peer is reading the same facts: `JSON.parse` of the people's events in the same process. Limits are those of a cheap
phone, which is about six times slower than this: what takes 100 ms here takes half a second there.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench.field_people import EVENTS, TODAY, people_of_a_phone
from nyelik.rules.bundle import bundle_of
from nyelik.rules.engines.phone import facts_as_data, field_folder, find_node
from nyelik.rules.load import load

SMALL, FULL = 200, 1_000
REACH_LIST_MS, REACH_ONE_MS, REACH_HEAP_MB = 100.0, 5.0, 60.0
MOST_TIMES_PARSE = 17  # parsing takes 6 ms where the list may take 100


def measure(*, full: bool = False) -> list[dict[str, Any]]:
    """Lists, one person, heap. The full run raises AssertionError where it is slower than it must be."""
    people = FULL if full else SMALL
    found = _on_node(people)
    size = f"{people:,} people × {EVENTS} events, {found['services']} services"
    list_reach = {"reach": REACH_LIST_MS} if full else {}
    lines = [
        _line(f"due list from scratch, {size}", found["scratch"], found["parse"]) | list_reach,
        _line(f"the same, first time in a process, {size}", found["first"], found["parse"]),
        _line(f"due list of people made ready, {size}", found["again"], found["parse"]),
        _one("one person after one entry, due list, the slowest of all", found["oneDueSlowest"]),
        _one("one person's card with because, the slowest of all", found["oneCardSlowest"]),
        _one("one person while typing, the slowest of all", found["oneTypingSlowest"]),
        {
            "what": "heap with the rulebook, facts and people in hand",
            "value": round(found["heap"], 1),
            "unit": "MB",
            "against": f"limit {REACH_HEAP_MB:.0f} MB",
            "ratio": round(found["heap"] / REACH_HEAP_MB, 2),
            "reach": REACH_HEAP_MB,
        },
    ]
    if full:
        _hold(lines)
    return lines


def _hold(lines: list[dict[str, Any]]) -> None:
    """A list is held against its peer, which a busy machine slows down as much; the rest against limits."""
    assert lines[0]["ratio"] <= MOST_TIMES_PARSE, lines[0]
    for line in lines[1:]:
        assert line["value"] <= line.get("reach", line["value"]), line


def _line(what: str, milliseconds: float, peer: float) -> dict[str, Any]:
    return {
        "what": what,
        "value": round(milliseconds, 3),
        "unit": "ms",
        "against": f"JSON.parse of the same facts: {peer:.3f} ms",
        "ratio": round(milliseconds / peer, 1),
    }


def _one(what: str, milliseconds: float) -> dict[str, Any]:
    return {
        "what": what,
        "value": round(milliseconds * 1000),
        "unit": "µs",
        "against": f"limit {REACH_ONE_MS:.0f} ms",
        "ratio": round(milliseconds / REACH_ONE_MS, 2),
        "reach": REACH_ONE_MS * 1000,
    }


def _on_node(people: int) -> dict[str, Any]:
    node = find_node()
    assert node is not None, "this bench needs Node 22.18 or newer"
    given = {
        "bundle": bundle_of(load()),
        "people": [facts_as_data(facts) for facts in people_of_a_phone(people)],
        "today": TODAY,
    }
    script = field_folder() / "bench" / "core.ts"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "given.json"
        file.write_text(json.dumps(given), encoding="utf-8")
        command = [node, "--expose-gc", str(script), str(file)]
        ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found
