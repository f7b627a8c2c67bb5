"""The closed vocabulary: every operation that a rule may use, with the types it takes and gives.

Each engine implements exactly these names (a test asserts it), and each name is specified by the tables
in `tests/spec`. A parameter type ends with `?` when it may be left out and with `*` when it repeats.

Types: number, day, truth (yes, no, unknown), choice (a code of a word), window (a span of days),
duration, moment (a day whose clock time matters), word (the code of a word), vaccine, value (the type of
the word), any, same (the type of the other arguments).
"""

from __future__ import annotations

from dataclasses import dataclass

NUMBER, DAY, TRUTH, CHOICE, WINDOW, DURATION = (
    "number",
    "day",
    "truth",
    "choice",
    "window",
    "duration",
)
TEXT = "text"


@dataclass(frozen=True)
class Operation:
    """One word of the language: its parameters by type, its result, and what it says of unknown."""

    name: str
    parameters: tuple[str, ...]
    result: str
    meaning: str


def _table(rows: str) -> dict[str, Operation]:
    table: dict[str, Operation] = {}
    for row in rows.strip().splitlines():
        name, parameters, result, meaning = (cell.strip() for cell in row.split("|"))
        table[name] = Operation(name, tuple(parameters.split()), result, meaning)
    return table


# Operations over the events of one word in a window. Days after today are never seen.
EVENTS = _table("""
latest      | word window?           | value  | value on the last day, the last recorded of it; unknown if none
first       | word window?           | value  | value on the first day; of several the last recorded; unknown if none
previous    | word window?           | value  | value on the last day before the day of `latest`; unknown if none
lowest      | word window?           | number | smallest value; unknown if none
highest     | word window?           | number | greatest value; unknown if none
total       | word window?           | number | sum of the values of all events; unknown if none
times       | word window?           | number | number of different days with an event (or a yes); 0 if none
months_with | word window?           | number | number of different calendar months with an event (or a yes); 0 if none
has         | word window?           | truth  | yes if there is an event (or a yes), else no
latest_day  | word window?           | day    | day of the last event (or yes); unknown if none
first_day   | word window?           | day    | day of the first event (or yes); unknown if none
asked_day   | word window?           | day    | day of the last event, a recorded no included; unknown if none
dose        | vaccine number window? | day    | first day with that dose or a later one: dose 2 proves dose 1
doses       | vaccine window?        | number | number of different days on which the vaccine was given; 0 if none
""")

# Windows. An unknown bound makes whatever looks through the window unknown.
WINDOWS = _table("""
ever        |                        | window | everything up to today
period      |                        | window | the period of the report
this_month  |                        | window | the calendar month of today
last_month  |                        | window | the calendar month before that
this_year   |                        | window | the calendar year of today
last        | duration               | window | the days after (today - duration), up to today
between     | day day                | window | both days included
aged        | duration duration      | window | from reaching the first age to the day before reaching the second
hours_after | moment number number   | window | hours by the clock; by calendar days where a clock time is missing
""")

DAYS = _table("""
today       |                        | day    | the day the question is asked for
born        |                        | day    | the day of birth; unknown if not recorded
period_start|                        | day    | first day of the report's period
period_end  |                        | day    | last day of the report's period
month_start | day                    | day    | the first of that day's month
year_start  | day                    | day    | 1 January of that day's year
slot_start  | number*                | day    | first day of the latest of the listed months that has begun by today
age_step    | number*                | day    | the day the latest of the listed ages in months was reached
later       | day duration           | day    | the day plus a duration, months by the date law
earlier     | day duration           | day    | the day minus a duration
latest_of   | day*                   | day    | the last of the known days; unknown if none is known
earliest_of | day*                   | day    | the first of the known days; unknown if none is known
""")

NUMBERS = _table("""
age_days    | day?                   | number | completed days of age on that day (today)
age_weeks   | day?                   | number | completed weeks of age
age_months  | day?                   | number | completed months of age
age_years   | day?                   | number | completed years of age
days_between   | day day             | number | days from the first to the second; negative if it is earlier
weeks_between  | day day             | number | completed weeks, towards zero
months_between | day day             | number | completed months, towards zero
years_between  | day day             | number | completed years, towards zero
plus        | number number          | number | unknown if either is
minus       | number number          | number | unknown if either is
multiplied  | number number          | number | unknown if either is
divided     | number number          | number | unknown if either is, or the second is 0
negative    | number                 | number | the number with the other sign
rounded     | number number?         | number | to so many decimals, halves away from zero
smallest    | number*                | number | unknown if any is
greatest    | number*                | number | unknown if any is
count_yes   | truth*                 | number | how many are yes; unknown only if all are unknown
""")

TRUTHS = _table("""
is_female   |                        | truth  | sex is female; unknown if not recorded
is_male     |                        | truth  | sex is male; unknown if not recorded
less        | same same              | truth  | unknown if either is
less_equal  | same same              | truth  | unknown if either is
greater     | same same              | truth  | unknown if either is
greater_equal | same same            | truth  | unknown if either is
equal       | same same              | truth  | unknown if either is
not_equal   | same same              | truth  | unknown if either is
one_of      | same same*             | truth  | equal to one of the rest; unknown if the first is
and         | truth*                 | truth  | no if any is no; else unknown if any is unknown; else yes
or          | truth*                 | truth  | yes if any is yes; else unknown if any is unknown; else no
not         | truth                  | truth  | unknown stays unknown
known       | any                    | truth  | yes or no, never unknown
at_least    | number truth*          | truth  | at least so many are yes; no once that cannot be reached; else unknown
""")

ANY = _table("""
if_unknown  | same same              | same   | the first if known, else the second
choose      | truth same same        | same   | the second if yes, the third if no, unknown if unknown
""")

VOCABULARY: dict[str, Operation] = EVENTS | WINDOWS | DAYS | NUMBERS | TRUTHS | ANY

# Which kinds of word an event operation may look at: a text has no greatest value.
KINDS_WITH_VALUE = ("number", "count", "yes_no", "choice", "day")
KINDS_OF_EVENTS: dict[str, tuple[str, ...]] = {
    "latest": KINDS_WITH_VALUE,
    "first": KINDS_WITH_VALUE,
    "previous": KINDS_WITH_VALUE,
    "lowest": ("number", "count"),
    "highest": ("number", "count"),
    "total": ("number", "count"),
    "dose": ("dose",),
    "doses": ("dose",),
}
TYPE_OF_KIND = {
    "number": NUMBER,
    "count": NUMBER,
    "yes_no": TRUTH,
    "choice": CHOICE,
    "day": DAY,
    "text": TEXT,
}
