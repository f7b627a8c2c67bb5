"""The whole rulebook as FHIR definitions in one collection, each validated before it leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from nyelik.exchange.fhir.activities import activity
from nyelik.exchange.fhir.canonical import Export, Resource
from nyelik.exchange.fhir.library import library
from nyelik.exchange.fhir.measures import measure
from nyelik.exchange.fhir.plans import decision, protocol
from nyelik.exchange.fhir.questionnaires import questionnaire
from nyelik.rules.model import Chapter, Service
from nyelik.rules.words import Label

WITHOUT_CHAPTER = Chapter("other", Label("Lain-lain", "Other"))


def definitions(export: Export) -> Iterator[Resource]:
    """Every definition of the rulebook, the Library first."""
    rules = export.rulebook
    yield library(export)
    yield from (questionnaire(export, package) for package in rules.packages.values())
    yield from (activity(export, service) for service in rules.services.values())
    for chapter, services in _by_chapter(export).items():
        yield protocol(export, rules.chapters.get(chapter, WITHOUT_CHAPTER), services)
    yield from (decision(export, finding) for finding in rules.findings.values())
    yield from (measure(export, indicator) for indicator in rules.indicators.values())


def collection(export: Export) -> Resource:
    """All definitions in a Bundle of type collection."""
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {"fullUrl": definition["url"], "resource": definition}
            for definition in definitions(export)
        ],
    }


def _by_chapter(export: Export) -> dict[str, list[Service]]:
    """Services by the first chapter they belong to."""
    found: dict[str, list[Service]] = defaultdict(list)
    for service in export.rulebook.services.values():
        found[service.chapters[0] if service.chapters else WITHOUT_CHAPTER.id].append(service)
    return found
