"""A JSON Schema of rulebook files, for editors: made of the keys that the readers allow, so it cannot fall behind.

It knows which keys may stand where; whether an expression means something only `nyelik check` can say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Keys = Mapping[str, Mapping[str, None]]

_ALSO_ALONE = ("counts_when",)
"""Keys that are either a mapping or a single expression."""
_LABEL = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "en": {"type": "string"}},
    "required": ["id", "en"],
    "additionalProperties": False,
}
_OVERRIDE = {
    "type": "object",
    "description": "Only in a district's layer: replaces the keys written here of the national rule.",
    "properties": {"reason": _LABEL, "whole": {}},
    "required": ["reason"],
    "additionalProperties": False,
}


def schema_of(keys: Keys) -> dict[str, Any]:
    """The schema of one rulebook file, from the keys that were allowed while a rulebook was read."""
    whole = _mapping(keys, "")
    for section in whole["properties"].values():
        item = section.get("items")
        if item:
            item["properties"]["override"] = _OVERRIDE
            item["required"] = ["code" if "code" in item["properties"] else "id"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of the rulebook",
        **whole,
    }


def _mapping(keys: Keys, path: str) -> dict[str, Any]:
    allowed = keys.get(path)
    if allowed is None:  # its keys are the author's own: parts by their names
        below = sorted(
            {one.removeprefix(f"{path}/").split("/")[0] for one in keys if _is_below(one, path)}
        )
        kinds = [_mapping(keys, f"{path}/{name}") for name in below]
        distinct = [kind for place, kind in enumerate(kinds) if kind not in kinds[:place]]
        return {
            "type": "object",
            "additionalProperties": {"anyOf": [{"type": "string"}, *distinct]},
        }
    if set(allowed) == {"id", "en"}:
        return _LABEL
    properties = {key: _value(keys, f"{path}/{key}", key) for key in sorted(allowed)}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _value(keys: Keys, path: str, key: str) -> dict[str, Any]:
    if any(one == f"{path}/-" or _is_below(one, f"{path}/-") for one in keys):
        return {"type": "array", "items": _mapping(keys, f"{path}/-")}
    if any(one == path or _is_below(one, path) for one in keys):
        mapping = _mapping(keys, path)
        return (
            {"anyOf": [{"type": ["string", "boolean"]}, mapping]} if key in _ALSO_ALONE else mapping
        )
    return {}


def _is_below(one: str, path: str) -> bool:
    return one.startswith(f"{path}/")
