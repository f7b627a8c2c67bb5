"""The pictures of the field app: every screen of a demo district on a phone, written to docs/field with a list.

    python -m tests.support.field_pictures [--people N] [--home FOLDER] [--to FOLDER]

Needs Chromium and the built app. Pictures keep at most 256 colours, as those of tests.support.pictures do.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.browser import FLAGS, chromium_path
from tests.support.field_album import all_stops
from tests.support.field_phone import PHONE, browser_phone
from tests.support.field_walk import Stop, Walker
from tests.support.pictures import packed
from tests.support.served import Office, served, served_demo

TARGET = Path(__file__).parents[2] / "docs" / "field"
PEOPLE = 13_249
SETTLE_MS = 400
HEAD = """# Layar aplikasi lapangan

Setiap layar pada ponsel 360×640, dari kabupaten contoh; semua orang di sini rekaan. Dibuat dengan
`python -m tests.support.field_pictures`.

| Layar | Untuk apa | Gambar |
|---|---|---|
"""


def main() -> None:
    """Make the district, walk through the app, write the pictures and their list."""
    asked = _asked()
    asked.to.mkdir(parents=True, exist_ok=True)
    with _office(asked) as office, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        stops = [
            _photograph(stop, page, asked.to, plain)
            for plain in [chromium.new_page()]
            for page, stop in walk(chromium, office)
        ]
    rows = (f"| {title} | {purpose} | ![{title}]({name}.png) |\n" for name, title, purpose in stops)
    (asked.to / "README.md").write_text(HEAD + "".join(rows))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--home", type=Path, help="a district made before; it is changed")
    parser.add_argument("--to", type=Path, default=TARGET)
    return parser.parse_args()


@contextmanager
def _office(asked: argparse.Namespace) -> Iterator[Office]:
    if asked.home is not None:
        with served(asked.home, {}) as office:
            yield office
        return
    with (
        tempfile.TemporaryDirectory(prefix="nyelik-pictures-") as home,
        served_demo(Path(home), asked.people, today=None) as office,
    ):
        yield office


def walk(
    chromium: Browser, office: Office, size: dict[str, int] | None = None
) -> Iterator[tuple[Page, Stop]]:
    """Each stop with the page it stands on."""
    with (
        browser_phone(chromium, office, size or PHONE) as kader,
        browser_phone(chromium, office, size or PHONE) as pustu,
        browser_phone(chromium, office, size or PHONE) as midwife,
    ):
        for walker, stop in all_stops(Walker(kader), Walker(pustu), Walker(midwife)):
            walker.page.wait_for_timeout(SETTLE_MS)
            yield walker.page, stop


def _photograph(stop: Stop, page: Page, folder: Path, plain: Page) -> Stop:
    path = folder / f"{stop.name}.png"
    path.write_bytes(packed(plain, page.screenshot()))
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB", flush=True)
    return stop


if __name__ == "__main__":
    main()
