"""Any form, any life, anything typed: a form never breaks, records only what it shows, and records what can be read."""

import json
from pathlib import Path
from typing import Any

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from nyelik.care.facts_from_entries import value_of
from nyelik.care.form import fill, filled, read_contact
from nyelik.care.form_text import form_as_data
from nyelik.rules.facts import Facts
from nyelik.rules.form import Filling
from nyelik.rules.load import load
from nyelik.rules.package import ROLES, FormField, Package
from tests.support.lives import LIVES, TODAY

LOADED = load()
RULES = LOADED.rules
HIDDEN = frozenset({word.sensitive for word in RULES.words.values() if word.sensitive})
SCHEMA = json.loads(
    (Path(__file__).parents[2] / "contracts" / "entry.schema.json").read_text(encoding="utf-8")
)
CONTACT = jsonschema.Draft202012Validator({**SCHEMA, "$ref": "#/$defs/contact", "required": []})
NOISE = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 999), st.floats(-1e6, 1e6), st.text(max_size=6)
)


def answers(line: FormField) -> st.SearchStrategy[Any]:
    """What a worker might type into a line: mostly sense, sometimes noise."""
    word = RULES.words.get(line.of)
    if word is not None and word.choices:
        return st.one_of(st.sampled_from(word.choice_codes()), NOISE)
    if word is not None and word.possible:
        return st.one_of(st.integers(int(word.possible[0]), int(word.possible[1])), NOISE)
    return st.one_of(st.booleans(), st.just("2026-06-29"), st.just("female"), NOISE)


@st.composite
def fillings(draw: st.DrawFn) -> tuple[Package, Filling]:
    """A form with some of its lines typed."""
    package = draw(st.sampled_from(list(RULES.packages.values())))
    lines = [line for line in package.fields() if line.action != "show"]
    chosen = draw(st.lists(st.sampled_from(lines), max_size=12, unique_by=lambda line: line.key))
    typed = {line.key: draw(answers(line)) for line in chosen}
    role = draw(st.sampled_from((None, *ROLES)))
    hidden = draw(st.sampled_from((frozenset[str](), HIDDEN)))
    facts: Facts = draw(LIVES)
    return package, Filling(facts, TODAY, typed, role=role, hidden=hidden)


@settings(max_examples=100, deadline=None)
@given(fillings())
def test_a_form_records_only_what_it_shows_and_what_can_be_read(
    drawn: tuple[Package, Filling],
) -> None:
    package, filling = drawn
    state = fill(LOADED, package, filling)
    body = filled(state).contact
    CONTACT.validate(json.loads(json.dumps(body)))
    shown = {line.field.key for line in state.lines()}
    for code, value in body.get("observations", {}).items():
        assert code in shown
        assert filling.typed[code] == value
        assert value_of(RULES.words[code], value) is not None
    assert set(body.get("doses", {})) | set(body.get("topics", {})) <= shown
    assert not state.complete or all(
        line.value is not None for line in state.lines() if line.field.required
    )


@settings(max_examples=50, deadline=None)
@given(fillings())
def test_nothing_hidden_is_said(drawn: tuple[Package, Filling]) -> None:
    package, filling = drawn
    state = fill(LOADED, package, filling)
    for line in state.lines():
        if line.field.sensitive in filling.hidden:
            assert line.field.write_only
            assert line.default is None
    said = form_as_data(state, RULES, filling, "id")
    names = {key for part in said["sections"] for key in part["closed"]}
    assert not any(
        RULES.words[key].sensitive in filling.hidden for key in names if key in RULES.words
    )


@settings(max_examples=50, deadline=None)
@given(fillings())
def test_what_a_form_recorded_is_read_back_in_its_version(drawn: tuple[Package, Filling]) -> None:
    package, filling = drawn
    body = filled(fill(LOADED, package, filling)).contact
    read = read_contact(RULES, body)
    assert read.package is package
    assert read.exact
    assert not read.others
    values = {line.key: value for _, lines in read.sections for line, value in lines}
    known = {key: value for key, value in values.items() if value is not None}
    groups = [body.get(name, {}) for name in ("observations", "doses", "topics")]
    assert known == {key: value for group in groups for key, value in group.items()}
