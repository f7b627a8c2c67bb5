"""The phone's engine for tests: one Node process for a whole test session, and the rulebook loaded into another."""

import atexit
import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from nyelik.base.period import Period
from nyelik.rules.bundle import FORMAT, bundle_of
from nyelik.rules.bundle_growth import growth_as_data
from nyelik.rules.engines.phone import Phone, facts_as_data
from nyelik.rules.facts import Facts
from nyelik.rules.growth.zscore import Measured, Score
from nyelik.rules.load import load
from nyelik.rules.node import Node
from tests.support.growth import growth_tables


@cache
def phone_of_expressions() -> Phone:
    """A phone that is given expressions, a bundle of them at a time."""
    return _started()


@cache
def phone_of_rulebook() -> Phone:
    """A phone with this checkout's rulebook in use."""
    phone = _started()
    phone.load(bundle_of(load()))
    return phone


@cache
def phone_of_growth() -> Phone:
    """A phone with the growth tables and no rules."""
    phone = _started()
    growth = growth_as_data(growth_tables())
    phone.load({"format": FORMAT, "rulebook": "", "words": [], "nodes": [], "growth": growth})
    return phone


def _started() -> Phone:
    phone = Phone()
    atexit.register(phone.close)
    return phone


def phone_values(
    nodes: Sequence[Node], people: Sequence[Facts], today: int, period: Period | None
) -> list[list[Any]]:
    """For each expression the answers of each person; days are day numbers."""
    return phone_of_expressions().values(nodes, people, today, period)


def phone_score(index: str, child: Measured) -> Score:
    """One child's score of one index."""
    written = {**asdict(child), "ageDays": child.age_days}
    answer = phone_of_growth().ask("score", index=index, child=written)
    return Score(answer["z"], answer["reason"])


def chart_by_phone(index: str, life: Facts, today: int, *, kms: bool) -> dict[str, Any] | None:
    """The growth chart of one child as the phone reckons it."""
    chart: dict[str, Any] | None = phone_of_growth().ask(
        "chart", facts=facts_as_data(life), index=index, today=today, kms=kms
    )
    return chart


def derived_by_phone(lives: Sequence[Facts]) -> list[list[tuple[str, int, object]]]:
    """Per life the derived (code, day, value), sorted as `derived_by_columns` sorts them."""
    people = [facts_as_data(life) for life in lives]
    found = phone_of_growth().ask("derived", people=people)
    return [sorted(map(tuple, events), key=str) for events in found]


def plain(value: Any) -> Any:
    """Data as it looks after a journey through JSON: what the phone's answers are compared with."""
    return json.loads(json.dumps(value))
