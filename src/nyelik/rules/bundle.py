"""The checked rulebook as one JSON bundle: what a phone runs, offline, without knowing YAML.

Everything comes from the frozen model, field by field, so a kind of rule that is added to the model is in the
bundle at once. Expressions stand apart, in one table of nodes: each distinct node once, its arguments before
it, so that an engine can keep one answer per person and node. The same rulebook gives the same bytes.
`bundle_file` signs and reads the file; the format is described in `contracts/bundle.md`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from typing import Any

from nyelik.base.dates import day_number
from nyelik.rules.because import MONTHS, UNITS_EN
from nyelik.rules.build.lines import dose_of
from nyelik.rules.bundle_growth import growth_as_data
from nyelik.rules.growth.tables import GrowthTables
from nyelik.rules.load import Loaded
from nyelik.rules.model import Definition, Rulebook, Service
from nyelik.rules.node import Duration, Node
from nyelik.rules.origin import origin_text
from nyelik.rules.package import FormField
from nyelik.rules.phrases import PHRASES
from nyelik.rules.steps import ACTIONS, TODAY, UNITS, WITHIN
from nyelik.rules.typed import PROBLEM_PHRASES
from nyelik.rules.words import Word

FORMAT = 1
"""Raised when a phone that reads the old format would misread the new one; new optional keys do not raise it."""

LEFT_OUT = ("examples", "changes", "codings", "line")
"""Fields that no screen and no engine on a phone asks for."""
_NO_RULES = ("version", "places", "signatures", "layer", "origins")

Plain = Any
"""JSON: None, bool, int, float, str, list, dict."""


def bundle_of(loaded: Loaded) -> dict[str, Plain]:
    """The bundle of a rulebook with its growth tables."""
    return _bundle(loaded.rules, loaded.growth)


def bundle_of_nodes(nodes: Iterable[Node], words: Iterable[Word]) -> dict[str, Plain]:
    """A bundle without rules: only expressions. `roots` are the places of the given nodes in the table."""
    writing = _Writing()
    roots = [writing.node(node) for node in nodes]
    return {
        "format": FORMAT,
        "rulebook": "",
        "words": writing.plain(tuple(words)),
        "nodes": writing.nodes,
        "roots": roots,
    }


def bundle_bytes(bundle: Mapping[str, Plain]) -> bytes:
    """The canonical bytes, UTF-8 JSON without blanks: what is hashed and signed."""
    text = json.dumps(bundle, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def _bundle(rules: Rulebook, growth: GrowthTables) -> dict[str, Plain]:
    writing = _Writing(rules.services)
    sections = {
        part.name: writing.plain(tuple(getattr(rules, part.name).values()))
        for part in fields(rules)
        if part.name not in _NO_RULES
    }
    return {
        "format": FORMAT,
        "rulebook": rules.version,
        **sections,
        "origins": _origins(rules),
        "growth": growth_as_data(growth),
        "phrases": {language: _phrases(language) for language in PHRASES},
        "nodes": writing.nodes,
    }


def _origins(rules: Rulebook) -> dict[str, Plain]:
    """Of rules that a district brought or changed: the sentence that says so, in both languages."""
    return {
        rule: {language: origin_text(rules, rule, language) for language in PHRASES}
        for rule in rules.origins
    }


def _phrases(language: str) -> dict[str, Plain]:
    """What the phone's texts are made of besides labels: the same words as on the desk."""
    said = PHRASES[language]
    return {
        "yes": said["yes"],
        "no": said["no"],
        "decimal": "," if language == "id" else ".",
        "clock": "." if language == "id" else ":",
        "months": list(MONTHS[language]),
        "problems": PROBLEM_PHRASES[language],
        "units": UNITS_EN if language == "en" else {},
        "steps": {
            "actions": ACTIONS[language],
            "within": WITHIN[language],
            "today": TODAY[language],
            "units": UNITS[language],
        },
    }


@dataclass
class _Writing:
    """One bundle being written: the node table grows as rules are put down."""

    services: Mapping[str, Service] = field(default_factory=dict)
    nodes: list[list[Plain]] = field(default_factory=list)
    _places: dict[str, int] = field(default_factory=dict)
    _seen: dict[int, tuple[Node, int]] = field(default_factory=dict)

    def node(self, node: Node) -> int:
        """The node's place in the table; written the first time it is met."""
        known = self._seen.get(id(node))
        if known is not None:
            return known[1]
        arguments = [self._argument(argument) for argument in node.args]
        kind = [node.type] if node.op == "constant" else []
        written = [node.op, *kind, *arguments]
        place = self._places.setdefault(json.dumps(written), len(self.nodes))
        if place == len(self.nodes):
            self.nodes.append(written)
        self._seen[id(node)] = (node, place)  # keeping the node keeps its id from being used again
        return place

    def _argument(self, argument: object) -> Plain:
        if isinstance(argument, Node):
            return self.node(argument)
        if isinstance(argument, Duration):
            return [argument.unit, argument.count]
        return _number(argument)

    def plain(self, value: object) -> Plain:
        """Any value of the model as JSON; a node as its place, a date as its day number."""
        if isinstance(value, Node):
            return self.node(value)
        if isinstance(value, dt.date):
            return day_number(value)
        if isinstance(value, Mapping):
            return {str(key): self.plain(part) for key, part in value.items()}
        if isinstance(value, tuple | list):
            return [self.plain(part) for part in value]
        if is_dataclass(value):
            return self._fields(value)
        return _number(value)

    def _fields(self, value: Any) -> dict[str, Plain]:
        written = {
            part.name: self.plain(getattr(value, part.name))
            for part in fields(value)
            if part.name not in LEFT_OUT and getattr(value, part.name) != _default(part)
        }
        written.update(self._besides(value))
        for name, node in getattr(value, "placeholders", {}).items():
            if node.word is not None:  # whose labels a choice is said with
                written.setdefault("placeholder_words", {})[name] = node.word
        return written

    def _besides(self, value: object) -> dict[str, Plain]:
        """What the model keeps in a node or can work out, and the phone cannot."""
        if isinstance(value, Definition):
            return {"type": value.node.type}  # the only rule whose answer may be of any type
        if isinstance(value, FormField) and value.node is not None:
            word = {"word": value.node.word} if value.node.word else {}
            return {"type": value.node.type, **word}
        if isinstance(value, FormField) and value.action == "give":
            return {"doses": self._doses(value)}
        return {}

    def _doses(self, line: FormField) -> dict[str, int]:
        """The dose that each service gives; 0 for whichever is next."""
        doses = {due: dose_of(self.services[due], line.of) for due in line.due}
        return {service: dose for service, dose in doses.items() if dose is not None}


def _default(part: Field[Any]) -> object:
    """What a field has when nobody writes it: such a field is left out of the bundle."""
    if part.default_factory is not MISSING:
        return part.default_factory()
    return part.default


def _number(value: object) -> Plain:
    """Whole floats as whole numbers: JavaScript has one kind of number, and the text is shorter."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
