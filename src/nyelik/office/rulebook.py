"""The rulebook as pages need it: read once in a process, its labels in the language of the page."""

from collections.abc import Iterable, Mapping
from typing import Any

from nyelik.office.problems import page_language
from nyelik.register import access
from nyelik.rules.load import Loaded, load
from nyelik.rules.model import Indicator
from nyelik.rules.node import Node
from nyelik.rules.vocabulary import EVENTS


def loaded() -> Loaded:
    """The rulebook in use."""
    return load()


def indicator_nodes(indicator: Indicator) -> tuple[Node, ...]:
    """Everything that decides about an indicator: among whom, and its parts."""
    return (indicator.among, *(part.node for part in indicator.parts))


def codes_of(nodes: Iterable[Node | None]) -> frozenset[str]:
    """The words whose events the nodes look at."""
    waiting, found = [node for node in nodes if node], set()
    while waiting:
        node = waiting.pop()
        if node.op in EVENTS:
            found.add(str(node.args[0]))
        waiting += node.nodes()
    return frozenset(found)


def observation_lines(viewer: access.Viewer, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Observed values as (label, value with unit); what this viewer may not see is left out.

    A code that this rulebook does not know is shown by its code only to those who see sensitive words.
    """
    lines = []
    for code, value in values.items():
        word = loaded().rules.words.get(code)
        if word is not None and access.may_see_word(viewer, word):
            lines.append((word.label.text(page_language()), shown(word, value)))
    return lines


def shown(word: Any, value: object) -> str:
    """A value as a worker reads it: the label of a choice, ya or tidak, a number with its unit."""
    language = page_language()
    if isinstance(value, bool):
        return {"id": ("tidak", "ya"), "en": ("no", "yes")}[language][value]
    for choice in word.choices:
        if choice.code == value:
            return str(choice.label.text(language))
    if isinstance(value, float):
        text = f"{value:g}"
        value = text.replace(".", ",") if language == "id" else text
    return f"{value} {word.unit}" if word.unit else str(value)
