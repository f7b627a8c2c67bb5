"""PlanDefinitions: the services of a chapter as a protocol, and each finding as a rule with its next steps."""

from __future__ import annotations

from collections.abc import Iterable

from nyelik.exchange.fhir.activities import ages
from nyelik.exchange.fhir.canonical import (
    Export,
    Resource,
    expression,
    translated,
    without_nothing,
)
from nyelik.rules.model import Chapter, Finding, FindingClass, Service, Step
from nyelik.rules.node import Node

_TYPE = "http://terminology.hl7.org/CodeSystem/plan-definition-type"
_PRIORITY = {"danger": "stat", "red": "urgent", "yellow": "routine"}


def protocol(export: Export, chapter: Chapter, services: Iterable[Service]) -> Resource:
    """The services of a chapter: each an action with its condition, its days and its activity."""
    return {
        **export.definition("PlanDefinition", chapter_id(chapter), chapter.label),
        "type": _type("clinical-protocol"),
        "library": [export.library()],
        "action": [_service_action(export, service) for service in services],
    }


def chapter_id(chapter: Chapter) -> str:
    """The id of a chapter's PlanDefinition."""
    return f"chapter-{chapter.id}"


def _service_action(export: Export, service: Service) -> Resource:
    days = {
        "start": service.start,
        "late": service.late,
        "overdue": service.overdue,
        "closes": service.closes,
        "done": service.done,
    }
    return without_nothing(
        {
            "id": service.id,
            **translated("title", service.label),
            "textEquivalent": service.say.id if service.say else None,
            "condition": [_applicability(service.eligible)],
            "timingRange": ages(service),
            "definitionCanonical": export.canonical("ActivityDefinition", service.id),
            "dynamicValue": [
                {"path": name, "expression": expression(node)}
                for name, node in days.items()
                if node
            ],
        }
    )


def decision(export: Export, finding: Finding) -> Resource:
    """A finding: the first class that holds decides, and its next steps follow."""
    classes = [_class_action(finding, one) for one in finding.classes]
    return {
        **export.of_rule("PlanDefinition", finding),
        "type": _type("eca-rule"),
        "relatedArtifact": [export.citation(finding.source)],
        "library": [export.library()],
        "action": [
            {
                "id": "classes",
                **translated("title", finding.label),
                "condition": [_applicability(finding.eligible)],
                "groupingBehavior": "logical-group",
                "selectionBehavior": "at-most-one",
                "action": classes,
            }
        ],
    }


def _class_action(finding: Finding, one: FindingClass) -> Resource:
    steps = [_step_action(one, number, step) for number, step in enumerate(one.then, start=1)]
    label = finding.label if finding.single else one.label
    return without_nothing(
        {
            "id": one.id.replace("_", "-"),
            **translated("title", label),
            "textEquivalent": one.say.id if one.say else None,
            "priority": _PRIORITY.get(one.severity),
            "condition": [_applicability(one.when)],
            "action": steps,
        }
    )


def _step_action(one: FindingClass, number: int, step: Step) -> Resource:
    within = f"within {step.within}" if step.within else ""
    text = " ".join(part for part in (step.action, step.what, within) if part)
    return without_nothing(
        {
            "id": f"{one.id.replace('_', '-')}-{number}",
            "title": text,
            "code": [{"text": step.action}],
            "textEquivalent": step.note.id if step.note else None,
        }
    )


def _applicability(node: Node) -> Resource:
    return {"kind": "applicability", "expression": expression(node)}


def _type(code: str) -> Resource:
    return {"coding": [{"system": _TYPE, "code": code}]}
