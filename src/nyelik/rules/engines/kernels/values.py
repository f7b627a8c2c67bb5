"""Numbers and truths: one loop for each operation over the first `n` elements; NaN in is NaN out unless said."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.rules.engines.kernels import opcodes as o

Array: TypeAlias = npt.NDArray[Any]


def truths(op: int, a: Array, b: Array, c: Array, n: int, out: Array) -> bool:  # noqa: C901 - a switch
    """Operations that come to yes, no or unknown. False if `op` is not one of them."""
    if op == o.AND:
        for i in range(n):
            out[i] = 0.0 if (a[i] == 0.0) | (b[i] == 0.0) else a[i] * b[i]
    elif op == o.OR:
        for i in range(n):
            out[i] = 1.0 if (a[i] == 1.0) | (b[i] == 1.0) else a[i] + b[i]
    elif op == o.NOT:
        for i in range(n):
            out[i] = 1.0 - a[i]
    elif op == o.KNOWN:
        for i in range(n):
            out[i] = 1.0 if a[i] == a[i] else 0.0
    elif op == o.HOLDS:
        for i in range(n):
            out[i] = 1.0 if a[i] == 1.0 else 0.0
    elif op == o.POSSIBLE:
        for i in range(n):
            out[i] = 0.0 if a[i] == 0.0 else 1.0
    elif op == o.ANSWERED:
        for i in range(n):
            out[i] = (1.0 if a[i] == 1.0 else 0.0) if a[i] == a[i] else np.nan
    elif op == o.LESS:
        for i in range(n):
            out[i] = (1.0 if a[i] < b[i] else 0.0) if (a[i] == a[i]) & (b[i] == b[i]) else np.nan
    elif op == o.LESS_EQUAL:
        for i in range(n):
            out[i] = (1.0 if a[i] <= b[i] else 0.0) if (a[i] == a[i]) & (b[i] == b[i]) else np.nan
    elif op == o.EQUAL:
        for i in range(n):
            out[i] = (1.0 if a[i] == b[i] else 0.0) if (a[i] == a[i]) & (b[i] == b[i]) else np.nan
    elif op == o.NOT_EQUAL:
        for i in range(n):
            out[i] = (1.0 if a[i] != b[i] else 0.0) if (a[i] == a[i]) & (b[i] == b[i]) else np.nan
    elif op == o.ONE_OF:  # a is b, or c said yes of the items before
        for i in range(n):
            out[i] = (1.0 if a[i] == b[i] else c[i]) if a[i] == a[i] else np.nan
    elif op == o.AT_LEAST:  # a needed, b are yes, c may be
        for i in range(n):
            out[i] = 1.0 if b[i] >= a[i] else (0.0 if c[i] < a[i] else np.nan)
    else:
        return False
    return True


def numbers(op: int, a: Array, b: Array, n: int, out: Array) -> bool:  # noqa: C901 - a switch
    """Operations that come to a number. False if `op` is not one of them."""
    if op == o.PLUS:
        for i in range(n):
            out[i] = a[i] + b[i]
    elif op == o.MINUS:
        for i in range(n):
            out[i] = a[i] - b[i]
    elif op == o.MULTIPLIED:
        for i in range(n):
            out[i] = a[i] * b[i]
    elif op == o.DIVIDED:
        for i in range(n):
            out[i] = np.nan if b[i] == 0.0 else a[i] / b[i]
    elif op == o.NEGATIVE:
        for i in range(n):
            out[i] = -a[i]
    elif op == o.ROUNDED:  # to b decimals, halves away from zero
        for i in range(n):
            scale = 10.0 ** b[i] if b[i] != 0.0 else 1.0
            size = np.floor(abs(a[i]) * scale + 0.5) / scale
            out[i] = -size if a[i] < 0 else size
    elif op == o.WHOLE:  # whole times that b is in a, towards zero
        for i in range(n):
            out[i] = np.trunc(a[i] / b[i])
    elif op == o.FLOOR:
        for i in range(n):
            out[i] = np.floor(a[i] / b[i])
    elif op == o.SMALLEST:
        for i in range(n):
            out[i] = np.nan if (a[i] != a[i]) | (b[i] != b[i]) else min(a[i], b[i])
    elif op == o.GREATEST:
        for i in range(n):
            out[i] = np.nan if (a[i] != a[i]) | (b[i] != b[i]) else max(a[i], b[i])
    else:
        return False
    return True


def either(op: int, a: Array, b: Array, c: Array, what: int, n: int, out: Array) -> None:  # noqa: C901 - a switch
    """Operations that pick among what is known."""
    if op == o.PLUS_KNOWN:
        for i in range(n):
            out[i] = b[i] if a[i] != a[i] else (a[i] if b[i] != b[i] else a[i] + b[i])
    elif op == o.LATEST_OF:
        for i in range(n):
            out[i] = a[i] if (a[i] >= b[i]) | (b[i] != b[i]) else b[i]
    elif op == o.EARLIEST_OF:
        for i in range(n):
            out[i] = a[i] if (a[i] <= b[i]) | (b[i] != b[i]) else b[i]
    elif op == o.IF_UNKNOWN:
        for i in range(n):
            out[i] = a[i] if a[i] == a[i] else b[i]
    elif op == o.CHOOSE:
        for i in range(n):
            out[i] = (b[i] if a[i] == 1.0 else c[i]) if a[i] == a[i] else np.nan
    elif op == o.CASE:  # `what` if a is yes, undecided if unknown, else b
        for i in range(n):
            out[i] = (what if a[i] == 1.0 else b[i]) if a[i] == a[i] else o.UNDECIDED
