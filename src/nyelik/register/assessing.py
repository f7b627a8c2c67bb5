"""Who may say what was found of a facility or a worker.

Health workers assess, kader are assessed: skills decide the level of a kader's badge. Nobody assesses themselves.
A kader writes what was seen at a household, and fills the forms that the rulebook gives to kader: a visitor's answers
in a survey anywhere, and what their own Posyandu did (its session, its recap), together with the other kader there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from nyelik.journal.entry import ASSESSMENT, HOUSEHOLD, Entry
from nyelik.register.scope import MAY_LOOK_OUTSIDE as HEALTH_WORKERS
from nyelik.register.workers import Worker
from nyelik.rules.package import Package

NOT_YOURS = "not-yours-to-assess"
FACILITY, REPLY = "facility", "reply"
Recorded = Callable[[UUID], Sequence[Entry]]
"""What the journal has about somebody, and what comes in the same delivery."""


@dataclass(frozen=True)
class Assessor:
    """A worker at the door, with what decides: the rulebook's forms, and the type of each facility in the scope."""

    worker: Worker
    device: str
    recorded: Recorded
    forms: Callable[[], Iterable[Package]]
    own_facilities: Callable[[], Mapping[UUID, str]]

    def problem(self, entry: Entry) -> str | None:
        """Why an assessment sent in this worker's name cannot count by itself; None for what may, and other kinds."""
        if entry.kind != ASSESSMENT or entry.body.get("of") == HOUSEHOLD:
            return None  # the journal holds what says it is of a household and is not
        if entry.about == self.worker.id:
            return NOT_YOURS
        if self.worker.role in HEALTH_WORKERS:
            return None
        return None if self._fills_own_form(entry) else NOT_YOURS

    def _fills_own_form(self, entry: Entry) -> bool:
        """Whether all that is said stands in forms which this role fills there."""
        earlier = [one for one in self.recorded(entry.about) if _counts(one, entry.subject)]
        of, form = _said("of", entry, earlier), _said("package", entry, earlier)
        forms = [one for one in self._forms_there(entry.about, of) if form in (None, one.form)]
        asked = {code for one in forms for code in one.asked_of(self.worker.role)}
        values = entry.body.get("observations") or {}
        is_asked = isinstance(values, Mapping) and asked.issuperset(values)
        return bool(forms) and is_asked and self._may_patch(of, form, earlier)

    def _forms_there(self, about: UUID, of: object) -> list[Package]:
        """Forms of this role about the facility. `of` None: a patch came before what it patches."""
        there = self.own_facilities().get(about)
        return [
            one
            for one in self.forms()
            if of in (None, one.subject)
            and (one.subject == REPLY or (one.subject == FACILITY and there in one.at))
            and one.asked_of(self.worker.role)
        ]

    def _may_patch(self, of: object, form: object, earlier: Sequence[Entry]) -> bool:
        """What others wrote first stays as it is, but for the same form of the same facility.

        Danger: a patch could turn a finding of theirs into a reply, or into a form that a kader may write.
        """
        others = [one for one in earlier if one.device != self.device and one.by != self.worker.id]
        if not others:
            return True
        kinds = [one.body["of"] for one in others if "of" in one.body]
        forms = [one.body["package"] for one in others if "package" in one.body]
        is_named = form is not None and bool(forms)
        return (
            is_named
            and all(one == form for one in forms)
            and all(one == FACILITY for one in [of, *kinds])
        )


def _counts(entry: Entry, subject: UUID) -> bool:
    """Whether it is of that subject and counts, or comes now. What a stranger tried stands in nobody's way."""
    return entry.subject == subject and getattr(entry, "status", "accepted") == "accepted"


def _said(name: str, entry: Entry, earlier: Sequence[Entry]) -> object:
    """What the subject says of itself once this entry is there: a patch does not repeat it."""
    told = (one.body[name] for one in (entry, *reversed(earlier)) if name in one.body)
    return next(told, None)
