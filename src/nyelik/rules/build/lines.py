"""The lines of a form from written items: ask, give, show, counsel, enter."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nyelik.rules import model as m
from nyelik.rules import package as p
from nyelik.rules import vocabulary as v
from nyelik.rules.build.builder import Builder
from nyelik.rules.errors import Phrase
from nyelik.rules.expression import type_phrase
from nyelik.rules.item import Item, Refused
from nyelik.rules.node import Node, constant
from nyelik.rules.words import Label, Word

_KEYS = (
    *("label", "hint", "required", "by", "when", "due", "default", "plausible", "reason"),
    "write_only",
)
_ONLY_FOR = {
    "default": ("ask",),
    "plausible": ("ask",),
    "write_only": ("ask", "show"),
    "required": ("ask", "give", "enter"),
    "due": ("ask", "counsel"),
}
_EVER = Node("ever", (), v.WINDOW)


@dataclass
class Known:
    """The rules that a form may show or wait for; read before packages."""

    services: Mapping[str, m.Service]
    findings: Mapping[str, m.Finding]
    definitions: Mapping[str, m.Definition]
    versions: dict[tuple[str, str], str] = field(default_factory=dict)
    """The id of each form's version read so far."""


@dataclass(frozen=True)
class _Target:
    """What a line is about, once it is known to exist."""

    of: str
    label: Label | None
    node: Node | None = None
    sensitive: str | None = None
    due: tuple[str, ...] = ()


def line(build: Builder, item: Item, known: Known, subject: str) -> p.FormField:
    """A line of a form; what it asks, gives or shows must exist."""
    item.allow(*p.ACTIONS, *_KEYS)
    action = _action(item)
    target = _target(build, item, action, known, subject)
    when = build.truth(item, "when") if item.has("when") else None
    plausible = _plausible(build, item, target.of) if item.has("plausible") else None
    return p.FormField(
        action=action,
        of=target.of,
        label=_label(item, action, target),
        hint=item.optional_label("hint"),
        required=_flag(item, "required"),
        by=_roles(item),
        when=when,
        due=(*target.due, *_due(item, known.services)),
        default=_default(build, item, target.of) if item.has("default") else None,
        plausible=plausible,
        reason=item.label("reason") if plausible else None,
        node=target.node,
        sensitive=target.sensitive or (build.sensitive_of(when) if when else None),
        write_only=_flag(item, "write_only"),
    )


def _action(item: Item) -> str:
    actions = [action for action in p.ACTIONS if item.has(action)]
    if len(actions) != 1:
        raise item.refuse("one-thing", actions=p.ACTIONS)
    for key, allowed in _ONLY_FOR.items():
        if item.has(key) and actions[0] not in allowed:
            raise item.refuse("key-only-for", key, key=key, actions=allowed)
    return actions[0]


def _target(build: Builder, item: Item, action: str, known: Known, subject: str) -> _Target:
    if action == "ask":
        return _asked(build, item)
    if action == "give":
        return _given(build, item, known.services)
    if action == "counsel":
        return _topic(build, item)
    if action == "enter":
        return _entered(build, item, subject)
    return _shown(build, item, known)


def _asked(build: Builder, item: Item) -> _Target:
    word = _word(build, item, "ask")
    if word.derived:
        raise item.refuse("word-computed", "ask", word=word.code)
    if word.kind == "dose":
        raise item.refuse("word-is-vaccine", "ask", word=word.code)
    if word.kind == "event":
        raise item.refuse("word-from-episode", "ask", word=word.code)
    return _Target(word.code, word.label, sensitive=word.sensitive)


def _word(build: Builder, item: Item, key: str) -> Word:
    code = item.text(key)
    word = build.reader.words.get(code)
    if word is None:
        hint = _near(code, build.reader.words)
        raise item.refuse("word-not-known", key, absent=code, hint=hint)
    return word


def _given(build: Builder, item: Item, services: Mapping[str, m.Service]) -> _Target:
    word = _word(build, item, "give")
    if word.kind != "dose":
        raise item.refuse("not-a-vaccine", "give", word=word.code)
    due = tuple(
        service.id for service in services.values() if dose_of(service, word.code) is not None
    )
    if not due:
        raise item.refuse("no-service-gives", "give", vaccine=word.code)
    return _Target(word.code, word.label, sensitive=word.sensitive, due=due)


