"""The machine in both its forms: as plain Python for a few people, compiled by numba (nogil, cached) for many.

One source, so both mean the same. Importing the compiler costs half a second even when the code is cached.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

from nyelik.rules.engines.kernels import calendar, events, machine, opcodes, values

# From about this many instructions times people the compiled form wins, even if it must first be loaded.
COMPILE_FROM = 400_000

_MODULES: tuple[ModuleType, ...] = (opcodes, values, calendar, events, machine)
_lock = threading.Lock()
_loaded: list[Callable[..., None]] = []


def runner(size: int) -> Callable[..., None]:
    """`machine.run`, compiled if that pays for about `size` instructions times people, or if it already is."""
    if not _loaded and size < COMPILE_FROM:
        return _plainly
    with _lock:
        if not _loaded:
            _loaded.append(_compile())
    return _loaded[0]


def _plainly(*arguments: Any) -> None:
    with np.errstate(all="ignore"):
        machine.run(*arguments)


# Kernels make no arrays, so numba need not count who holds one: counting costs 40 ns a call, the work itself 2 ns.
_OPTIONS: dict[str, Any] = {"error_model": "numpy", "_nrt": False}


def _compile() -> Callable[..., None]:
    import numba
    from numba.extending import register_jitable

    for module in _MODULES:
        for function in vars(module).values():
            if isinstance(function, FunctionType) and function.__module__ == module.__name__:
                register_jitable(**_OPTIONS)(function)
    inner, version = machine.run, _version()

    def run_compiled(  # type: ignore[no-untyped-def]
        program, people, base, own, slots, nobody, low, high, scratch, results
    ):
        # numba keys what it caches by what a function closes over: a change in any kernel makes it compile anew.
        if version:
            inner(program, people, base, own, slots, nobody, low, high, scratch, results)

    compiled: Callable[..., None] = numba.njit(nogil=True, cache=True, **_OPTIONS)(run_compiled)
    return compiled


def _version() -> int:
    """A number for the text of all kernels."""
    text = b"".join(Path(str(module.__file__)).read_bytes() for module in _MODULES)
    return int.from_bytes(hashlib.sha256(text).digest()[:7], "big") | 1
