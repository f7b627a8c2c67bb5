"""The growth tables as compact JSON: whole numbers, and only how each differs from the one before.

Twenty thousand rows of L, M and S are 600 kB as text. Scaled to whole numbers and written as differences
(of differences, where that is shorter) they compress to a tenth, and come back exactly: a whole number
divided by a power of ten is the same double that reading the decimal text gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from nyelik.rules.growth.tables import SEXES, GrowthTables, Index, LmsTable

_ORDERS = (0, 1, 2)


def growth_as_data(tables: GrowthTables) -> dict[str, Any]:
    """All constants and coefficients of the method."""
    return {
        "days_in_a_month": tables.days_in_a_month,
        "decimals": tables.decimals,
        "standing_from_day": tables.standing_from_day,
        "position_correction_cm": tables.position_correction_cm,
        "minimum_gain_g": {sex: list(gains) for sex, gains in tables.minimum_gain_g.items()},
        "last_status_month": tables.last_status_month,
        "charts": asdict(tables.charts),
        "indices": [_index(index) for index in tables.indices.values()],
    }


def _index(index: Index) -> dict[str, Any]:
    return {
        "name": index.name,
        "measure": index.measure,
        "weight_based": index.weight_based,
        "extrapolate_beyond": index.extrapolate_beyond,
        "implausible_below": index.implausible_below,
        "implausible_above": index.implausible_above,
        "tables": [_table(table) for table in index.tables],
    }


def _table(table: LmsTable) -> dict[str, Any]:
    return {
        "file": table.file,
        "key": table.key,
        "from_day": table.from_day,
        "until_day": table.until_day,
        "first": table.first,
        "rows_per_unit": table.rows_per_unit,
        **{
            sex: [column(coefficients) for coefficients in zip(*table.rows[sex], strict=True)]
            for sex in SEXES
        },
    }


def column(values: Sequence[float]) -> dict[str, Any]:
    """`{"scale": 4, "order": 2, "steps": [...]}`: sum the steps up `order` times, divide by 10 ** scale."""
    scale = max(-min(_exponent(value), 0) for value in values)
    whole = [int(Decimal(str(value)).scaleb(scale)) for value in values]
    order = min(_ORDERS, key=lambda order: sum(map(_length, differences(whole, order))))
    return {"scale": scale, "order": order, "steps": differences(whole, order)}


def differences(values: Sequence[int], order: int) -> list[int]:
    """Each value less the one before it (the first less nought), `order` times over."""
    steps = list(values)
    for _ in range(order):
        steps = [now - before for before, now in zip([0, *steps], steps, strict=False)]
    return steps


def _exponent(value: float) -> int:
    return int(Decimal(str(value)).normalize().as_tuple().exponent)


def _length(step: int) -> int:
    return len(str(step))
