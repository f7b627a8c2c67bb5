"""Classes of scores by the rulebook's findings: each different case is asked once of the reference engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from nyelik.base.dates import add_months, day_number
from nyelik.rules.engines.reference import Reference
from nyelik.rules.facts import Event, make_facts
from nyelik.rules.load import Loaded
from nyelik.rules.model import Finding
from nyelik.rules.outcome import finding_state

# Which finding classifies which derived or measured word.
FINDINGS = {
    "weight-for-age": "z_weight_for_age",
    "length-for-age": "z_length_for_age",
    "weight-for-length": "z_weight_for_length",
    "bmi-for-age": "z_bmi_for_age",
    "head-for-age": "z_head_for_age",
    "muac-child": "muac_cm",
}
Case = tuple[str | None, int | None, float | None, bool]


class Classes:
    """Classes by one rulebook. A case is (sex, completed months, value or None, oedema)."""

    def __init__(self, loaded: Loaded, today: dt.date) -> None:
        """`today` is the day the findings are asked for: it decides which are in force."""
        self.today = today
        self.findings = {
            name: finding
            for name in FINDINGS
            if (finding := loaded.rules.findings.get(name)) and finding.in_force.holds_on(today)
        }
        self._known: dict[tuple[str, Case], str] = {}

    def of(self, name: str, cases: Sequence[Case]) -> list[str]:
        """The class id of each case by one finding; "" where it does not apply or is undecided."""
        known, finding = self._known, self.findings[name]
        for case in set(cases):
            if (name, case) not in known:
                known[name, case] = self._asked(finding, FINDINGS[name], case)
        return [known[name, case] for case in cases]

    def _asked(self, finding: Finding, code: str, case: Case) -> str:
        sex, months, value, oedema = case
        if months is None:
            return ""
        day = day_number(self.today)
        events = [Event(day, -1, 0, "oedema", oedema)]
        if value is not None:
            events.append(Event(day, -1, 1, code, value))
        born = day_number(add_months(self.today, -months))
        state = finding_state(Reference(make_facts(sex, born, events=events), day), finding)
        return state.found.id if state.found else ""
