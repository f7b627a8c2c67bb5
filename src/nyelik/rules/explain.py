"""`explain(rule)`: the sentence a midwife reads; `because(events)`: the facts that an answer used.

Both in Indonesian ("id") and English ("en"). Sentences are made from the rule itself, never written apart:
they cannot disagree with what the engines do.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from nyelik.base.dates import day_from_number
from nyelik.rules import model as m
from nyelik.rules import vocabulary as v
from nyelik.rules.facts import UNKNOWN_MINUTE, Event, Value
from nyelik.rules.node import Duration, Node
from nyelik.rules.phrases import PHRASES
from nyelik.rules.words import Word

_MONTHS_ID = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus"),
    *("September", "Oktober", "November", "Desember"),
)
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_TEXTS = {
    "id": {
        "for": "Untuk: {0}.",
        "from": "Mulai {0}.",
        "late": "Segera, walau masih tepat waktu, sejak {0}.",
        "overdue": "Terlambat sejak {0}.",
        "overdue_when": "Dianggap terlambat bila {0}.",
        "closes": "Tidak lagi diberikan sejak {0}.",
        "not_before": "Paling cepat {0}.",
        "done": "Selesai pada {0}.",
        "class": "{0}: bila {1}.",
        "otherwise": "{0}: selain itu.",
        "among": "Sasaran: {0}.",
        "counted": "Dihitung bila {0}.",
        "part": "Bagian “{0}”: {1}.",
        "lower": "Makin rendah makin baik.",
        "target": "Target {0} %.",
    },
    "en": {
        "for": "For: {0}.",
        "from": "From {0}.",
        "late": "Soon, though still on time, from {0}.",
        "overdue": "Overdue from {0}.",
        "overdue_when": "Overdue when {0}.",
        "closes": "No longer given from {0}.",
        "not_before": "Not before {0}.",
        "done": "Done on {0}.",
        "class": "{0}: when {1}.",
        "otherwise": "{0}: otherwise.",
        "among": "Among: {0}.",
        "counted": "Counted when {0}.",
        "part": "Part “{0}”: {1}.",
        "lower": "Lower is better.",
        "target": "Target {0} %.",
    },
}
_AGES = {"age_days": "days", "age_weeks": "weeks", "age_months": "months", "age_years": "years"}
_COUNTED = {"times": "count_times", "doses": "count_times", "months_with": "count_months"}
_UNITS = _AGES | _COUNTED
_TURNED = {
    "less": "greater",
    "less_equal": "greater_equal",
    "greater": "less",
    "greater_equal": "less_equal",
}
_CLAUSE = re.compile(r"{(\d|\*|rest|on)}")


def _is_fixed(node: Node) -> bool:
    """A constant, or a setting: a name for a constant."""
    inner = node.args[1] if node.op == "named" else node
    return isinstance(inner, Node) and inner.op == "constant"


def number_text(value: float, language: str) -> str:
    """A number as people write it: 23,5 in Indonesian, 23.5 in English; no needless decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "id" else text


def day_text(day: dt.date | int, language: str) -> str:
    """A date with the month in words: 5 Maret 2026."""
    date = day_from_number(day) if isinstance(day, int) else day
    months = _MONTHS_EN if language == "en" else _MONTHS_ID
    return f"{date.day} {months[date.month - 1]} {date.year}"


