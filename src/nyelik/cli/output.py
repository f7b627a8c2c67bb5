"""How commands answer: results on stdout, as text or JSON; progress and problems on stderr."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from nyelik.base.problem import Language, Problem


def answer(args: Namespace, data: object, text: str) -> None:
    """Write `data` with --json, else `text`."""
    sys.stdout.write((to_json(data) if args.json else text) + "\n")


def to_json(data: object) -> str:
    """Readable JSON; dates as ISO 8601, UUIDs as text, anything with as_dict() as that."""
    return json.dumps(data, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if hasattr(value, "as_dict"):
        return value.as_dict()
    if hasattr(value, "_asdict"):
        return value._asdict()
    return str(value)


def table(rows: Sequence[Mapping[str, object]], columns: Mapping[str, str]) -> str:
    """Rows as aligned text: `columns` maps keys to headings; numbers stand right, empty is a dash."""
    cells = [[_cell(row.get(key)) for key in columns] for row in rows]
    heads = list(columns.values())
    widths = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
    right = [all(_is_number(row.get(key)) for row in rows) and bool(rows) for key in columns]

    def line(parts: Sequence[str]) -> str:
        placed = zip(parts, widths, right, strict=True)
        return "  ".join(p.rjust(w) if r else p.ljust(w) for p, w, r in placed).rstrip()

    return "\n".join([line(heads), line(["-" * w for w in widths]), *map(line, cells)])


def _cell(value: object) -> str:
    return "-" if value is None else f"{value:.1f}" if isinstance(value, float) else str(value)


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def language_of(args: Namespace) -> Language:
    """The language asked for; else English in a terminal that speaks it, Indonesian in every other."""
    asked: Language | None = getattr(args, "language", None)
    return asked or ("en" if os.environ.get("LANG", "").startswith("en") else "id")


def problem_text(problem: Problem, *, as_json: bool) -> str:
    """A problem for stderr: JSON, or the sentence and what to do, in the language of the terminal."""
    if as_json:
        return to_json({"problem": problem.as_dict()})
    language: Language = "id" if os.environ.get("LANG", "").startswith("id") else "en"
    return f"nyelik: {problem.sentence(language)}\n        {problem.next_step(language)}"
