"""The page of one rule, of any kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from nyelik.rules import model as m
from nyelik.rules.because import day_text, number_text, unit_text
from nyelik.rules.explain import Explainer
from nyelik.rules.explain_form import ROLE_NAMES
from nyelik.rules.manual import page as pages
from nyelik.rules.manual.asked_of import RESIDENCE
from nyelik.rules.manual.belongs import Belonging, People
from nyelik.rules.manual.cases import answer_in_words, facts_in_words
from nyelik.rules.manual.form_pages import form_sections
from nyelik.rules.manual.graph import (
    AnyRule,
    Graph,
    all_rules,
    kind_of,
    make_graph,
    names_in,
    nodes_of,
    words_in,
)
from nyelik.rules.manual.signing import check_of, state_of
from nyelik.rules.manual.texts import (
    ANSWERS,
    CONFIDENCE,
    FORMS,
    MEASURES,
    ORIGINS,
    PERIODS,
    PLACES,
    SEVERITIES,
    WORDS,
)
from nyelik.rules.manual.windows import waits_of, windows_of
from nyelik.rules.node import Node
from nyelik.rules.package import Package
from nyelik.rules.steps import step_text

_PLACEHOLDER = re.compile(r"{([^{}]+)}")
_ALWAYS = ("alive_resident",)
"""Terms that nearly every rule uses: a list of thousands of users helps nobody."""


class RulePages:
    """Makes the pages of the rules of one rulebook in one language."""

    def __init__(self, rulebook: m.Rulebook, language: str) -> None:
        self.rulebook, self.language = rulebook, language
        self.says = WORDS[language]
        self.explainer = Explainer(rulebook, language)
        self.belonging = Belonging(rulebook)

    @cached_property
    def graph(self) -> Graph:
        """Who names whom."""
        return make_graph(self.rulebook)

    @cached_property
    def by_id(self) -> dict[str, AnyRule]:
        """Every rule that has a page."""
        return {rule.id: rule for rule in all_rules(self.rulebook)}

    @cached_property
    def links(self) -> dict[str, pages.Link]:
        """The link to each rule's page."""
        return {rule.id: self._link(rule) for rule in self.by_id.values()}

    def _link(self, rule: AnyRule) -> pages.Link:
        label = rule.label.text(self.language)
        return pages.Link(kind_of(rule), rule.id, label, state_of(self.rulebook, rule))

    def page(self, rule: AnyRule) -> pages.RulePage:
        """The whole page of a rule."""
        common = self._common(rule)
        match rule:
            case m.Service():
                return self._service(common, rule)
            case m.Finding():
                return self._finding(common, rule)
            case m.Indicator():
                return self._indicator(common, rule)
            case Package():
                return self._form(common, rule)
            case m.Index():
                return replace(common, measure=tuple(self.explainer.sentences(rule)))
            case m.Group():
                return replace(common, who=self.condition(rule.when))
        return common

    def condition(self, node: Node) -> pages.Condition:
        """A truth as the page shows it."""
        return pages.Condition(*self.explainer.condition(node))

    # ---- what every kind has -------------------------------------------------------------------------

    def _common(self, rule: AnyRule) -> pages.RulePage:
        nodes = nodes_of(rule)
        names = [name for name in names_in(nodes) if name not in _ALWAYS]
        label = rule.label.text(self.language)
        return pages.RulePage(
            kind=kind_of(rule),
            kind_label=self.says[kind_of(rule)],
            id=rule.id,
            label=label,
            sentences=tuple(_capital(text) for text in self.explainer.sentences(rule)),
            who=None,
            check=check_of(self.rulebook, rule, self.language),
            examples=tuple(self._example(rule, example) for example in rule.examples),
            source=self.source(rule.source),
            in_force=self._in_force(getattr(rule, "in_force", None)),
            changes=tuple(self._change(change) for change in getattr(rule, "changes", ())),
            settings=tuple(self._settings(nodes)),
            uses=tuple(self.links[name] for name in names if name in self.links),
            used_by=tuple(self._users(rule)),
            records=tuple(self._record(c) for c in words_in(nodes) if c not in RESIDENCE),
            chapters=tuple(self._chapters(rule.chapters)),
            groups=tuple(self._groups(rule)),
            note=rule.note.text(self.language) if rule.note else "",
            sensitive=self.says["sensitive"] if getattr(rule, "sensitive", None) else "",
            origin=self._origin(rule.id),
            place=self.rulebook.places.get(rule.id, ""),
        )

    def _origin(self, rule_id: str) -> str:
        origin, layer = self.rulebook.origins.get(rule_id), self.rulebook.layer
        if origin is None or layer is None:
            return ""
        says, name = ORIGINS[self.language], layer.label.text(self.language)
        if origin.replaces is None:
            return says["own"].format(name)
        reason = origin.reason.text(self.language) if origin.reason else ""
        return says["replaces"].format(name, origin.replaces, reason).strip()

    def _users(self, rule: AnyRule) -> Iterable[pages.Link]:
        return (self.links[user.id] for user in self.graph.used_by.get(rule.id, ()))

    def _groups(self, rule: AnyRule) -> Iterable[pages.Link]:
        if isinstance(rule, m.Service | m.Finding | m.Indicator | Package):
            yield from (self.people_link(people) for people in self.belonging.whom(rule))

    def people_link(self, people: People) -> pages.Link:
        """The link to the page of a group, or of those in a state."""
        return replace(self.links[people.id], kind="group", mark="")

    def _chapters(self, ids: Iterable[str]) -> Iterable[pages.Link]:
        for chapter in ids:
            label = self.rulebook.chapters[chapter].label.text(self.language)
            yield pages.Link("chapter", chapter, label)

    def source(self, source: m.Source | None) -> pages.SourceRow | None:
        """A source in words."""
        if source is None:
            return None
        title = self.rulebook.sources[source.document].title
        sure = CONFIDENCE[self.language][source.confidence]
        return pages.SourceRow(title, source.section, sure, source.to_check or "")

    def _in_force(self, in_force: m.InForce | None) -> str:
        if in_force is None:
            return ""
        says, since = MEASURES[self.language], day_text(in_force.since, self.language)
        if in_force.until is None:
            return says["since"].format(since)
        return says["span"].format(since, day_text(in_force.until, self.language))

    def _change(self, change: m.Change) -> pages.ChangeRow:
        return pages.ChangeRow(day_text(change.on, self.language), change.what.text(self.language))

    def _example(self, rule: AnyRule, example: m.Example) -> pages.ExampleRow:
        facts = facts_in_words(example, self.rulebook, self.language)
        answer = answer_in_words(rule, example.expect, self.rulebook, self.language)
        on = example.period or day_text(example.on, self.language)
        return pages.ExampleRow(example.name, facts, on, answer, example.case)

    def _record(self, code: str) -> pages.RecordRow:
        word = self.rulebook.words[code]
        limits = ""
        if word.possible:
            low, high = (number_text(bound, self.language) for bound in word.possible)
            limits = f"{low}–{high}"
        unit = unit_text(word.unit, self.language)
        return pages.RecordRow(word.label.text(self.language), unit, limits)

    # ---- settings -----------------------------------------------------------------------------------

    def _settings(self, nodes: Iterable[Node]) -> Iterable[pages.ReadingRow]:
        for name in names_in(nodes, through=True):
            if name in self.rulebook.settings:
                yield self.reading(self.rulebook.settings[name])

    def reading(self, setting: m.Setting, users: bool = False) -> pages.ReadingRow:
        """A setting in words; with `users` the rules that use it."""
        value = self._value(setting.node)
        others = [self._value(choice) for choice in setting.choices]
        if not others and isinstance(setting.node.args[0], bool):
            others = [ANSWERS[self.language][answer] for answer in ("yes", "no")]
        used = self.graph.used_by.get(setting.id, ()) if users else ()
        return pages.ReadingRow(
            id=setting.id,
            label=setting.label.text(self.language),
            value=value,
            others=tuple(other for other in others if other != value),
            note=setting.note.text(self.language) if setting.note else "",
            contradiction=setting.contradiction,
            source=self.source(setting.source),
            used_by=tuple(self.links[rule.id] for rule in used),
            origin=self._origin(setting.id),
            place=self.rulebook.places.get(setting.id, ""),
        )

    def _value(self, node: Node) -> str:
        text = self.explainer.node(node)
        return text.replace("_", " ") if node.type == "choice" else text

    # ---- kinds --------------------------------------------------------------------------------------

    def _service(self, common: pages.RulePage, rule: m.Service) -> pages.RulePage:
        return replace(
            common,
            who=self.condition(rule.eligible),
            windows=windows_of(self.explainer, rule),
            waits=waits_of(self.explainer, rule),
            done=self.explainer.node(rule.done),
            at=self.places(rule),
            say=rule.say.text(self.language) if rule.say else "",
        )

    def places(self, rule: m.Service | Package) -> str:
        """Where a service is given or a form filled."""
        return ", ".join(PLACES[self.language][place] for place in rule.at)

    def _finding(self, common: pages.RulePage, rule: m.Finding) -> pages.RulePage:
        everybody = rule.eligible.op == "constant"
        return replace(
            common,
            who=None if everybody else self.condition(rule.eligible),
            classes=self.classes(rule),
            audience=self.says["nakes_only" if rule.audience == "nakes" else "everyone"],
        )

    def classes(self, rule: m.Finding) -> tuple[pages.ClassRow, ...]:
        """The classes of a finding, in the order in which the rule asks: from grave to good."""
        return tuple(self._class(found) for found in rule.classes)

    def _class(self, found: m.FindingClass) -> pages.ClassRow:
        mark, word = SEVERITIES[found.severity]
        otherwise = found.when.op == "constant"
        return pages.ClassRow(
            label=found.label.text(self.language),
            mark=mark,
            severity=word[self.language],
            when=self._otherwise if otherwise else self.condition(found.when),
            say=self._said(found),
            steps=tuple(step_text(s, self.rulebook.topics, self.language) for s in found.then),
            plain=found.plain.text(self.language) if found.plain else "",
        )

    @property
    def _otherwise(self) -> pages.Condition:
        return pages.Condition({"id": "selain itu", "en": "otherwise"}[self.language])

    def _said(self, found: m.FindingClass) -> str:
        """What is said, with ‹what stands there› for each value that a person's facts fill in."""
        if found.say is None:
            return ""

        def fill(match: re.Match[str]) -> str:
            return f"‹{self._filler(found.placeholders[match[1]])}›"

        return _PLACEHOLDER.sub(fill, found.say.text(self.language))

    def _filler(self, node: Node) -> str:
        """A measured value by its name alone: the window it was looked for in would only be in the way."""
        word = self.rulebook.words.get(str(node.args[0])) if node.op == "latest" else None
        return word.label.text(self.language) if word else self.explainer.node(node)

    def _form(self, common: pages.RulePage, rule: Package) -> pages.RulePage:
        says = FORMS[self.language]
        roles = ", ".join(ROLE_NAMES[role].text(self.language) for role in rule.by)
        return replace(
            common,
            who=self.condition(rule.eligible) if rule.eligible.op != "constant" else None,
            at=self.places(rule),
            measure=(says["filled"].format(roles), says["version"].format(rule.version)),
            form=form_sections(self.rulebook, self.explainer, rule),
        )

    def _indicator(self, common: pages.RulePage, rule: m.Indicator) -> pages.RulePage:
        return replace(
            common,
            who=self.condition(rule.among),
            parts=tuple(
                pages.PartRow(part.label.text(self.language), self.condition(part.node))
                for part in rule.parts
            ),
            measure=tuple(self._measures(rule)),
        )

    def _measures(self, rule: m.Indicator) -> Iterable[str]:
        says = MEASURES[self.language]
        yield says["period"].format(PERIODS[self.language][rule.period])
        if rule.mean_of is not None:
            unit = unit_text(rule.unit, self.language)
            yield says["mean"].format(self.explainer.node(rule.mean_of), unit)
        bound = "≤ " if rule.better == "lower" else "≥ "
        for year, target in sorted(rule.targets.items()):
            number = number_text(target, self.language)
            unit = unit_text(rule.unit, self.language)
            if year:
                yield says["target"].format(year, bound, number, unit)
            else:
                yield says["target_any"].format(bound, number, unit)
        if rule.better == "lower":
            yield says["lower"]
        if rule.target_by_month:
            yield says["by_month"]
        if rule.for_kader:
            yield says["for_kader"]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
