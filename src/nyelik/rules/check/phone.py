"""The phone's engine among those that `nyelik check` asks: a Node process that runs the bundle of this rulebook."""

from __future__ import annotations

from collections.abc import Sequence

from nyelik.base.dates import day_number
from nyelik.rules.bundle import bundle_of
from nyelik.rules.check.answers import Answer
from nyelik.rules.check.cases import Case
from nyelik.rules.check.engines import EngineMissing
from nyelik.rules.engines.phone import NoNode, Phone, Question
from nyelik.rules.errors import Phrase
from nyelik.rules.examples import facts_of_example
from nyelik.rules.load import Loaded


class PhoneEngine:
    """The phone with one rulebook; the process lives for one round of answers."""

    name = "phone"

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded

    def answers(self, cases: Sequence[Case]) -> list[Answer]:
        """The answer to each case, from facts as recorded: the phone derives growth events itself."""
        try:
            phone = Phone()
        except NoNode:
            raise EngineMissing(Phrase("no-node"), Phrase("install-node")) from None
        with phone:
            phone.load(bundle_of(self._loaded))
            return phone.answers([self._question(case) for case in cases])

    def _question(self, case: Case) -> Question:
        example = case.example
        facts = facts_of_example(example.facts, example.on, self._loaded.rules.words)
        return Question(case.rule.id, facts, day_number(example.on), case.period)
