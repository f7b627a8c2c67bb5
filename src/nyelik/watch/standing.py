"""Everything in the rulebook kept level with the mart: after a refresh only people who changed are asked again.

What somebody comes to depends on that person alone. So what those who changed came to before is taken away from the
counts, and what they come to now is added: the same counts as from asking everybody, which a property test checks.
"""

from __future__ import annotations

from collections.abc import Sequence

from nyelik.register.area_tree import AreaTree
from nyelik.rules.engines.rulebook_columns import RulebookPlan, without
from nyelik.watch.evaluate import Asked, Watch
from nyelik.watch.mart import State
from nyelik.watch.totals import Part, Sums, Totals, answers_of, rulebook_plan, together, totals_of


class Standing:
    """The totals of one question and one tree of areas, for one thread; another day or tree is another standing."""

    def __init__(self, watch: Watch, asked: Asked, places: AreaTree | None = None) -> None:
        self._watch, self._asked, self._places = watch, asked, places
        self._last: tuple[State | None, Sums | None] = (None, None)

    def totals(self, state: State) -> Totals:
        """The totals in a state of the mart; what did not change since the last one asked for is not looked at."""
        whole = rulebook_plan(self._watch, self._asked)
        last, known = self._last
        if last is None or known is None or not state.continues(last):
            parts = [Part(state, number) for number in range(state.blocks)]
            known = together(self._asked_of(whole, parts))
        else:
            known = self._brought_up(whole, known, last, state)
        self._last = state, known
        return totals_of(whole, known)

    def _brought_up(self, whole: RulebookPlan, known: Sums, last: State, state: State) -> Sums:
        was, now = _changed(last, last, state), _changed(state, last, state)
        found = self._asked_of(whole, [*was, *now])
        for one in found[: len(was)]:
            known = Sums(known.people - one.people, without(known.answers, one.answers))
        return together([known, *found[len(was) :]]) or known

    def _asked_of(self, whole: RulebookPlan, parts: Sequence[Part]) -> list[Sums]:
        return answers_of(self._watch, whole, self._asked, parts, self._places)


def _changed(of: State, last: State, state: State) -> list[Part]:
    """Those who changed between two states, as they are in one of them."""
    changed = {number: state.changed_since(last, number) for number in range(of.blocks)}
    return [
        Part(of, number, only=places)
        for number, places in changed.items()
        if places is not None and len(places)
    ]
