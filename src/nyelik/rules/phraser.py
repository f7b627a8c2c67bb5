"""An expression as a phrase, in Indonesian ("id") or English ("en").

One phrase for each operation stands in `phrases`; here is what makes them a sentence that people say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nyelik.rules import model as m
from nyelik.rules import vocabulary as v
from nyelik.rules.because import day_text, number_text, unit_text, value_text
from nyelik.rules.node import Duration, Node
from nyelik.rules.phrases import PHRASES

_AGES = {"age_days": "days", "age_weeks": "weeks", "age_months": "months", "age_years": "years"}
_COUNTED = {"times": "count_times", "doses": "count_times", "months_with": "count_months"}
_UNITS = _AGES | _COUNTED
_TURNED = {
    "less": "greater",
    "less_equal": "greater_equal",
    "greater": "less",
    "greater_equal": "less_equal",
}
_DENIED = {
    "less": "greater_equal",
    "less_equal": "greater",
    "greater": "less_equal",
    "greater_equal": "less",
}
_CLAUSE = re.compile(r"{(\d|\*|rest|on)}")


_MANY = 4
"""From so many questions on a list is easier to read than a sentence."""


def _look_alike(parts: list[Node]) -> bool:
    """Yes/no questions, all asked in the same window."""
    first = parts[0]
    return all(
        part.op == first.op and part.op in ("has", "latest") and part.args[1:] == first.args[1:]
        for part in parts
    )


def _is_fixed(node: Node) -> bool:
    """A constant, or a setting: a name for a constant."""
    inner = node.args[1] if node.op == "named" else node
    return isinstance(inner, Node) and inner.op == "constant"


@dataclass(frozen=True)
class Phraser:
    """Says expressions of one rulebook in one language, "id" or "en"."""

    rulebook: m.Rulebook
    language: str

    def node(self, node: Node) -> str:
        """An expression as a phrase."""
        special = {
            "constant": self._constant,
            "named": self._named,
            "and": self._joined,
            "or": self._joined,
            "not": self._denied,
            "known": self._known,
            "latest": self._latest,
            "month_start": self._start,
            "year_start": self._start,
            "later": self._later,
            "latest_of": self._latest_of,
            **dict.fromkeys(("less", "less_equal", "greater", "greater_equal"), self._compared),
            **dict.fromkeys(("plus", "minus", "multiplied", "divided"), self._reckoned),
        }.get(node.op)
        return special(node) if special else self._phrase(node)

    def condition(self, node: Node) -> tuple[str, tuple[str, ...]]:
        """A truth as a head and the points below it; no points where one phrase says it all."""
        parts = list(node.nodes())
        if node.op == "or" and parts[0].op != "not":
            if len(parts) >= _MANY and _look_alike(parts):
                names = tuple(self._argument(part, part.args[0]) for part in parts)
                return self._any_of(parts, ()).rstrip(), names
            return self._phrases["one_holds"], tuple(self.node(part) for part in parts)
        if node.op == "and" and not self._range(node):
            return self._phrases["all_hold"], tuple(self._within(node, part) for part in parts)
        return self.node(node), ()

    # ---- expressions ---------------------------------------------------------------------------------

    @property
    def _phrases(self) -> dict[str, str]:
        return PHRASES[self.language]

    def _phrase(self, node: Node) -> str:
        args = [self._argument(node, argument) for argument in node.args]

        def fill(clause: re.Match[str]) -> str:
            key = clause[1]
            if key == "*":
                return self._listed(args, node)
            if key == "rest":
                return ", ".join(args[1:])
            if key == "on":
                return self._phrases["on"].format(args[0]) if args else ""
            return args[int(key)]

        return _CLAUSE.sub(fill, self._phrases[node.op])

    def _latest_of(self, node: Node) -> str:
        """Of a day and an age: the day, and that it is not before the age."""
        ages = [part for part in node.nodes() if _is_age_reached(part)]
        days = [part for part in node.nodes() if not _is_age_reached(part)]
        if len(ages) == len(days) == 1:
            return self._phrases["not_before_age"].format(self.node(days[0]), self.node(ages[0]))
        return self._phrase(node)

    def _listed(self, texts: list[str], node: Node) -> str:
        if len(texts) < 2 or node.op not in ("latest_of", "earliest_of"):
            return ", ".join(texts)
        return ", ".join(texts[:-1]) + self._phrases["and_word"] + texts[-1]

    def _argument(self, node: Node, argument: object) -> str:
        if isinstance(argument, Node):
            return self.node(argument)
        if isinstance(argument, str) and node.op in v.EVENTS:
            return lower_first(self.rulebook.words[argument].label.text(self.language))
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
        label = lower_first(named.label.text(self.language))
        inner = node.args[1]
        if isinstance(named, m.Setting) and isinstance(inner, Node):
            if node.type == v.TRUTH:
                return self._phrases["chosen"].format(label, self.node(inner))
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
        key = f"{node.op}_day" if left.type == v.DAY else node.op
        return self._phrases[key].format(self.node(left), self._measured(left, right))

    def _measured(self, left: Node, right: Node) -> str:
        """What a measurement is compared with: a plain number takes the unit of the measured."""
        unit = self._unit(left) if right.op == "constant" else None
        return f"{self.node(right)} {unit_text(unit, self.language)}" if unit else self.node(right)

    def _unit(self, node: Node) -> str | None:
        word = self.rulebook.words.get(str(node.args[0])) if node.op in v.EVENTS else None
        return word.unit if word and node.type == v.NUMBER else None

    def _known(self, node: Node, prefix: str = "") -> str:
        """That a dose's day is known means that it was given."""
        (inner,) = node.nodes()
        if inner.op != "dose":
            return self._phrases[f"{prefix}known"].format(self.node(inner))
        args = [self._argument(inner, argument) for argument in inner.args]
        return self._phrases[f"{prefix}given"].format(*args, *[""] * (3 - len(args)))

    def _start(self, node: Node) -> str:
        """“Awal bulan ini” for the month of today."""
        is_now = node.nodes()[0].op == "today"
        return self._phrases[f"this_{node.op}"] if is_now else self._phrase(node)

    def _latest(self, node: Node) -> str:
        """The latest answer of a yes/no question, where only a yes matters, is said by the question alone."""
        if node.type != v.TRUTH:
            return self._phrase(node)
        args = [self._argument(node, argument) for argument in node.args]
        return "".join(args)

    def _denied(self, node: Node) -> str:
        """“Tidak ada perdarahan”, “di luar 120 sampai 160”: never “tidak: ada perdarahan”."""
        (inner,) = node.nodes()
        if inner.op in _DENIED:
            return self.node(Node(_DENIED[inner.op], inner.args, inner.type))
        span = self._range(inner, "outside") if inner.op == "and" else None
        if span:
            return span
        if inner.op == "has":
            args = [self._argument(inner, argument) for argument in inner.args]
            return self._phrases["has_no"].format(*args, *[""] * (2 - len(args)))
        if inner.op == "known":
            return self._known(inner, "not_")
        key = {"and": "none_of", "or": "none_of", "named": "is_not"}.get(inner.op, "not")
        return self._phrases[key].format(self.node(inner))

    def _age(self, node: Node) -> str:
        on = self._phrases["on"].format(self.node(node.nodes()[0])) if node.args else ""
        return self._phrases["age"] + on

    def _counted(self, counted: Node, number: Node) -> str:
        """A number with the unit of what it counts (months of age, times); a setting's name follows it."""
        if number.op == "named" and isinstance(number.args[1], Node):
            setting = self.rulebook.settings.get(str(number.args[0]))
            plain = self._counted(counted, number.args[1])
            return (
                f"{plain} ({lower_first(setting.label.text(self.language))})" if setting else plain
            )
        return self._phrases[_UNITS[counted.op]].format(self.node(number))

    def _reckoned(self, node: Node) -> str:
        """Arithmetic, with brackets where a part is reckoned itself."""
        parts = [self.node(part) for part in node.nodes()]
        bracketed = [
            f"({text})" if part.op in ("plus", "minus", "multiplied", "divided") else text
            for part, text in zip(node.nodes(), parts, strict=True)
        ]
        return self._phrases[node.op].format(*bracketed)

    def _range(self, node: Node, key: str = "range") -> str | None:
        """12 <= x <= 59 as “x 12 sampai 59”; None if the node is no such range."""
        parts = node.nodes()
        if len(parts) != 2 or any(part.op != "less_equal" for part in parts):
            return None
        (low, value), (same, high) = parts[0].nodes(), parts[1].nodes()
        if value != same or (value.type != v.DAY and not (_is_fixed(low) and _is_fixed(high))):
            return None
        if value.op in _AGES:
            return self._phrases[key].format(
                self._age(value), self.node(low), self._counted(value, high)
            )
        texts = self.node(value), self.node(low), self._measured(value, high)
        return self._phrases[f"{key}_day" if value.type == v.DAY else key].format(*texts)

    def _joined(self, node: Node) -> str:
        span = self._range(node) if node.op == "and" else None
        if span:
            return span
        parts = list(node.nodes())
        if node.op == "or" and len(parts) > 1 and parts[0].op == "not":
            return self._condition(parts[0].nodes()[0], parts[1:])
        if node.op == "or" and len(parts) >= _MANY and _look_alike(parts):
            return self._any_of(parts, [self._argument(part, part.args[0]) for part in parts])
        return self._phrases[f"{node.op}_word"].join(self._within(node, part) for part in parts)

    def _any_of(self, parts: list[Node], names: Iterable[str]) -> str:
        """A long list of questions with one window: the window is said once."""
        window = "".join(self._argument(parts[0], argument) for argument in parts[0].args[1:])
        return self._phrases["any_of"].format(window, "; ".join(names))

    def _within(self, node: Node, part: Node) -> str:
        """A part of a joined phrase, in brackets where it is joined otherwise."""
        text = self.node(part)
        joined = part.op in ("and", "or") and part.op != node.op
        return f"({text})" if joined and not self._range(part) else text

    def _condition(self, when: Node, then: list[Node]) -> str:
        """“Not needed, or done” is said as “if needed: done”."""
        rest = then[0] if len(then) == 1 else Node("or", tuple(then), v.TRUTH)
        return self._phrases["if_then"].format(self.node(when), self.node(rest))

    def _later(self, node: Node) -> str:
        anchor, duration = node.nodes()
        if duration.op == "constant" and getattr(duration.args[0], "count", None) == 0:
            return self.node(anchor)
        if anchor.op == "born":
            return self._phrases["at_age"].format(self.node(duration))
        return self._phrase(node)


def lower_first(label: str) -> str:
    """A label inside a sentence: its first letter small, unless it begins with an abbreviation."""
    return (
        label
        if len(label) > 1 and (label[1].isupper() or label[1].isdigit())
        else label[:1].lower() + label[1:]
    )


def _is_age_reached(node: Node) -> bool:
    """Whether it is the day on which an age is reached: birth and a duration."""
    first = node.args[0] if node.args else None
    return node.op == "later" and isinstance(first, Node) and first.op == "born"
