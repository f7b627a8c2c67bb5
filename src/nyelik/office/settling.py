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
from nyelik.office.places import place_names
from nyelik.office.problems import page_language
from nyelik.office.provenance import moment_of_ms, phone_names
from nyelik.office.rulebook import shown
from nyelik.office.templatetags.office import happened, sex
from nyelik.register import access
from nyelik.register.people import uuid_of
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
    "mother": gettext_noop("Ibu"),
    "household": gettext_noop("Keluarga"),
    "mother_name": gettext_noop("Ibu"),
    "father_name": gettext_noop("Ayah"),
    "happened": gettext_noop("Tanggal pelayanan"),
    "bpjs": gettext_noop("No. BPJS"),
    "died": gettext_noop("Meninggal"),
    "moved_in": gettext_noop("Tanggal datang"),
    "moved_out": gettext_noop("Pindah"),
    "start": gettext_noop("Mulai"),
    "end": gettext_noop("Selesai"),
    "delivered": gettext_noop("Bersalin"),
    "outcome": gettext_noop("Hasil"),
    "note": gettext_noop("Catatan"),
    "reason": gettext_noop("Alasan"),
    "answer": gettext_noop("Jawaban rujukan"),
    "advice": gettext_noop("Pesan"),
    "follow_up_on": gettext_noop("Kunjungan ulang"),
    "queue": gettext_noop("Antrean"),
    "head_name": gettext_noop("Kepala keluarga"),
}
AREAS = frozenset({"area"})
"""Fields whose value is the code of an area."""


@dataclass(frozen=True)
class Option:
    """One value of a conflict: `number` is its place among the patches; the first is the one shown now.

    `when` it was written by the device's clock, `received` by the server's; `phone` is "" for a desk or a file.
    """

    number: int
    text: str
    who: str
    phone: str
    when: dt.datetime
    received: dt.datetime


@dataclass(frozen=True)
class Dispute:
    """One field with several values."""

    subject: UUID
    field: str
    label: str
    options: list[Option]


def disputes(
    viewer: access.Viewer, conflicts: Sequence[Conflict], words: Mapping[str, Word]
) -> list[Dispute]:
    """Conflicts in words; `hidden.conflicts_shown` leaves out what the viewer may not know of."""
    names, relatives = _workers(conflicts), _relatives(viewer, conflicts)
    phones = phone_names(patch.entry.device for one in conflicts for patch in one.patches)
    return [
        Dispute(
            conflict.subject,
            conflict.field,
            _label(conflict.field, words),
            [
                _option(number, patch, conflict.field, words, names, phones, relatives)
                for number, patch in enumerate(conflict.patches)
            ],
        )
        for conflict in conflicts
    ]


def _label(field: str, words: Mapping[str, Word]) -> str:
    word = words.get(field.rpartition(".")[2])
    return word.label.text(page_language()) if word else gettext(FIELD_NAMES.get(field, field))


def _option(
    number: int,
    patch: Patch,
    field: str,
    words: Mapping[str, Word],
    names: Mapping[UUID, str],
    phones: Mapping[str, str],
    relatives: Mapping[str, str],
) -> Option:
    entry = patch.entry
    return Option(
        number,
        relatives.get(str(patch.value)) or _text(patch.value, field, words),
        (names.get(entry.by) if entry.by else None) or entry.device,
        phones.get(entry.device, ""),
        moment_of_ms(hlc.milliseconds(entry.written)),
        moment_of_ms(entry.received),
    )


def _text(value: Any, field: str, words: Mapping[str, Word]) -> str:
    if value is None:
        return gettext("dikosongkan")
    word = words.get(field.rpartition(".")[2])
    if word:
        return shown(word, value)
    if isinstance(value, bool):
        return gettext("ya") if value else gettext("tidak")
    if field == "sex":
        return sex(str(value))
    if field in AREAS:
        return place_names([str(value)]).get(str(value), str(value))
    return happened(value) if isinstance(value, str) else str(value)


def _relatives(viewer: access.Viewer, conflicts: Sequence[Conflict]) -> dict[str, str]:
    """Mothers and households by name, as far as this viewer may know them; the reads are written down."""
    named = {
        field: {
            str(patch.value) for one in conflicts if one.field == field for patch in one.patches
        }
        for field in ("mother", "household")
    }
    mothers = {about: text for text in named["mother"] if (about := uuid_of(text))}
    households = {about: text for text in named["household"] if (about := uuid_of(text))}
    unknown = gettext("di luar wilayah Anda, atau belum dikenal")
    found = dict.fromkeys([*mothers.values(), *households.values()], unknown)
    for about, person in (
        access.names_for(viewer, mothers, "conflicts") if mothers else {}
    ).items():
        found[mothers[about]] = person.name or gettext("Tanpa nama")
    for about, text in households.items():
        members = access.people_visible_to(viewer, household=about, what="conflicts", limit=3)
        if members:
            found[text] = ", ".join(one.name or gettext("Tanpa nama") for one in members)
    return found


def _workers(conflicts: Sequence[Conflict]) -> dict[UUID, str]:
    ids = {patch.entry.by for conflict in conflicts for patch in conflict.patches}
    return dict(Worker.objects.filter(id__in=[i for i in ids if i]).values_list("id", "name"))
