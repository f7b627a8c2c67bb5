"""A form as it is asked: its sections in order, and for each line the answers, limits, condition and who fills it."""

from __future__ import annotations

from nyelik.rules import model as m
from nyelik.rules.because import number_text, unit_text
from nyelik.rules.explain import Explainer
from nyelik.rules.explain_form import ROLE_NAMES
from nyelik.rules.manual.page import FormLineRow, FormSectionRow
from nyelik.rules.manual.texts import FORMS
from nyelik.rules.node import Node
from nyelik.rules.package import FormField, FormSection, Package
from nyelik.rules.words import Word


def form_sections(
    rulebook: m.Rulebook, explainer: Explainer, form: Package
) -> tuple[FormSectionRow, ...]:
    """Every section of a form with its lines."""
    says = _Says(rulebook, explainer)
    return tuple(says.section(section) for section in form.sections)


class _Says:
    def __init__(self, rulebook: m.Rulebook, explainer: Explainer) -> None:
        self.rulebook, self.explainer = rulebook, explainer
        self.language = explainer.language
        self.texts = FORMS[self.language]

    def section(self, section: FormSection) -> FormSectionRow:
        marks = [self.texts["step"].format(section.step)] if section.step else []
        return FormSectionRow(
            label=section.label.text(self.language),
            marks=(*marks, *self._limits(section.by, section.when)),
            hint=section.hint.text(self.language) if section.hint else "",
            lines=tuple(self._line(line) for line in section.fields),
        )

    def _line(self, line: FormField) -> FormLineRow:
        marks = [self.texts["required"]] if line.required else []
        marks += [self.texts["due"]] if line.due else []
        marks += [self.texts["sensitive"]] if line.sensitive else []
        return FormLineRow(
            label=line.label.text(self.language),
            action=self.texts[line.action],
            answer=self._answer(line),
            marks=(*marks, *self._limits(line.by, line.when)),
            hint=line.hint.text(self.language) if line.hint else "",
        )

    def _limits(self, by: tuple[str, ...], when: Node | None) -> list[str]:
        names = [ROLE_NAMES[role].text(self.language) for role in by]
        found = [self.texts["by"].format(", ".join(names))] if names else []
        return found + ([self.texts["when"].format(self.explainer.node(when))] if when else [])

    def _answer(self, line: FormField) -> str:
        word = self.rulebook.words.get(line.of)
        if line.action != "ask" or word is None:
            return ""
        if word.kind == "yes_no":
            return self.texts["yes_no"]
        if word.choices:
            return " / ".join(choice.label.text(self.language) for choice in word.choices)
        return self._range(line, word)

    def _range(self, line: FormField, word: Word) -> str:
        unit, usual = unit_text(word.unit, self.language), line.plausible or word.plausible
        if usual is None:
            return unit
        low, high = (number_text(bound, self.language) for bound in usual)
        reason = f" ({line.reason.text(self.language)})" if line.reason else ""
        return self.texts["usual"].format(low, high, unit).rstrip() + reason
