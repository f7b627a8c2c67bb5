"""What is written of a node reads as the same node again, for every expression of the rulebook."""

from collections.abc import Iterator

import pytest

from nyelik.rules.expression import Named, Reader
from nyelik.rules.load import load
from nyelik.rules.node import Node
from nyelik.rules.write import written

RULES = load().rules
NAMED = {
    key: Named(key, rule.node) for key, rule in {**RULES.settings, **RULES.definitions}.items()
}
READER = Reader(RULES.words, NAMED)


def expressions() -> Iterator[tuple[str, Node]]:
    """Every expression of the rulebook with the rule that it stands in."""
    for definition in RULES.definitions.values():
        yield definition.id, definition.node
    for group in RULES.groups.values():
        yield group.id, group.when
    for service in RULES.services.values():
        parts = (service.eligible, service.start, service.done, service.late, service.overdue)
        yield from ((service.id, node) for node in (*parts, *service.not_before) if node)
    for finding in RULES.findings.values():
        yield finding.id, finding.eligible
        yield from ((finding.id, one.when) for one in finding.classes)
    for indicator in RULES.indicators.values():
        yield indicator.id, indicator.among
        yield from ((indicator.id, part.node) for part in indicator.parts)


def test_reading_what_is_written_gives_the_same_node() -> None:
    changed = [
        f"{rule}: {written(node)}"
        for rule, node in expressions()
        if READER.read(written(node)) != node
    ]
    assert not changed


@pytest.mark.parametrize(
    "text",
    [
        "latest(muac_cm) < 23.5 and not has(died)",
        "(latest(muac_cm) < 23.5 or has(died)) and yes",
        "2 * (age_days() + 1) - (3 - age_days()) > -1",
        "sex == female and latest(kpsp_result) in (sesuai, meragukan)",
        "has(anc_visit, last(days=90)) or has(anc_visit, age(months=6, until_months=12))",
        "born + months(9) <= '2026-06-30'",
        "times(weight_kg, period) >= 8 and period.end >= dose(DPT, 3)",
    ],
)
def test_an_expression_is_written_as_its_author_wrote_it(text: str) -> None:
    assert written(READER.read(text)) == text
