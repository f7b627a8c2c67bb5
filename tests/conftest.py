"""Fixtures every test folder may use."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.support.browser import FLAGS, chromium_path

PROJECT = Path(__file__).parent.parent

# Few examples on every run, always on; `--hypothesis-profile=night` looks for hours.
settings.register_profile(
    "ci", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("night", max_examples=5_000, deadline=None)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def project_folder() -> Path:
    """The folder that holds pyproject.toml, rulebook/ and contracts/."""
    return PROJECT


@pytest.fixture(scope="session")
def database_name() -> str:
    """Which database this run uses: sqlite or postgresql."""
    return "postgresql" if os.environ.get("NYELIK_DATABASE_URL") else "sqlite"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, once: its loop marks the thread as asynchronous; Django must not mind."""
    if chromium_path() is None:
        pytest.fail("No Chromium found: `apt-get install chromium`, or name it in NYELIK_CHROMIUM.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the session."""
    chromium = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A desk-sized page in a fresh context; a test may resize it to 360 x 640."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="id-ID")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
