"""The windows of a service in the colours of the Buku KIA, said in words."""

from __future__ import annotations

from nyelik.rules import model as m
from nyelik.rules.explain import Explainer
from nyelik.rules.manual.page import Window
from nyelik.rules.manual.texts import COLOURS, SPANS
from nyelik.rules.node import Node

BOUNDS = (("white", "start"), ("yellow", "late"), ("orange", "overdue"), ("grey", "closes"))


def bounds(service: m.Service) -> list[tuple[str, Node]]:
    """Each colour with the day on which it begins, in order of time."""
    days = [(colour, getattr(service, name)) for colour, name in BOUNDS]
    return [(colour, day) for colour, day in days if day is not None]


def windows_of(explainer: Explainer, service: m.Service) -> tuple[Window, ...]:
    """From white to grey; being late for another reason than time comes as a line of its own."""
    says, known = SPANS[explainer.language], bounds(service)
    days = [_day(explainer, service, day) for _, day in known]
    found = []
    for number, (colour, _) in enumerate(known):
        when = says["from"].format(days[number])
        if number + 1 < len(known):
            when = says["until"].format(when, days[number + 1])
        found.append(_window(explainer, colour, when))
    if service.overdue_when is not None:
        late = says["when"].format(explainer.node(service.overdue_when))
        place = next((n for n, one in enumerate(found) if one.colour == "grey"), len(found))
        found.insert(place, _window(explainer, "orange", late))
    return tuple(found)


def _day(explainer: Explainer, service: m.Service, day: Node) -> str:
    """A bound in words; one counted from a beginning that takes many words is told from that beginning."""
    anchor, start = _counted_from(day), _counted_from(service.start)
    if day == service.start or anchor is None or anchor != start or anchor.op not in _LONG:
        return explainer.node(day)
    length = day.args[1]
    assert isinstance(length, Node)
    return SPANS[explainer.language]["after_start"].format(explainer.node(length))


_LONG = ("latest_of", "earliest_of", "if_unknown")


def _counted_from(day: Node) -> Node | None:
    """The day that a duration is added to; None where it is written otherwise."""
    first = day.args[0] if day.op == "later" else None
    return first if isinstance(first, Node) else None


def waits_of(explainer: Explainer, service: m.Service) -> tuple[str, ...]:
    """The distances to keep from what was given before."""
    says = SPANS[explainer.language]["wait"]
    return tuple(says.format(explainer.node(node)) for node in service.not_before)


def _window(explainer: Explainer, colour: str, when: str) -> Window:
    return Window(colour, COLOURS[explainer.language][colour], when)
