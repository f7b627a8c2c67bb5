"""From written items to the frozen model: each `read_…` refuses what is not well-formed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nyelik.rules import model as m
from nyelik.rules import vocabulary as v
from nyelik.rules.build_words import sensitive_mark
from nyelik.rules.expression import ExpressionError, Reader
from nyelik.rules.item import Item
from nyelik.rules.node import Duration, Node, constant, truth
from nyelik.rules.words import Label

_DURATION = re.compile(r"^(\d+) (hour|day|week|month|year)s?$")
_PLACEHOLDER = re.compile(r"{([^{}]+)}")
_DAYS_OF = {"hours": 1 / 24, "days": 1, "weeks": 7, "months": 30.4375, "years": 365.25}
_COMMON = ("id", "label", "source", "in_force", "examples")
_ACTIONS = ("counsel", "refer", "visit", "revisit", "notify", "give")
_READS_VALUE = ("latest", "first", "previous", "lowest", "highest", "total")
_PERIODS = ("day", "week", "month", "quarter", "year")


@dataclass
class Builder:
    """Builds rules once words and names are known."""

    reader: Reader
    sources: dict[str, m.Document]

    # ---- expressions -------------------------------------------------------------------------------

    def expression(self, item: Item, key: str, expected: str | None = None) -> Node:
        """The expression under `key`, of type `expected`."""
        written = item.need(key)
        if isinstance(written, bool):
            return truth(written)
        return self.parse(item, key, str(written), expected)

    def parse(self, item: Item, key: str, text: str, expected: str | None = None) -> Node:
        """Read an expression text that stands under `key`."""
        try:
            return self.reader.read(text, expected)
        except ExpressionError as error:
            raise item.refuse(f"{key}: {error.wrong}", error.mend, key, error.column) from None

    def truth(self, item: Item, key: str) -> Node:
        """A yes/no expression."""
        return self.expression(item, key, v.TRUTH)

    def day(self, item: Item, key: str, anchor: Node) -> Node:
        """A day: an expression, or a duration counted from the anchor ("9 months")."""
        match = _DURATION.match(item.text(key))
        if match is None:
            return self.expression(item, key, v.DAY)
        duration = constant(Duration(f"{match[2]}s", int(match[1])), v.DURATION)
        return Node("later", (anchor, duration), v.DAY)

    # ---- common parts ------------------------------------------------------------------------------

    def source(self, item: Item) -> m.Source:
        """Where a rule comes from; the document must be listed among the sources."""
        part = item.mapping("source")
        part.allow("document", "section", "confidence", "to_check")
        document = part.text("document")
        if document not in self.sources:
            raise part.refuse(
                f"the document “{document}” is not listed", "Add it to sources.yaml.", "document"
            )
        known = self.sources[document]
        confidence = part.one_of("confidence", ("high", "medium", "low"), known.confidence)
        to_check = part.text("to_check") if part.has("to_check") else known.to_check
        return m.Source(document, part.text("section"), confidence, to_check)

    def in_force(self, item: Item) -> m.InForce:
        """From when, and until when, the rule holds."""
        part = item.mapping("in_force")
        part.allow("from", "until")
        return m.InForce(part.date("from"), part.date("until") if part.has("until") else None)

    def examples(self, item: Item, needed: bool = True) -> tuple[m.Example, ...]:
        """The worked examples; a rule without one is refused."""
        examples = tuple(self._example(part) for part in item.items("examples"))
        if needed and not examples:
            raise item.refuse(
                "a rule needs examples", "Add examples: the day before, the day, no data …"
            )
        return examples

    def _example(self, item: Item) -> m.Example:
        item.allow("name", "facts", "on", "period", "expect")
        on = item.date("on") if item.has("on") else m.EXAMPLE_DAY
        period = item.text("period") if item.has("period") else None
        if "expect" not in item.data:
            raise item.refuse(
                "an example needs what to expect", "Write expect: yes, no, unknown, due …"
            )
        facts = item.data.get("facts") or {}
        return m.Example(item.text("name"), dict(facts), on, period, item.data["expect"], item.line)

    # ---- kinds of rules ----------------------------------------------------------------------------

    def setting(self, item: Item) -> m.Setting:
        """A setting: its value becomes a constant in expressions."""
        item.allow(
            *(
                "id",
                "label",
                "type",
                "value",
                "choices",
                "note",
                "contradiction",
                "source",
                "readings",
            )
        )
        number = item.data.get("contradiction")
        return m.Setting(
            item.text("id"),
            item.label(),
            self._setting_value(item),
            item.optional_label("note"),
            int(number) if number is not None else None,
            self.source(item) if item.has("source") else None,
        )

    def _setting_value(self, item: Item) -> Node:
        kind = item.one_of("type", ("number", "truth", "choice", "duration", "text"))
        value = item.need("value")
        if kind == "number":
            return constant(float(value), v.NUMBER)
        if kind == "truth":
            return truth(value is True or str(value) in ("yes", "true"))
        match = _DURATION.match(str(value))
        if kind == "duration" and match:
            return constant(Duration(f"{match[2]}s", int(match[1])), v.DURATION)
        if kind == "duration":
            raise item.refuse(f"“{value}” is not a duration", "Write it as 12 weeks.", "value")
        if item.has("choices") and str(value) not in item.texts("choices"):
            raise item.refuse(
                f"“{value}” is not among the choices", "Write one of choices.", "value"
            )
        return constant(str(value), v.CHOICE)

    def definition(self, item: Item) -> m.Definition:
        """A named expression of any type."""
        item.allow("id", "label", "as", "source", "examples", "in_force", "note")
        source = self.source(item) if item.has("source") else None
        node = self.expression(item, "as")
        return m.Definition(item.text("id"), item.label(), node, source, self.examples(item, False))

    def group(self, item: Item) -> m.Group:
        """A life-cycle group of one rule set."""
        item.allow(*_COMMON, "ruleset", "when", "note")
        return m.Group(
            item.text("id"),
            item.one_of("ruleset", m.RULESETS),
            item.label(),
            self.truth(item, "when"),
            self.source(item),
            self.in_force(item),
            self.examples(item),
        )

    def service(self, item: Item) -> m.Service:
        """A service with its windows."""
        item.allow(
            *(*_COMMON, "for", "after", "from", "late", "overdue", "overdue_when", "closes"),
            *("not_before", "done", "at", "say", "note", "urgent"),
        )
        anchor = (
            self.expression(item, "after", v.DAY) if item.has("after") else Node("born", (), v.DAY)
        )
        eligible, done = self.truth(item, "for"), self.expression(item, "done", v.DAY)
        self._check_order(item)
        for place in item.texts("at"):
            if place not in m.PLACES:
                raise item.refuse(
                    f"“{place}” is not a place", f"Write {', '.join(m.PLACES)}.", "at"
                )
        return m.Service(
            id=item.text("id"),
            label=item.label(),
            eligible=eligible,
            start=self.day(item, "from", anchor),
            done=done,
            source=self.source(item),
            in_force=self.in_force(item),
            examples=self.examples(item),
            late=self.day(item, "late", anchor) if item.has("late") else None,
            overdue=self.day(item, "overdue", anchor) if item.has("overdue") else None,
            overdue_when=self.truth(item, "overdue_when") if item.has("overdue_when") else None,
            closes=self.day(item, "closes", anchor) if item.has("closes") else None,
            not_before=tuple(
                self.parse(item, "not_before", t, v.DAY) for t in item.texts("not_before")
            ),
            at=item.texts("at"),
            say=item.optional_label("say"),
            urgent=bool(item.data.get("urgent", False)),
            sensitive=self._sensitive_of(eligible, done),
        )

    def _check_order(self, item: Item) -> None:
        """A window that closes before it opens can never be reached."""
        before, last = "", -1.0
        for key in ("from", "late", "overdue", "closes"):
            match = _DURATION.match(item.text(key, ""))
            if match is None:
                continue
            days = int(match[1]) * _DAYS_OF[f"{match[2]}s"]
            if days < last or (key == "closes" and days == last):
                wrong = f"{key} comes before {before}: the window can never be reached"
                raise item.refuse(wrong, "Put from, late, overdue, closes in order.", key)
            before, last = key, days

    def finding(self, item: Item) -> m.Finding:
        """A finding with its classes; a single `when` is a finding of one class, `yes`."""
        item.allow(
            *(*_COMMON, "for", "when", "classes", "say", "then", "severity", "audience", "note"),
            *("sensitive",),
        )
        single = item.has("when")
        if single == item.has("classes"):
            raise item.refuse("a finding has either when or classes", "Write one of the two.")
        classes = (self._class(item, "yes"),) if single else self._classes(item)
        return m.Finding(
            item.text("id"),
            item.label(),
            self.truth(item, "for") if item.has("for") else truth(True),
            classes,
            item.one_of("audience", m.AUDIENCES, "everyone"),
            self.source(item),
            self.in_force(item),
            self.examples(item),
            sensitive_mark(item) or self._sensitive_of(*(c.when for c in classes)),
            single,
        )

    def _classes(self, item: Item) -> tuple[m.FindingClass, ...]:
        classes = []
        for part in item.items("classes"):
            part.allow("id", "label", "when", "otherwise", "severity", "say", "then", "note")
            classes.append(self._class(part, part.text("id")))
        return tuple(classes)

    def _class(self, item: Item, class_id: str) -> m.FindingClass:
        when = truth(True) if item.has("otherwise") else self.truth(item, "when")
        say = item.optional_label("say")
        return m.FindingClass(
            class_id,
            item.label(),
            when,
            item.one_of("severity", m.SEVERITIES, "yellow"),
            say,
            tuple(self._step(part) for part in item.items("then")),
            self._placeholders(item, say),
        )

    def _placeholders(self, item: Item, say: Label | None) -> dict[str, Node]:
        texts = [say.id, say.en] if say else []
        found = {name for text in texts for name in _PLACEHOLDER.findall(text)}
        return {name: self.parse(item, "say", name) for name in sorted(found)}

    def _step(self, item: Item) -> m.Step:
        item.allow(*_ACTIONS, "within", "note")
        actions = [action for action in _ACTIONS if item.has(action)]
        if len(actions) != 1:
            raise item.refuse("a step has one action", f"Write one of {', '.join(_ACTIONS)}.")
        what = item.text(actions[0])
        within = item.text("within") if item.has("within") else None
        if what.startswith("within ") and within is None:
            what, within = "", what.removeprefix("within ")
        return m.Step(actions[0], what, within, item.optional_label("note"))

    def indicator(self, item: Item) -> m.Indicator:
        """A coverage with its named parts."""
        item.allow(
            *(
                *_COMMON,
                "period",
                "among",
                "counts_when",
                "better",
                "target",
                "unit",
                "target_by_month",
            ),
            *("note", "program", "sensitive"),
        )
        among, parts = self.truth(item, "among"), self._parts(item)
        return m.Indicator(
            item.text("id"),
            item.label(),
            item.one_of("period", _PERIODS),
            among,
            parts,
            item.one_of("better", ("higher", "lower"), "higher"),
            self.source(item),
            self.in_force(item),
            self.examples(item),
            self._targets(item),
            str(item.data.get("target_by_month", "no")) in ("yes", "True"),
            item.text("program", ""),
            item.optional_label("note"),
            sensitive_mark(item) or self._sensitive_of(among, *(part.node for part in parts)),
        )

    def _parts(self, item: Item) -> tuple[m.Part, ...]:
        if not isinstance(item.need("counts_when"), dict):
            return (m.Part("counted", item.label(), self.truth(item, "counts_when")),)
        written = item.mapping("counts_when")
        return tuple(self._part(written, str(key)) for key in written.data)

    def _part(self, written: Item, key: str) -> m.Part:
        if not isinstance(written.data[key], dict):
            name = key.replace("_", " ")
            return m.Part(key, Label(name, name), self.truth(written, key))
        part = written.mapping(key)
        part.allow("when", "label")
        return m.Part(key, part.label(), self.truth(part, "when"))

    def _targets(self, item: Item) -> dict[int, float]:
        value = item.data.get("target")
        if value is None:
            return {}
        if isinstance(value, dict):
            return {int(year): _percent(item, number) for year, number in value.items()}
        return {0: _percent(item, value)}

    def _sensitive_of(self, *nodes: Node) -> str | None:
        """A rule that reads a sensitive word's value is as sensitive as the word.

        Asking whether a test was done tells nothing of its result: that stays open.
        """
        for node in nodes:
            if node.op in _READS_VALUE:
                sensitive = self.reader.words[str(node.args[0])].sensitive
                if sensitive:
                    return sensitive
            below = self._sensitive_of(*node.nodes())
            if below:
                return below
        return None


def _percent(item: Item, value: object) -> float:
    try:
        return float(str(value).removesuffix("%").replace("≥", "").replace("≤", "").strip())
    except ValueError:
        raise item.refuse(f"“{value}” is not a percentage", "Write 90 %.", "target") from None
