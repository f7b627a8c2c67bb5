"""`nyelik check`: every worked example on every engine, and which branches of the rules no example reaches.

`cases` makes examples ready; `answers` says what the reference engine makes of one; `engines` asks each engine for
many at once; `run` holds the answers against what authors expect and against each other; `branches` lists what a
rule can come to, `reach` which of it the examples reach. Nothing here knows what a rule is about.
"""

from nyelik.rules.check.answers import agrees, answer_of
from nyelik.rules.check.cases import Case, Failure, make_case, rules_with_examples
from nyelik.rules.check.run import Checked, check_examples, check_rulebook

__all__ = [
    "Case",
    "Checked",
    "Failure",
    "agrees",
    "answer_of",
    "check_examples",
    "check_rulebook",
    "make_case",
    "rules_with_examples",
]
