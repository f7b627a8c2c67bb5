"""A served demo district for the tests that look at pages as a person does."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Response, StorageState, expect

from tests.support.served import Office, served_demo

expect.set_options(timeout=30_000)  # two workers share two cores
SIZES = {"phone": {"width": 360, "height": 640}, "desk": {"width": 1280, "height": 800}}


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One demo district for the whole session; tests must not rely on what others changed in it."""
    with served_demo(tmp_path_factory.mktemp("demo")) as served:
        yield served


@pytest.fixture(scope="session")
def sessions() -> dict[str, StorageState]:
    """Cookies by login, so that each signs in once."""
    return {}


@pytest.fixture
def sign_in(
    browser: Browser, office: Office, sessions: dict[str, StorageState]
) -> Iterator[Callable[..., Page]]:
    """A page on which somebody has signed in; what the browser complains about fails the test."""
    contexts = []
    complaints: list[tuple[str, str]] = []
    refused: set[str] = set()  # addresses opened on purpose that answer 403 or 404

    def note(text: str, address: str) -> None:
        complaints.append((text, address))

    def open_page(login: str, size: str = "desk") -> Page:
        context = browser.new_context(
            viewport=SIZES[size],
            locale="id-ID",
            base_url=office.url,
            storage_state=sessions.get(login),
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: note(m.text, m.location["url"]) if m.type == "error" else None)
        page.on("pageerror", lambda error: note(str(error), ""))
        page.on("response", lambda r: refused.add(r.url) if is_refused_page(r) else None)
        page.goto("/beranda")
        if login not in sessions:
            page.fill("#username", login)
            page.fill("#password", office.passwords[login])
            page.click("form.card button.button >> nth=0")
            page.wait_for_url("**/beranda")
            sessions[login] = context.storage_state()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not [text for text, address in complaints if address not in refused]


def is_refused_page(response: Response) -> bool:
    """A whole page, not a part of one, that is answered with a refusal in words."""
    return response.status in (403, 404) and response.request.is_navigation_request()
