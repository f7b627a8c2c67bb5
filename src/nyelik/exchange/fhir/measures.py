"""Indicators as FHIR Measures: among whom, what must hold, and the parts that explain who is missed."""

from __future__ import annotations

from nyelik.exchange.fhir.canonical import (
    Export,
    Resource,
    expression,
    translated,
    without_nothing,
)
from nyelik.rules.model import Indicator
from nyelik.rules.node import Node

_SCORING = "http://terminology.hl7.org/CodeSystem/measure-scoring"
_POPULATION = "http://terminology.hl7.org/CodeSystem/measure-population"
_USAGE = "http://terminology.hl7.org/CodeSystem/measure-data-usage"
_IMPROVEMENT = "http://terminology.hl7.org/CodeSystem/measure-improvement-notation"


def measure(export: Export, indicator: Indicator) -> Resource:
    """A proportion, or a continuous variable where the indicator is the mean of a number."""
    scoring = "continuous-variable" if indicator.mean_of else "proportion"
    direction = "increase" if indicator.better == "higher" else "decrease"
    return without_nothing(
        {
            **export.of_rule("Measure", indicator),
            "subjectCodeableConcept": _subject(indicator),
            "relatedArtifact": [export.citation(indicator.source)],
            "library": [export.library()],
            "scoring": _concept(_SCORING, scoring),
            "improvementNotation": _concept(_IMPROVEMENT, direction),
            "guidance": _guidance(indicator),
            "group": [{"population": _populations(indicator)}],
            "supplementalData": _parts(indicator),
        }
    )


def _subject(indicator: Indicator) -> Resource | None:
    """FHIR's own default is the patient; other subjects are named."""
    kinds = {"facility": "Location", "worker": "Practitioner", "household": "Group"}
    if indicator.subject not in kinds:
        return None
    return _concept("http://hl7.org/fhir/resource-types", kinds[indicator.subject])


def _populations(indicator: Indicator) -> list[Resource]:
    initial = _population("initial-population", indicator.among)
    if indicator.mean_of:
        return [
            initial,
            _population("measure-population", indicator.among),
            _population("measure-observation", indicator.mean_of),
        ]
    return [
        initial,
        _population("denominator", indicator.among),
        _population("numerator", _all_parts(indicator)),
    ]


def _all_parts(indicator: Indicator) -> Node:
    nodes = tuple(part.node for part in indicator.parts)
    return nodes[0] if len(nodes) == 1 else Node("and", nodes, "truth")


def _population(code: str, node: Node) -> Resource:
    return {"code": _concept(_POPULATION, code), "criteria": expression(node)}


def _parts(indicator: Indicator) -> list[Resource]:
    """Each named part, so that a receiver too can say what is missing of whom."""
    if len(indicator.parts) < 2:
        return []
    return [
        {
            "id": part.id.replace("_", "-"),
            "code": translated("text", part.label),
            "usage": [_concept(_USAGE, "supplemental-data")],
            "criteria": expression(part.node),
        }
        for part in indicator.parts
    ]


def _guidance(indicator: Indicator) -> str | None:
    """The targets by year: FHIR R4 has no element for them."""
    if not indicator.targets:
        return None
    targets = ", ".join(
        f"{year or 'every year'}: {value:g} {indicator.unit}"
        for year, value in indicator.targets.items()
    )
    return f"Target {targets}"


def _concept(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}
