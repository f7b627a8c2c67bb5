"""What every kind of rule is built with: expressions, days, the source, the time in force, the examples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from nyelik.rules import model as m
from nyelik.rules import vocabulary as v
from nyelik.rules.errors import Phrase
from nyelik.rules.expression import ExpressionError, Reader
from nyelik.rules.item import Item, nearest
from nyelik.rules.node import Duration, Node, constant, truth
from nyelik.rules.reads import measured_for

DURATION = re.compile(r"^(\d+) (hour|day|week|month|year)s?$")
COMMON = (
    *("id", "label", "source", "in_force", "examples"),
    *("chapter", "changes", "note", "subject"),
)
"""The keys that every rule may have."""
_OF_FORMS = ("typed", "by", "at", "hidden")
"""What only an example of a form may say: what was typed, by whom, where, who must not see what."""
_READS_VALUE = ("latest", "first", "previous", "lowest", "highest", "total")
_READS_WHETHER = ("has", "times", "months_with", "latest_day", "first_day")
_TELLS_BY_BEING = ("event", "yes_no")
"""Kinds of word that say all by being there: that an ARV treatment began, that somebody injects drugs."""


@dataclass
class Builder:
    """Builds rules once words and names are known."""

    reader: Reader
    sources: dict[str, m.Document]
    chapters: dict[str, m.Chapter]
    topics: dict[str, m.Topic]

    # ---- expressions -------------------------------------------------------------------------------

    def expression(self, item: Item, key: str, expected: str | None = None) -> Node:
        """The expression under `key`, of type `expected`."""
        written = item.need(key)
        if isinstance(written, bool):
            return truth(written)
        return self.parse(item, key, str(written), expected)

    def parse(self, item: Item, key: str, text: str, expected: str | None = None) -> Node:
        """Read an expression text that stands under `key`."""
        try:
            return self.reader.read(text, expected)
        except ExpressionError as error:
            raise item.refuse_for(error.mistake.within(key), key, error.column) from None

    def truth(self, item: Item, key: str) -> Node:
        """A yes/no expression."""
        return self.expression(item, key, v.TRUTH)

    def day(self, item: Item, key: str, anchor: Node) -> Node:
        """A day: an expression, or a duration counted from the anchor ("9 months")."""
        match = DURATION.match(item.text(key))
        if match is None:
            _check_length(item, key)
            return self.expression(item, key, v.DAY)
        duration = constant(Duration(f"{match[2]}s", int(match[1])), v.DURATION)
        return Node("later", (anchor, duration), v.DAY)

    # ---- common parts ------------------------------------------------------------------------------

    def source(self, item: Item) -> m.Source:
        """Where a rule comes from; the document must be listed among the sources."""
        part = item.mapping("source")
        part.allow("document", "section", "confidence", "to_check")
        document = part.text("document")
        if document not in self.sources:
            hint = nearest(document, self.sources, Phrase("new-document"))
            raise part.refuse("document-not-listed", "document", document=document, hint=hint)
        known = self.sources[document]
        confidence = part.one_of("confidence", ("high", "medium", "low"), known.confidence)
        to_check = part.text("to_check") if part.has("to_check") else known.to_check
        return m.Source(document, part.text("section"), confidence, to_check)

    def in_force(self, item: Item) -> m.InForce:
        """From when, and until when, the rule holds."""
        part = item.mapping("in_force")
        part.allow("from", "until")
        since, until = part.date("from"), part.date("until") if part.has("until") else None
        if until is not None and until < since:
            raise part.refuse("ends-before-it-begins", "until", until=until, since=since)
        return m.InForce(since, until)

    def examples(self, item: Item, needed: bool = True) -> tuple[m.Example, ...]:
        """The worked examples; a rule without one is refused."""
        examples = tuple(self._example(part) for part in item.items("examples"))
        if needed and not examples:
            raise item.refuse("examples-needed")
        return examples

    def _example(self, item: Item) -> m.Example:
        item.allow("name", "facts", "on", "period", "expect", "case", *_OF_FORMS)
        on = item.date("on") if item.has("on") else m.EXAMPLE_DAY
        period = item.text("period") if item.has("period") else None
        if "expect" not in item.data:
            raise item.refuse("expect-missing")
        facts = item.data.get("facts") or {}
        return m.Example(
            item.text("name"),
            dict(facts),
            on,
            period,
            item.data["expect"],
            item.line,
            int(item.text("case")) if item.has("case") else None,
            dict(item.data.get("typed") or {}),
            item.text("by") if item.has("by") else None,
            item.text("at") if item.has("at") else None,
            item.texts("hidden"),
            file=item.file,
        )

    def common(self, item: Item, needed: bool = True) -> dict[str, Any]:
        """What every rule has, as the keywords of its model."""
        return {
            "id": item.text("id"),
            "label": item.label(),
            "source": self.source(item),
            "in_force": self.in_force(item),
            "examples": self.examples(item, needed),
            "chapters": self.chapters_of(item),
            "changes": tuple(self._change(part) for part in item.items("changes")),
            "note": item.optional_label("note"),
            "subject": item.one_of("subject", m.SUBJECTS, "person"),
        }

    def chapters_of(self, item: Item) -> tuple[str, ...]:
        """The chapters a rule belongs to: its own, else those of its file."""
        own = item.has("chapter")
        chapters = item.texts("chapter") if own else item.book.chapters.get(item.file, ())
        for chapter in chapters:
            if chapter not in self.chapters:
                raise item.refuse("no-such-chapter", "chapter" if own else None, chapter=chapter)
        return chapters

    def _change(self, item: Item) -> m.Change:
        item.allow("on", "what")
        return m.Change(item.date("on"), item.label("what"))

    def measured(self, codes: frozenset[str]) -> frozenset[str]:
        """What must be measured so that these words have values: derived ones stand on others."""
        known = (measured_for(self.reader.words[code]) for code in codes)
        return frozenset(code for needed in known for code in needed)

    def sensitive_of(self, *nodes: Node) -> str | None:
        """A rule that reads a sensitive word's value is as sensitive as the word.

        Asking whether a test was done tells nothing of its result: that stays open.
        """
        for node in nodes:
            sensitive = self._told_by(node)
            if sensitive:
                return sensitive
            below = self.sensitive_of(*node.nodes())
            if below:
                return below
        return None

    def _told_by(self, node: Node) -> str | None:
        """The mark of the sensitive word whose content this node gives away."""
        if node.op not in (*_READS_VALUE, *_READS_WHETHER):
            return None
        word = self.reader.words[str(node.args[0])]
        tells = node.op in _READS_VALUE or word.kind in _TELLS_BY_BEING
        return word.sensitive if tells else None


_LENGTH = re.compile(r"^(\d+)(?: (\w+))?$")
_UNITS_ID = {"jam": "hours", "hari": "days", "minggu": "weeks", "bulan": "months", "tahun": "years"}


def _check_length(item: Item, key: str) -> None:
    """A length of time without a unit, or with one that is not of the language."""
    match = _LENGTH.match(item.text(key))
    if match is None:
        return
    number, unit = match.groups()
    if unit is None:
        raise item.refuse("length-without-unit", key, number=number)
    hint = Phrase("units-of-time")
    if unit in _UNITS_ID:
        hint = Phrase("write-length", number=number, unit=_UNITS_ID[unit])
    raise item.refuse("not-a-unit-of-time", key, unit=unit, hint=hint)
