"""Facts: all that rules may know of one person. Everything that happened is an event with a code.

An observation is an event with its value; a dose is an event of its vaccine with the dose's number;
an episode is two events, `<type>_start` and `<type>_end`; moving, residence and death are events too.
So one small set of operations reaches everything, and the columns engine keeps one segment per code.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Value = float | str | bool | None

UNKNOWN_MINUTE = -1


@dataclass(frozen=True, order=True, slots=True)
class Event:
    """Something that happened to a person.

    `day` is days since 1970-01-01; `minute` the minute of that day (0 to 1439) or -1 when the clock time
    is not known; `seq` breaks ties between events of one minute: the later recorded counts.
    """

    day: int
    minute: int
    seq: int
    code: str = field(compare=False)
    value: Value = field(compare=False, default=None)


@dataclass(frozen=True, slots=True)
class Facts:
    """One person's facts. `born` is a day number or None; `events` are sorted by day, minute, seq.

    A facility, a worker or a reply has facts too: `subject` says what they are of.
    """

    sex: str | None
    born: int | None
    born_minute: int
    events: tuple[Event, ...]
    subject: str = "person"

    def of(self, code: str) -> tuple[Event, ...]:
        """The events of one code, in order."""
        return tuple(event for event in self.events if event.code == code)


def make_facts(
    sex: str | None = None,
    born: int | None = None,
    born_minute: int = UNKNOWN_MINUTE,
    events: list[Event] | tuple[Event, ...] = (),
    subject: str = "person",
) -> Facts:
    """Facts with their events put in order. `sex` is "female", "male" or None."""
    if sex not in ("female", "male", None):
        raise ValueError(f"sex is “{sex}”; it must be female, male or left out")
    return Facts(sex, born, born_minute, tuple(sorted(events)), subject)