NEXT_DOSE = 0
"""A service that any dose in its time settles gives the one after those recorded."""


def dose_of(service: m.Service, vaccine: str) -> int | None:
    """Which dose of the vaccine a service gives, NEXT_DOSE for whichever is next; None if it gives none."""
    return _dose_in(service.done, vaccine)


def _dose_in(node: Node, vaccine: str) -> int | None:
    if node.op in v.EVENTS and node.args[0] == vaccine:
        numbered = node.op == "dose" and isinstance(node.args[1], int | float)
        return int(float(str(node.args[1]))) if numbered else NEXT_DOSE
    doses = (_dose_in(below, vaccine) for below in node.nodes())
    return next((dose for dose in doses if dose is not None), None)


def _topic(build: Builder, item: Item) -> _Target:
    topic = build.topics.get(item.text("counsel"))
    if topic is None:
        written = item.text("counsel")
        hint = _near(written, build.topics)
        raise item.refuse("no-such-topic", "counsel", absent=written, hint=hint)
    return _Target(topic.id, topic.label)


def _entered(build: Builder, item: Item, subject: str) -> _Target:
    name = item.text("enter")
    episode, dot, part = name.partition(".")
    if dot and part in p.EPISODE_PARTS and f"{episode}_start" in build.reader.words:
        return _Target(name, None, sensitive=build.reader.words[f"{episode}_start"].sensitive)
    fields = p.HOUSEHOLD_FIELDS if subject == "household" else p.PERSON_FIELDS
    if name not in fields:
        raise item.refuse("not-kept-about", "enter", name=name, subject=subject, fields=fields)
    return _Target(name, None)


def _shown(build: Builder, item: Item, known: Known) -> _Target:
    text, findings = item.text("show"), known.findings
    if text in findings:
        return _Target(text, findings[text].label, sensitive=findings[text].sensitive)
    try:
        node = build.expression(item, "show")
    except Refused:
        if "-" in text and " " not in text:  # a finding's id, misspelt
            del item.book.errors[-1]
            hint = _near(text, findings)
            raise item.refuse("finding-not-known", "show", absent=text, hint=hint) from None
        raise
    if node.type in (v.WINDOW, v.DURATION):
        raise item.refuse("cannot-be-shown", "show", type=type_phrase(node.type))
    label = known.definitions[text].label if text in known.definitions else None
    return _Target(text, label, node, build.sensitive_of(node))


def _label(item: Item, action: str, target: _Target) -> Label:
    if item.has("label"):
        return item.label()
    if target.label is None:
        raise item.refuse("label-needed", action)
    return target.label


def _flag(item: Item, key: str) -> bool:
    value = item.data.get(key, False)
    if value not in (True, False, "yes", "no"):
        raise item.refuse("yes-or-no", key, key=key)
    return value in (True, "yes")


def _roles(item: Item) -> tuple[str, ...]:
    for role in item.texts("by"):
        if role not in p.ROLES:
            raise item.refuse("fills-no-form", "by", role=role, roles=p.ROLES)
    return item.texts("by")


def _due(item: Item, services: Mapping[str, m.Service]) -> tuple[str, ...]:
    for service in item.texts("due"):
        if service not in services:
            hint = _near(service, services)
            raise item.refuse("no-such-service", "due", absent=service, hint=hint)
    return item.texts("due")


def _default(build: Builder, item: Item, code: str) -> Node:
    """`last` is the value recorded last; a code of the choices stands for itself; else an expression."""
    word, text = build.reader.words[code], item.text("default")
    type_ = v.TYPE_OF_KIND[word.kind]
    if text == "last":
        return Node("latest", (code, _EVER), type_, word.unit, code)
    if text in word.choice_codes():
        return constant(text, v.CHOICE, code)
    return build.expression(item, "default", type_)


def _plausible(build: Builder, item: Item, code: str) -> tuple[float, float] | None:
    limits, word = item.limits("plausible"), build.reader.words.get(code)
    outer: Any = word.possible if word else None
    if limits is None or outer is None:
        raise item.refuse("usual-not-a-number", "plausible")
    if limits[0] < outer[0] or limits[1] > outer[1]:
        low, high = (f"{limit:g}" for limit in outer)
        raise item.refuse("usual-outside-possible", "plausible", low=low, high=high)
    return limits


def _near(name: str, known: Iterable[str]) -> Phrase:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return Phrase("did-you-mean", near=near) if near else Phrase("define-first")
