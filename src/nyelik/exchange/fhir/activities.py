"""Services as FHIR ActivityDefinitions: what is done, where, and between which ages where age decides."""

from __future__ import annotations

from nyelik.exchange.fhir.canonical import Export, Resource, expression, without_nothing
from nyelik.rules.model import Service
from nyelik.rules.node import Duration, Node

_UCUM = {"days": "d", "weeks": "wk", "months": "mo", "years": "a"}
_URGENT = {True: "urgent", False: "routine"}


def activity(export: Export, service: Service) -> Resource:
    """The service as something that may be ordered; who and when exactly stands in its PlanDefinition."""
    return without_nothing(
        {
            **export.of_rule("ActivityDefinition", service),
            "relatedArtifact": [export.citation(service.source)],
            "library": [export.library()],
            "kind": "ServiceRequest",
            "intent": "plan",
            "priority": _URGENT[service.urgent],
            "timingRange": ages(service),
            "dynamicValue": [{"path": "occurrence", "expression": expression(service.start)}],
        }
    )


def ages(service: Service) -> Resource | None:
    """From which age until which, as a FHIR Range; None where something other than age decides."""
    first = _age(service.start)
    if first is None:
        return None
    last = _age(service.closes) if service.closes is not None else None
    return without_nothing({"low": first, "high": last})


def _age(node: Node) -> Resource | None:
    """The quantity of `born + 9 months`; None for any other day."""
    anchor, *rest = node.args or (None,)
    is_age = node.op == "later" and isinstance(anchor, Node) and anchor.op == "born" and rest
    if not is_age or not isinstance(rest[0], Node) or not isinstance(rest[0].args[0], Duration):
        return None
    length = rest[0].args[0]
    if length.unit not in _UCUM:
        return None
    return {
        "value": length.count,
        "unit": length.unit,
        "system": "http://unitsofmeasure.org",
        "code": _UCUM[length.unit],
    }
