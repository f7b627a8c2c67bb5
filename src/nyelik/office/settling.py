"""Conflicts of one person as a page shows them: the field, each value, who wrote it and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from nyelik.base import hlc
from nyelik.journal.fold import Conflict, Patch
from nyelik.office.problems import page_language
from nyelik.office.rulebook import shown
from nyelik.register.workers import Worker
from nyelik.rules.words import Word

FIELD_NAMES = {
    "name": gettext_noop("Nama"),
    "sex": gettext_noop("Jenis kelamin"),
    "born": gettext_noop("Tanggal lahir"),
    "nik": gettext_noop("NIK"),
    "kk": gettext_noop("No. KK"),
    "phone": gettext_noop("Telepon"),
    "address": gettext_noop("Alamat"),
    "area": gettext_noop("Tempat tinggal"),
    "mother_name": gettext_noop("Ibu"),
    "father_name": gettext_noop("Ayah"),
    "happened": gettext_noop("Tanggal pelayanan"),
}


@dataclass(frozen=True)
class Option:
    """One value of a conflict: `number` is its place among the patches; the first is the one shown now."""

    number: int
    text: str
    who: str
    when: dt.datetime


@dataclass(frozen=True)
class Dispute:
    """One field with several values."""

    subject: UUID
    field: str
    label: str
    options: list[Option]


def disputes(conflicts: Sequence[Conflict], words: Mapping[str, Word]) -> list[Dispute]:
    """Conflicts in words; `hidden.conflicts_shown` leaves out what the viewer may not know of."""
    names = _workers(conflicts)
    return [
        Dispute(
            conflict.subject,
            conflict.field,
            _label(conflict.field, words),
            [
                _option(number, patch, conflict.field, words, names)
                for number, patch in enumerate(conflict.patches)
            ],
        )
        for conflict in conflicts
    ]


def _label(field: str, words: Mapping[str, Word]) -> str:
    word = words.get(field.rpartition(".")[2])
    return word.label.text(page_language()) if word else gettext(FIELD_NAMES.get(field, field))


def _option(
    number: int, patch: Patch, field: str, words: Mapping[str, Word], names: Mapping[UUID, str]
) -> Option:
    who = names.get(patch.entry.by) if patch.entry.by else None
    written = dt.datetime.fromtimestamp(hlc.milliseconds(patch.entry.written) / 1000, dt.UTC)
    return Option(number, _text(patch.value, field, words), who or patch.entry.device, written)


def _text(value: Any, field: str, words: Mapping[str, Word]) -> str:
    if value is None:
        return gettext("dikosongkan")
    word = words.get(field.rpartition(".")[2])
    return shown(word, value) if word else str(value)


def _workers(conflicts: Sequence[Conflict]) -> dict[UUID, str]:
    ids = {patch.entry.by for conflict in conflicts for patch in conflict.patches}
    return dict(Worker.objects.filter(id__in=[i for i in ids if i]).values_list("id", "name"))
