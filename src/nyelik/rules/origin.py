"""Where a rule comes from, in words: the district's own, or a national rule that the district changed."""

from __future__ import annotations

from nyelik.rules.model import Rulebook

_TEXTS = {
    "id": {
        "own": "Aturan daerah ({0}).",
        "whole": "Aturan daerah ({0}), menggantikan aturan nasional ({1}). Alasan: {2}",
        "keys": "Aturan daerah ({0}), menggantikan {3} dari aturan nasional ({1}). Alasan: {2}",
    },
    "en": {
        "own": "Local rule ({0}).",
        "whole": "Local rule ({0}), replaces the national rule ({1}). Reason: {2}",
        "keys": "Local rule ({0}), replaces {3} of the national rule ({1}). Reason: {2}",
    },
}


def origin_text(rulebook: Rulebook, rule_id: str, language: str) -> str | None:
    """That a rule is the district's own, or what of the national rule it replaces and why; None for national rules."""
    origin = rulebook.origins.get(rule_id)
    if origin is None or rulebook.layer is None:
        return None
    layer, texts = rulebook.layer.label.text(language), _TEXTS[language]
    if origin.replaces is None:
        return texts["own"].format(layer)
    reason = origin.reason.text(language) if origin.reason else ""
    form = texts["keys"] if origin.keys else texts["whole"]
    return form.format(layer, origin.replaces, reason, ", ".join(origin.keys))
