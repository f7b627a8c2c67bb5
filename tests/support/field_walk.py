"""Walking through the field app of one phone, stopping at screens: for pictures of them and for tests that look at all.

A stop stands on the screen while the caller looks; what the caller does must leave the screen as it was.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooLongError

from tests.support.field_phone import BrowserPhone

LONG_MS = 180_000
DRAFT_MS = 1_500  # a draft is durable within a second
MOST_LOOKED_AT = 60


class Stop(NamedTuple):
    """One screen: the name of its picture, what the screen is called, and what it is for."""

    name: str
    title: str
    purpose: str


Walk = Iterator[Stop]


class Walker:
    """Somebody who walks through the app of one phone. Words are those on the screen."""

    def __init__(self, phone: BrowserPhone) -> None:
        self.phone = phone

    @property
    def page(self) -> Page:
        return self.phone.page

    def tab(self, name: str) -> None:
        self.page.locator("nav.tabs button", has_text=name).click()

    def press(self, name: str | re.Pattern[str]) -> None:
        """The first key of the screen with this whole word."""
        keys = self.page.locator(".screen").get_by_role("button", name=name, exact=True)
        keys.first.click()

    def heading(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", level=1, name=text)).to_be_visible()

    def back(self) -> None:
        self.page.get_by_role("button", name="Kembali", exact=True).click()

    def settled(self) -> None:
        """What is due of everybody is reckoned."""
        self.tab("Orang")
        expect(self.page.locator(".person-row .status").first).to_be_visible(timeout=LONG_MS)
        self.tab("Kunjungan")
        expect(self.page.get_by_text("Daftar sedang dihitung")).to_have_count(0, timeout=LONG_MS)
        self.tab("Hari ini")

    def open_person(self, name: str) -> None:
        self.tab("Orang")
        self.page.get_by_role("searchbox").fill(name)
        self.page.locator(".person-row", has_text=name).first.click()
        self.heading(name)

    def show(self, heading: str) -> None:
        """Scroll until this heading stands below the bar."""
        self.page.get_by_role("heading", name=heading).evaluate(
            "(found) => scrollTo(0, found.getBoundingClientRect().top + scrollY - 80)"
        )

    def open_one_who(self, row: re.Pattern[str], chip: re.Pattern[str] | None = None) -> str | None:
        """Open the first person whose row, and one of whose groups, says this; gives the name."""
        self.tab("Orang")
        self.page.get_by_role("searchbox").fill("")
        rows = self.page.locator(".person-row").filter(has_text=row)
        expect(self.page.locator(".person-row").first).to_be_visible()
        for place in range(min(rows.count(), MOST_LOOKED_AT)):
            name = rows.nth(place).locator("strong").inner_text()
            rows.nth(place).click()
            self.heading(name)
            expect(self.page.get_by_role("heading", name="Riwayat")).to_be_visible()
            if chip is None or self.page.locator(".chip").filter(has_text=chip).count():
                return name
            self.back()
            expect(self.page.locator(".person-row").first).to_be_visible()
        return None

    def type_pad(self, keys: str) -> None:
        self.page.keyboard.type(keys)

    def save_form(self) -> None:
        """Save as it is, through the question about what is missing."""
        self.page.get_by_role(
            "button", name=re.compile("^(Simpan|Langkah ini selesai)$")
        ).first.click()
        anyway = self.page.get_by_role("button", name="Simpan apa adanya", exact=True)
        try:
            anyway.wait_for(timeout=DRAFT_MS)
        except TooLongError:  # nothing was missing
            return
        anyway.click()
