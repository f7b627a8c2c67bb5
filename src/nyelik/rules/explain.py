"""`explain(rule)`: the sentence a midwife reads, in Indonesian ("id") and English ("en").

Sentences are made from the rule itself, never written apart: they cannot disagree with what the engines do.
"""

from __future__ import annotations

from nyelik.rules import model as m
from nyelik.rules.because import number_text
from nyelik.rules.explain_form import form_sentences
from nyelik.rules.index import exact, exact_truth
from nyelik.rules.package import Package
from nyelik.rules.phraser import Phraser

AnyRule = m.Definition | m.Group | m.Service | m.Finding | m.Indicator | m.Index | Package
"""Everything that can be said in sentences."""

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
        "target": "Target {0} {1}.",
        "mean": "Rata-rata {0}, dalam {1}.",
        "index_part": "Bagian “{0}”, bobot {1}: rata-rata {2}.",
        "index_one": "Bagian “{0}”, bobot {1}.",
        "index_areas": "Bagian “{0}”, bobot {1}: persen {3} yang mencapai paling sedikit {4} % pada {2}.",
        "index_scale": "Masing-masing dikalikan {0}.",
        "index_class": "{0}: mulai {1}.",
        "index_rounds": "Dibulatkan ke {0} desimal sebelum kelasnya dilihat.",
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
        "target": "Target {0} {1}.",
        "mean": "Mean of {0}, in {1}.",
        "index_part": "Part “{0}”, weight {1}: mean of {2}.",
        "index_one": "Part “{0}”, weight {1}.",
        "index_areas": "Part “{0}”, weight {1}: percent of {3} that reach at least {4} % of {2}.",
        "index_scale": "Each times {0}.",
        "index_class": "{0}: from {1}.",
        "index_rounds": "Rounded to {0} decimals before its class is looked up.",
    },
}

_AREA_NAMES = {
    "id": {"village": "desa", "district": "kecamatan", "regency": "kabupaten"},
    "en": {"village": "villages", "district": "kecamatan", "regency": "kabupaten"},
}


class Explainer(Phraser):
    """Explains rules of one rulebook in one language, "id" or "en"."""

    def rule(self, rule: AnyRule) -> str:
        """What a rule says, in sentences, after its name."""
        return " ".join([f"{rule.label.text(self.language)}.", *self.sentences(rule)])

    def sentences(self, rule: AnyRule) -> list[str]:
        """What a rule says, sentence by sentence."""
        body = {
            m.Definition: self._definition,
            m.Group: self._group,
            m.Service: self._service,
            m.Finding: self._finding,
            m.Indicator: self._indicator,
            Package: self._package,
            m.Index: self._index,
        }[type(rule)]
        return body(rule)  # type: ignore[operator, no-any-return]

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
        if rule.mean_of:
            sentences.append(self._say("mean", self.node(rule.mean_of), rule.unit))
        elif len(rule.parts) == 1:
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
            sentences.append(self._say("target", number_text(newest, self.language), rule.unit))
        return sentences

    def _index(self, rule: m.Index) -> list[str]:
        sentences = [self._index_part(part) for part in rule.parts]
        if exact(rule.scale) != 1:
            sentences.append(self._say("index_scale", self.node(rule.scale)))
        sentences.extend(
            self._say("index_class", one.label.text(self.language), self.node(one.at_least))
            for one in rule.classes
        )
        if exact_truth(rule.rounds):
            sentences.append(self._say("index_rounds", str(rule.decimals)))
        return sentences

    def _index_part(self, part: m.IndexPart) -> str:
        indicators = self.rulebook.indicators
        of = ", ".join(f"“{indicators[one].label.text(self.language)}”" for one in part.of)
        weight = exact(part.weight)
        share = (
            str(weight)
            if weight.denominator % 3 == 0
            else number_text(float(weight), self.language)
        )
        texts = [part.label.text(self.language), share, of]
        if part.areas is None or part.reaches is None:
            return self._say("index_part" if len(part.of) > 1 else "index_one", *texts)
        level = _AREA_NAMES[self.language].get(part.areas, part.areas)
        return self._say("index_areas", *texts, level, self.node(part.reaches))
