"""Packages as FHIR Questionnaires: sections, lines with limits, conditions and defaults, in both languages."""

from __future__ import annotations

from nyelik.exchange.fhir.canonical import (
    Export,
    Resource,
    expression,
    translated,
    without_nothing,
)
from nyelik.rules.package import EPISODE_PARTS, PERSON_FIELDS, FormField, FormSection, Package
from nyelik.rules.words import Label, Word

SUBJECT_TYPES = {
    "person": "Patient",
    "household": "Group",
    "facility": "Location",
    "worker": "Practitioner",
}
_TYPES = {
    "number": "decimal",
    "count": "integer",
    "yes_no": "boolean",
    "choice": "choice",
    "text": "text",
    "day": "date",
    "event": "date",
    "sex": "choice",
}
_FHIR = "http://hl7.org/fhir/StructureDefinition"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition"
_SYSTEMS = {"loinc": "http://loinc.org", "snomed": "http://snomed.info/sct"}
_UCUM = {
    **{unit: unit for unit in ("kg", "g", "cm", "%", "mg/dL", "g/dL", "mmol/L")},
    "mmHg": "mm[Hg]",
    "°C": "Cel",
}
_SEXES = {"female": Label("Perempuan", "Female"), "male": Label("Laki-laki", "Male")}


def questionnaire(export: Export, package: Package) -> Resource:
    """The form in its version; who gets it stands as an expression beside it."""
    subject = SUBJECT_TYPES.get(package.subject)
    return without_nothing(
        {
            **export.of_rule("Questionnaire", package),
            "version": package.version,
            "subjectType": [subject] if subject else None,
            "extension": [
                {"url": f"{_SDC}/sdc-questionnaire-library", "valueCanonical": export.library()},
                {
                    "url": f"{export.base}/StructureDefinition/offered-when",
                    "valueExpression": expression(package.eligible),
                },
            ],
            "item": [_section(export, section) for section in package.sections],
        }
    )


def _section(export: Export, section: FormSection) -> Resource:
    return without_nothing(
        {
            "linkId": section.id,
            **translated("text", section.label),
            "prefix": str(section.step) if section.step else None,
            "type": "group",
            "extension": _condition(section),
            "item": [_line(export, section, line) for line in section.fields],
        }
    )


def _line(export: Export, section: FormSection, line: FormField) -> Resource:
    link = f"{section.id}.{line.action}.{line.of}"
    word = export.rulebook.words.get(line.of) if line.action == "ask" else None
    return without_nothing(
        {
            "linkId": link,
            **translated("text", line.label),
            "type": _type(line, word),
            "code": _codes(word) if word else None,
            "required": True if line.required else None,
            "readOnly": True if line.node and line.action == "show" else None,
            "extension": [*_condition(line), *_initial(line), *_limits(export, line, word)],
            "answerOption": _options(export, line, word),
            "item": _talk(export, link, line),
        }
    )


def _type(line: FormField, word: Word | None) -> str:
    if word:
        return _TYPES[word.kind]
    if line.action == "enter":
        is_day = line.of.partition(".")[2] in EPISODE_PARTS
        kind = "day" if is_day else PERSON_FIELDS.get(line.of, "text")
        return "string" if kind == "text" else _TYPES[kind]
    if line.action == "show":
        return "display" if line.node is None else "string"
    return "boolean"  # a dose given, a topic talked about


def _condition(part: FormField | FormSection) -> list[Resource]:
    """When it is asked. The due services of a line are named by their ids, which PlanDefinitions explain."""
    if part.when is None:
        return []
    url = f"{_SDC}/sdc-questionnaire-enableWhenExpression"
    return [{"url": url, "valueExpression": expression(part.when)}]


def _initial(line: FormField) -> list[Resource]:
    if line.action == "show" and line.node is not None:
        url = f"{_SDC}/sdc-questionnaire-calculatedExpression"
        return [{"url": url, "valueExpression": expression(line.node)}]
    if line.default is None:
        return []
    url = f"{_SDC}/sdc-questionnaire-initialExpression"
    return [{"url": url, "valueExpression": expression(line.default)}]


def _limits(export: Export, line: FormField, word: Word | None) -> list[Resource]:
    """What can be at all (FHIR's own limits), what is usual, the unit, and whom it hides from."""
    found: list[Resource] = []
    if word and word.possible and word.kind in ("number", "count"):
        kind = "valueDecimal" if word.kind == "number" else "valueInteger"
        for name, limit in zip(("minValue", "maxValue"), word.possible, strict=True):
            value = limit if word.kind == "number" else int(limit)
            found.append({"url": f"{_FHIR}/{name}", kind: value})
    usual = line.plausible or (word.plausible if word else None)
    if usual:
        low, high = ({"value": value} for value in usual)
        url = f"{export.base}/StructureDefinition/plausible"
        found.append({"url": url, "valueRange": {"low": low, "high": high}})
    if word and word.unit:
        found.append({"url": f"{_FHIR}/questionnaire-unit", "valueCoding": _unit(word.unit)})
    if line.sensitive:
        url = f"{export.base}/StructureDefinition/sensitive"
        found.append({"url": url, "valueCode": line.sensitive})
    return found


def _unit(unit: str) -> Resource:
    if unit not in _UCUM:
        return {"display": unit}
    return {"system": "http://unitsofmeasure.org", "code": _UCUM[unit], "display": unit}


def _codes(word: Word) -> list[Resource]:
    return [
        {"system": _SYSTEMS[system], "code": code}
        for system, codes in word.codings
        if system in _SYSTEMS
        for code in codes
    ]


def _options(export: Export, line: FormField, word: Word | None) -> list[Resource]:
    if word and word.kind == "choice":
        choices = [(choice.code, choice.label) for choice in word.choices]
    elif line.action == "enter" and line.of == "sex":
        choices = list(_SEXES.items())
    else:
        return []
    system = f"{export.base}/CodeSystem/{line.of.replace('_', '-')}"
    return [
        {"valueCoding": {"system": system, "code": code, **translated("display", label)}}
        for code, label in choices
    ]


def _talk(export: Export, link: str, line: FormField) -> list[Resource]:
    """The hint and the talking points of a line, as lines that only show."""
    points = export.rulebook.topics[line.of].points if line.action == "counsel" else ()
    texts = [*([line.hint] if line.hint else []), *points]
    return [
        {"linkId": f"{link}.{number}", **translated("text", text), "type": "display"}
        for number, text in enumerate(texts, start=1)
    ]
