"""The table of an index by area, for `nyelik coverage`: value, class, and the value of each part."""

from __future__ import annotations

from argparse import Namespace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from nyelik.base.problem import Problem
from nyelik.cli.output import answer, table
from nyelik.cli.question import about, asked_of

if TYPE_CHECKING:
    from nyelik.watch.evaluate import Watch
    from nyelik.watch.indexes import IndexFigure


def run_index(args: Namespace, watch: Watch) -> int:
    """A table, or JSON. An index has no trend yet: ask each period."""
    from nyelik.watch.indexes import index_by_unit

    index = watch.loaded.rules.indexes[args.indicator]
    if args.trend:
        raise Problem("question-not-possible", detail="--trend")
    asked = asked_of(args, index.period)
    try:
        whole, units = index_by_unit(watch, index, args.by, asked, args.area)
    except ValueError as error:
        raise Problem("question-not-possible", detail=str(error)) from None
    head = {
        "index": index.id,
        "label": {"id": index.label.id, "en": index.label.en},
        "unit": index.unit,
        **about(asked, watch, watch.mart.state().seq),
    }
    rows, total = [_row(one) for one in units], _row(whole)
    columns = {"area": "area", "name": "name", "value": "value", "class": "class"}
    columns |= {part.id: part.id for part in index.parts}
    lines = [f"{index.id}  {index.label.id} / {index.label.en}", f"{head['period']}", ""]
    shown = [{**row, **row["parts"]} for row in [*rows, {**total, "area": "total", "name": ""}]]
    answer(args, {**head, "rows": rows, "total": total}, "\n".join([*lines, table(shown, columns)]))
    return 0


def _row(figure: IndexFigure) -> dict[str, Any]:
    state = figure.state
    return {
        "area": figure.area,
        "name": figure.name,
        "value": _number(state.value),
        "class": state.found.id if state.found else None,
        "parts": {part.part.id: _number(part.value) for part in state.parts},
        "without_figure": [m for m in state.index.members if not _known(figure, m)],
    }


def _known(figure: IndexFigure, member: str) -> bool:
    return any(member in part.known for part in figure.state.parts)


def _number(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 4)
