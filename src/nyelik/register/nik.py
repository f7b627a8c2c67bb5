"""NIK: sixteen digits: six for the place of first registration, day (women: day + 40), month, year, four serial.

The place is where the person was first registered, not where they live: it is never compared with the address.
The century is not in it and is never derived from it. A newborn has none for weeks: absent is not a problem.
"""

from __future__ import annotations

import calendar
import datetime as dt
from enum import StrEnum


class NikProblem(StrEnum):
    """What is wrong with a NIK; codes of the problem list."""

    NOT_SIXTEEN_DIGITS = "nik-not-sixteen-digits"
    RUINED_BY_EXCEL = "nik-ruined-by-excel"
    NO_SUCH_DAY = "nik-no-such-day"
    SERIAL_ZERO = "nik-serial-zero"
    OTHER_SEX = "nik-other-sex"
    OTHER_BIRTH_DATE = "nik-other-birth-date"


WOMEN_DAY = 40


def nik_problems(nik: str, *, sex: str | None, born: dt.date | None) -> list[NikProblem]:
    """Named problems of a NIK against the recorded sex and birth date; empty when none, or when there is no NIK.

    Sex and birth date may be unknown (None): then only the form is checked.
    """
    if not nik:
        return []
    if len(nik) != 16 or not nik.isascii() or not nik.isdigit():
        return [NikProblem.NOT_SIXTEEN_DIGITS]
    if nik.endswith("0000"):
        # A spreadsheet keeps fifteen digits of a number: the last ones become zeros. Serials start at 0001.
        return [NikProblem.RUINED_BY_EXCEL if nik.endswith("000000") else NikProblem.SERIAL_ZERO]
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    woman = day > WOMEN_DAY
    day -= WOMEN_DAY if woman else 0
    if not _is_day(day, month, year):
        return [NikProblem.NO_SUCH_DAY]
    return _against_record(woman, (day, month, year), sex, born)


def _is_day(day: int, month: int, year: int) -> bool:
    """Is there such a day in either century? (29 February: 2000 was a leap year, 1900 was not.)"""
    if not 1 <= month <= 12:
        return False
    return (
        1 <= day <= max(calendar.monthrange(century + year, month)[1] for century in (1900, 2000))
    )


def _against_record(
    woman: bool, day_month_year: tuple[int, int, int], sex: str | None, born: dt.date | None
) -> list[NikProblem]:
    problems = []
    if sex in ("female", "male") and woman != (sex == "female"):
        problems.append(NikProblem.OTHER_SEX)
    if born is not None and (born.day, born.month, born.year % 100) != day_month_year:
        problems.append(NikProblem.OTHER_BIRTH_DATE)
    return problems


def mask_nik(nik: str) -> str:
    """First four and last two digits: enough to compare with a card in hand, not enough to use."""
    return f"{nik[:4]}{'•' * (len(nik) - 6)}{nik[-2:]}" if len(nik) > 6 else "•" * len(nik)
