"""A Chromium process that a test may end with SIGKILL at any moment, and start again on the same profile."""

import os
import signal
import subprocess
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

from tests.support.browser import FLAGS, chromium_path

STARTED_IN_SECONDS = 30


class MortalBrowser:
    """One profile in a folder. Everything that the process had not written is lost when it is killed, as in life."""

    def __init__(self, playwright: Playwright, profile: Path) -> None:
        self._playwright, self._profile = playwright, profile
        self._process: subprocess.Popen[bytes] | None = None
        self._browser: Browser | None = None

    def start(self) -> Page:
        """Start on the profile as it was left; an empty page."""
        told = self._profile / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        flags = [*FLAGS, "--remote-debugging-port=0", f"--user-data-dir={self._profile}"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(
            [str(chromium_path()), *flags, "about:blank"], start_new_session=True, **quiet
        )
        port = _port(told)
        self._browser = self._playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        context = self._browser.contexts[0]
        return context.pages[0] if context.pages else context.new_page()

    def kill(self) -> None:
        """End the browser and all its children at once: a dead battery."""
        if self._process is None:
            return
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None
        if self._browser is not None:
            self._browser.close()
            self._browser = None


def _port(told: Path) -> int:
    end = time.monotonic() + STARTED_IN_SECONDS
    while time.monotonic() < end:
        if told.exists() and (lines := told.read_text().splitlines()):
            return int(lines[0])
        time.sleep(0.02)
    raise RuntimeError("Chromium did not say where it listens")
