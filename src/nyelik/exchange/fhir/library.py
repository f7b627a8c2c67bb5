"""The named expressions of the rulebook, settings and definitions, as a FHIR Library."""

from __future__ import annotations

import base64

from nyelik.exchange.fhir.canonical import EXPRESSION_LANGUAGE, LIBRARY, Export, Resource
from nyelik.rules.model import Definition, Setting
from nyelik.rules.words import Label
from nyelik.rules.write import written

_TITLE = Label("Istilah dan pilihan buku aturan", "Terms and settings of the rulebook")


def library(export: Export) -> Resource:
    """One Library: each line `name: expression  # label`, in the order in which names may be used."""
    rules = export.rulebook
    lines = [_line(one) for one in rules.settings.values()]
    lines += [_line(one) for one in rules.definitions.values()]
    text = "\n".join(lines).encode()
    return {
        **export.definition("Library", LIBRARY, _TITLE),
        "type": {
            "coding": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/library-type",
                    "code": "logic-library",
                }
            ]
        },
        "content": [
            {
                "contentType": f"{EXPRESSION_LANGUAGE}; charset=utf-8",
                "title": "definitions",
                "data": base64.b64encode(text).decode(),
            }
        ],
    }


def _line(named: Setting | Definition) -> str:
    return f"{named.id}: {written(named.node)}  # {named.label.id} / {named.label.en}"
