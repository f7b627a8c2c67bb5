"""A real Chromium: the one of the system, never a downloaded one."""

import os
import shutil

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--no-first-run",
]  # fmt: skip


def chromium_path() -> str | None:
    """Where Chromium is: NYELIK_CHROMIUM, else the first one on the path."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = (shutil.which(name) for name in names)
    return os.environ.get("NYELIK_CHROMIUM") or next((path for path in found if path), None)
