"""Every screen of the field app on a small phone: by eye of axe, for thumbs, twice as large, colourless, by keys."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.support.accessibility import by_colour_alone, cut_when_large, not_by_keys, small_targets
from tests.support.field_album import enrolling
from tests.support.field_phone import browser_phone, enrol_code
from tests.support.field_pictures import walk
from tests.support.field_walk import Walker
from tests.support.served import Office, served_demo

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(1800)]
PEOPLE = 13_249  # the kader of the demo has a child under five, a Pustu has a pregnancy
DESK = {"width": 1280, "height": 800}
WIDEST_PX = 720
LEAST_STOPS = 60


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demo as somebody gets it who starts it today."""
    expect.set_options(timeout=60_000)
    with served_demo(tmp_path_factory.mktemp("demo"), PEOPLE, today=None) as served:
        yield served


def wrong_with(page: Page) -> list[str]:
    """All that is wrong with the screen that stands."""
    report = Axe().run(page)
    axe = [f"axe: {one['id']}: {one['nodes'][0]['html']}" for one in report.response["violations"]]
    return [
        *axe,
        *small_targets(page),
        *by_colour_alone(page),
        *cut_when_large(page),
        *not_by_keys(page),
    ]


def test_every_screen_serves_eyes_thumbs_and_keys(browser: Browser, office: Office) -> None:
    found = {stop.name: wrong_with(page) for page, stop in walk(browser, office)}
    assert len(found) >= LEAST_STOPS
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_keys_alone_enrol_and_unlock_and_a_wide_screen_is_centred(
    browser: Browser, office: Office
) -> None:
    """A bidan's laptop: the PIN by the keyboard, the screen in the middle of 1280 x 800."""
    with browser_phone(browser, office, DESK) as phone:
        for _ in enrolling(Walker(phone), enrol_code(office, "kepala", "pustu")):
            pass
        keys = phone.page.keyboard
        phone.page.get_by_role("button", name="Kunci", exact=True).press("Enter")
        phone.page.locator(".pin-keys").wait_for()
        keys.type("271828")
        expect(phone.page.locator("nav.tabs")).to_be_visible()
        for tab in ("Hari ini", "Orang", "Hari buka", "Kunjungan", "Lainnya"):
            phone.page.locator("nav.tabs button", has_text=tab).press("Enter")
            phone.page.wait_for_timeout(500)
            left, width = phone.page.locator(".screen").evaluate(
                "(one) => [one.getBoundingClientRect().left, one.getBoundingClientRect().width]"
            )
            assert width <= WIDEST_PX
            assert abs(left + width / 2 - DESK["width"] / 2) <= 8, tab
