"""What the examples of a form expect, in words: what is asked and what is not, shown, proposed, missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nyelik.rules import model as m
from nyelik.rules.because import number_text, value_text
from nyelik.rules.manual.texts import ANSWERS, FORM_ANSWERS
from nyelik.rules.package import Package


def form_answer(
    form: Package, expect: Mapping[str, Any], rulebook: m.Rulebook, language: str
) -> str:
    """What a form's example expects."""
    says = _Says(form, rulebook, language)
    return "; ".join(says.part(str(key), value) for key, value in expect.items())


class _Says:
    def __init__(self, form: Package, rulebook: m.Rulebook, language: str) -> None:
        self.rulebook, self.language = rulebook, language
        self.texts = FORM_ANSWERS[language]
        self.labels = {line.key: line.label.text(language) for line in form.fields()}

    def part(self, key: str, value: Any) -> str:
        if key in ("offered", "complete"):
            return self.texts[f"{key}_{value}"]
        if key == "why":
            return self.texts.get(f"why_{value}", str(value))
        return f"{self.texts[key]}: {', '.join(self._items(value))}"

    def _items(self, value: Any) -> Iterable[str]:
        if isinstance(value, Mapping):
            return (f"{self._label(str(k))}: {self._value(str(k), v)}" for k, v in value.items())
        listed = value if isinstance(value, list) else [value]
        return (self._label(str(one)) for one in listed)

    def _label(self, code: str) -> str:
        """The name of a line; the form's own first, then that of the word or rule."""
        if code in self.labels:
            return self.labels[code]
        known = self.rulebook.words.get(code) or self.rulebook.rule(code)
        return known.label.text(self.language) if known else code.replace("_", " ")

    def _value(self, code: str, value: Any) -> str:
        finding = self.rulebook.findings.get(code)
        for one in finding.classes if finding else ():
            if one.id == str(value):
                return one.label.text(self.language)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return number_text(float(value), self.language)
        said = value_text(str(value), self.rulebook.words.get(code), self.language)
        return ANSWERS[self.language].get(said) or self.texts.get(f"problem_{said}") or said
