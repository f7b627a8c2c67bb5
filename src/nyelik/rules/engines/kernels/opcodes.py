"""The operations of the machine. Every value is a float64 and NaN is *unknown*; yes is 1 and no is 0.

Days are day numbers, texts and choices the numbers that `block.Texts` gives them. A *month day* is one number for
month and day, `32 * months since 1970-01 + day of the month`, so months are counted without reckoning it again.
"""

from __future__ import annotations

# Numbers and truths of one to three operands (`values`).
_FIRST_VALUE = 0
(
    AND,
    OR,
    NOT,
    KNOWN,
    HOLDS,
    POSSIBLE,
    ANSWERED,
    LESS,
    LESS_EQUAL,
    EQUAL,
    NOT_EQUAL,
    ONE_OF,
    PLUS,
    MINUS,
    MULTIPLIED,
    DIVIDED,
    NEGATIVE,
    ROUNDED,
    WHOLE,
    FLOOR,
    SMALLEST,
    GREATEST,
    PLUS_KNOWN,
    LATEST_OF,
    EARLIEST_OF,
    IF_UNKNOWN,
    CHOOSE,
    AT_LEAST,
    CASE,
) = range(_FIRST_VALUE, _FIRST_VALUE + 29)

# The date law (`calendar`).
_FIRST_DATE = 40
(MONTH_DAY, ADD_MONTHS, MONTHS_BETWEEN, MONTH_START, YEAR_START) = range(
    _FIRST_DATE, _FIRST_DATE + 5
)

# What is known of a person besides events.
_FIRST_PERSON = 50
(SEX, BORN, BORN_MINUTE) = range(_FIRST_PERSON, _FIRST_PERSON + 3)

# Passes over the rows of one code (`events`).
_FIRST_EVENT = 60
(
    LATEST,
    FIRST,
    PREVIOUS,
    LOWEST,
    HIGHEST,
    TOTAL,
    TIMES,
    MONTHS_WITH,
    HAS,
    LATEST_DAY,
    FIRST_DAY,
    ASKED_DAY,
    LATEST_MINUTE,
    FIRST_MINUTE,
    DOSE,
) = range(_FIRST_EVENT, _FIRST_EVENT + 15)

# What moves between scopes and out of the machine (`machine`).
_FIRST_FLOW = 80
(SPAN, ENTER, LEAVE, BRING, BRING_SPAN, TALLY, AREA, UNSURE, EMIT) = range(
    _FIRST_FLOW, _FIRST_FLOW + 9
)

FIRST_DATE, FIRST_PERSON, FIRST_EVENT, FIRST_FLOW = (
    _FIRST_DATE,
    _FIRST_PERSON,
    _FIRST_EVENT,
    _FIRST_FLOW,
)

NUMBER_OF: dict[str, int] = {
    name.lower(): number
    for name, number in list(globals().items())
    if isinstance(number, int) and not name.startswith(("_", "FIRST_DATE", "FIRST_PERSON"))
}
"""The operation's number by its name in lower case."""
for _ in ("first_event", "first_flow"):
    del NUMBER_OF[_]

# Columns of a program: one instruction is a row of these.
WIDTH = 9
(OP, OUT, A, B, C, WHAT, BASE, AFTER, UNTIL) = range(WIDTH)
NO_CLOCK = -(2**31)
"""In BASE: the operation does not look at the clock."""

UNDECIDED, NONE = -2, -1
"""What a finding's CASE comes to when it cannot be decided, and when no class holds."""
MET, MISSED, UNKNOWN = 0, 1, 2
"""The rows of a count by area."""

SEARCH_COST = 16
"""How many rows of a list can be read through in the time that one search in it takes."""
