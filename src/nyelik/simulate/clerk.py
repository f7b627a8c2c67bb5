"""The clerk: how people write things down, with slips, late corrections, retractions and confirmations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from nyelik.simulate.chance import Chance
from nyelik.simulate.days import day_text, unix_ms
from nyelik.simulate.device import Device, Moment, Network
from nyelik.simulate.fixtures import Section
from nyelik.simulate.naming import Numbers
from nyelik.simulate.people import Household, Person

Task = Callable[[int], None]
Values = dict[str, Any]
BIRTHS_TOLD_BY = 6
UNHEARD_DAYS = 5
DESK_HOURS = (8 * 60, 15 * 60)
BOOK_DAYS = 20
"""So many days it takes to enter what the paper books already know."""


@dataclass(slots=True)
class Clerk:
    """Writes entries through the network; keeps the calendar of what is still to be done."""

    chance: Chance
    rates: Section
    network: Network
    numbers: Numbers
    first_day: int
    calendar: defaultdict[int, list[Task]] = field(default_factory=lambda: defaultdict(list))

    def later(self, day: int, task: Task) -> None:
        """Do `task(day)` on this day."""
        self.calendar[day].append(task)

    def desk(self, day: int) -> Moment:
        """Some moment of the working day."""
        return Moment(day, self.chance.whole(DESK_HOURS))

    def register(self, device: Device, person: Person, at: Moment, **changed: Any) -> None:
        """The person's first entry."""
        home, rates = person.household, self.rates["register"]
        body: Values = {"name": person.name, "sex": person.sex, "born": day_text(person.born)}
        if person.born_minute >= 0:
            body["born"] = Moment(person.born, person.born_minute).text()
        if person.nik:
            body["nik"] = person.nik
        body |= {"kk": home.kk, "household": str(home.id), "area": home.rt.code}
        body["address"] = home.street
        if person.mother:
            body["mother"] = str(person.mother.id)
        if person.mother_name:
            body["mother_name"] = person.mother_name
        if person.father_name:
            body["father_name"] = person.father_name
        if person.nik and self.chance.yes(self.rates["recording"]["born_typing"]):
            self._mistype_birth(device, person, body, at)
        if person.nik and self.chance.yes(rates["bpjs"]):
            body["bpjs"] = self.numbers.bpjs()
        if person.age_years(at.day) >= 17 and self.chance.yes(rates["phone"]):
            body["phone"] = self.numbers.phone()
        self.network.write(device, "person", person.id, person.id, body | changed, at)

    def register_household(
        self, device: Device, home: Household, at: Moment, **changed: Any
    ) -> None:
        """The household's entry, and then those of its members."""
        body = {
            "kk": home.kk,
            "head_name": home.members[0].name,
            "area": home.rt.code,
            "address": home.street,
        }
        self.network.write(device, "household", home.id, home.id, body, at)
        for person in home.members:
            if person.born < at.day:
                self.register(device, person, at, **changed)
            else:
                self.later(
                    person.born + self.chance.whole((1, BIRTHS_TOLD_BY)),
                    self._register_task(device, person),
                )

    def _register_task(self, device: Device, person: Person) -> Task:
        return lambda today: self.register(device, person, self.desk(today))

    def patch_person(self, device: Device, person: Person, at: Moment, **changed: Any) -> None:
        """Change fields of a person."""
        self.network.write(device, "person", person.id, person.id, changed, at)

    def contact(
        self,
        device: Device,
        about: UUID,
        package: str,
        observations: Values,
        doses: Values,
        happened: Moment,
        **more: Any,
    ) -> UUID | None:
        """A contact; `more` may give place, session, source, confirmer (device that may confirm), written.

        What happened before the district began with Nyelik is copied from the paper books later: then None.
        """
        if happened.day < self.first_day and "written" not in more:
            self._from_the_book(device, about, package, observations, doses, happened, more)
            return None
        subject = self.chance.uuid(unix_ms(happened.day, happened.minute))
        body: Values = {"package": package}
        if observations:
            body["observations"] = self._typed(device, subject, about, observations, happened, more)
        if doses:
            body["doses"] = doses
        for name in ("session", "source"):
            if more.get(name):
                body[name] = more[name]
        written = more.get("written")
        place = more.get("place")
        self.network.write(device, "contact", subject, about, body, happened, written, place)
        confirmer = more.get("confirmer")
        if confirmer and self.chance.yes(self.rates["recording"]["validated_by_pustu"]):
            self._patch_later(confirmer, subject, about, {"validated": True}, happened, (1, 9))
        return subject

    def episode(
        self, device: Device, subject: UUID, woman: Person, body: Values, happened: Moment
    ) -> None:
        """An episode of a woman, or a change of it."""
        if happened.day >= self.first_day:
            self.network.write(device, "episode", subject, woman.id, body, happened)
            return
        day = self._copied_on(happened)

        def copy(today: int) -> None:
            at = self.desk(today)
            self.network.write(device, "episode", subject, woman.id, body, happened, at)

        self.later(day, copy)

    def _from_the_book(
        self,
        device: Device,
        about: UUID,
        package: str,
        observations: Values,
        doses: Values,
        happened: Moment,
        more: Values,
    ) -> None:
        def copy(today: int) -> None:
            written = self.desk(today)
            self.contact(
                device, about, package, observations, doses, happened, **more, written=written
            )

        self.later(self._copied_on(happened), copy)

    def _copied_on(self, happened: Moment) -> int:
        books_open = self.first_day - BOOK_DAYS + self.chance.whole((0, BOOK_DAYS - 1))
        return max(books_open, happened.day + BIRTHS_TOLD_BY + 1)

    def retract_later(self, device: Device, subject: UUID, about: UUID, happened: Moment) -> None:
        """Take a contact back some days later: it was written on the wrong person."""
        body = {"retracted": True, "reason": "salah orang"}
        self._patch_later(device, subject, about, body, happened, (1, 12))

    def _typed(
        self,
        device: Device,
        subject: UUID,
        about: UUID,
        observations: Values,
        happened: Moment,
        more: Values,
    ) -> Values:
        """The observations as typed: now and then a slip, often found and corrected later."""
        rates = self.rates["recording"]
        for code, chance in (("weight_kg", "weight_typing"), ("length_cm", "length_typing")):
            value = observations.get(code)
            if value is None or not self.chance.yes(rates[chance]):
                continue
            if self.chance.yes(rates["found"]):
                fixer = more.get("confirmer") or device
                body = {"observations": {code: value}}
                self._patch_later(fixer, subject, about, body, happened, rates["found_after_days"])
            observations = observations | {code: self.slip(value)}
        return observations

    def slip(self, value: float) -> float:
        """A number as a tired hand types it."""
        text = f"{value:.1f}"
        kind = self.chance.random()
        if kind < 0.3:
            return round(value * 10, 1)
        if kind < 0.45:
            return round(value / 10, 2)
        if kind < 0.75 and len(text) > 3 and text[0] != text[1] != "0":
            return float(text[1] + text[0] + text[2:])
        return (
            round(value + self.chance.one((-10, 10, -5, 5, 2, 3)), 1) if value > 11 else value + 10
        )

    def _mistype_birth(self, device: Device, person: Person, body: Values, at: Moment) -> None:
        right = body["born"]
        body["born"] = day_text(person.born - self.chance.one((1, -1, 10, 30, 365, -365)))
        if body["born"] > day_text(at.day):
            body["born"] = right
        elif self.chance.yes(self.rates["recording"]["found"]):
            day = at.day + self.chance.whole(self.rates["recording"]["found_after_days"])
            self.later(day, lambda today: self._fix_birth(device, person, right, today))

    def _fix_birth(self, device: Device, person: Person, right: str, today: int) -> None:
        self.patch_person(device, person, self.desk(today), born=right)

    def _patch_later(
        self,
        device: Device,
        subject: UUID,
        about: UUID,
        body: Values,
        happened: Moment,
        days: tuple[int, int] | list[int],
    ) -> None:
        day = max(happened.day, self.first_day) + self.chance.whole(days)
        self.later(day, lambda today: self._patch(device, subject, about, body, happened, today))

    def _patch(
        self, device: Device, subject: UUID, about: UUID, body: Values, happened: Moment, today: int
    ) -> None:
        """Change a contact, once this device can know of it: nobody corrects what has not arrived."""
        if self.network.knows(device, subject, today):
            self.network.write(device, "contact", subject, about, body, happened, self.desk(today))
        else:
            later = today + UNHEARD_DAYS
            self.later(later, lambda day: self._patch(device, subject, about, body, happened, day))
