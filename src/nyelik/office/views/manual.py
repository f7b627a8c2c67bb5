"""The manual: what every rule says, for everyone who is signed in. It holds rules and never a person."""

from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from nyelik.office.problems import page_language
from nyelik.office.rulebook import loaded
from nyelik.office.viewer import page_for
from nyelik.rules.manual import printed as printing
from nyelik.rules.manual.find import Finder
from nyelik.rules.manual.manual import Manual, the_manual
from nyelik.rules.manual.texts import COLOURS

PARTS = {
    "aturan": printing.rule_book,
    "kelompok": printing.group_book,
    "bab": printing.chapter_book,
}
"""What may be printed alone, by the name of the parameter that names it."""
LONGEST_QUESTION = 80
_SETTING = Lock()
Page = TypeVar("Page")


def manual() -> Manual:
    """The manual in the language of the page."""
    return the_manual(loaded().rules, page_language())


@lru_cache(maxsize=4)
def _finder(manual: Manual) -> Finder:
    return Finder(manual)


def _render(request: HttpRequest, template: str, **more: object) -> HttpResponse:
    book = manual()
    context = {"t": book.says, "colours": COLOURS[book.language], "book": book, **more}
    return render(request, f"office/manual/{template}.html", context)


def _page(get: Callable[[str], Page], key: str) -> Page:
    """The page of that id; 404 where there is none."""
    try:
        return get(key)
    except KeyError:
        raise Http404 from None


@page_for("manual")
def index(request: HttpRequest) -> HttpResponse:
    """Search, and the ways in: by group, by chapter, by kind. `q` is what is searched for."""
    text = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    found = _finder(manual()).find(text)
    htmx = getattr(request, "htmx", None)
    part = isinstance(htmx, HtmxDetails) and bool(htmx) and not htmx.boosted
    return _render(request, "_found" if part else "index", text=text, found=found)


@page_for("manual")
def group(request: HttpRequest, group: str) -> HttpResponse:
    """A life-cycle group."""
    return _render(request, "group", page=_page(manual().group, group))


@page_for("manual")
def chapter(request: HttpRequest, chapter: str) -> HttpResponse:
    """A chapter of the programme."""
    return _render(request, "chapter", page=_page(manual().chapter, chapter))


@page_for("manual")
def kind(request: HttpRequest, kind: str) -> HttpResponse:
    """All rules of one kind, by name."""
    links = _page(manual().kind, kind)
    return _render(request, "kind", heading=manual().says[f"{kind}s"], links=links)


@page_for("manual")
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """One rule."""
    return _render(request, "rule", page=_page(manual().rule, rule))


@page_for("manual")
def settings(request: HttpRequest) -> HttpResponse:
    """Every setting with its readings."""
    return _render(request, "settings")


@page_for("manual")
def contradictions(request: HttpRequest) -> HttpResponse:
    """The register of places where sources disagree."""
    return _render(request, "contradictions")


@page_for("manual")
def to_check(request: HttpRequest) -> HttpResponse:
    """Texts that nobody has held against their documents yet."""
    return _render(request, "to_check")


@page_for("manual")
def printed(request: HttpRequest) -> HttpResponse:
    """The manual as PDF: one rule (`aturan`), one group (`kelompok`), one chapter (`bab`), or all of it."""
    part, key = next(((p, request.GET[p]) for p in PARTS if request.GET.get(p)), ("", ""))
    content = _page(lambda wanted: _pdf(manual(), part, wanted), key)
    name = f"nyelik-{manual().says['title'].lower()}{f'-{key}' if key else ''}.pdf"
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def _pdf(manual: Manual, part: str, key: str) -> bytes:
    """One at a time, however many ask: a book takes a core for seconds, and the office has others to serve."""
    with _SETTING:
        return _part(manual, part, key) if part else _whole(manual)


@lru_cache(maxsize=2)
def _whole(manual: Manual) -> bytes:
    """Kept apart, so that no walk through the parts makes it be set anew; one for each language."""
    return printing.pdf(printing.whole_book(manual))


@lru_cache(maxsize=64)
def _part(manual: Manual, part: str, key: str) -> bytes:
    return printing.pdf(PARTS[part](manual, key))
