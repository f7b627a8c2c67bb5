"""What of an entry goes to a worker's phone: what the pages would show them, and no more.

A phone can be lost and opened, so what is hidden is not sent at all. Codes that the rulebook does not know and fields
that nobody has described are treated as secrets for whoever has any secret kept from them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nyelik.journal.entry import (
    EPISODE,
    HOUSEHOLD,
    PERSON,
    REFERRAL,
    SESSION,
    StoredEntry,
)
from nyelik.journal.hold import BODIES
from nyelik.register.nik import mask_nik
from nyelik.register.scope import HIDDEN_FROM
from nyelik.register.seen import WHOLE_NIK_ROLES
from nyelik.register.workers import Worker

CODED = ("observations", "doses", "facts")
NUMBERS = ("nik", "kk", "bpjs")
FREE = ("note", "reason", "topics")
"""A health worker's own words, and what was talked about: they can tell what the codes hide."""
NEVER = "imported"
"""Columns of spreadsheets that nobody understood: no phone needs them, and anything may stand in them."""


@dataclass(frozen=True)
class Shown:
    """What of the rulebook a worker may see, as sets of ids. `hides` is False for those who may see everything.

    Words and findings are those that may be seen, so that unknown ones may not; `secret` the words and forms that
    are known and hidden. `of_facilities` are the forms in which kader write what their Posyandu did.
    """

    hides: bool
    words: Collection[str] = frozenset()
    findings: Collection[str] = frozenset()
    secret: Collection[str] = frozenset()
    of_facilities: Collection[str] = frozenset()

    def digest(self) -> str:
        """A hash of what is hidden and what is told of facilities: when it changes, phones begin anew."""
        told = "\n".join((*sorted(self.secret), "", *sorted(self.of_facilities)))
        return hashlib.sha256(told.encode()).hexdigest()[:8]


class Narrowing:
    """Entries as one worker's phone may have them. `kader` are the workers from whom nothing is hidden by a kader."""

    def __init__(self, worker: Worker, shown: Shown, kader: Collection[UUID] = ()) -> None:
        self.worker, self.shown, self.kader = worker, shown, kader
        self.masks = worker.role not in WHOLE_NIK_ROLES
        self.strict = worker.role in HIDDEN_FROM

    def entries(self, entries: Sequence[StoredEntry]) -> list[dict[str, Any]]:
        """All entries of one record, in order of sequence."""
        secret = self._secret_subjects(entries) if self.shown.hides else frozenset()
        by_kader = self._begun_by_kader(entries) if self.strict else frozenset()
        return [_wire(one, self._body(one, secret, by_kader)) for one in entries]

    def _begun_by_kader(self, entries: Iterable[StoredEntry]) -> frozenset[UUID]:
        """Referrals of a kader: the advice in the answer is meant for them. A later patch makes none."""
        first: dict[UUID, StoredEntry] = {}
        for one in entries:
            if one.kind == REFERRAL:
                first[one.subject] = min(one, first.get(one.subject, one), key=lambda e: e.stamp)
        return frozenset(
            subject for subject, one in first.items() if one.by in self.kader or self._own(one)
        )

    def _secret_subjects(self, entries: Iterable[StoredEntry]) -> frozenset[UUID]:
        """Contacts and episodes of which some entry names what is hidden: their other entries tell it too."""
        return frozenset(one.subject for one in entries if self._names_secret(one))

    def _names_secret(self, entry: StoredEntry) -> bool:
        body = entry.body
        if entry.kind == EPISODE:
            kind = body.get("type")
            return kind is not None and f"{kind}_start" not in self.shown.words
        named = [body.get("package"), *_group(body.get("findings"))]
        coded = (code for group in CODED for code in _group(body.get(group)))
        return any(one in self.shown.secret for one in (*named, *coded))

    def _body(
        self, entry: StoredEntry, secret: Collection[UUID], by_kader: Collection[UUID]
    ) -> dict[str, Any]:
        body = {name: value for name, value in entry.body.items() if name != NEVER}
        if self.shown.hides or self.masks:
            body = _described(entry, body)
        if self.masks and entry.kind in (PERSON, HOUSEHOLD):
            body = {name: _masked(name, value) for name, value in body.items()}
        if self.shown.hides:
            body = self._without_secrets(entry, body, entry.subject in secret)
        if self.strict and entry.kind != SESSION and not self._own(entry):
            body = {name: value for name, value in body.items() if name not in FREE}
            if entry.subject not in by_kader:
                body.pop("advice", None)
        return body

    def _without_secrets(
        self, entry: StoredEntry, body: dict[str, Any], secret: bool
    ) -> dict[str, Any]:
        if entry.kind == EPISODE and secret:
            return {name: value for name, value in body.items() if name == "retracted"}
        kept = {name: self._group_shown(name, value) for name, value in body.items()}
        if body.get("package") in self.shown.secret:
            kept = {n: v for n, v in kept.items() if n not in ("package", "package_version")}
        if secret:
            kept = {name: value for name, value in kept.items() if name not in (*FREE, "advice")}
        return {name: value for name, value in kept.items() if value != {} or body[name] == {}}

    def _group_shown(self, name: str, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        if name in CODED:
            return {code: one for code, one in value.items() if code in self.shown.words}
        if name == "findings":
            return {code: one for code, one in value.items() if code in self.shown.findings}
        return value

    def _own(self, entry: StoredEntry) -> bool:
        """Written by the worker, or by nobody named at the own Posyandu (a file of theirs)."""
        if entry.by is None:
            return entry.place is not None and entry.place in self.worker.scope
        return entry.by == self.worker.id


def _described(entry: StoredEntry, body: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that this version of the server has a description of."""
    shape = BODIES.get((entry.kind, entry.version))
    known = shape.__struct_fields__ if shape else ()
    return {name: value for name, value in body.items() if name in known}


def _masked(name: str, value: Any) -> Any:
    return mask_nik(value) if name in NUMBERS and isinstance(value, str) else value


def _group(value: Any) -> Iterable[str]:
    return value if isinstance(value, dict) else ()


def _wire(entry: StoredEntry, body: dict[str, Any]) -> dict[str, Any]:
    """As devices read it: `written` as text, because JavaScript's numbers end at 53 bits."""
    return {
        "device": entry.device,
        "number": entry.number,
        "kind": entry.kind,
        "version": entry.version,
        "subject": entry.subject,
        "about": entry.about,
        "body": body,
        "happened": entry.happened,
        "written": str(entry.written),
        "seen": entry.seen,
        "by": entry.by,
        "place": entry.place,
        "rulebook": entry.rulebook,
        "seq": entry.seq,
    }
