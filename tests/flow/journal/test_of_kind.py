"""Referrals, sessions and visits are found by kind without reading the whole journal."""

import pytest
from django.db import connection

from nyelik.journal.append import append
from nyelik.journal.of_kind import concerned_by, entries_of
from tests.support.journal import NOON, entry, person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_only_accepted_entries_of_the_kind_and_the_people_asked_for() -> None:
    append(
        [
            entry(1, {"name": "A"}, kind="person", subject=person(1)),
            entry(2, {"name": "B"}, kind="person", subject=person(2)),
            entry(3, {"to": "P1"}, kind="referral", subject=person(11), about=person(1)),
            entry(4, {"to": "P1"}, kind="referral", subject=person(12), about=person(2)),
            entry(5, {"outcome": "met"}, kind="visit", subject=person(13), about=person(1)),
            entry(6, {"to": "P1"}, kind="referral", subject=person(14), about=person(9)),
        ],
        received=NOON,
    )
    assert {one.number for one in entries_of("referral", [person(1), person(9)])} == {3}
    assert concerned_by("referral") == {person(1), person(2), person(9)}
    assert concerned_by("visit") == {person(1)}
    assert entries_of("referral", []) == []


def test_sqlite_uses_the_partial_index() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by the size of the table")
    plan = "EXPLAIN QUERY PLAN "
    with connection.cursor() as cursor:
        cursor.execute(
            plan + "SELECT DISTINCT about FROM journal_entry "
            "WHERE kind IN ('session', 'referral', 'visit') AND kind = 'referral'"
        )
        told = " ".join(str(row) for row in cursor.fetchall())
    assert "journal_entry_phone_kinds" in told, told
