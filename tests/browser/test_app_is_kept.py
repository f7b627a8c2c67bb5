"""The app's own files on a phone: it opens without a server; a new version changes over whole, when told to."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.rehearsal


class Quiet(SimpleHTTPRequestHandler):
    """Files of a folder, asked about each time, as the office serves them."""

    def log_message(self, *_: object) -> None:  # says nothing
        pass

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


@dataclass
class Shop:
    """A copy of the built app, served until it closes."""

    folder: Path
    servers: list[ThreadingHTTPServer] = field(default_factory=list)
    port: int = 0

    def open(self) -> None:
        server = ThreadingHTTPServer(
            ("127.0.0.1", self.port), partial(Quiet, directory=str(self.folder))
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.servers.append(server)
        self.port = server.server_port

    def close(self) -> None:
        for server in self.servers:
            server.shutdown()
            server.server_close()
        self.servers.clear()

    def renew(self) -> None:
        """Another version: its first page differs, and the worker knows."""
        page, worker = self.folder / "lapangan/index.html", self.folder / "lapangan/sw.js"
        page.write_text(page.read_text().replace("Nyelik Lapangan</title>", "Versi Baru</title>"))
        worker.write_text(worker.read_text().replace('"revision":"', '"revision":"anew-'))


@pytest.fixture
def shop(project_folder: Path, tmp_path: Path) -> Iterator[Shop]:
    shutil.copytree(project_folder / "field/dist/lapangan", tmp_path / "lapangan")
    shop = Shop(tmp_path)
    shop.open()
    yield shop
    shop.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 640}, locale="id-ID")
    yield context.new_page()
    context.close()


def stands(page: Page) -> None:
    expect(page.locator("main h1").first).to_be_visible()


def test_it_opens_without_a_server_and_renews_itself_whole(shop: Shop, page: Page) -> None:
    page.goto(f"http://127.0.0.1:{shop.port}/lapangan/")
    stands(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    shop.close()
    page.reload()
    stands(page)
    assert page.evaluate("caches.keys().then((names) => names.length)") == 1

    shop.renew()
    shop.open()
    page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.getRegistration();
          await registration.update();
          while (!registration.waiting) await new Promise((go) => setTimeout(go, 50));
        }"""
    )
    shop.close()
    page.reload()
    stands(page)
    assert page.title() == "Nyelik Lapangan", "nothing changes over by itself"
    with page.expect_navigation():  # the page starts anew
        page.evaluate(
            """navigator.serviceWorker.getRegistration().then(
              (one) => one.waiting.postMessage({ type: "SKIP_WAITING" })
            )"""
        )
    stands(page)
    assert page.title() == "Versi Baru"
    assert page.evaluate("caches.keys().then((names) => names.length)") == 1


def test_half_a_new_version_is_none(shop: Shop, page: Page) -> None:
    page.goto(f"http://127.0.0.1:{shop.port}/lapangan/")
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    shop.renew()
    (shop.folder / "lapangan/icon-512.png").unlink()
    states = page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.getRegistration();
          const found = new Promise((done) => registration.addEventListener("updatefound", () => {
            const worker = registration.installing;
            worker.addEventListener("statechange", () => done(worker.state));
          }));
          await registration.update().catch(() => 0);
          return found;
        }"""
    )
    assert states == "redundant"
    page.reload()
    stands(page)
    assert page.title() == "Nyelik Lapangan"
