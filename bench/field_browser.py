"""Chromium as a cheap phone: processor slowed down six times, network of 1.6 Mbit/s, times taken inside the page.

The slowing is Chromium's own and holds for the page's thread: what the browser does elsewhere (making the key of the
PIN, AES, gzip, the disk) runs at full speed, so a real phone is slower there by what those cost.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from bench.field_instance import PIN

SLOWER = 6
MEGABITS, ROUND_TRIP_MS = 1.6, 150
SIZE = {"width": 360, "height": 640}

# Counts from the act to the frame in which the page shows what is waited for.
_UNTIL = """async ([act, shown, limit]) => {
  const began = performance.now();
  new Function(act)();
  const look = new Function('return ' + shown);
  while (!look()) {
    if (performance.now() - began > limit) throw new Error('waited in vain for ' + shown);
    await new Promise((go) => setTimeout(go, 4));
  }
  await new Promise((go) => requestAnimationFrame(() => setTimeout(go, 0)));
  return performance.now() - began;
}"""
# Counts from the act to the frame in which each of several things stands, one after the other.
_EACH = """async ([act, shown, limit]) => {
  const began = performance.now();
  const drawn = () => new Promise((go) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => go(performance.now() - began);
    port2.postMessage(null);
  }));
  const looks = shown.map((one) => new Function('return ' + one)); // later the page's policy forbids it
  new Function(act)();
  const took = [];
  for (const look of looks) {
    while (!look()) {
      if (performance.now() - began > limit) throw new Error('waited in vain for ' + look);
      await new Promise((go) => setTimeout(go, 4));
    }
    took.push(drawn());
  }
  return Promise.all(took);
}"""
_TYPE_PIN = "".join(
    f"dispatchEvent(new KeyboardEvent('keydown', {{key: '{digit}'}}));" for digit in PIN
)


class SlowPhone:
    """One browser profile. `page` is new after each cold start."""

    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        self.page: Page = context.new_page()
        self._devtools: CDPSession = context.new_cdp_session(self.page)

    def slow_down(self) -> None:
        """From now on this page runs as on a cheap phone."""
        self._devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def thin_network(self) -> None:
        """From now on bytes come as over a poor signal."""
        speed = MEGABITS * 1_000_000 / 8
        limits = {"downloadThroughput": speed, "uploadThroughput": speed / 2}
        self._devtools.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": ROUND_TRIP_MS, **limits},
        )

    def took(self, act: str, shown: str, limit_ms: float = 120_000) -> float:
        """Milliseconds from an act until the page shows something; both are JavaScript."""
        return float(self.page.evaluate(_UNTIL, [act, shown, limit_ms]))

    def took_each(self, act: str, shown: list[str], limit_ms: float = 120_000) -> list[float]:
        """Milliseconds from an act until the page shows each of these, in this order."""
        return list(self.page.evaluate(_EACH, [act, shown, limit_ms]))

    def run(self, program: str, argument: object = None) -> Any:
        """What a function of the page answers."""
        return self.page.evaluate(program, argument)

    def new_page(self) -> None:
        """The tab is lost; a new one."""
        self.page.close(run_before_unload=False)
        self.page = self._context.new_page()
        self._devtools = self._context.new_cdp_session(self.page)

    def open(self, address: str, ready: str) -> float:
        """Milliseconds from tapping the icon until the page shows something."""
        began = time.perf_counter()
        self.page.goto(address, wait_until="commit")
        self.page.wait_for_function(f"() => {ready}")
        return (time.perf_counter() - began) * 1000

    def type_pin(self, shown: str) -> float:
        """Milliseconds from the last digit of the PIN until the page shows something."""
        return self.took(_TYPE_PIN, shown)

    def heap_megabytes(self) -> float:
        """JavaScript's memory after a collection."""
        self._devtools.send("HeapProfiler.collectGarbage")
        used = self._devtools.send("Runtime.getHeapUsage")
        return float(used["usedSize"]) / 1e6


@contextmanager
def slow_phone(browser: Browser) -> Iterator[SlowPhone]:
    """A fresh profile."""
    context = browser.new_context(viewport=SIZE, locale="id-ID", timezone_id="Asia/Jakarta")
    context.set_default_timeout(180_000)
    try:
        yield SlowPhone(context)
    finally:
        context.close()
