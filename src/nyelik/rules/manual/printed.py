"""The manual as a PDF: the pages as JSON, set by typst with the template beside this file.

typst's own letters are used and none of the system's: the same book comes out on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from nyelik.rules.manual.manual import Manual
from nyelik.rules.manual.page import ChapterPage, Link
from nyelik.rules.manual.texts import COLOURS

_TEMPLATE = Path(__file__).with_name("manual.typ")


def whole_book(manual: Manual, examples: bool = False) -> dict[str, Any]:
    """Every group of the life cycle, every chapter with its rules, the settings and what must be checked.

    Without `examples` it is a book to hold; with them it is far longer. Parts always have theirs.
    """
    seen: dict[str, str] = {}
    book = _empty(manual, manual.says["all_groups"])
    book["long"] = True
    book["groups"] = [asdict(manual.group(link.id)) for link in manual.life_cycle]
    book["chapters"] = [_chapter(manual, link.id, seen, examples) for link in manual.chapters]
    book["settings"] = [asdict(row) for row in manual.settings]
    book["to_check"] = [asdict(shelf) for shelf in manual.to_check]
    return book


def group_book(manual: Manual, group_id: str) -> dict[str, Any]:
    """One group with every rule that concerns it. Raises KeyError for a group that is not there."""
    page = manual.group(group_id)
    book = _empty(manual, page.rule.label)
    book["groups"] = [asdict(page)]
    links = [*(s.service for s in page.services), *(f.finding for f in page.findings)]
    book["rules"] = [asdict(manual.rule(link.id)) for link in [*links, *page.indicators]]
    return book


def chapter_book(manual: Manual, chapter_id: str) -> dict[str, Any]:
    """One chapter with all its rules. Raises KeyError for a chapter that is not there."""
    book = _empty(manual, f"{chapter_id} {manual.chapter(chapter_id).label}")
    book["chapters"] = [_chapter(manual, chapter_id, {})]
    return book


def rule_book(manual: Manual, rule_id: str) -> dict[str, Any]:
    """One rule. Raises KeyError for a rule that is not there."""
    page = manual.rule(rule_id)
    return {**_empty(manual, page.label), "rules": [asdict(page)]}


def pdf(book: dict[str, Any]) -> bytes:
    """The book set as PDF."""
    import typst  # 34 MB of typesetter: only who prints pays for it

    files = {
        "main.typ": _TEMPLATE.read_bytes(),
        "book.json": json.dumps(book, ensure_ascii=False).encode(),
    }
    return typst.compile(files, ignore_system_fonts=True)  # type: ignore[no-any-return, call-overload]


def _empty(manual: Manual, subject: str) -> dict[str, Any]:
    return {
        "title": f"{manual.says['title']} · {subject}",
        "subject": subject,
        "language": manual.language,
        "version": manual.rulebook.version,
        "t": manual.says,
        "colours": COLOURS[manual.language],
        "long": False,
        **{part: [] for part in ("groups", "chapters", "rules", "settings", "to_check")},
    }


def _chapter(
    manual: Manual, chapter_id: str, seen: dict[str, str], examples: bool = True
) -> dict[str, Any]:
    """A chapter; a rule that stands in an earlier one is named with that chapter's number."""
    page: ChapterPage = manual.chapter(chapter_id)
    shelves = []
    for shelf in page.shelves:
        new = [link for link in shelf.links if link.id not in seen]
        old = [(link.label, seen[link.id]) for link in shelf.links if link.id in seen]
        seen.update(dict.fromkeys((link.id for link in new), chapter_id))
        rules = _pages(manual, new, examples)
        shelves.append({"heading": shelf.heading, "rules": rules, "elsewhere": old})
    return {**asdict(page), "shelves": shelves}


def _pages(manual: Manual, links: Iterable[Link], examples: bool) -> list[dict[str, Any]]:
    pages = (manual.rule(link.id) for link in links)
    return [asdict(page if examples else replace(page, examples=())) for page in pages]
