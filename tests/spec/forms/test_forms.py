"""What a form does, by the examples of a small rulebook; `states.json` holds each whole state for the phone's twin.

`NYELIK_GOLDEN=write` rewrites the states; the diff is the review.
"""

import json
import os
from pathlib import Path

import pytest

from nyelik.care.form import filled, read_contact
from nyelik.rules.check import check_examples
from nyelik.rules.check.form_vectors import form_vectors
from nyelik.rules.check.forms import form_of_example
from nyelik.rules.facts import Facts
from nyelik.rules.form import FormState
from nyelik.rules.model import Rulebook
from nyelik.rules.read import read_rulebook

FOLDER = Path(__file__).parent


def as_measured(facts: Facts) -> Facts:
    """This rulebook derives nothing."""
    return facts


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return read_rulebook(FOLDER / "rulebook")


def state(rules: Rulebook, name: str) -> FormState:
    package = rules.packages["visit"]
    example = next(example for example in package.examples if example.name == name)
    return form_of_example(rules, package, example, as_measured)


def test_every_example_holds(rules: Rulebook) -> None:
    count, failures = check_examples(rules, as_measured)
    assert not failures, "\n".join(map(str, failures))
    assert count > 45


def test_the_whole_states_are_the_approved_ones(rules: Rulebook) -> None:
    cases = [json.dumps(case, ensure_ascii=False) for case in form_vectors(rules, as_measured)]
    text = "[\n" + ",\n".join(cases) + "\n]\n"
    golden = FOLDER / "states.json"
    if os.environ.get("NYELIK_GOLDEN") == "write":
        golden.write_text(text, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == text


def test_a_wrong_expectation_fails(rules: Rulebook) -> None:
    """The examples can fail: a form that must not be complete is, and the other way round."""
    assert state(rules, "lengkap").complete
    assert not state(rules, "tidak mungkin dan tidak dipakai").complete


def test_only_what_was_typed_and_shown_is_recorded(rules: Rulebook) -> None:
    form = filled(state(rules, "nilai di baris tertutup tidak dihitung"))
    assert form.contact == {
        "package": "visit",
        "package_version": "2",
        "observations": {"smokes": False},
    }
    proposed = filled(state(rules, "nilai terakhir diusulkan tetapi belum diisi"))
    assert "observations" not in proposed.contact


def test_refused_values_are_not_recorded_unlikely_ones_are(rules: Rulebook) -> None:
    assert "observations" not in filled(state(rules, "tidak mungkin dan tidak dipakai")).contact
    unlikely = filled(state(rules, "jarang tetapi dipakai"))
    assert unlikely.contact["observations"] == {"weight_kg": 120.1}


def test_doses_person_and_episodes_go_where_they_belong(rules: Rulebook) -> None:
    assert filled(state(rules, "dosis kedua")).contact["doses"] == {"MR": 2}
    form = filled(state(rules, "data orang yang diketik berlaku"))
    assert form.subject == {"sex": "female"}
    assert form.episodes == {"pregnancy": {"start": "2026-06-20"}}


def test_days_are_recorded_as_they_were_typed(rules: Rulebook) -> None:
    assert filled(state(rules, "tanggal")).contact["observations"] == {"seen_on": "2026-02-28"}


OLD = {
    "package": "visit",
    "package_version": "1",
    "observations": {"weight_kg": 61, "remark": "baik", "smokes": True, "test": "reactive"},
}


def test_an_old_contact_is_read_in_the_version_it_was_filled_under(rules: Rulebook) -> None:
    read = read_contact(rules, OLD)
    assert read.package is rules.packages["visit-1"]
    assert read.exact
    (section, lines), *more = read.sections
    assert (section.id, more) == ("measure", [])
    assert [(line.key, value) for line, value in lines] == [("weight_kg", 61), ("remark", "baik")]
    assert read.others == {"smokes": True, "test": "reactive"}


def test_a_contact_without_version_is_read_by_the_newest_form(rules: Rulebook) -> None:
    read = read_contact(rules, {"package": "visit", "observations": {"weight_kg": 61}})
    assert read.package is rules.packages["visit"]
    assert not read.exact
    unknown = read_contact(rules, {**OLD, "package_version": "7"})
    assert unknown.package is rules.packages["visit"]
    assert not unknown.exact


def test_a_contact_of_no_form_keeps_its_values(rules: Rulebook) -> None:
    read = read_contact(rules, {"package": "kms", "observations": {"weight_kg": 9.1}})
    assert (read.package, read.sections, read.others) == (None, (), {"weight_kg": 9.1})


def test_what_one_may_not_see_is_read_nowhere(rules: Rulebook) -> None:
    assert "test" not in read_contact(rules, OLD, frozenset({"hiv"})).others
