"""What YAML's parser complains about, said so that somebody who writes rules can mend it."""

from __future__ import annotations

from ruamel.yaml.error import MarkedYAMLError

from nyelik.rules.errors import Mistake

# What the parser says, whether the mistake lies where the thing began, and its code.
_SAID = (
    ("while scanning a quoted scalar", True, Mistake("yaml-quote")),
    ("could not find expected ':'", True, Mistake("yaml-colon")),
    ("expected ',' or", False, Mistake("yaml-comma")),
    ("expected <block end>", False, Mistake("yaml-indent")),
    ("\\t", False, Mistake("yaml-tab")),
    ("mapping values are not allowed", False, Mistake("yaml-second-colon")),
    ("found duplicate key", False, Mistake("yaml-twice")),
)


def said_of(error: MarkedYAMLError) -> tuple[int, int, Mistake]:
    """Line and column from 0, what is wrong and how to mend it."""
    told = f"{error.context} {error.problem}"
    for sign, at_beginning, mistake in _SAID:
        if sign in told or (sign == "\\t" and "\t" in told):
            return (*_place(error, at_beginning), mistake)
    return (*_place(error, False), Mistake("yaml-unreadable", problem=error.problem))


def _place(error: MarkedYAMLError, at_beginning: bool) -> tuple[int, int]:
    mark = (error.context_mark if at_beginning else None) or error.problem_mark
    return (int(mark.line), int(mark.column)) if mark else (0, 0)
