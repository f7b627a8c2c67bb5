"""The date law: ages, completed months and adding months, written by hand and specified.

Why by hand: libraries and SQL engines disagree on what a month is (two engines gave a different age
for a third of all children in a trial). The law is:

* *Completed months* count a month only when its day has been reached.
* *x + n months* is the first day on which n months are completed. Born on 31 January, the child
  completes one month on 1 March, because February never reaches the 31st.

Days are ``datetime.date`` or *day numbers*: days since 1970-01-01, the form of facts and columns.
"""

from __future__ import annotations

import datetime as dt

_EPOCH = dt.date(1970, 1, 1).toordinal()


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01; may be negative."""
    return day.toordinal() - _EPOCH


def day_from_number(number: int) -> dt.date:
    """The date of a day number."""
    return dt.date.fromordinal(number + _EPOCH)


def completed_months(start: dt.date, on: dt.date) -> int:
    """Months completed from `start` to `on`; negative when `on` is earlier.

    Earlier means counted backwards: the months completed from `on` to `start`, with a minus.
    """
    if on < start:
        return -completed_months(on, start)
    months = (on.year - start.year) * 12 + on.month - start.month
    return months - 1 if on.day < start.day else months


def completed_years(start: dt.date, on: dt.date) -> int:
    """Years completed from `start` to `on`: twelve completed months each, towards zero."""
    months = completed_months(start, on)
    return months // 12 if months >= 0 else -(-months // 12)


def add_months(day: dt.date, months: int) -> dt.date:
    """The first day on which `months` months are completed; for a negative number, the mirror image.

    Going back, the day that does not exist becomes the last of its month: 31 March - 1 month is
    28 (or 29) February, the last day from which one month is completed on 31 March.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if day.day <= days_in_month(year, month):
        return dt.date(year, month, day.day)
    if months < 0:
        return dt.date(year, month, days_in_month(year, month))
    return dt.date(year, month + 1, 1)  # December has 31 days: it never comes here


def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def month_start(day: dt.date) -> dt.date:
    """The first of the month of `day`."""
    return day.replace(day=1)


def year_start(day: dt.date) -> dt.date:
    """1 January of the year of `day`."""
    return dt.date(day.year, 1, 1)


def slot_start(day: dt.date, months: tuple[int, ...]) -> dt.date:
    """The first day of the latest month among `months` (1 to 12) that has begun by `day`.

    `slot_start(2027-01-15, (2, 8))` is 2026-08-01: vitamin A of August is still the one at hand.
    """
    started = [month for month in months if month <= day.month]
    if started:
        return dt.date(day.year, max(started), 1)
    return dt.date(day.year - 1, max(months), 1)
