"""Read a rulebook folder into the frozen model, or refuse it with every error found."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from ruamel.yaml.comments import CommentedMap

from nyelik.rules import model as m
from nyelik.rules.build import findings, indexes, indicators, names, packages, services
from nyelik.rules.build.builder import Builder
from nyelik.rules.build.lines import Known
from nyelik.rules.build.words import read_document, read_word
from nyelik.rules.errors import RulebookError, RulebookErrors
from nyelik.rules.expression import Named, Reader
from nyelik.rules.item import Book, Item, Refused
from nyelik.rules.layering import LAYER_FILE, NO_LAYER, lay_over
from nyelik.rules.words import Word

SECTIONS = (
    *("sources", "chapters", "topics", "words", "settings", "definitions"),
    *("groups", "services", "findings", "indicators", "indexes", "packages", "signed"),
)
FILE_KEYS = ("chapter",)
"""What a file says once for all its rules."""
APART = ("growth", "targets")
"""Folders of the rulebook that hold tables with readers of their own."""
SIGNED = "signed.yaml"
"""Who held which text against its document: it gives no rule its meaning, so it changes no version."""

Rule = TypeVar("Rule")
WithId = TypeVar("WithId", m.Setting, m.Group, m.Service, m.Finding, m.Indicator, m.Index)


def rulebook_folder() -> Path:
    """The rulebook of this checkout."""
    return Path(__file__).resolve().parents[3] / "rulebook"


def read_rulebook(folder: Path, layer: Path | None = None) -> m.Rulebook:
    """The rulebook in `folder`, with a district's layer over it.

    Raises RulebookErrors with file, line, caret and mend for each error.
    """
    return read_with_keys(folder, layer)[0]


def read_with_keys(
    folder: Path, layer: Path | None = None
) -> tuple[m.Rulebook, dict[str, dict[str, None]]]:
    """The rulebook, and by path the keys that its readers allow. Raises RulebookErrors."""
    book = Book(folder)
    items = _items(book, folder)
    laid = lay_over(book, items, layer, _items) if layer else NO_LAYER
    rulebook = _Reading(book, items).rulebook(rulebook_version(folder, layer))
    if book.errors:
        written = {str(item.data.get("id")) for section in items.values() for item in section}
        raise RulebookErrors(_first_causes(book.errors, written - set(rulebook.places)))
    return replace(rulebook, layer=laid.layer, origins=laid.origins), book.keys


def rulebook_version(folder: Path, layer: Path | None = None) -> str:
    """A short hash of everything in the folders that gives rules meaning: YAML and tables."""
    digest = hashlib.sha256()
    for place in [folder, *([layer] if layer else [])]:
        for path in sorted([*place.rglob("*.yaml"), *place.rglob("*.csv")]):
            if path.name == SIGNED:
                continue
            digest.update(path.relative_to(place).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _items(book: Book, folder: Path, within: str = "") -> dict[str, list[Item]]:
    """The items of every file below a folder, by section; `within` is put before the files' names."""
    items: dict[str, list[Item]] = {section: [] for section in SECTIONS}
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder)
        if name.parts[0] in APART or (within and name.as_posix() == LAYER_FILE):
            continue
        data = book.load(path, within + name.as_posix())
        if not isinstance(data, CommentedMap):
            continue
        file = Item(book, within + name.as_posix(), data)
        try:
            file.allow(*SECTIONS, *FILE_KEYS)
            book.chapters[file.file] = file.texts("chapter")
            for section in SECTIONS:
                items[section].extend(file.items(section))
        except Refused:
            continue
    return items


