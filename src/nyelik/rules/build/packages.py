"""Packages from written items: sections and lines in order, each line placed where it can be answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nyelik.rules import model as m
from nyelik.rules import package as p
from nyelik.rules.build.builder import COMMON, Builder
from nyelik.rules.build.lines import Known, line
from nyelik.rules.build.words import sensitive_mark
from nyelik.rules.errors import Phrase
from nyelik.rules.item import Item
from nyelik.rules.node import Node, truth
from nyelik.rules.reads import words_read

_KEYS = ("kind", "form", "version", "for", "at", "by", "sections", "sensitive")


def package(build: Builder, known: Known, item: Item) -> p.Package:
    """A form. Its lines may depend on earlier lines only, and each value is asked once."""
    item.allow(*COMMON, *_KEYS)
    common = build.common(item)
    eligible = build.truth(item, "for") if item.has("for") else truth(True)
    at, by = _among(item, "at", m.PLACES), _among(item, "by", p.ROLES)
    if not at or not by:
        raise item.refuse("list-missing", key="by" if at else "at")
    sections = tuple(_sections(build, known, item, common["subject"], by))
    _check_order(item, sections)
    _check_shows(build, known, item, sections)
    found = p.Package(
        **common,
        kind=item.one_of("kind", p.PACKAGE_KINDS),
        form=item.text("form", common["id"]),
        version=item.text("version"),
        eligible=eligible,
        at=at,
        by=by,
        sections=sections,
        sensitive=sensitive_mark(item) or _told_by(build, eligible),
    )
    _check_version(item, known, found)
    return found


def _among(item: Item, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    for name in item.texts(key):
        if name not in allowed:
            raise item.refuse("not-known-in", key, name=name, key=key, allowed=allowed)
    return item.texts(key)


def _sections(
    build: Builder, known: Known, item: Item, subject: str, by: tuple[str, ...]
) -> Iterator[p.FormSection]:
    parts = list(item.items("sections"))
    if not parts:
        raise item.refuse("sections-needed")
    ids: set[str] = set()
    for part in parts:
        part.allow("id", "label", "step", "by", "when", "hint", "fields")
        section = _section(build, known, part, subject, by)
        if section.id in ids:
            raise part.refuse("section-twice", "id", section=section.id)
        ids.add(section.id)
        yield section


def _section(
    build: Builder, known: Known, item: Item, subject: str, by: tuple[str, ...]
) -> p.FormSection:
    narrower = _among(item, "by", p.ROLES)
    if not all(p.may_fill(role, by) for role in narrower):
        raise item.refuse("section-for-fewer", "by", roles=by)
    step = int(item.text("step")) if item.has("step") else None
    if step is not None and step not in p.STEPS:
        raise item.refuse("no-such-step", "step", step=step)
    fields = tuple(line(build, part, known, subject) for part in item.items("fields"))
    if not fields:
        raise item.refuse("fields-needed")
    return p.FormSection(
        id=item.text("id"),
        label=item.label(),
        fields=fields,
        step=step,
        by=narrower,
        when=build.truth(item, "when") if item.has("when") else None,
        hint=item.optional_label("hint"),
    )


def _told_by(build: Builder, node: Node) -> str | None:
    """How sensitive it is to be offered a form: an episode of mental illness tells as much as a result."""
    words = (build.reader.words[code] for code in sorted(words_read(node)))
    started = (word.sensitive for word in words if word.kind == "event" and word.sensitive)
    return build.sensitive_of(node) or next(started, None)


# ---- what only the whole form shows ----------------------------------------------------------------------


def _written(item: Item) -> Iterator[tuple[Item, Item]]:
    for part in item.items("sections"):
        for below in part.items("fields"):
            yield part, below


def _check_order(item: Item, sections: tuple[p.FormSection, ...]) -> None:
    """No value is asked twice, and no condition waits for an answer that comes later."""
    lines = [line for section in sections for line in section.fields]
    order: dict[str, int] = {}
    for place, (one, (_, written)) in enumerate(zip(lines, _written(item), strict=True)):
        if one.key in order:
            raise written.refuse("asked-twice", one.action, key=one.key)
        if one.key:
            order[one.key] = place
    parts = item.items("sections")
    first = 0
    for section, part in zip(sections, parts, strict=True):
        _refuse_later(part, section.when, order, first)
        below = zip(section.fields, part.items("fields"), strict=True)
        for place, (one, written) in enumerate(below, start=first):
            _refuse_later(written, one.when, order, place)
        first += len(section.fields)


def _refuse_later(item: Item, when: Node | None, order: Mapping[str, int], place: int) -> None:
    later = sorted(code for code in words_read(when) if order.get(code, -1) >= place)
    if later:
        raise item.refuse("asked-later", "when", word=later[0])


def _check_shows(
    build: Builder, known: Known, item: Item, sections: tuple[p.FormSection, ...]
) -> None:
    """A finding shown while typing must depend on something that is typed here."""
    lines = [line for section in sections for line in section.fields]
    typed = {line.of for line in lines if line.action in ("ask", "give")}
    for one, (_, written) in zip(lines, _written(item), strict=True):
        finding = known.findings.get(one.of) if one.action == "show" else None
        if finding is None:
            continue
        read = words_read(*(found.when for found in finding.classes), finding.eligible)
        if not build.measured(read) & typed:
            asks = sorted(read)[:4] or Phrase("nothing")
            raise written.refuse("shows-nothing-typed", "show", finding=one.of, words=asks)


def _check_version(item: Item, known: Known, found: p.Package) -> None:
    key = (found.form, found.version)
    if key in known.versions:
        values = {"version": found.version, "form": found.form, "package": known.versions[key]}
        raise item.refuse("version-twice", "version", **values)
    known.versions[key] = found.id
