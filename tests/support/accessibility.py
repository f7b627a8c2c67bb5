"""What a screen owes to eyes, thumbs and keyboards: measured in the page, told as sentences that name the element."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

TAP_PX, LINK_PX = 48, 44
TWICE = "225%"  # the app's own letters are 112.5 %
SPARE = 12  # the browser itself and the parts of a date take their turns too
MOST_CONTROLS = 60  # longer screens repeat their rows
QUESTIONS = Path(__file__).with_suffix(".js").read_text()


def small_targets(page: Page) -> list[str]:
    """Controls that a thumb may miss."""
    return list(_ask(page, "small", [TAP_PX, LINK_PX]))


def cut_when_large(page: Page) -> list[str]:
    """What overflows or is cut with letters twice as large."""
    return list(_ask(page, "large", TWICE))


def by_colour_alone(page: Page) -> list[str]:
    """What could not be told apart without colours."""
    return list(_ask(page, "colour"))


def not_by_keys(page: Page) -> list[str]:
    """Controls that Tab does not reach, or reaches unseen. Leaves the screen where it was."""
    before = page.evaluate("scrollY")
    count = int(_ask(page, "begin"))
    if count > MOST_CONTROLS:
        return []
    for _ in range(count + SPARE):
        page.keyboard.press("Tab")
        _ask(page, "step")
    left = list(_ask(page, "left"))
    page.evaluate("(y) => scrollTo(0, y)", before)
    return left


def _ask(page: Page, question: str, value: object = None) -> Any:
    """Ask once the questions are in the page; they stay in it while it lives."""
    if not page.evaluate("() => 'audit' in globalThis"):
        page.evaluate(
            f"() => {{ globalThis.audit = {QUESTIONS.strip().removesuffix(';').partition(chr(10))[2]}; }}"
        )
    return page.evaluate(
        "([question, value]) => globalThis.audit[question](value)", [question, value]
    )
