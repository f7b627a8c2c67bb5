"""Whether a rule's text was held against its document by a named role, and whether that still counts.

A signature names the meaning it signed: a short hash of everything that gives the rule meaning (its expressions
with the definitions and settings in them, its labels and texts, its source), and nothing else. When that changes
the signature lapses, visibly, by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from typing import Any

from nyelik.rules import model as m
from nyelik.rules.because import day_text
from nyelik.rules.manual.graph import AnyRule
from nyelik.rules.manual.page import CheckMark
from nyelik.rules.manual.texts import CHECKS

_NO_MEANING = ("examples", "chapters", "changes", "confidence", "to_check")
"""What may change without the rule meaning something else."""


def meaning_of(rule: AnyRule) -> str:
    """Twelve hex digits that change when, and only when, the rule's meaning changes."""
    return hashlib.sha256(_canonical(rule).encode()).hexdigest()[:12]


def _canonical(value: Any) -> str:
    """A text of a value; fields at their default are left out, so that a new kind of field changes nothing."""
    if is_dataclass(value) and not isinstance(value, type):
        said = [
            f"{f.name}={_canonical(getattr(value, f.name))}"
            for f in fields(value)
            if _counts(f, value)
        ]
        return f"{type(value).__name__}({', '.join(said)})"
    if isinstance(value, Mapping):
        pairs = sorted((str(key), _canonical(part)) for key, part in value.items())
        return str(pairs)
    if isinstance(value, tuple | list):
        return f"[{', '.join(_canonical(part) for part in value)}]"
    return repr(value)


def _counts(field: Field[Any], holder: Any) -> bool:
    if field.name in _NO_MEANING:
        return False
    value = getattr(holder, field.name)
    if field.default is not MISSING:
        return bool(value != field.default)
    return field.default_factory is MISSING or bool(value)


def needs_check(rule: AnyRule) -> bool:
    """Whether the rule's source says that somebody must still read the document."""
    source = rule.source
    return source is not None and (source.to_check is not None or source.confidence == "low")


def state_of(rulebook: m.Rulebook, rule: AnyRule) -> str:
    """ "signed", "lapsed", "open", or empty where nothing had to be checked and nobody signed."""
    signature = rulebook.signatures.get(rule.id)
    if signature is not None:
        return "signed" if signature.meaning == meaning_of(rule) else "lapsed"
    return "open" if needs_check(rule) else ""


def check_of(rulebook: m.Rulebook, rule: AnyRule, language: str) -> CheckMark:
    """The mark with its sentence."""
    state, says = state_of(rulebook, rule), CHECKS[language]
    signature = rulebook.signatures.get(rule.id)
    text = ""
    if signature is not None:
        day = day_text(signature.on, language)
        title = rulebook.sources[signature.document].title
        text = says[state].format(signature.by, day, title, signature.page)
    elif state == "open":
        text = says["open" if rule.source and rule.source.to_check else "low"]
    return CheckMark(state, text, meaning_of(rule))


def signed(rulebook: m.Rulebook, signature: m.Signature) -> m.Rulebook:
    """The rulebook with one signature more."""
    return replace(rulebook, signatures={**rulebook.signatures, signature.rule: signature})
