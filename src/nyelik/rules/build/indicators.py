"""Indicators from written items: among whom, what must hold, or what is averaged."""

from __future__ import annotations

from nyelik.rules import model as m
from nyelik.rules import vocabulary as v
from nyelik.rules.build.builder import COMMON, Builder
from nyelik.rules.build.expects import check_expects
from nyelik.rules.build.words import sensitive_mark
from nyelik.rules.item import Item
from nyelik.rules.node import Node
from nyelik.rules.words import Label

PERIODS = ("day", "week", "month", "quarter", "year")
_KEYS = (
    *("period", "among", "counts_when", "mean_of", "better", "target", "unit"),
    *("target_by_month", "program", "sensitive", "for_kader"),
)


def indicator(build: Builder, item: Item) -> m.Indicator:
    """A coverage with its named parts, or the mean of a number."""
    item.allow(*COMMON, *_KEYS)
    if item.has("mean_of") == item.has("counts_when"):
        raise item.refuse("counts-or-mean")
    among = build.truth(item, "among")
    value = build.expression(item, "mean_of", v.NUMBER) if item.has("mean_of") else None
    parts = _parts(build, item) if value is None else (_recorded(value),)
    nodes = [among, *(part.node for part in parts)]
    if value is None:
        check_expects(item, ("met", "missed", "not_applicable"))
    return m.Indicator(
        **build.common(item),
        period=item.one_of("period", PERIODS),
        among=among,
        parts=parts,
        mean_of=value,
        unit=item.text("unit", "%") if value is None else item.text("unit"),
        better=item.one_of("better", ("higher", "lower"), "higher"),
        targets=_targets(item),
        target_by_month=str(item.data.get("target_by_month", "no")) in ("yes", "True"),
        program=item.text("program", ""),
        for_kader=str(item.data.get("for_kader", "no")) in ("yes", "True"),
        sensitive=sensitive_mark(item) or build.sensitive_of(*nodes),
    )


def _recorded(value: Node) -> m.Part:
    """The part of a mean: who has no number yet is asked for it."""
    return m.Part("recorded", Label("Sudah dicatat", "Recorded"), Node("known", (value,), v.TRUTH))


def _parts(build: Builder, item: Item) -> tuple[m.Part, ...]:
    if not isinstance(item.need("counts_when"), dict):
        return (m.Part("counted", item.label(), build.truth(item, "counts_when")),)
    written = item.mapping("counts_when")
    return tuple(_part(build, written, str(key)) for key in written.data)


def _part(build: Builder, written: Item, key: str) -> m.Part:
    if not isinstance(written.data[key], dict):
        name = key.replace("_", " ")
        return m.Part(key, Label(name, name), build.truth(written, key))
    part = written.mapping(key)
    part.allow("when", "label")
    return m.Part(key, part.label(), build.truth(part, "when"))


def _targets(item: Item) -> dict[int, float]:
    value = item.data.get("target")
    if value is None:
        return {}
    if isinstance(value, dict):
        return {int(year): _percent(item, number) for year, number in value.items()}
    return {0: _percent(item, value)}


def _percent(item: Item, value: object) -> float:
    try:
        return float(str(value).removesuffix("%").replace("≥", "").replace("≤", "").strip())
    except ValueError:
        raise item.refuse("not-a-percentage", "target", value=value) from None
