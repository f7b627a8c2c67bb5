"""Findings from written items: their classes, what to say of each, and the next steps."""

from __future__ import annotations

import re

from nyelik.rules import model as m
from nyelik.rules.build.builder import COMMON, Builder
from nyelik.rules.build.expects import TRUTHS, check_expects
from nyelik.rules.build.words import sensitive_mark
from nyelik.rules.errors import Phrase
from nyelik.rules.item import Item, nearest
from nyelik.rules.node import Node, truth
from nyelik.rules.words import Label

_PLACEHOLDER = re.compile(r"{([^{}]+)}")
_ACTIONS = ("counsel", "refer", "visit", "revisit", "notify", "give")
_ABOUT_TIME = ("visit", "revisit")


def finding(build: Builder, item: Item) -> m.Finding:
    """A finding with its classes; a single `when` is a finding of one class, `yes`."""
    item.allow(
        *(*COMMON, "for", "when", "classes", "say", "then", "severity", "audience", "plain"),
        *("sensitive",),
    )
    single = item.has("when")
    if single == item.has("classes"):
        raise item.refuse("when-or-classes")
    audience = item.one_of("audience", m.AUDIENCES, "everyone")
    classes = (_class(build, item, "yes"),) if single else _classes(build, item)
    if audience == "everyone" and any(one.plain for one in classes):
        raise item.refuse("plain-for-everyone")
    check_expects(item, (*(one.id for one in classes), "none", *TRUTHS))
    eligible = build.truth(item, "for") if item.has("for") else truth(True)
    return m.Finding(
        **build.common(item),
        eligible=eligible,
        classes=classes,
        audience=audience,
        sensitive=_sensitive(build, item, eligible, classes),
        single=single,
    )


def _sensitive(
    build: Builder, item: Item, eligible: Node, classes: tuple[m.FindingClass, ...]
) -> str | None:
    """As sensitive as what it reads and says, of whom too; `sensitive: false` where a sum tells no single answer."""
    if item.has("sensitive"):
        return sensitive_mark(item)
    said = [node for found in classes for node in found.placeholders.values()]
    return build.sensitive_of(eligible, *(found.when for found in classes), *said)


def _classes(build: Builder, item: Item) -> tuple[m.FindingClass, ...]:
    classes = []
    for part in item.items("classes"):
        part.allow("id", "label", "when", "otherwise", "severity", "say", "then", "note", "plain")
        classes.append(_class(build, part, part.text("id")))
    return tuple(classes)


def _class(build: Builder, item: Item, class_id: str) -> m.FindingClass:
    say = item.optional_label("say")
    return m.FindingClass(
        id=class_id,
        label=item.label(),
        when=truth(True) if item.has("otherwise") else build.truth(item, "when"),
        severity=item.one_of("severity", m.SEVERITIES, "yellow"),
        say=say,
        then=tuple(_step(build, part) for part in item.items("then")),
        placeholders=_placeholders(build, item, say),
        plain=item.optional_label("plain"),
    )


def _placeholders(build: Builder, item: Item, say: Label | None) -> dict[str, Node]:
    texts = [say.id, say.en] if say else []
    found = {name for text in texts for name in _PLACEHOLDER.findall(text)}
    return {name: build.parse(item, "say", name) for name in sorted(found)}


def _step(build: Builder, item: Item) -> m.Step:
    item.allow(*_ACTIONS, "within", "note")
    actions = [action for action in _ACTIONS if item.has(action)]
    if len(actions) != 1:
        raise item.refuse("one-action", actions=_ACTIONS)
    what = item.text(actions[0])
    within = item.text("within") if item.has("within") else None
    if what.startswith("within ") and within is None:
        what, within = "", what.removeprefix("within ")
    if actions[0] not in _ABOUT_TIME and what not in build.topics:
        hint = nearest(what, build.topics, Phrase("new-topic"))
        raise item.refuse("no-such-topic", actions[0], absent=what, hint=hint)
    return m.Step(actions[0], what, within, item.optional_label("note"))