class _Reading:
    """One reading of a rulebook: words first, then names, then rules."""

    def __init__(self, book: Book, items: dict[str, list[Item]]) -> None:
        self.book, self.items = book, items
        self.places: dict[str, str] = {}
        self.words: dict[str, Word] = {}
        self.names: dict[str, Named] = {}

    def rulebook(self, version: str) -> m.Rulebook:
        """Read everything, in the order in which one kind needs another."""
        sources = self._collect("sources", read_document, lambda document: document.id)
        self.words.update(self._collect("words", read_word, lambda word: word.code))
        chapters = self._collect("chapters", names.read_chapter, lambda chapter: chapter.id)
        topics = self._collect("topics", names.read_topic, lambda topic: topic.id)
        build = Builder(Reader(self.words, self.names), sources, chapters, topics)
        settings = self._rules("settings", build, names.setting)
        self.names.update({key: Named(key, setting.node) for key, setting in settings.items()})
        definitions = self._definitions(build)
        known = Known(
            self._rules("services", build, services.service),
            self._rules("findings", build, findings.finding),
            definitions,
        )
        counted = self._rules("indicators", build, indicators.indicator)
        return m.Rulebook(
            version=version,
            words=self.words,
            sources=sources,
            chapters=chapters,
            topics=topics,
            settings=settings,
            definitions=definitions,
            groups=self._rules("groups", build, names.group),
            services=known.services,
            findings=known.findings,
            indicators=counted,
            indexes=self._rules(
                "indexes", build, lambda build, item: indexes.index(build, item, counted)
            ),
            packages=self._collect(
                "packages", lambda item: packages.package(build, known, item), lambda form: form.id
            ),
            signatures=self._collect(
                "signed", lambda item: names.signature(build, item), lambda one: one.rule
            ),
            places=self.places,
        )

    def _rules(
        self, section: str, build: Builder, read: Callable[[Builder, Item], WithId]
    ) -> dict[str, WithId]:
        return self._collect(section, lambda item: read(build, item), lambda rule: rule.id)

    def _collect(
        self, section: str, read: Callable[[Item], Rule], key: Callable[[Rule], str]
    ) -> dict[str, Rule]:
        found: dict[str, Rule] = {}
        for item in self.items[section]:
            try:
                rule = read(item)
                self._place(section, key(rule), item)
            except Refused:
                continue
            found[key(rule)] = rule
        return found

    def _place(self, section: str, rule_id: str, item: Item) -> None:
        """Remember where an id is written; the same id twice would leave one of them unheard."""
        key = f"{section}/{rule_id}" if section in ("chapters", "topics", "signed") else rule_id
        if key in self.places:
            raise item.refuse("id-twice", "id", id=rule_id, place=self.places[key])
        self.places[key] = f"{item.file}:{item.line}"

    def _definitions(self, build: Builder) -> dict[str, m.Definition]:
        """Definitions may name each other in any order, in no circle."""
        waiting = [
            item for item in self.items["definitions"] if isinstance(item.data.get("id"), str)
        ]
        ids = {str(item.data["id"]) for item in waiting}
        found: dict[str, m.Definition] = {}
        while waiting:
            ready = [item for item in waiting if not self._names_in(item, ids - set(found))]
            if not ready:
                self._circle(waiting)
                break
            for item in ready:
                waiting.remove(item)
                self._define(build, item, found)
        return found

    def _define(self, build: Builder, item: Item, found: dict[str, m.Definition]) -> None:
        try:
            definition = names.definition(build, item)
            self._place("definitions", definition.id, item)
        except Refused:
            return
        found[definition.id] = definition
        self.names[definition.id] = Named(definition.id, definition.node)

    def _names_in(self, item: Item, ids: set[str]) -> set[str]:
        text = str(item.data.get("as", ""))
        return {name for name in _identifiers(text) if name in ids}

    def _circle(self, waiting: Iterable[Item]) -> None:
        """Complain of those that need themselves; who only needs one of them, or a refused one, is not at fault."""
        needs = {str(item.data["id"]): self._names_in(item, self._defined()) for item in waiting}
        for item in waiting:
            own = str(item.data["id"])
            if own in _reached(own, needs):
                item.refuse("circle", "as", id=own, names=sorted(needs[own] & set(needs)))

    def _defined(self) -> set[str]:
        return {str(item.data.get("id")) for item in self.items["definitions"]}


def _reached(start: str, needs: Mapping[str, set[str]]) -> set[str]:
    """Every name that one comes to by needing."""
    found: set[str] = set()
    waiting = list(needs.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += needs.get(name, ())
    return found


def _first_causes(errors: Sequence[RulebookError], refused: Collection[str]) -> list[RulebookError]:
    """Without what only follows: that a refused rule is not there; the same of a whole file, told once."""
    kept: dict[object, RulebookError] = {}
    for error in errors:
        if error.mistake.values.get("absent") not in refused:
            of_file = error.mistake.code == "no-such-chapter"
            place = None if of_file else (error.line, error.column)
            kept.setdefault((error.file, place, error.wrong()), error)
    return list(kept.values()) or list(errors)


def _identifiers(text: str) -> list[str]:
    return re.findall(r"[a-z_][a-z0-9_]*", text)
