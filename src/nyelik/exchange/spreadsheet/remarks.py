"""Remarks on a row, told in sentences: one list, `reasons.yaml`, with a weight for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WEIGHTS = ("quiet", "note", "mended", "look", "part", "whole")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say of a row: a code of `reasons.yaml`, and the values of its sentence."""

    code: str
    header: str = ""
    raw: str = ""
    value: str = ""
    other: str = ""

    @property
    def weight(self) -> int:
        """Index into WEIGHTS."""
        return reasons()[self.code].weight

    def sentence(self, language: str = "id") -> str:
        """The remark in words."""
        text = reasons()[self.code].sentence[language]
        return text.format(header=self.header, raw=self.raw, value=self.value, other=self.other)

    @property
    def what_to_do(self) -> str:
        """What a person is asked to do; empty when nobody is asked."""
        return reasons()[self.code].do


@dataclass(frozen=True)
class Reason:
    """One line of the list."""

    weight: int
    sentence: Mapping[str, str]
    do: str


@cache
def reasons() -> dict[str, Reason]:
    """The whole list by code."""
    from ruamel.yaml import YAML

    lines: dict[str, Any] = YAML(typ="safe", pure=True).load(Path(__file__).parent / "reasons.yaml")
    return {
        code: Reason(
            WEIGHTS.index(line["weight"]), {"id": line["id"], "en": line["en"]}, line.get("do", "")
        )
        for code, line in lines.items()
    }


def heaviest(remarks: Iterable[Remark]) -> str:
    """The greatest weight among remarks, `quiet` if there is none."""
    return WEIGHTS[max((remark.weight for remark in remarks), default=0)]
