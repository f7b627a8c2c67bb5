"""Search in the manual: by the words of both languages, by id, chapter and source; spelling may be a little off."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from rapidfuzz import fuzz, process

from nyelik.rules import model as m
from nyelik.rules.manual.graph import AnyRule, nodes_of, words_in
from nyelik.rules.manual.manual import Manual
from nyelik.rules.manual.page import Link
from nyelik.rules.words import Label

_WORD = re.compile(r"\w+")
_NAME, _TERM, _AROUND = 6.0, 4.0, 1.0
"""How much a hit in the label, the id or other language, and the surroundings (source, records) weighs."""
_FUZZY, _LEAST_LENGTH = 80.0, 4
MOST = 40
_NAMED, _NEVER = "setting", 0.0

_ALSO = {"tensi": "tekanan", "timbang": "berat", "gula": "glukosa"}
"""Words that people use for a word of the rulebook."""


class Finder:
    """The index of one manual."""

    def __init__(self, manual: Manual) -> None:
        self.manual = manual

    def find(self, text: str) -> list[Link]:
        """The pages in which every word of `text` is found, the most fitting first."""
        wanted = _tokens(text)
        if not wanted:
            return []
        scores = [self._scores(word) for word in wanted]
        hits = set(scores[0]).intersection(*scores[1:])
        ranked = sorted(hits, key=lambda n: (-sum(one[n] for one in scores), n))
        return [self._index[0][number] for number in ranked[:MOST]]

    def _scores(self, word: str) -> dict[int, float]:
        """By page, how well it fits one word."""
        _, tokens = self._index
        found: dict[int, float] = {}
        for token, nearness in self._near(word):
            for number, weight in tokens[token].items():
                found[number] = max(found.get(number, _NEVER), weight * nearness)
        return found

    def _near(self, word: str) -> Iterator[tuple[str, float]]:
        """Words of the index that are this word, begin with it, or are spelt nearly so."""
        tokens = self._index[1]
        for token in tokens:
            if token.startswith((word, _ALSO.get(word, word))):
                yield token, 1.0 if token == word else 0.8
        if len(word) >= _LEAST_LENGTH:
            near = process.extract(
                word, tokens.keys(), scorer=fuzz.ratio, score_cutoff=_FUZZY, limit=20
            )
            for token, score, _ in near:
                yield token, score / 200

    @cached_property
    def _index(self) -> tuple[list[Link], dict[str, dict[int, float]]]:
        links: list[Link] = []
        tokens: dict[str, dict[int, float]] = defaultdict(dict)
        for link, texts in self._documents():
            for weight, text in texts:
                for token in _tokens(text):
                    known = tokens[token].get(len(links), _NEVER)
                    tokens[token][len(links)] = max(known, weight)
            links.append(link)
        return links, dict(tokens)

    def _documents(self) -> Iterator[tuple[Link, list[tuple[float, str]]]]:
        rulebook, language = self.manual.rulebook, self.manual.language
        for rule in self.manual.rules.by_id.values():
            yield self.manual.rules.links[rule.id], list(self._texts(rule))
        for chapter in self.manual.chapters:
            both = rulebook.chapters[chapter.id].label
            yield chapter, [(_NAME, f"{chapter.id} {both.text(language)}"), (_TERM, _both(both))]
        for setting in rulebook.settings.values():
            link = Link(_NAMED, setting.id, setting.label.text(language))
            yield link, [(_NAME, link.label), (_TERM, f"{setting.id} {_both(setting.label)}")]

    def _texts(self, rule: AnyRule) -> Iterator[tuple[float, str]]:
        rulebook = self.manual.rulebook
        yield _NAME, rule.label.text(self.manual.language)
        yield _TERM, f"{rule.id} {_both(rule.label)}"
        yield _AROUND, " ".join(self._around(rule))
        if rule.source is not None:
            yield _AROUND, f"{rulebook.sources[rule.source.document].title} {rule.source.section}"

    def _around(self, rule: AnyRule) -> Iterable[str]:
        """What is recorded for it, and the classes and parts it has."""
        words = self.manual.rulebook.words
        yield from (_both(words[code].label) for code in words_in(nodes_of(rule)))
        if isinstance(rule, m.Finding):
            yield from (_both(one.label) for one in rule.classes)
        if isinstance(rule, m.Indicator):
            yield from (_both(part.label) for part in rule.parts)


def _both(label: Label) -> str:
    return f"{label.id} {label.en}"


def _tokens(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("_", " ").replace(".", "_"))
