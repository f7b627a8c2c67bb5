"""A long list of services is folded, but nothing overdue is ever behind the fold."""

from dataclasses import fields

import pytest

from nyelik.office.person_page import OPEN_LINES, PersonPage


def page(late: int, due: int) -> PersonPage:
    now = [{"status": "overdue"}] * late + [{"status": "due"}] * due
    values = {field.name: now if field.name == "now" else None for field in fields(PersonPage)}
    return PersonPage(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("late", "due", "open_lines"),
    [(0, 3, 3), (0, 20, OPEN_LINES), (2, 20, OPEN_LINES), (12, 5, 12), (12, 0, 12), (0, 0, 0)],
)
def test_what_is_overdue_stands_open(late: int, due: int, open_lines: int) -> None:
    shown = page(late, due)
    assert len(shown.now_open) == open_lines
    assert shown.now_open + shown.now_folded == shown.now
    assert all(service["status"] == "due" for service in shown.now_folded)
