"""Indexes from written items: their weighted parts, the scale and the classes."""

from __future__ import annotations

from nyelik.rules import model as m
from nyelik.rules import vocabulary as v
from nyelik.rules.build.builder import COMMON, Builder
from nyelik.rules.build.indicators import PERIODS
from nyelik.rules.index import NotFixed, exact
from nyelik.rules.item import Item
from nyelik.rules.node import Node, constant, truth

_KEYS = ("period", "parts", "scale", "classes", "rounds", "decimals", "unit", "program")
_AREAS = ("regency", "puskesmas", "district", "village", "pustu", "posyandu", "dusun", "rt")


def index(build: Builder, item: Item, indicators: dict[str, m.Indicator]) -> m.Index:
    """A figure made of indicators that are read already."""
    item.allow(*COMMON, *_KEYS)
    parts = tuple(_part(build, part, indicators) for part in item.items("parts"))
    if not parts:
        raise item.refuse("index-needs-parts")
    members = [member for part in parts for member in part.of]
    if len(set(members)) < len(members):
        raise item.refuse("indicator-twice", "parts")
    return m.Index(
        **build.common(item),
        period=item.one_of("period", PERIODS),
        parts=parts,
        scale=_number(build, item, "scale") if item.has("scale") else constant(1.0, v.NUMBER),
        classes=_classes(build, item),
        rounds=build.truth(item, "rounds") if item.has("rounds") else truth(False),
        decimals=int(item.text("decimals", "0")),
        unit=item.text("unit", ""),
        program=item.text("program", ""),
    )


def _part(build: Builder, item: Item, indicators: dict[str, m.Indicator]) -> m.IndexPart:
    item.allow("id", "label", "weight", "of", "areas", "reaches")
    members = item.texts("of")
    for member in members:
        if member not in indicators:
            raise item.refuse("no-such-indicator", "of", absent=member)
    if item.has("areas") != item.has("reaches"):
        raise item.refuse("areas-and-reaches")
    return m.IndexPart(
        item.text("id"),
        item.label(),
        _number(build, item, "weight"),
        members,
        item.one_of("areas", _AREAS) if item.has("areas") else None,
        _number(build, item, "reaches") if item.has("reaches") else None,
    )


def _classes(build: Builder, item: Item) -> tuple[m.IndexClass, ...]:
    classes = []
    for part in item.items("classes"):
        part.allow("id", "label", "at_least", "severity")
        classes.append(
            m.IndexClass(
                part.text("id"),
                part.label(),
                _number(build, part, "at_least"),
                part.one_of("severity", m.SEVERITIES, "info"),
            )
        )
    bounds = [exact(one.at_least) for one in classes]
    if bounds != sorted(bounds, reverse=True):
        raise item.refuse("classes-out-of-order", "classes")
    return tuple(classes)


def _number(build: Builder, item: Item, key: str) -> Node:
    """A number that is the same for everybody: figures and settings only."""
    node = build.expression(item, key, v.NUMBER)
    try:
        exact(node)
    except NotFixed as error:
        raise item.refuse("not-fixed", key, why=error.why) from None
    return node
