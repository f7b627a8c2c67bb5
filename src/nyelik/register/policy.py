"""What every phone of an installation keeps to: when it locks, how long it keeps what, how often it asks.

Each value comes from the environment, `NYELIK_` and its name in capitals (NYELIK_LOCK_AFTER_SECONDS=120); phones learn
of a change at their next contact. None of them is a clinical rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class Policy:
    """Times in whole units, named so.

    - `wipe_after_days`: without contact for so long a phone removes what it pulled; 0: never.
    - `wipe_unsent`: then unsent entries too.
    - `keep_sent_days`: so long own entries stay after their receipt.
    - `purge_left_days`: so long a phone keeps people who left its scope.
    - `poll_seconds`: how often a phone asks during a session.
    - `code_minutes`: how long a code for enrolling holds.
    """

    lock_after_seconds: int = 180
    wipe_after_days: int = 90
    wipe_unsent: bool = False
    keep_sent_days: int = 30
    purge_left_days: int = 0
    poll_seconds: int = 20
    code_minutes: int = 30

    def as_dict(self) -> dict[str, int | bool]:
        """As `setup` carries it."""
        return asdict(self)


LEAST = {"lock_after_seconds": 15, "poll_seconds": 5, "code_minutes": 1}
"""Below these a phone could not be used: it would lock while somebody is typing."""


def policy() -> Policy:
    """The policy of this installation (setting FIELD_POLICY)."""
    found: Policy = settings.FIELD_POLICY
    return found


def policy_from(environment: Mapping[str, str]) -> Policy:
    """The policy that an environment asks for. Raises ValueError, in words, for a value that cannot be."""
    given = {
        field.name: environment.get(f"NYELIK_{field.name.upper()}") for field in fields(Policy)
    }
    values: dict[str, Any] = {name: _value(name, text) for name, text in given.items() if text}
    return Policy(**values)


def _value(name: str, text: str) -> int | bool:
    if name == "wipe_unsent":
        if text not in {"0", "1"}:
            raise ValueError(f"NYELIK_{name.upper()} is {text!r}; write 1 or 0.")
        return text == "1"
    least = LEAST.get(name, 0)
    if not text.isdecimal() or int(text) < least:
        raise ValueError(
            f"NYELIK_{name.upper()} is {text!r}; write a whole number from {least} on."
        )
    return int(text)
