"""Words and documents from written items; what is not well-formed is refused."""

from __future__ import annotations

from nyelik.rules import model as m
from nyelik.rules.item import Item
from nyelik.rules.words import KINDS, Choice, Word

_CODINGS = (
    "loinc",
    "snomed",
    "kfa",
    "vaccine_group",
    "cvx",
    "clinical_term",
    "icd9",
    "examination",
)

_DECIMALS = ("0", "1", "2", "3")


def read_word(item: Item) -> Word:
    """A word; number words need a unit and a possible range."""
    item.allow(
        *(
            "code",
            "label",
            "kind",
            "unit",
            "possible",
            "plausible",
            "decimals",
            "choices",
            "sensitive",
            "derived",
        ),
        *(*_CODINGS, "source", "note", "doses"),
    )
    kind = item.one_of("kind", KINDS)
    limited = item.has("derived") or (item.has("possible") and item.has("unit"))
    if kind == "number" and not limited:
        raise item.refuse("number-needs-unit")
    choices = tuple(Choice(part.text("code"), part.label()) for part in item.items("choices"))
    if (kind == "choice") != bool(choices):
        raise item.refuse("choices-and-kind")
    codings = tuple((system, item.texts(system)) for system in _CODINGS if item.has(system))
    return Word(
        item.text("code"),
        item.label(),
        kind,
        item.text("unit") if item.has("unit") else None,
        item.limits("possible"),
        item.limits("plausible"),
        choices,
        codings,
        sensitive_mark(item),
        item.text("derived") if item.has("derived") else None,
        _decimals(item, kind),
    )


def _decimals(item: Item, kind: str) -> int | None:
    """How many decimals are measured; None where that differs from tool to tool."""
    if not item.has("decimals"):
        return None
    value = str(item.need("decimals"))
    if kind != "number" or value not in _DECIMALS:
        raise item.refuse("decimals-of-a-number", "decimals")
    return int(value)


def sensitive_mark(item: Item) -> str | None:
    """Whom it hides from: "sensitive", or a kind (hiv, mental …); None for everybody."""
    value = item.data.get("sensitive")
    if value in (None, False):
        return None
    return "sensitive" if value is True else str(value)


def read_document(item: Item) -> m.Document:
    """A document that rules cite."""
    item.allow("id", "title", "kind", "confidence", "to_check", "where", "note")
    to_check = item.text("to_check") if item.has("to_check") else None
    kind = item.one_of(
        "kind", ("regulation", "book", "application", "memory", "standard", "article")
    )
    confidence = item.one_of("confidence", ("high", "medium", "low"), "high")
    return m.Document(item.text("id"), item.text("title"), kind, confidence, to_check)
