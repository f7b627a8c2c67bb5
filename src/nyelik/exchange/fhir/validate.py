"""Validation against FHIR R4B: names, types, cardinality and one value of each choice."""

from __future__ import annotations

from nyelik.exchange.fhir.canonical import Resource


def faults(resource: Resource) -> list[str]:
    """What FHIR would refuse in a resource, each as `path: why`; empty when it is valid."""
    from fhir.resources.R4B import get_fhir_model_class
    from pydantic import ValidationError

    try:
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    except ValidationError as error:
        return [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return []
