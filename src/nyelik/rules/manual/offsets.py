"""Days as a distance from an anchor: so many days after birth, after the last period, after delivery."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nyelik.rules import vocabulary as v
from nyelik.rules.node import Duration, Node

DAYS = {"hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25}
"""How long a unit is on average: enough to draw a table; the engines count by the calendar."""


@dataclass(frozen=True)
class Offset:
    """So many days after an anchor: "born", or the id of a definition that is a day."""

    anchor: str
    days: float


def offset_of(node: Node | None) -> Offset | None:
    """Where a day lies; None where it hangs on what else was recorded."""
    if node is None:
        return None
    if node.op == "born":
        return Offset("born", 0.0)
    if node.op == "named" and node.type == v.DAY:
        return Offset(str(node.args[0]), 0.0)
    if node.op in ("later", "earlier"):
        anchor, length = offset_of(node.nodes()[0]), _length(node.nodes()[1])
        if anchor is None or length is None:
            return None
        sign = 1 if node.op == "later" else -1
        return replace(anchor, days=anchor.days + sign * length)
    return None


def _length(node: Node) -> float | None:
    inner = node.nodes()[0] if node.op == "named" and node.nodes() else node
    value = inner.args[0] if inner.op == "constant" else None
    return value.count * DAYS[value.unit] if isinstance(value, Duration) else None
