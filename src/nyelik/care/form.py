"""A form for one person: its state, what it looks like as data, and the entries that a filled one makes.

Pure: facts, a rulebook and a day go in. The twin on the phone is `field/core`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nyelik.rules import package as p
from nyelik.rules.form import FieldState, Filling, FormState, form_state
from nyelik.rules.load import Loaded
from nyelik.rules.model import Rulebook, Step


def fill(loaded: Loaded, package: p.Package, filling: Filling) -> FormState:
    """The state of a form: lines shown or not and why, problems, what is missing, what was found."""
    return form_state(loaded.rules, loaded.derive, package, filling)


def offered(loaded: Loaded, filling: Filling) -> list[p.Package]:
    """The forms that may be opened for these facts here, today, by this role; in the rulebook's order."""
    packages = loaded.rules.packages.values()
    return [package for package in packages if fill(loaded, package, filling).offered]


def next_steps(state: FormState) -> list[Step]:
    """What to do next, each step once, from the gravest finding on."""
    steps = [step for found in state.found if found.found for step in found.found.then]
    return list(dict.fromkeys(steps))


@dataclass(frozen=True)
class Filled:
    """What a filled form writes: the body of a contact, of the person or household, of episodes by type.

    Each is a body after contracts/entry.schema.json; empty ones write nothing.
    """

    contact: dict[str, Any]
    subject: dict[str, Any] = field(default_factory=dict)
    episodes: dict[str, dict[str, Any]] = field(default_factory=dict)


def filled(state: FormState) -> Filled:
    """What to write of a form. Only accepted values of shown lines; nothing that nobody typed."""
    form = Filled({"package": state.package.form, "package_version": state.package.version})
    for line in state.lines("ask", "give", "counsel", "enter"):
        if line.value is not None:
            _write(form, line)
    return form


_GROUPS = {"ask": "observations", "counsel": "topics"}


def _write(form: Filled, line: FieldState) -> None:
    key = line.field.of
    if line.field.action == "give":
        form.contact.setdefault("doses", {})[key] = int(line.typed)
    elif line.field.action in _GROUPS:
        form.contact.setdefault(_GROUPS[line.field.action], {})[key] = line.typed
    elif "." in key:
        episode, part = key.split(".")
        form.episodes.setdefault(episode, {})[part] = line.typed
    else:
        form.subject[key] = line.typed


@dataclass(frozen=True)
class ReadForm:
    """A contact as it was filled: the lines of its form in the version of then, and what has no line there.

    `exact` is False when the version is not known here and the newest form, or none, stands in.
    """

    package: p.Package | None
    exact: bool
    sections: tuple[tuple[p.FormSection, tuple[tuple[p.FormField, Any], ...]], ...]
    others: Mapping[str, Any]


def read_contact(
    rules: Rulebook, body: Mapping[str, Any], hidden: frozenset[str] = frozenset()
) -> ReadForm:
    """A contact's values in the order of the form that it was filled under. Nothing recorded is lost.

    A line has its value whatever its condition would say today, None where nothing was recorded. Values of
    sensitive words that the reader may not see appear nowhere.
    """
    form, version = body.get("package"), body.get("package_version")
    exact = rules.form(str(form), str(version)) if version else None
    package = exact or (rules.form(str(form)) if form else None)
    values = _recorded(rules, body, hidden)
    sections = tuple(
        (section, tuple((line, values.pop(line.key, None)) for line in section.fields))
        for section in (package.sections if package else ())
    )
    return ReadForm(package, exact is not None, sections, values)


def _recorded(rules: Rulebook, body: Mapping[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    groups = (body.get(name) or {} for name in ("observations", "doses", "topics"))
    values = {code: value for group in groups for code, value in group.items()}
    return {
        code: value
        for code, value in values.items()
        if value is not None and not _is_hidden(rules, code, hidden)
    }


def _is_hidden(rules: Rulebook, code: str, hidden: frozenset[str]) -> bool:
    word = rules.words.get(code)
    return word is not None and word.sensitive is not None and word.sensitive in hidden
