"""A phone full of photos: a save that does not fit says so, writes nothing, and works once there is room."""

import pytest
from playwright.sync_api import Browser

from tests.support.field_phone import PIN, enrol_code
from tests.support.served import Office

ENROL = (
    "async ([address, code, pin]) => { globalThis.desk = await phone.enrol(address, code, pin); }"
)
SAVE = """async (letters) => {
  const person = desk.newId();
  // Chance, so that it cannot be packed: the disk must hold all of it.
  const text = Array.from({ length: letters }, () => String.fromCharCode(97 + Math.random() * 26));
  const body = { name: 'Uji', sex: 'male', born: '2024-01-01', note: text.join('') };
  const happened = desk.moment().slice(0, 10);
  try {
    const saved = await desk.save([
      { kind: 'person', subject: person, about: person, body, happened },
    ]);
    return { numbers: saved.map(({ number }) => number), unsent: desk.status.get().unsent };
  } catch ({ code }) {
    return { problem: code, unsent: desk.status.get().unsent };
  }
}"""
REOPEN = """async (pin) => {
  const { device } = desk;
  desk.lock();
  globalThis.desk = await phone.unlock(device, pin);
  return desk.status.get().unsent;
}"""
LARGE, QUOTA = 2_000_000, 8_000_000

pytestmark = pytest.mark.rehearsal


def test_a_save_that_does_not_fit_writes_nothing_and_says_so(
    browser: Browser, district: Office, page_address: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(page_address)
    devtools = context.new_cdp_session(page)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": page_address, "quotaSize": QUOTA})
    page.wait_for_function("globalThis.phone")
    page.evaluate(ENROL, [district.url, enrol_code(district, "pustu", "kader"), PIN])
    context.set_offline(True)
    saved = 0
    while "numbers" in (last := page.evaluate(SAVE, LARGE)):
        saved += 1
        assert last == {"numbers": [saved], "unsent": saved}
        assert saved < 100, "the storage never fills"
    assert last == {"problem": "storage-full", "unsent": saved}

    devtools.send("Storage.overrideQuotaForOrigin", {"origin": page_address})
    after = {"numbers": [saved + 1], "unsent": saved + 1}
    assert page.evaluate(SAVE, LARGE) == after, "no number was wasted"
    assert page.evaluate(REOPEN, PIN) == saved + 1
    context.close()
