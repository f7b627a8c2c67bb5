"""A rule is as sensitive as anything that decides about it or is said in it."""

from pathlib import Path

import pytest

from nyelik.register.scope import CLUSTERS_FOR
from nyelik.rules.check.branches import asked_by
from nyelik.rules.load import load
from nyelik.rules.node import Node
from nyelik.rules.read import read_rulebook

EVERY = frozenset({2, 3, 4})
RULES = """
sources: [{id: s, title: S, kind: memory, confidence: low, to_check: nothing}]
words:
  - {code: secret, label: {id: R, en: R}, kind: yes_no, sensitive: mental}
  - {code: seen, label: {id: S, en: S}, kind: yes_no}
"""
COMMON = "source: {document: s, section: none}, in_force: {from: 2020-01-01}"
FINDING = "severity: red, examples: [{name: a, facts: {}, expect: none}]"
WINDOW = "for: latest(seen), from: 1 days, done: latest_day(seen)"
SERVICE = "examples: [{name: a, facts: {}, expect: not_applicable}]"


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("findings", f"for: latest(secret), when: latest(seen), {FINDING}"),
        ("findings", f"when: latest(seen), say: {{id: '{{latest(secret)}}', en: x}}, {FINDING}"),
        ("services", f"{WINDOW}, overdue_when: latest(secret), {SERVICE}"),
    ],
)
def test_of_whom_what_is_said_and_when_make_a_rule_sensitive(
    kind: str, rule: str, tmp_path: Path
) -> None:
    text = f"{kind}:\n  - {{id: rule, label: {{id: L, en: L}}, {COMMON}, {rule}}}\n"
    (tmp_path / "rules.yaml").write_text(RULES + text)
    assert getattr(read_rulebook(tmp_path), kind)["rule"].sensitive == "mental"


def test_a_rule_that_reads_several_secrets_is_hidden_from_who_may_not_see_one_of_them() -> None:
    """A rule carries one mark, so the others that it reads must hide it from no more clusters."""
    rules = load().rules
    words = rules.words

    def told(node: Node) -> set[str]:
        own = {str(words[str(node.args[0])].sensitive)} if node.op == "latest" else set()
        return own.union(*map(told, node.nodes())) - {"None"}

    marked = [*rules.groups.values(), *rules.services.values(), *rules.findings.values()]
    marked += rules.indicators.values()
    assert any(rule.sensitive for rule in marked)
    for rule in marked:
        if rule.sensitive is None:
            continue  # said to be open by its author: a sum tells no single answer
        may_see = CLUSTERS_FOR.get(rule.sensitive, EVERY)
        for asked in asked_by(rule):
            for kind in told(asked.node):
                assert may_see <= CLUSTERS_FOR.get(kind, EVERY), (rule.id, kind)
