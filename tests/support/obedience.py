"""A life in which every service is given on the first session on which it is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nyelik.rules.engines.reference import Reference
from nyelik.rules.facts import Event, make_facts
from nyelik.rules.load import load
from nyelik.rules.model import Service
from nyelik.rules.node import Node
from nyelik.rules.outcome import service_state
from tests.support.lives import event

RULES = load().rules
DAY_OF = ("first_day", "latest_day", "asked_day")
# What a visit holds besides what is scheduled by itself.
VISIT = (
    *("anc_visit", "weight_kg", "systolic_mmhg", "diastolic_mmhg", "fundal_height_cm"),
    *("fetal_presentation", "fetal_heart_rate", "counselling"),
)
USUAL: dict[str, float | str] = {
    "weight_kg": 50.0,
    "systolic_mmhg": 110.0,
    "diastolic_mmhg": 70.0,
    "hb_g_dl": 12.5,
    "muac_cm": 26.0,
    "fetal_heart_rate": 140.0,
    "urine_protein": "negative",
}


def obey(sex: str, born: int, events: list[Event], days: Iterable[int]) -> list[Event]:
    """The events of a life that goes on over those days, doing whatever is due on each."""
    events = list(events)
    for day in days:
        engine = Reference(make_facts(sex, born, events=events), day)
        done = {
            what
            for service in RULES.services.values()
            if service_state(engine, service).status in ("due", "overdue")
            for what in _done_by(service)
        }
        events += [event(day, code, value) for code, value in sorted(done, key=str)]
    return events


def _done_by(service: Service) -> Iterator[tuple[str, float | str | bool]]:
    """What is recorded when a service is given: the first thing its `done` looks at, and its visit."""
    code, number = next(_looked_at(service.done))
    if service.id == "vitamin-a-red":
        code = "vitamin_a_red"
    yield code, float(number) if number else _value(code)
    if code in ("anc_visit", "anc_doctor"):
        yield from ((other, _value(other)) for other in VISIT)


def _looked_at(node: Node) -> Iterator[tuple[str, float | None]]:
    if node.op == "dose":
        number = node.args[1]
        yield str(node.args[0]), float(str(number.args[0] if isinstance(number, Node) else number))
    elif node.op in DAY_OF:
        yield str(node.args[0]), None
    for below in node.nodes():
        yield from _looked_at(below)


def _value(code: str) -> float | str | bool:
    word = RULES.words[code]
    if code in USUAL:
        return USUAL[code]
    if word.kind == "choice":
        return word.choice_codes()[-1]
    return True if word.kind == "yes_no" else 30.0
