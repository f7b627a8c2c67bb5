"""A phone in a browser: enrolled at a served office by a code that a supervisor made, and unlocked with its PIN."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.served import Office

PIN = "271828"
PHONE = {"width": 360, "height": 640}
_MAKE_CODE = """
import datetime as dt, os, sys
from nyelik.cli.database import open_database
open_database()
from nyelik.register.enrolment import make_code
from nyelik.register.workers import Worker
supervisor, worker = (Worker.objects.get(username=name) for name in sys.argv[1:])
print(make_code(supervisor, worker, dt.datetime.now(dt.UTC), os.urandom))
"""


@dataclass
class BrowserPhone:
    """One browser profile that is somebody's phone. `complaints`: what the browser wrote to its console as errors."""

    context: BrowserContext
    page: Page
    office: Office
    complaints: list[str]

    def open(self) -> None:
        """Open the app, as after tapping its icon."""
        self.page.goto(f"{self.office.url}/lapangan/")

    def enrol(self, code: str, pin: str = PIN) -> None:
        """Scan a QR code (its address is opened) and choose a PIN."""
        self.page.goto(f"{self.office.url}/lapangan/#daftar={code}")
        self.type_pin(pin)
        self.type_pin(pin)
        expect(self.page.locator("nav.tabs")).to_be_visible()

    def type_pin(self, pin: str = PIN) -> None:
        """Six taps on the pad."""
        self.page.locator(".pin-keys").wait_for()
        for digit in pin:
            self.page.locator(".pin-keys button", has_text=digit).click()

    def lose_tab(self) -> None:
        """The system ends the tab without asking: nothing is told to the page."""
        self.page.close(run_before_unload=False)
        self.page = self.context.new_page()
        _listen(self.page, self.complaints)

    def unlock(self, pin: str = PIN) -> None:
        """Open the app and unlock it."""
        self.open()
        self.type_pin(pin)
        expect(self.page.locator("nav.tabs")).to_be_visible()

    def airplane(self, *, on: bool) -> None:
        """Switch the network off or on."""
        self.context.set_offline(on)


def enrol_code(office: Office, supervisor: str, worker: str) -> str:
    """A one-time code, made as the supervisor's page makes it."""
    made = subprocess.run(
        [sys.executable, "-c", _MAKE_CODE, supervisor, worker],
        env=environment_of(office),
        check=True,
        capture_output=True,
        text=True,
    )
    return made.stdout.strip().splitlines()[-1]


def environment_of(office: Office) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    kept.pop("NYELIK_DATABASE_URL", None)
    return kept | {"NYELIK_HOME": str(office.home), "PYTHONPATH": "src"}


@contextmanager
def browser_phone(
    browser: Browser, office: Office, size: dict[str, int] | None = None
) -> Iterator[BrowserPhone]:
    """A fresh phone in the hand of nobody yet. The browser's errors fail whoever looks at `complaints`."""
    context = browser.new_context(
        viewport=size or PHONE, locale="id-ID", timezone_id="Asia/Jakarta", has_touch=True
    )
    context.set_default_timeout(30_000)
    phone = BrowserPhone(context, context.new_page(), office, [])
    _listen(phone.page, phone.complaints)
    try:
        yield phone
    finally:
        context.close()


def _listen(page: Page, complaints: list[str]) -> None:
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
