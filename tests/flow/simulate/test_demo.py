"""A synthetic district goes through the journal: kept, projected, and a few entries held with their reasons."""

import pytest

from nyelik.journal.conflicts import open_conflicts
from nyelik.journal.held import held
from nyelik.journal.projections import catch_up
from nyelik.journal.read import last_seq
from nyelik.register.facilities import load_district
from nyelik.simulate.device import Delivery
from nyelik.simulate.life import live
from nyelik.simulate.record import record_days
from tests.support.synthetic import district, growth_tables, plan_of

PLAN = plan_of(200)


def ignore(day: int, count: int) -> None:
    """No progress bar in tests."""


def lived() -> list[tuple[int, list[Delivery]]]:
    return list(live(PLAN, district(), growth_tables()))


@pytest.mark.django_db(transaction=True)
def test_it_records_a_district_twice_without_doubling_it() -> None:
    load_district("19.06")
    count = record_days(lived(), ignore)
    catch_up()
    entries = last_seq()
    assert entries >= count
    assert record_days(lived(), ignore) == count
    assert last_seq() == entries


@pytest.mark.django_db(transaction=True)
def test_it_holds_only_what_is_meant_to_be_held() -> None:
    load_district("19.06")
    record_days(lived(), ignore)
    catch_up()
    problems = {one.entry.problem for one in held()}
    assert problems == {"unknown-subject", "unknown-schema", "clock-off"}
    assert open_conflicts()
