"""The fixture files rates.yaml and names.yaml, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

Section = dict[str, Any]
"""One section of a fixture file: names to numbers, lists or smaller sections."""


@cache
def rates() -> Section:
    """rates.yaml: how often things happen, with their sources."""
    return _read("rates.yaml")


@cache
def names() -> Section:
    """names.yaml: the words of which invented names are made."""
    return _read("names.yaml")


def _read(name: str) -> Section:
    read: Section = YAML(typ="safe").load(Path(__file__).with_name(name))
    return read
