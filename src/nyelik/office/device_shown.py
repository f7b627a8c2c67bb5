"""What of the rulebook a phone's worker may see, for narrowing what is sent to it."""

from functools import cache

from nyelik.office.device_setup import hidden_kinds
from nyelik.office.rulebook import loaded
from nyelik.register.access import Viewer
from nyelik.register.device_secrets import Shown


def shown_to(viewer: Viewer) -> Shown:
    """The words, findings and forms that this viewer may and may not see."""
    return _shown(tuple(hidden_kinds(viewer)))


@cache
def _shown(hidden: tuple[str, ...]) -> Shown:
    rules = loaded().rules
    by_kader = frozenset(
        one.form
        for one in rules.packages.values()
        if one.subject == "facility" and one.asked_of("kader")
    )
    if not hidden:
        return Shown(hides=False, of_facilities=by_kader)
    secret_words = {code for code, word in rules.words.items() if word.sensitive in hidden}
    secret_findings = {code for code, one in rules.findings.items() if one.sensitive in hidden}
    secret_forms = {one.form for one in rules.packages.values() if one.sensitive in hidden}
    return Shown(
        hides=True,
        words=frozenset(rules.words.keys() - secret_words),
        findings=frozenset(rules.findings.keys() - secret_findings),
        secret=frozenset(secret_words | secret_findings | secret_forms),
        of_facilities=by_kader,
    )
