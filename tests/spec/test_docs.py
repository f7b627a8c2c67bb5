"""The manual documents everything: no rule without page, chapter, sentence and source; no word of code left in it."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from nyelik.rules import model as m
from nyelik.rules.load import load
from nyelik.rules.manual.graph import AnyRule, all_rules
from nyelik.rules.manual.manual import Manual, the_manual
from nyelik.rules.manual.page import Link

RULES = load().rules
LANGUAGES = ("id", "en")
CODE = re.compile(r"\b[a-z]+_[a-z_0-9]+\b|{[^}]*}")
NOT_PROSE = ("id", "place", "kind", "mark", "meaning", "state", "colour", "colours")
"""Fields of a page that are keys and not texts."""
PATHS = re.compile(r"\S+\.(csv|yaml)\b|[A-Z]+_?[\w.]*\.(csv|yaml)")
"""Names of files of the rulebook are what they are."""


def manuals() -> list[Manual]:
    return [the_manual(RULES, language) for language in LANGUAGES]


def texts(value: object, name: str = "") -> Iterator[str]:
    """Every text that a page shows."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Link):
        yield value.label
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in NOT_PROSE:
                yield from texts(getattr(value, field.name), field.name)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from texts(part, name)


def code_in(value: object) -> list[str]:
    """Words of code among the texts of a page."""
    return [found[0] for text in texts(value) for found in CODE.finditer(PATHS.sub("", text))]


@pytest.mark.parametrize("manual", manuals(), ids=LANGUAGES)
def test_every_rule_has_a_page_with_a_sentence(manual: Manual) -> None:
    without = [rule.id for rule in all_rules(RULES) if not "".join(manual.rule(rule.id).sentences)]
    assert not without


@pytest.mark.parametrize("manual", manuals(), ids=LANGUAGES)
def test_no_page_speaks_in_code(manual: Manual) -> None:
    found = {rule.id: code for rule in all_rules(RULES) if (code := code_in(manual.rule(rule.id)))}
    assert not found
    assert not [code for row in manual.settings for code in code_in(row)]


def test_every_rule_has_a_label_in_both_languages() -> None:
    assert not [rule.id for rule in all_rules(RULES) if not (rule.label.id and rule.label.en)]


def test_every_rule_stands_in_a_chapter() -> None:
    assert not [rule.id for rule in all_rules(RULES) if not rule.chapters]


def test_every_setting_stands_in_a_chapter() -> None:
    assert not [setting.id for setting in RULES.settings.values() if not setting.chapters]


def needs_source(rule: AnyRule) -> bool:
    """Terms that only give a name to something need none."""
    return not isinstance(rule, m.Definition)


def test_every_rule_names_its_source() -> None:
    assert not [rule.id for rule in all_rules(RULES) if needs_source(rule) and rule.source is None]


def test_every_chapter_leads_somewhere() -> None:
    manual = the_manual(RULES, "id")
    pages = [manual.chapter(link.id) for link in manual.chapters]
    assert not [page.id for page in pages if not (page.shelves or page.settings or page.elsewhere)]


def test_every_rule_is_reached_from_a_chapter_and_from_its_kind() -> None:
    manual = the_manual(RULES, "id")
    pages = [manual.chapter(link.id) for link in manual.chapters]
    by_chapter = {link.id for page in pages for shelf in page.shelves for link in shelf.links}
    by_kind = {link.id for kind, _, _ in manual.kinds for link in manual.kind(kind)}
    assert by_chapter == by_kind == {rule.id for rule in all_rules(RULES)}


def test_every_link_of_a_page_leads_to_a_page() -> None:
    manual = the_manual(RULES, "id")
    known = set(manual.rules.by_id)
    for rule in all_rules(RULES):
        page = manual.rule(rule.id)
        assert {link.id for link in (*page.uses, *page.used_by, *page.groups)} <= known
        assert {link.id for link in page.chapters} <= set(RULES.chapters)


def test_every_service_and_finding_of_a_person_concerns_somebody() -> None:
    belonging = the_manual(RULES, "id").rules.belonging
    rules = [*RULES.services.values(), *RULES.findings.values()]
    lost = [r.id for r in rules if r.subject == "person" and not list(belonging.whom(r))]
    assert not lost


def test_whoever_signed_named_a_rule_that_exists() -> None:
    known = {rule.id for rule in all_rules(RULES)}
    assert {signature.rule for signature in RULES.signatures.values()} <= known
