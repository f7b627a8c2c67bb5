"""Persons and households, and a first population put together by age, marriage and motherhood."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any
from uuid import UUID

from nyelik.simulate.chance import Chance
from nyelik.simulate.days import calendar_day, unix_ms
from nyelik.simulate.fixtures import Section
from nyelik.simulate.naming import (
    Numbers,
    family_name,
    invent_name,
    invent_street,
    pick_culture,
)
from nyelik.simulate.place import District, Rt

YEAR = 365.25
FERTILE_FROM, FERTILE_GROUPS = 15, 7
SEEKS_A_MOTHER = 8
SEEKS_A_NAME = 6


@dataclass(slots=True)
class Household:
    """A family in one house. `comes` is the chance that it attends, `accepts` that it lets a child be vaccinated."""

    id: UUID
    kk: str
    rt: Rt
    street: str
    culture: str
    family: str
    comes: float
    makes_up: float
    accepts: float
    members: list[Person] = field(default_factory=list)
    gone: bool = False


@dataclass(slots=True, eq=False)
class Person:
    """One resident. Days are day numbers; `nik` is empty until there is one."""

    id: UUID
    name: str
    sex: str
    born: int
    household: Household
    nik: str = ""
    mother: Person | None = None
    mother_name: str = ""
    father_name: str = ""
    born_minute: int = -1
    married: bool = False
    pregnant: bool = False
    births: int = 0
    last_birth: int = -100_000
    birth_order: int = 1
    gone: bool = False

    def age_years(self, day: int) -> int:
        """Completed years, near enough to plan by."""
        return int((day - self.born) / YEAR)


@dataclass(slots=True)
class Settlers:
    """Makes people and households out of fixtures; one per run."""

    chance: Chance
    rates: Section
    district: District
    numbers: Numbers
    remote: set[str]
    weights: list[float]

    def household(self, day: int) -> Household:
        """An empty household somewhere in the district."""
        chance = self.chance
        rt = chance.choices(self.district.rts, cum_weights=self.weights)[0]
        culture = pick_culture(chance)
        kind = chance.by_share(self.rates["household"]["kinds"])
        factor = self.rates["household"]["remote_factor"] if rt.code in self.remote else 1.0
        return Household(
            id=chance.uuid(unix_ms(day, 0)),
            kk=self.numbers.kk(day - chance.whole((30, 5000))),
            rt=rt,
            street=invent_street(chance),
            culture=culture,
            family=family_name(chance, culture),
            comes=kind["comes"] * factor,
            makes_up=kind["makes_up"] * factor,
            accepts=self._accepts(),
        )

    def person(
        self, home: Household, sex: str, born: int, day: int, family: str | None = None
    ) -> Person:
        """A new member of the household, known from `day`; a wife brings her own `family` name."""
        chance = self.chance
        name = self.new_name(home, sex, born, home.family if family is None else family)
        person = Person(chance.uuid(unix_ms(day, 0)), name, sex, born, home)
        home.members.append(person)
        if not chance.yes(self.rates["register"]["without_nik"]):
            person.nik = self.numbers.nik(sex, born)
        return person

    def new_name(self, home: Household, sex: str, born: int, family: str) -> str:
        """A name that nobody in the house bears."""
        taken = {member.name for member in home.members}
        year = calendar_day(born).year
        for _ in range(SEEKS_A_NAME):
            name = invent_name(self.chance, home.culture, sex, year, family)
            if name not in taken:
                break
        return name

    def _accepts(self) -> float:
        draw, rates = self.chance.random(), self.rates["household"]
        if draw < rates["refuses_vaccine"]:
            return 0.0
        if draw < rates["refuses_vaccine"] + rates["hesitant"]:
            return float(rates["hesitant_accepts"])
        return 1.0


def make_settlers(chance: Chance, rates: Section, district: District) -> Settlers:
    """The maker of people for this district."""
    part = rates["population"]["remote_rt"]
    remote = {rt.code for rt in district.rts if chance.yes(part)}
    weights = list(accumulate(rt.weight for rt in district.rts))
    return Settlers(chance, rates, district, Numbers(district.regency), remote, weights)


def settle(settlers: Settlers, people: int, day: int) -> list[Household]:
    """The first population: `people` persons in households, as they live on `day`."""
    crowd = _Crowd(settlers, day)
    crowd.draw(people)
    crowd.marry()
    crowd.give_children()
    crowd.house_the_rest()
    return crowd.households


@dataclass(slots=True)
class _Crowd:
    """Ages and sexes that are still looking for a household. An age is in days."""

    settlers: Settlers
    day: int
    ages: dict[str, list[int]] = field(default_factory=dict)
    children: list[tuple[str, int]] = field(default_factory=list)
    single: list[tuple[str, int]] = field(default_factory=list)
    households: list[Household] = field(default_factory=list)
    mothers: dict[int, list[Person]] = field(default_factory=dict)

    @property
    def fixtures(self) -> dict[str, Any]:
        """The population section."""
        section: dict[str, Any] = self.settlers.rates["population"]
        return section

    def draw(self, people: int) -> None:
        """Draw sexes and ages by the national shares."""
        chance = self.settlers.chance
        shares = list(accumulate(self.fixtures["age_shares"]))
        groups = chance.choices(range(len(shares)), cum_weights=shares, k=people)
        self.ages = {"female": [], "male": []}
        for group in groups:
            last = group == len(shares) - 1
            years = 75 + chance.expovariate(1 / 5) if last else group * 5 + chance.random() * 5
            sex = "female" if chance.yes(self.fixtures["female_share"]) else "male"
            self.ages[sex].append(int(min(years, 98) * YEAR))

    def marry(self) -> None:
        """Pair men and women by age; each couple gets a household."""
        chance = self.settlers.chance
        wives, husbands = self._married("female"), self._married("male")
        pairs = min(len(wives), len(husbands))
        mean, sd = self.fixtures["wife_younger_years"]
        for sex, spouses in (("female", wives), ("male", husbands)):
            chance.shuffle(spouses)
            self.single += [(sex, age) for age in spouses[pairs:]]
            del spouses[pairs:]
        wives.sort(key=lambda age: age + chance.gauss(mean, sd) * YEAR)
        husbands.sort()
        for wife, husband in zip(wives, husbands, strict=True):
            self._couple(wife, husband)

    def give_children(self) -> None:
        """Find a mother of a likely age for every child; the rest live with relatives."""
        chance = self.settlers.chance
        self.children.sort(key=lambda child: -child[1])
        for sex, age in self.children:
            mother = self._mother(age) if age < 40 * YEAR else None
            home = mother.household if mother else chance.one(self.households)
            child = self.settlers.person(home, sex, self.day - age, self.day)
            if mother:
                child.mother, child.mother_name = mother, mother.name
                child.father_name = home.members[0].name
                mother.births += 1
                child.birth_order = mother.births
                mother.last_birth = max(mother.last_birth, child.born)
            elif age < 18 * YEAR:
                child.mother_name = invent_name(chance, home.culture, "female", 1990, home.family)

    def house_the_rest(self) -> None:
        """Widowed and never married people: alone, or with another household."""
        chance = self.settlers.chance
        for sex, age in self.single:
            if self.households and chance.yes(0.6):
                home = chance.one(self.households)
            else:
                home = self.settlers.household(self.day)
                self.households.append(home)
            self.settlers.person(home, sex, self.day - age, self.day)

    def _married(self, sex: str) -> list[int]:
        """Takes the ages of the married out; the others become children or singles."""
        chance = self.settlers.chance
        shares = self.fixtures["married_women" if sex == "female" else "married_men"]
        married: list[int] = []
        for age in self.ages[sex]:
            group = min((int(age / YEAR) - 15) // 5, len(shares) - 1)
            if group >= 0 and chance.yes(shares[group]):
                married.append(age)
            elif age < 30 * YEAR:
                self.children.append((sex, age))
            else:
                self.single.append((sex, age))
        return married

    def _couple(self, wife_age: int, husband_age: int) -> None:
        home = self.settlers.household(self.day)
        husband = self.settlers.person(home, "male", self.day - husband_age, self.day)
        family = family_name(self.settlers.chance, home.culture)
        wife = self.settlers.person(home, "female", self.day - wife_age, self.day, family)
        husband.married = wife.married = True
        self.households.append(home)
        self.mothers.setdefault(wife.age_years(self.day), []).append(wife)

    def _mother(self, age: int) -> Person | None:
        """A married woman who was of fertile age when the child was born, not two births in a year."""
        chance, fertility = self.settlers.chance, self.fixtures["fertility"]
        born = self.day - age
        for _ in range(SEEKS_A_MOTHER):
            group = chance.choices(range(FERTILE_GROUPS), weights=fertility)[0]
            at_birth = FERTILE_FROM + group * 5 + chance.random() * 5
            women = self.mothers.get(int(age / YEAR + at_birth))
            woman = chance.one(women) if women else None
            if woman and woman.births < 6 and abs(born - woman.last_birth) > 450:
                return woman
        return None