@dataclass(frozen=True)
class Explainer:
    """Explains rules of one rulebook in one language, "id" or "en"."""

    rulebook: m.Rulebook
    language: str

    def rule(self, rule: m.Definition | m.Group | m.Service | m.Finding | m.Indicator) -> str:
        """What a rule says, in sentences."""
        body = {
            m.Definition: self._definition,
            m.Group: self._group,
            m.Service: self._service,
            m.Finding: self._finding,
            m.Indicator: self._indicator,
        }[type(rule)]
        return " ".join([f"{rule.label.text(self.language)}.", *body(rule)])  # type: ignore[operator]

    def node(self, node: Node) -> str:
        """An expression as a phrase."""
        special = {
            "constant": self._constant,
            "named": self._named,
            "and": self._joined,
            "or": self._joined,
            "later": self._later,
            **dict.fromkeys(("less", "less_equal", "greater", "greater_equal"), self._compared),
            **dict.fromkeys(("plus", "minus", "multiplied", "divided"), self._reckoned),
        }.get(node.op)
        return special(node) if special else self._phrase(node)

    # ---- expressions ---------------------------------------------------------------------------------

    @property
    def _phrases(self) -> dict[str, str]:
        return PHRASES[self.language]

    def _phrase(self, node: Node) -> str:
        args = [self._argument(node, argument) for argument in node.args]

        def fill(clause: re.Match[str]) -> str:
            key = clause[1]
            if key == "*":
                return ", ".join(args)
            if key == "rest":
                return ", ".join(args[1:])
            if key == "on":
                return self._phrases["on"].format(args[0]) if args else ""
            return args[int(key)]

        return _CLAUSE.sub(fill, self._phrases[node.op])

    def _argument(self, node: Node, argument: object) -> str:
        if isinstance(argument, Node):
            return self.node(argument)
        if isinstance(argument, str) and node.op in v.EVENTS:
            return _lower(self.rulebook.words[argument].label.text(self.language))
        return self._value(argument, node.word)

    def _constant(self, node: Node) -> str:
        value = node.args[0]
        if node.type == v.DAY and isinstance(value, float):
            return day_text(int(value), self.language)
        return self._value(value, node.word)

    def _value(self, value: object, word: str | None) -> str:
        if isinstance(value, Duration):
            return self._phrases[value.unit].format(value.count)
        if isinstance(value, bool):
            return self._phrases["yes" if value else "no"]
        if isinstance(value, int | float):
            return number_text(float(value), self.language)
        return value_text(str(value), self.rulebook.words.get(word or ""), self.language)

    def _named(self, node: Node) -> str:
        name = str(node.args[0])
        named = self.rulebook.definitions.get(name) or self.rulebook.settings[name]
        label = _lower(named.label.text(self.language))
        inner = node.args[1]
        if isinstance(named, m.Setting) and isinstance(inner, Node):
            return f"{self.node(inner)} ({label})"
        return f" {label}" if node.type == v.WINDOW else label

    def _compared(self, node: Node) -> str:
        """A comparison with the number last: “12 paling banyak umur” is no sentence."""
        left, right = node.nodes()
        if _is_fixed(left) and not _is_fixed(right):
            left, right, node = right, left, Node(_TURNED[node.op], (right, left), node.type)
        if left.op in _AGES and _is_fixed(right):
            return self._phrases[node.op].format(self._age(left), self._counted(left, right))
        if left.op in _COUNTED and _is_fixed(right):
            what = "".join(self._argument(left, argument) for argument in left.args)
            return self._phrases[node.op].format(what, self._counted(left, right))
        return self._phrase(node)

    def _age(self, node: Node) -> str:
        on = self._phrases["on"].format(self.node(node.nodes()[0])) if node.args else ""
        return self._phrases["age"] + on

    def _counted(self, counted: Node, number: Node) -> str:
        """A number with the unit of what it counts (months of age, times); a setting's name follows it."""
        if number.op == "named" and isinstance(number.args[1], Node):
            setting = self.rulebook.settings.get(str(number.args[0]))
            plain = self._counted(counted, number.args[1])
            return f"{plain} ({_lower(setting.label.text(self.language))})" if setting else plain
        return self._phrases[_UNITS[counted.op]].format(self.node(number))

    def _reckoned(self, node: Node) -> str:
        """Arithmetic, with brackets where a part is reckoned itself."""
        parts = [self.node(part) for part in node.nodes()]
        bracketed = [
            f"({text})" if part.op in ("plus", "minus", "multiplied", "divided") else text
            for part, text in zip(node.nodes(), parts, strict=True)
        ]
        return self._phrases[node.op].format(*bracketed)

    def _range(self, node: Node) -> str | None:
        """12 <= x <= 59 as “x 12 sampai 59”; None if the node is no such range."""
        parts = node.nodes()
        if len(parts) != 2 or any(part.op != "less_equal" for part in parts):
            return None
        (low, value), (same, high) = parts[0].nodes(), parts[1].nodes()
        if value != same or low.op != "constant" or high.op != "constant":
            return None
        if value.op in _AGES:
            texts = self._age(value), self.node(low), self._counted(value, high)
        else:
            texts = self.node(value), self.node(low), self.node(high)
        return self._phrases["range"].format(*texts)

    def _joined(self, node: Node) -> str:
        span = self._range(node) if node.op == "and" else None
        if span:
            return span
        parts = [self.node(part) for part in node.nodes()]
        bracketed = [
            f"({text})" if part.op in ("and", "or") and part.op != node.op else text
            for part, text in zip(node.nodes(), parts, strict=True)
        ]
        return self._phrases[f"{node.op}_word"].join(bracketed)

    def _later(self, node: Node) -> str:
        anchor, duration = node.nodes()
        if duration.op == "constant" and getattr(duration.args[0], "count", None) == 0:
            return self.node(anchor)
        if anchor.op == "born":
            return self._phrases["at_age"].format(self.node(duration))
        return self._phrase(node)

    # ---- rules -----------------------------------------------------------------------------------------

    def _say(self, key: str, *texts: str) -> str:
        return _TEXTS[self.language][key].format(*texts)

    def _definition(self, rule: m.Definition) -> list[str]:
        return [f"= {self.node(rule.node).strip()}."]

    def _group(self, rule: m.Group) -> list[str]:
        return [self._say("for", self.node(rule.when))]

    def _service(self, rule: m.Service) -> list[str]:
        sentences = [
            self._say("for", self.node(rule.eligible)),
            self._say("from", self.node(rule.start)),
        ]
        for key in ("late", "overdue", "overdue_when", "closes"):
            node = getattr(rule, key)
            if node is not None:
                sentences.append(self._say(key, self.node(node)))
        sentences.extend(self._say("not_before", self.node(node)) for node in rule.not_before)
        return [*sentences, self._say("done", self.node(rule.done))]

    def _finding(self, rule: m.Finding) -> list[str]:
        sentences = (
            [self._say("for", self.node(rule.eligible))] if rule.eligible.op != "constant" else []
        )
        for found in rule.classes:
            label = found.label.text(self.language)
            if found.when.op == "constant":
                sentences.append(self._say("otherwise", label))
            else:
                sentences.append(self._say("class", label, self.node(found.when)))
        return sentences

    def _indicator(self, rule: m.Indicator) -> list[str]:
        sentences = [self._say("among", self.node(rule.among))]
        if len(rule.parts) == 1:
            sentences.append(self._say("counted", self.node(rule.parts[0].node)))
        else:
            sentences.extend(
                self._say("part", part.label.text(self.language), self.node(part.node))
                for part in rule.parts
            )
        if rule.better == "lower":
            sentences.append(self._say("lower"))
        if rule.targets:
            newest = rule.targets[max(rule.targets)]
            sentences.append(self._say("target", number_text(newest, self.language)))
        return sentences


