"""A kader's hands on the app: taps and typing, as the screens name things. Waits for what it sees, never for time."""

from collections.abc import Mapping

from playwright.sync_api import Locator, expect
from playwright.sync_api import TimeoutError as WaitedInVain

from tests.support.field_phone import BrowserPhone

MOST_LINES = 20
SOON = 1_500  # what the screen shows after a tap, on a busy machine


class Hands:
    """What somebody does with a phone that is unlocked."""

    def __init__(self, phone: BrowserPhone) -> None:
        self.phone = phone

    def tab(self, name: str) -> None:
        """A tab of the bar below."""
        self.phone.page.locator("nav.tabs button", has_text=name).click()

    def press(self, name: str) -> None:
        """A button by its whole word."""
        self.phone.page.get_by_role("button", name=name, exact=True).first.click()

    def sees(self, text: str) -> Locator:
        """Wait until a text stands on the screen."""
        found = self.phone.page.get_by_text(text).first
        expect(found).to_be_visible()
        return found

    def type_numbers(self, values: Mapping[str, str]) -> None:
        """Go through the number lines as the pad opens them; those that are not named stay empty."""
        page = self.phone.page
        pad, active = page.locator(".pad"), page.locator("[data-line].active")
        if not pad.is_visible():
            first = page.locator(".pad-line").first
            if first.count() == 0:
                return
            first.click()
        for _ in range(MOST_LINES):
            if not pad.is_visible():
                return
            line = active.get_attribute("data-line") or ""
            if active.locator(".line-number.blank").count():
                page.keyboard.type(values.get(line, ""))
            if active.count() and active.get_attribute("data-line") == line:
                page.keyboard.press("Enter")  # a finished number opened the next line itself
            self._confirm()

    def _confirm(self) -> None:
        """What is asked back is right."""
        question = self.phone.page.locator(".pad-question")
        if question.is_visible():
            question.get_by_role("button", name="Betul").click()

    def answer(self, of: str, word: str) -> None:
        """A choice of a line of the form."""
        self.phone.page.locator(f'[data-line="{of}"]').get_by_role(
            "button", name=word, exact=True
        ).click()

    def save_form(self) -> None:
        """Save as it is, whatever is still missing."""
        page = self.phone.page
        if page.locator(".pad-close").is_visible():
            page.locator(".pad-close").click()
        save = page.get_by_role("button", name="Simpan", exact=True)
        done = page.get_by_role("button", name="Langkah ini selesai", exact=True)
        save.or_(done).first.click()
        anyway = page.get_by_role("button", name="Simpan apa adanya", exact=True)
        try:
            anyway.wait_for(timeout=SOON)
        except WaitedInVain:  # nothing was missing
            return
        anyway.click()

    def leave_saved(self) -> None:
        """The page that says what was found, where there is one."""
        saved = self.phone.page.locator(".saved")
        try:
            saved.wait_for(timeout=SOON)
        except WaitedInVain:
            return
        self.press("Selesai")
