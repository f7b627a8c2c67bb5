"""What YAML's parser complains about, said so that somebody who writes rules can mend it."""

from __future__ import annotations

from ruamel.yaml.error import MarkedYAMLError

# What the parser says, whether the mistake lies where the thing began, what is wrong, what to do.
_SAID = (
    (
        ("while scanning a quoted scalar", True),
        ("a quotation mark is opened and not closed", "Close it at the end of the text."),
    ),
    (
        ("could not find expected ':'", True),
        ("there is no colon after the key", "Write key: value, with a colon and a space."),
    ),
    (
        ("expected ',' or", False),
        (
            "a comma is missing before this, or the text needs quotes",
            "Write a comma between two keys; put a text with a colon or comma in quotes.",
        ),
    ),
    (
        ("expected <block end>", False),
        (
            "this line does not begin under the lines it belongs to",
            "Begin it exactly under the other keys of its rule, with spaces.",
        ),
    ),
    (
        ("\\t", False),
        ("there is a tab in front of this line", "Replace it with spaces: tabs are not allowed."),
    ),
    (
        ("mapping values are not allowed", False),
        (
            "a second colon stands in this line",
            "Put a text with a colon in quotes, or begin a new line.",
        ),
    ),
    (
        ("found duplicate key", False),
        ("this key is written twice in one rule", "Keep one of the two."),
    ),
)


def said_of(error: MarkedYAMLError) -> tuple[int, int, str, str]:
    """Line and column from 0, what is wrong, how to mend it."""
    told = f"{error.context} {error.problem}"
    for (sign, at_beginning), (wrong, mend) in _SAID:
        if sign in told or (sign == "\\t" and "\t" in told):
            return (*_place(error, at_beginning), wrong, mend)
    return (*_place(error, False), str(error.problem), "Mend the YAML: see the line above too.")


def _place(error: MarkedYAMLError, at_beginning: bool) -> tuple[int, int]:
    mark = (error.context_mark if at_beginning else None) or error.problem_mark
    return (int(mark.line), int(mark.column)) if mark else (0, 0)
