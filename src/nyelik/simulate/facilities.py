"""What is found of facilities and kader in the last year: readiness, staff, equipment, skills, reports, replies.

Apart from people's lives: it has its own chance and devices, so nobody's life changes by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from nyelik.base.ids import facility_uuid
from nyelik.journal.entry import ASSESSMENT, Entry
from nyelik.simulate.chance import Chance
from nyelik.simulate.days import calendar_day, day_text, unix_ms
from nyelik.simulate.fixtures import Section, rates

Values = dict[str, Any]
YEAR_DAYS = 365
EVENING = 20 * 60
SCORES = (1, 4)
_CLOCK_BITS = 16


@dataclass
class _Office:
    """Writes assessments as the devices of a district's facilities would."""

    chance: Chance
    rates: Section
    words: Sequence[str]
    holders: Mapping[str, UUID]
    rulebook: str
    numbers: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def entry(self, facility: str, of: str, about: UUID, values: Values, day: int) -> Entry:
        """One assessment; `about` is the facility, or the worker whose skills are seen."""
        device = f"assess-{facility}"
        self.numbers[device] += 1
        body: Values = {"of": of, "observations": values}
        if of != "worker":
            body["facility"] = facility
        return Entry(
            device=device,
            number=self.numbers[device],
            kind=ASSESSMENT,
            subject=self.chance.uuid(unix_ms(day, EVENING)),
            about=about,
            body=body,
            happened=day_text(day),
            written=(unix_ms(day, EVENING) << _CLOCK_BITS) + self.numbers[device],
            by=self.holders.get(facility),
            place=facility,
            rulebook=self.rulebook,
        )

    def named(self, prefix: str) -> list[str]:
        """The words of the rulebook that begin so."""
        return [word for word in self.words if word.startswith(prefix)]


def assess_district(
    facilities: Sequence[str],
    holders: Mapping[str, UUID],
    end: int,
    seed: int,
    words: Sequence[str],
    rulebook: str,
) -> list[tuple[int, list[Entry]]]:
    """The last year's assessments, as they come in at the end of each month: (unix ms, entries).

    `holders` are the workers of the facilities; a kader holds a Posyandu (code Y...).
    """
    office = _Office(Chance(f"{seed} facilities"), rates()["facilities"], words, holders, rulebook)
    told = [one for code in facilities for one in _of_facility(office, code, end)]
    by_month: defaultdict[tuple[int, int], list[tuple[int, Entry]]] = defaultdict(list)
    for day, entry in sorted(told, key=lambda one: (one[0], one[1].device, one[1].number)):
        date = calendar_day(day)
        by_month[date.year, date.month].append((day, entry))
    return [
        (unix_ms(month[-1][0], EVENING + 60), [entry for _, entry in month])
        for _, month in sorted(by_month.items())
    ]


def _of_facility(office: _Office, code: str, end: int) -> Iterator[tuple[int, Entry]]:
    day = end - office.chance.whole((5, 200))
    about = facility_uuid(code)
    yield day, office.entry(code, "facility", about, _found(office, code), day)
    yield from _reports(office, code, end)
    if code.startswith("P"):
        yield from _replies(office, code, end)
    kader = office.holders.get(code) if code.startswith("Y") else None
    if kader is not None:
        yield from _kader(office, code, kader, end)


def _found(office: _Office, code: str) -> Values:
    """One visit's findings: states around how far along the facility is, equipment, staff, percents."""
    chance, own = office.chance, office.rates[code[0]]
    low, high = office.rates["progress"]
    progress = low + (high - low) * chance.random()
    values: Values = {}
    for prefix in own["states"]:
        values |= {word: _state(office, progress) for word in office.named(prefix)}
    for prefix, share in own.get("yes", {}).items():
        values |= {word: chance.yes(share) for word in office.named(prefix)}
    values |= {word: chance.whole(bounds) for word, bounds in own.get("counts", {}).items()}
    for prefix, mean_and_sd in own.get("percents", {}).items():
        values |= {word: _percent(chance, mean_and_sd) for word in office.named(prefix)}
    for prefix, choices in own.get("choices", {}).items():
        values |= {word: chance.one(choices) for word in office.named(prefix)}
    return values


def _state(office: _Office, progress: float) -> str:
    states: Sequence[str] = office.rates["states"]
    place = progress * (len(states) - 1) + office.chance.gauss(0, 0.6)
    return states[min(max(round(place), 0), len(states) - 1)]


def _percent(chance: Chance, mean_and_sd: Sequence[float]) -> float:
    return round(min(max(chance.around(mean_and_sd), 0.0), 100.0), 1)


def _month_starts(end: int) -> Iterator[int]:
    """The first days of the months of the last year."""
    yield from (day for day in range(end - YEAR_DAYS, end + 1) if calendar_day(day).day == 1)


def _reports(office: _Office, code: str, end: int) -> Iterator[tuple[int, Entry]]:
    for first in _month_starts(end):
        day = first + office.chance.whole(office.rates["report_day"]) - 1
        if office.chance.yes(office.rates["report_received"]) and day <= end:
            values = {"monthly_report": True}
            yield day, office.entry(code, "facility", facility_uuid(code), values, day)


def _replies(office: _Office, code: str, end: int) -> Iterator[tuple[int, Entry]]:
    chance = office.chance
    for _ in range(office.rates["replies"]):
        day = end - chance.whole((0, YEAR_DAYS - 1))
        scores = {word: _score(office) for word in office.named("ikm_")}
        yield day, office.entry(code, "reply", facility_uuid(code), scores, day)


def _score(office: _Office) -> int:
    low, high = SCORES
    return min(max(round(office.chance.around(office.rates["reply"])), low), high)


def _kader(office: _Office, code: str, kader: UUID, end: int) -> Iterator[tuple[int, Entry]]:
    chance = office.chance
    low, high = office.rates["skills"]
    share = low + (high - low) * chance.random()
    skills = [word for word in office.named("skill_") if word != "skill_method"]
    values: Values = {
        skill: "competent" if chance.yes(share) else "not_yet" for skill in skills
    } | {"skill_method": "observation", "kader_trained": chance.yes(office.rates["kader_trained"])}
    day = end - chance.whole((5, 300))
    yield day, office.entry(code, "worker", kader, values, day)
    for first in _month_starts(end):
        later = min(first + 27, end)
        homes = {"kader_home_visits": chance.whole(office.rates["kader_homes"])}
        yield later, office.entry(code, "worker", kader, homes, later)
