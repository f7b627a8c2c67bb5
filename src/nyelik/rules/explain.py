"""`explain(rule)`: the sentence a midwife reads, in Indonesian ("id") and English ("en").

Sentences are made from the rule itself, never written apart: they cannot disagree with what the engines do.
"""

from __future__ import annotations

from nyelik.rules import model as m
from nyelik.rules.because import number_text
from nyelik.rules.explain_form import form_sentences
from nyelik.rules.package import Package
from nyelik.rules.phraser import Phraser

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


class Explainer(Phraser):
    """Explains rules of one rulebook in one language, "id" or "en"."""

    def rule(
        self, rule: m.Definition | m.Group | m.Service | m.Finding | m.Indicator | Package
    ) -> str:
        """What a rule says, in sentences."""
        body = {
            m.Definition: self._definition,
            m.Group: self._group,
            m.Service: self._service,
            m.Finding: self._finding,
            m.Indicator: self._indicator,
            Package: self._package,
        }[type(rule)]
        return " ".join([f"{rule.label.text(self.language)}.", *body(rule)])  # type: ignore[operator]

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

    def _package(self, rule: Package) -> list[str]:
        return form_sentences(self, rule)

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