def because(events: Iterable[Event], words: dict[str, Word], language: str) -> list[str]:
    """The facts that an answer used, one line each: “Berat badan 7,2 kg (5 Maret 2026)”.

    `words` may be fewer than the rulebook's: facts of the others stay hidden.
    """
    return [_fact(event, words, language) for event in events if event.code in words]


def _fact(event: Event, words: dict[str, Word], language: str) -> str:
    word = words[event.code]
    when = day_text(event.day, language)
    if event.minute != UNKNOWN_MINUTE:
        separator = "." if language == "id" else ":"
        when = f"{when}, {event.minute // 60:02d}{separator}{event.minute % 60:02d}"
    value = value_text(event.value, word, language)
    return f"{word.label.text(language)}{' ' + value if value else ''} ({when})"


def value_text(value: Value, word: Word | None, language: str) -> str:
    """A value as people read it, with its unit; empty for an event that has no value."""
    if value is None or (word is not None and word.kind == "event"):
        return ""
    if isinstance(value, bool):
        return PHRASES[language]["yes" if value else "no"]
    if isinstance(value, int | float):
        unit = f" {word.unit}" if word and word.unit else ""
        return (
            day_text(int(value), language) if _is_day(word) else number_text(value, language) + unit
        )
    choices = {choice.code: choice.label for choice in word.choices} if word else {}
    return choices[value].text(language) if value in choices else value


def _is_day(word: Word | None) -> bool:
    return word is not None and word.kind == "day"


def _lower(label: str) -> str:
    """A label inside a sentence: its first letter small, unless it begins with an abbreviation."""
    return (
        label
        if len(label) > 1 and (label[1].isupper() or label[1].isdigit())
        else label[:1].lower() + label[1:]
    )
