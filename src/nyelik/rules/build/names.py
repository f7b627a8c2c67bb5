"""Settings, definitions and groups from written items, and the lists that rules refer to."""

from __future__ import annotations

from nyelik.rules import model as m
from nyelik.rules import vocabulary as v
from nyelik.rules.build.builder import COMMON, DURATION, Builder
from nyelik.rules.build.expects import TRUTHS, check_expects
from nyelik.rules.errors import Phrase
from nyelik.rules.item import Item
from nyelik.rules.node import Duration, Node, constant, truth


def read_chapter(item: Item) -> m.Chapter:
    """A chapter of the programme, numbered as in the fact file: 2.5, 7.4."""
    item.allow("id", "label", "elsewhere")
    return m.Chapter(item.text("id"), item.label(), item.optional_label("elsewhere"))


def read_topic(item: Item) -> m.Topic:
    """What a next step is about: whom to go to, what to give, what to talk about."""
    item.allow("id", "label", "points", "source")
    return m.Topic(
        item.text("id"), item.label(), tuple(p.label("text") for p in item.items("points"))
    )


def setting(build: Builder, item: Item) -> m.Setting:
    """A setting: its value becomes a constant in expressions."""
    item.allow(
        *("id", "label", "type", "value", "choices", "note", "contradiction", "source", "readings"),
        "chapter",
    )
    number = item.data.get("contradiction")
    return m.Setting(
        item.text("id"),
        item.label(),
        _setting_value(item),
        item.optional_label("note"),
        int(number) if number is not None else None,
        build.source(item) if item.has("source") else None,
        tuple(_setting_value(item, choice) for choice in item.texts("choices")),
        build.chapters_of(item),
    )


def signature(build: Builder, item: Item) -> m.Signature:
    """Who held a rule's text against its document."""
    item.allow("rule", "meaning", "by", "on", "document", "page")
    document = item.text("document")
    if document not in build.sources:
        hint = Phrase("new-document")
        raise item.refuse("document-not-listed", "document", document=document, hint=hint)
    rule, meaning, by = item.text("rule"), item.text("meaning"), item.text("by")
    return m.Signature(rule, meaning, by, item.date("on"), document, item.text("page"))


def _setting_value(item: Item, value: object = None) -> Node:
    kind = item.one_of("type", ("number", "truth", "choice", "duration", "text"))
    value = item.need("value") if value is None else value
    if kind == "number":
        return constant(float(str(value)), v.NUMBER)
    if kind == "truth":
        return truth(value is True or str(value) in ("yes", "true"))
    match = DURATION.match(str(value))
    if kind == "duration" and match:
        return constant(Duration(f"{match[2]}s", int(match[1])), v.DURATION)
    if kind == "duration":
        raise item.refuse("not-a-duration", "value", value=value)
    if item.has("choices") and str(value) not in item.texts("choices"):
        raise item.refuse("not-among-choices", "value", value=value)
    return constant(str(value), v.CHOICE)


def definition(build: Builder, item: Item) -> m.Definition:
    """A named expression of any type."""
    item.allow("id", "label", "as", "source", "examples", "in_force", "note", "chapter")
    return m.Definition(
        item.text("id"),
        item.label(),
        build.expression(item, "as"),
        build.source(item) if item.has("source") else None,
        build.examples(item, needed=False),
        build.chapters_of(item),
        item.optional_label("note"),
    )


def group(build: Builder, item: Item) -> m.Group:
    """A life-cycle group of one rule set."""
    item.allow(*COMMON, "ruleset", "when")
    when = build.truth(item, "when")
    check_expects(item, TRUTHS)
    return m.Group(
        **build.common(item),
        ruleset=item.one_of("ruleset", m.RULESETS),
        when=when,
        sensitive=build.sensitive_of(when),
    )
