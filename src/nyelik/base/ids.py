"""Identifiers: UUIDv7, made from a moment and random bytes that the caller brings; facilities, sessions by code."""

from uuid import UUID, uuid5

RANDOM_BYTES = 10
_FACILITIES = UUID("6e79656c-696b-5a1d-8f00-666163696c69")
_SESSIONS = UUID("6e79656c-696b-5a1d-8f00-73657373696f")
_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62
_LOW_62 = (1 << 62) - 1


def uuid7(ms: int, random: bytes) -> UUID:
    """A UUIDv7 (RFC 9562) of a moment in unix milliseconds and ten random bytes; sorts by time.

    Raises ValueError when the moment does not fit 48 bits or there are not exactly ten bytes.
    """
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"uuid7 needs {RANDOM_BYTES} random bytes, got {len(random)}")
    if not 0 <= ms < 1 << 48:
        raise ValueError(f"uuid7 needs milliseconds that fit 48 bits, got {ms}")
    chance = int.from_bytes(random, "big")
    high_12 = (chance >> 62) & 0xFFF
    return UUID(int=(ms << 80) | _VERSION_7 | (high_12 << 64) | _VARIANT | (chance & _LOW_62))


def facility_uuid(code: str) -> UUID:
    """The identity of a facility in the journal: the same on every device, from its code."""
    return uuid5(_FACILITIES, code)


def session_uuid(code: str, day: str) -> UUID:
    """The identity of a facility's hari buka on a day (2026-07-01): phones without network mean the same one."""
    return uuid5(_SESSIONS, f"{code} {day}")


def milliseconds_of(identifier: UUID) -> int:
    """The moment inside a UUIDv7, unix milliseconds."""
    return identifier.int >> 80
