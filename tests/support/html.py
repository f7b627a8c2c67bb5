"""A page as a test reads it: its text, its links, and its tables as rows of cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

SILENT = {"script", "style", "title"}


@dataclass
class Cell:
    """One cell: its text, the address it leads to, and what it says of itself on a phone."""

    text: str = ""
    href: str = ""
    label: str = ""


@dataclass
class Read:
    """What a page says."""

    text: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    tables: list[list[list[Cell]]] = field(default_factory=list)

    def link(self, text: str) -> str:
        """The address of the first link whose text holds this."""
        return next(href for said, href in self.links if text in said)

    def row(self, head: str, table: int = 0) -> list[Cell]:
        """The row of a table that begins with this."""
        return next(row for row in self.tables[table] if row and row[0].text == head)


def read(content: bytes) -> Read:
    """Read a page or a part of one."""
    reader = _Reader()
    reader.feed(content.decode())
    reader.page.text = _tidy(reader.page.text)
    reader.page.links = [(_tidy(text), href) for text, href in reader.page.links]
    for table in reader.page.tables:
        for row in table:
            for cell in row:
                cell.text = _tidy(cell.text)
    return reader.page


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Read()
        self.cell: Cell | None = None
        self.in_link = False
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in SILENT:
            self.silent += 1
        elif tag == "table":
            self.page.tables.append([])
        elif tag == "tr":
            self.page.tables[-1].append([])
        elif tag in ("td", "th"):
            self.cell = Cell(label=given.get("data-label") or "")
            self.page.tables[-1][-1].append(self.cell)
        elif tag == "a":
            self.in_link = True
            self.page.links.append(("", given.get("href") or ""))
            if self.cell:
                self.cell.href = given.get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent -= 1
        elif tag in ("td", "th"):
            self.cell = None
        elif tag == "a":
            self.in_link = False

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        self.page.text += f" {data}"
        if self.cell:
            self.cell.text += f" {data}"
        if self.in_link:
            text, href = self.page.links[-1]
            self.page.links[-1] = (f"{text} {data}", href)
