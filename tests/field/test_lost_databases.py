"""A browser that throws all its databases away: what a save acknowledged comes from the second copy, and is sent.

Chromium writes a record of LevelDB's log in two pieces. A process killed between them leaves a torn head; the next one
writes on behind it, and the one after that finds the log damaged and begins with nothing. The rehearsal of kills met
this once in some seventy starts; here the torn head is laid by hand.
"""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from tests.support.field_phone import PIN, enrol_code
from tests.support.mortal_browser import MortalBrowser
from tests.support.served import Office

ENROL = "([address, code, pin]) => phone.enrol(address, code, pin).then((desk) => desk.device)"
SAVE = """async ([device, pin, value]) => {
  const desk = await phone.unlock(device, pin);
  const person = desk.newId();
  const [{ code: area }] = desk.setup.get().areas;
  const body = { name: `Uji ${value}`, sex: 'female', born: '2024-01-01', area };
  const happened = desk.moment().slice(0, 10);
  const [saved] = await desk.save([{ kind: 'person', subject: person, about: person, body, happened }]);
  return saved.number;
}"""
FOUND = """async ([device, pin]) => {
  const known = phone.workers.get().map(({ unsent }) => unsent);
  const desk = await phone.unlock(device, pin);
  const { damaged, unsent } = desk.status.get();
  const kept = (await desk.mine(100)).map(({ entry }) => entry.number);
  const hasRules = desk.engine.get() !== null;
  return { known, damaged, unsent, kept, hasRules };
}"""
SEND = """async ([device, pin]) => {
  const desk = await phone.unlock(device, pin);
  await desk.sync();
  const { unsent, damaged, complete } = desk.status.get();
  return { unsent, damaged, complete, places: (await desk.mine(100)).map(({ at }) => at) };
}"""
TORN = bytes.fromhex("aaf971dac20201")
"""A record's checksum, length and type: what was on disk of the record when the process died."""

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(600)]


def test_a_log_torn_by_a_kill_costs_no_entry(
    playwright: Playwright, district: Office, page_address: str, tmp_path: Path
) -> None:
    browser = MortalBrowser(playwright, tmp_path)
    try:
        page = _opened(browser, page_address)
        code = enrol_code(district, "pustu", "kader")
        device = str(page.evaluate(ENROL, [district.url, code, PIN]))
        page.reload()
        _sent(page, device)
        numbers = [_saved(browser, page_address, device, 1)]
        _tear(tmp_path)
        numbers.append(_saved(browser, page_address, device, 2))  # written behind the torn head
        page = _opened(browser, page_address)
        found = page.evaluate(FOUND, [device, PIN])
        assert _was_thrown_away(tmp_path), "this browser keeps a torn log: the test shows nothing"
        assert found["damaged"]
        assert found["hasRules"]
        assert (found["known"], found["unsent"]) == ([2], 2)
        assert sorted(found["kept"]) == sorted(numbers)
        page.reload()
        assert _sent(page, device) == ["server", "server"]
    finally:
        browser.kill()


def _opened(browser: MortalBrowser, address: str) -> Page:
    browser.kill()
    page = browser.start()
    page.goto(address)
    page.wait_for_function("globalThis.phone")
    return page


def _saved(browser: MortalBrowser, address: str, device: str, value: int) -> int:
    """A life without signal that saves one entry and is killed."""
    page = _opened(browser, address)
    page.context.set_offline(True)
    number = int(page.evaluate(SAVE, [device, PIN, value]))
    browser.kill()
    return number


def _sent(page: Page, device: str) -> Any:
    page.wait_for_function("globalThis.phone")
    told = page.evaluate(SEND, [device, PIN])
    assert (told["unsent"], told["damaged"], told["complete"]) == (0, False, True)
    return told["places"]


def _logs(profile: Path) -> list[Path]:
    return sorted(profile.glob("Default/IndexedDB/http_127*.leveldb/*.log"))


def _tear(profile: Path) -> None:
    with _logs(profile)[-1].open("ab") as log:
        log.write(TORN)


def _was_thrown_away(profile: Path) -> bool:
    return not any(TORN in log.read_bytes() for log in _logs(profile))
