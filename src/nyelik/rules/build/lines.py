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
        raise item.refuse("a line does one thing", f"Write one of {', '.join(p.ACTIONS)}.")
    for key, allowed in _ONLY_FOR.items():
        if item.has(key) and actions[0] not in allowed:
            raise item.refuse(f"“{key}” is for {' and '.join(allowed)}", "Leave it out.", key)
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
        raise item.refuse(f"“{word.code}” is computed, never typed", "Write show instead.", "ask")
    if word.kind == "dose":
        raise item.refuse(f"“{word.code}” is a vaccine", "Write give instead of ask.", "ask")
    if word.kind == "event":
        mend = "Write enter: pregnancy.start, pregnancy.delivered, died …"
        raise item.refuse(f"“{word.code}” comes from the person or an episode", mend, "ask")
    return _Target(word.code, word.label, sensitive=word.sensitive)


def _word(build: Builder, item: Item, key: str) -> Word:
    code = item.text(key)
    word = build.reader.words.get(code)
    if word is None:
        raise item.refuse(f"the word “{code}” is not known", _near(code, build.reader.words), key)
    return word


def _given(build: Builder, item: Item, services: Mapping[str, m.Service]) -> _Target:
    word = _word(build, item, "give")
    if word.kind != "dose":
        raise item.refuse(f"“{word.code}” is not a vaccine", "Write ask instead of give.", "give")
    due = tuple(
        service.id for service in services.values() if dose_of(service, word.code) is not None
    )
    if not due:
        mend = "Write a service whose done is a dose of it, so that the form knows when it is due."
        raise item.refuse(f"no service gives “{word.code}”", mend, "give")
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
        wrong = f"“{item.text('counsel')}” is not a topic"
        raise item.refuse(wrong, _near(item.text("counsel"), build.topics), "counsel")
    return _Target(topic.id, topic.label)


def _entered(build: Builder, item: Item, subject: str) -> _Target:
    name = item.text("enter")
    episode, dot, part = name.partition(".")
    if dot and part in p.EPISODE_PARTS and f"{episode}_start" in build.reader.words:
        return _Target(name, None, sensitive=build.reader.words[f"{episode}_start"].sensitive)
    fields = p.HOUSEHOLD_FIELDS if subject == "household" else p.PERSON_FIELDS
    if name not in fields:
        mend = f"Write {', '.join(fields)}, or an episode's day: pregnancy.start."
        raise item.refuse(f"“{name}” is not kept about a {subject}", mend, "enter")
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
            raise item.refuse(
                f"the finding “{text}” is not known", _near(text, findings), "show"
            ) from None
        raise
    if node.type in (v.WINDOW, v.DURATION):
        raise item.refuse(f"a {node.type} cannot be shown", "Show a number, day or answer.", "show")
    label = known.definitions[text].label if text in known.definitions else None
    return _Target(text, label, node, build.sensitive_of(node))


def _label(item: Item, action: str, target: _Target) -> Label:
    if item.has("label"):
        return item.label()
    if target.label is None:
        raise item.refuse("this line needs a label", "Write label: {id: …, en: …}.", action)
    return target.label


def _flag(item: Item, key: str) -> bool:
    value = item.data.get(key, False)
    if value not in (True, False, "yes", "no"):
        raise item.refuse(f"“{key}” is yes or no", f"Write {key}: yes, or leave it out.", key)
    return value in (True, "yes")


def _roles(item: Item) -> tuple[str, ...]:
    for role in item.texts("by"):
        if role not in p.ROLES:
            raise item.refuse(f"“{role}” fills no form", f"Write {', '.join(p.ROLES)}.", "by")
    return item.texts("by")


def _due(item: Item, services: Mapping[str, m.Service]) -> tuple[str, ...]:
    for service in item.texts("due"):
        if service not in services:
            raise item.refuse(f"“{service}” is not a service", _near(service, services), "due")
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
        raise item.refuse("only a number has usual values", "Leave plausible out.", "plausible")
    if limits[0] < outer[0] or limits[1] > outer[1]:
        wrong = f"usual values lie within the possible ones, {outer[0]:g} to {outer[1]:g}"
        raise item.refuse(wrong, "Narrow it, or widen the word.", "plausible")
    return limits


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"Did you mean {near[0]}?" if near else "Define it first."
