"""What every exported definition carries: its address, version, title in two languages, source and time in force."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nyelik.rules.explain import Explainer
from nyelik.rules.model import Rule, Rulebook, Source
from nyelik.rules.node import Node
from nyelik.rules.words import Label
from nyelik.rules.write import written

Resource = dict[str, Any]

EXPRESSION_LANGUAGE = "text/x-nyelik-expression"
"""FHIR lets systems name languages of their own; the Library says what each name in an expression means."""
LIBRARY = "nyelik-definitions"
_TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
_INDONESIA = {"coding": [{"system": "urn:iso:std:iso:3166", "code": "ID", "display": "Indonesia"}]}


@dataclass(frozen=True)
class Export:
    """One export: the rulebook, the address its definitions get, and the day on which it is made."""

    rulebook: Rulebook
    base: str
    on: dt.date

    def canonical(self, kind: str, rule_id: str) -> str:
        """The address of a definition, with the rulebook's version."""
        return f"{self.base}/{kind}/{rule_id}|{self.rulebook.version}"

    def definition(self, kind: str, rule_id: str, title: Label) -> Resource:
        """The beginning of any definition."""
        return {
            "resourceType": kind,
            "id": rule_id,
            "language": "id",
            "url": f"{self.base}/{kind}/{rule_id}",
            "version": self.rulebook.version,
            "name": _computable_name(rule_id),
            **translated("title", title),
            "status": "active",
            "date": self.on.isoformat(),
            "publisher": "Nyelik",
            "jurisdiction": [_INDONESIA],
        }

    def of_rule(self, kind: str, rule: Rule) -> Resource:
        """The beginning of the definition of a rule, with its sentence, source and time in force."""
        sentence = Label(
            Explainer(self.rulebook, "id").rule(rule),  # type: ignore[arg-type]
            Explainer(self.rulebook, "en").rule(rule),  # type: ignore[arg-type]
        )
        return {
            **self.definition(kind, rule.id, rule.label),
            "status": "active" if rule.in_force.holds_on(self.on) else "retired",
            "experimental": rule.source.to_check is not None,
            **translated("description", sentence),
            "effectivePeriod": without_nothing(
                {
                    "start": rule.in_force.since.isoformat(),
                    "end": rule.in_force.until.isoformat() if rule.in_force.until else None,
                }
            ),
        }

    def citation(self, source: Source) -> Resource:
        """The source as an artifact; what is still to be checked stands in its label."""
        title = self.rulebook.sources[source.document].title
        return without_nothing(
            {
                "type": "citation",
                "label": f"confidence: {source.confidence}",
                "display": source.to_check,
                "citation": f"{title}. {source.section}",
            }
        )

    def library(self) -> str:
        """The address of the Library of named expressions."""
        return self.canonical("Library", LIBRARY)


def expression(node: Node, name: str | None = None) -> Resource:
    """A node as a FHIR Expression."""
    return without_nothing(
        {"name": name, "language": EXPRESSION_LANGUAGE, "expression": written(node)}
    )


def translated(key: str, label: Label) -> Resource:
    """An element in Indonesian, with its English translation beside it."""
    english = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": label.en}]
    return {key: label.id, f"_{key}": {"extension": [{"url": _TRANSLATION, "extension": english}]}}


def without_nothing(resource: Mapping[str, Any]) -> Resource:
    """The elements that say something: FHIR has no null and no empty list."""
    return {key: value for key, value in resource.items() if value not in (None, [], {}, "")}


def _computable_name(rule_id: str) -> str:
    return "".join(part.capitalize() for part in re.split(r"[^A-Za-z0-9]+", f"nyelik-{rule_id}"))
