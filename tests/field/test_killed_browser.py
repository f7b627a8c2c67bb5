"""A browser that is killed while it saves and sends: what was acknowledged is at the server, once."""

import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from tests.support.effort import effort
from tests.support.field_phone import PIN, enrol_code
from tests.support.mortal_browser import MortalBrowser
from tests.support.served import Office

KILLS = effort(200)
LONGEST_LIFE_MS = 900
ENROL = "([address, code, pin]) => phone.enrol(address, code, pin).then((desk) => desk.device)"
LIVE = """([device, pin, life]) => {
  // Not awaited by the test: it goes on until the browser dies.
  void (async () => {
    const desk = await phone.unlock(device, pin);
    const [{ code: area }] = desk.setup.get().areas;
    for (let turn = 0; ; turn += 1) {
      const person = desk.newId();
      const happened = desk.moment().slice(0, 10);
      const body = { name: `Uji ${life} ${turn}`, sex: 'female', born: '2024-01-01', area };
      const contact = { observations: { weight_kg: 8 + (turn % 40) / 10 } };
      const saved = await desk.save([
        { kind: 'person', subject: person, about: person, body, happened },
        { kind: 'contact', subject: desk.newId(), about: person, body: contact, happened },
      ]);
      await acknowledged(saved.map(({ number, subject, about }) => [number, subject, about]));
      if (turn % 3 === life % 3) void desk.sync();
    }
  })();
}"""
SEND_ALL = """async ([device, pin]) => {
  const desk = await phone.unlock(device, pin);
  for (let tries = 0; tries < 20 && (tries === 0 || desk.status.get().unsent > 0); tries += 1) {
    await desk.sync();
  }
  const mine = await desk.mine(100000);
  return { unsent: desk.status.get().unsent, at: [...new Set(mine.map(({ at }) => at))] };
}"""

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(effort(1800))]


def test_nothing_acknowledged_is_lost_or_doubled(
    playwright: Playwright, district: Office, page_address: str, tmp_path: Path
) -> None:
    chance = random.Random(1)
    browser = MortalBrowser(playwright, tmp_path)
    kept: list[list[Any]] = []
    try:
        device = _enrolled(browser.start(), district, page_address)
        for life in range(KILLS):
            browser.kill()
            page = browser.start()
            page.expose_function("acknowledged", lambda numbers: kept.extend(numbers))
            page.goto(page_address)
            page.wait_for_function("globalThis.phone")
            page.evaluate(LIVE, [device, PIN, life])
            page.wait_for_timeout(chance.uniform(150, LONGEST_LIFE_MS))
        browser.kill()
        page = browser.start()
        page.goto(page_address)
        page.wait_for_function("globalThis.phone")
        assert page.evaluate(SEND_ALL, [device, PIN]) == {"unsent": 0, "at": ["server"]}
    finally:
        browser.kill()
    stored = _stored(district, device)
    acknowledged = {number: (subject, about) for number, subject, about in kept}
    assert len(acknowledged) == len(kept) > KILLS, "no number was given twice"
    assert {n: stored[n] for n in acknowledged if n in stored} == acknowledged
    assert sorted(stored) == list(range(1, len(stored) + 1)), "no gap and no double"


def _enrolled(page: Page, office: Office, address: str) -> str:
    page.goto(address)
    page.wait_for_function("globalThis.phone")
    code = enrol_code(office, "pustu", "kader")
    return str(page.evaluate(ENROL, [office.url, code, PIN]))


def _stored(office: Office, device: str) -> dict[int, tuple[str, str]]:
    """(subject, about) by number, as the journal has them; the subject of each stands there once."""
    rows = sqlite3.connect(office.home / "nyelik.sqlite3").execute(
        "SELECT number, subject, about FROM journal_entry WHERE device = ? AND status = 'accepted'",
        [device],
    )
    found = {number: (_dashed(subject), _dashed(about)) for number, subject, about in rows}
    assert len({subject for subject, _ in found.values()}) == len(found)
    return found


def _dashed(digits: str) -> str:
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
