"""A form that cannot be filled is refused, with the place, what is wrong and how to mend it."""

from pathlib import Path

import pytest

from nyelik.rules.errors import RulebookErrors
from nyelik.rules.read import read_rulebook

FORMS = Path(__file__).parents[2] / "spec" / "forms" / "rulebook" / "forms.yaml"
TEXT = FORMS.read_text(encoding="utf-8")

WRONG = [
    ("{ask: status, default: good}", "{ask: statis}", "the word “statis” is not known", "status"),
    ("{ask: seen_on}", "{ask: tablets}", "“tablets” is already in this form", "Ask it once"),
    ("{ask: seen_on}", "{ask: MR}", "“MR” is a vaccine", "give"),
    ("{ask: seen_on}", "{ask: delivery}", "comes from the person or an episode", "enter"),
    ("{ask: seen_on}", "{give: status}", "“status” is not a vaccine", "ask"),
    ("{ask: seen_on}", "{ask: seen_on, give: MR}", "a line does one thing", "ask, give"),
    ("{ask: seen_on}", "{ask: seen_on, hnit: x}", "“hnit” is not a key", "hint"),
    ("{counsel: air}", "{counsel: ari}", "“ari” is not a topic", "Did you mean air?"),
    ("{show: test-class}", "{show: tes-class}", "“tes-class” is not known", "test-class"),
    ("{show: test-class}", "{show: today}", "this line needs a label", "label"),
    ("due: vitamin-due", "due: vitamin-deu", "is not a service", "vitamin-due"),
    ("{enter: sex,", "{enter: height,", "“height” is not kept about a person", "name"),
    (
        "{ask: smokes}",
        "{ask: smokes, when: latest(cigarettes) > 1}",
        "the condition looks at “cigarettes”",
        "Put the line after",
    ),
    (
        "{ask: smokes}",
        "{ask: smokes, when: not has(smokes)}",
        "the condition looks at “smokes”",
        "Put the line after",
    ),
    (
        "label: {id: ukur, en: measure}\n        step: 2",
        "label: {id: ukur, en: measure}\n        step: 2\n        when: heavy",
        "the condition looks at “weight_kg”",
        "Put the line after",
    ),
    ("{ask: test}", "{ask: remark}", "“remark” is already", "Ask it once"),
    (
        "          - {ask: test}\n          - {show: test-class}",
        "          - {show: test-class}",
        "“test-class” depends on nothing that this form asks",
        "It reads test",
    ),
    ("by: [doctor]", "by: [doktor]", "“doktor” fills no form", "doctor"),
    ("at: [posyandu, home]", "at: [pos]", "“pos” is not known in “at”", "posyandu"),
    ("by: [nakes]\n", "by: [teacher]\n", "a section is for fewer people", "kader, nakes"),
    ("step: 2", "step: 6", "there is no step 6", "1 to 5"),
    ("plausible: [40, 120]", "plausible: [0.1, 120]", "lie within the possible ones", "Narrow"),
    (", reason: {id: dewasa, en: adults}", "", "“reason” is missing", "reason"),
    ('version: "1"', 'version: "2"', "version 2 of “visit” is already visit", "of its own"),
    ("id: mind", "id: measure", "the section “measure” is written twice", "Join"),
    ("{ask: smokes}", "{ask: smokes, required: perhaps}", "“required” is yes or no", "yes"),
    ("{ask: smokes}", "{ask: smokes, default: 3}", "default", "3"),
]


@pytest.mark.parametrize(("written", "instead", "wrong", "mend"), WRONG)
def test_a_form_that_cannot_be_filled_is_refused(
    written: str, instead: str, wrong: str, mend: str, tmp_path: Path
) -> None:
    assert written in TEXT
    (tmp_path / "forms.yaml").write_text(TEXT.replace(written, instead, 1), encoding="utf-8")
    with pytest.raises(RulebookErrors) as refused:
        read_rulebook(tmp_path)
    first = refused.value.errors[0]
    assert wrong in first.wrong()
    assert mend in f"{first.mend()} {first.written}"
    assert first.column > 1


def test_an_example_that_types_into_no_line_is_told(tmp_path: Path) -> None:
    from nyelik.rules.check import check_examples

    text = TEXT.replace("typed: {weight_kg: 61}, ", "typed: {wieght_kg: 61}, ")
    (tmp_path / "forms.yaml").write_text(text, encoding="utf-8")
    _, (failure,) = check_examples(read_rulebook(tmp_path), lambda facts: facts)
    assert "“wieght_kg” is typed, but the form has no such line" in str(failure)
