"""Small things a laptop remembers by name: its district, its cursor there, how the last round went; not the token."""

from __future__ import annotations

from nyelik.relay.tables import Memory

UPSTREAM, DEVICE, CURSOR, GENERATION = "upstream", "device", "cursor", "generation"
RULEBOOK = "upstream-rulebook"
"""The version of the rulebook that the district runs."""
KEY = "upstream-key"
"""The public key that phones of the district trust."""
CONTACT_MS, TROUBLE = "contact-ms", "trouble"
"""When the district answered last (unix ms), and why it does not (code of problems.yaml; empty: it does)."""


def recall(name: str) -> str:
    """What is remembered under a name; empty for nothing."""
    row = Memory.objects.filter(name=name).first()
    return row.text if row else ""


def remember(name: str, text: str) -> None:
    """Keep a text under a name, in place of what was there."""
    Memory.objects.update_or_create(name=name, defaults={"text": text})


def is_relay() -> bool:
    """Whether this instance stands before a district."""
    return recall(UPSTREAM) != ""
