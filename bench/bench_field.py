"""The field app on a phone six times slower than this machine: first sync, cold start, a person, a save, a search.

Each figure stands beside its limit; the page and the store are those that are served. The full run has a phone of
1,000 and one of 10,000 people of the demo district with some 70 events each, and takes some minutes. Needs Chromium
and the development environment.
"""

from __future__ import annotations

import gzip
import json
import os
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.field_browser import SlowPhone, slow_phone
from bench.field_instance import PIN, Scope, code_for, hire
from nyelik.rules.engines.phone import field_folder
from tests.support.browser import FLAGS, chromium_path
from tests.support.rehearsal_page import build_page, served_folder
from tests.support.served import Office, served_demo

SMOKE_DISTRICT, FULL_DISTRICT = 1_500, 13_249
LIMITS = {
    "first sync": 60_000.0,
    "reckoned": 75_000.0,
    "server": 20_000.0,
    "person": 300.0,
    "whole person": 500.0,
    "save": 300.0,
    "update": 50.0,
    "search": 100.0,
    "app": 200.0,
    "heap": 150.0,
}
COLD_MS = {1_000: 3_000.0, 10_000: 6_000.0}
DUE_MS = {1_000: 500.0}
FROM_RECORDS = 10
"""So much longer may everybody take once, after the first sync or with another rulebook: the lists stand meanwhile."""
_DUE = "document.querySelector('.person-head ~ .card :is(.lines li, p)')"
"""Name, what was found and what is due of a person stand."""
_RECORDED = "document.querySelector('.person-head ~ .rows .record, .person-head ~ .empty')"
"""So does what was recorded, the last of the card."""
NAMES = ("sit", "sitti nur", "budi", "ahmat", "rahayu", "yoh")
_PEOPLE = "document.querySelector('input[type=search]') && document.querySelector('ul.rows .row')"
_TABS = "[...document.querySelectorAll('nav.tabs button')]"
_OPEN_PEOPLE = f"{_TABS}.find((b) => /Orang|People/.test(b.textContent)).click()"
_OPEN_HOME = f"{_TABS}.find((b) => /Hari ini|Today/.test(b.textContent)).click()"
_RECKONED = "document.querySelector('.screen h2') && !document.querySelector('p.notice')"


def measure(*, full: bool = False) -> list[dict[str, Any]]:
    """All figures; the full run raises AssertionError where one is beyond its limit."""
    sizes = (1_000, 10_000) if full else (300,)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = build_page(Path(folder) / "page")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        with served_folder(page) as address:
            os.environ["NYELIK_FIELD_ORIGINS"] = address
            home = Path(os.environ.get("NYELIK_BENCH_FIELD_HOME", f"{folder}/district"))
            people = FULL_DISTRICT if full else SMOKE_DISTRICT
            with _district(home, people) as office:
                lines = [_app_size()]
                for size in sizes:
                    scope = hire(home, size)
                    lines += _server(office, scope)
                    lines += _screens(browser, office, scope, size)
                    lines += _store(browser, office, address, scope, size)
        browser.close()
    if full:
        missed = [line["what"] for line in lines if line["value"] > line["reach"]]
        assert not missed, "\n".join(str(one) for one in (*lines, f"missed: {missed}"))
    return lines


def _district(home: Path, people: int) -> Any:
    home.mkdir(parents=True, exist_ok=True)
    return served_demo(home, people=people, today=None)


def _line(what: str, value: float, limit: float, unit: str = "ms") -> dict[str, Any]:
    return {
        "what": what,
        "value": round(value, 1),
        "unit": unit,
        "against": f"limit {limit:,.0f} {unit}",
        "ratio": round(value / limit, 2),
        "reach": limit,
    }


def _said(scope: Scope) -> str:
    return f"{scope.people:,} people, {scope.events:,} events"


def _app_size() -> dict[str, Any]:
    """Everything that a phone fetches to install the app, packed; icons are packed already."""
    built = field_folder() / "dist" / "lapangan"
    kinds = {".js", ".css", ".html", ".webmanifest"}
    files = [one for one in built.rglob("*") if one.suffix in kinds]
    packed = sum(len(gzip.compress(one.read_bytes(), 9)) for one in files)
    return _line("app without data, packed", packed / 1000, LIMITS["app"], "kB")


def _server(office: Office, scope: Scope) -> list[dict[str, Any]]:
    """The whole listing as fast as the server gives it: what it costs the server and the machine together."""
    code = code_for(office.home, scope.username)
    enrolled = _post(office, "/api/enrol", {"code": code, "label": "bench", "app": "2026.11.0"})
    began, cursor, more, size = time.perf_counter(), None, True, 0
    while more:
        body = {"cursor": cursor, "app": "2026.11.0", "rulebook": "", "unsent": 0, "now": 0}
        page = _post(office, "/api/sync", body | {"next_number": 1}, enrolled["token"])
        cursor, more, size = page["cursor"], page["more"], size + page["bytes"]
    milliseconds = (time.perf_counter() - began) * 1000
    what = f"server: whole listing, {_said(scope)}, {size / 1e6:.1f} MB packed"
    return [_line(what, milliseconds, LIMITS["server"])]


def _post(office: Office, path: str, body: object, token: str = "") -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(office.url + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=120) as answer:
        packed = answer.read()
    is_packed = packed[:2] == b"\x1f\x8b"
    return json.loads(gzip.decompress(packed) if is_packed else packed) | {"bytes": len(packed)}


def _screens(browser: Browser, office: Office, scope: Scope, size: int) -> list[dict[str, Any]]:
    """The app itself: first sync over a poor signal, then what a worker does with it."""
    with slow_phone(browser) as phone:
        lines = _first_sync(phone, office, scope)
        cold = [_cold_start(phone, office) for _ in range(3)]
        limit = COLD_MS.get(size, COLD_MS[1_000])
        lines.append(_line(f"cold start to the list, {_said(scope)}", min(cold), limit))
        opened = [_open_person(phone, place) for place in (0, 3, 7, 11, 19)]
        due, whole = (max(one) for one in zip(*opened, strict=True))
        lines.append(_line("open a person: what is due, slowest of five", due, LIMITS["person"]))
        lines.append(_line("the whole card, slowest of five", whole, LIMITS["whole person"]))
        phone.page.wait_for_timeout(4_000)  # the index is made when nobody taps a row at once
        searched = [_search(phone, name) for name in NAMES]
        lines.append(_line("name search, slowest of six", max(searched), LIMITS["search"]))
        phone.page.wait_for_timeout(15_000)  # whatever still reckons
        lines.append(_line(f"heap, {_said(scope)}", phone.heap_megabytes(), LIMITS["heap"], "MB"))
    return lines


def _first_sync(phone: SlowPhone, office: Office, scope: Scope) -> list[dict[str, Any]]:
    phone.slow_down()
    phone.thin_network()
    code = code_for(office.home, scope.username)
    phone.open(f"{office.url}/lapangan/#daftar={code}", "document.querySelector('.pin-keys')")
    phone.type_pin("document.querySelector('.pin-keys')")
    opened = phone.type_pin("document.querySelector('nav.tabs')")
    everybody = phone.took(_OPEN_PEOPLE, f"{_PEOPLE} && !document.querySelector('p.notice')")
    listed = opened + everybody
    reckoned = listed + phone.took(_OPEN_HOME, _RECKONED)
    return [
        _line(f"first sync, {_said(scope)}", listed, LIMITS["first sync"]),
        _line("the same, until what is due of all is known", reckoned, LIMITS["reckoned"]),
    ]


def _cold_start(phone: SlowPhone, office: Office) -> float:
    phone.new_page()
    phone.slow_down()
    door = phone.open(f"{office.url}/lapangan/", "document.querySelector('.pin-keys')")
    opened = phone.type_pin("document.querySelector('nav.tabs')")
    return door + opened + phone.took(_OPEN_PEOPLE, _PEOPLE)


def _open_person(phone: SlowPhone, place: int) -> list[float]:
    act = f"document.querySelectorAll('ul.rows .row')[{place}].click()"
    took = phone.took_each(act, [_DUE, _RECORDED])
    phone.took("history.back()", _PEOPLE)
    return took


def _search(phone: SlowPhone, name: str) -> float:
    """Each letter in turn; the slowest counts."""
    slowest = 0.0
    for end in range(1, len(name) + 1):
        act = (
            "const field = document.querySelector('input[type=search]');"
            f"field.value = {name[:end]!r}; field.dispatchEvent(new Event('input', {{bubbles: true}}));"
        )
        slowest = max(slowest, phone.took(act, "true"))  # until the next picture stands
    return slowest


# What was reckoned while the pages came is forgotten: as if another rulebook had come.
_ENROL = """async ([address, code, pin]) => {
  const desk = await phone.enrol(address, code, pin);
  await desk.sync();
  desk.lock();
  await desk.ended;
  for (const { name } of await indexedDB.databases()) {
    const open = indexedDB.open(name);
    await new Promise((go) => { open.onsuccess = go; });
    const stores = [...open.result.objectStoreNames].filter((one) => ['standings', 'digests'].includes(one));
    if (stores.length > 0) {
      const change = open.result.transaction(stores, 'readwrite');
      for (const one of stores) change.objectStore(one).clear();
      await new Promise((go) => { change.oncomplete = go; });
    }
    open.result.close();
  }
  return desk.device;
}"""
_RECKON = """async ([device, pin, later]) => {
  if (globalThis.desk) {
    globalThis.desk.lock();
    await globalThis.desk.ended;
  }
  const other = await phoneOn(later);
  const opened = performance.now();
  const desk = await other.unlock(device, pin);
  const unlocked = performance.now();
  await new Promise((go) => {
    const stop = desk.settled.subscribe((is) => is && setTimeout(() => go(stop?.()), 0));
  });
  globalThis.desk = desk;
  return { unlock: unlocked - opened, settle: performance.now() - unlocked };
}"""
_SAVE = """async () => {
  const [id] = [...desk.people.get().keys()].slice(17);
  const happened = desk.moment();
  const contact = { observations: { weight_kg: 9.1, length_cm: 75 } };
  const entry = { kind: 'contact', subject: desk.newId(), about: id, body: contact, happened };
  await desk.file(id);
  const before = desk.standings.get().get(id);
  const began = performance.now();
  let updated = null;
  const stop = desk.standings.subscribe((all) => {
    if (all.get(id) !== before) updated ??= performance.now();
  });
  await desk.save([entry]);
  const saved = performance.now();
  while (updated === null) await new Promise((go) => setTimeout(go, 1));
  stop();
  return { save: saved - began, update: Math.max(0, updated - saved) };
}"""
_DAY_MS = 86_400_000


def _store(
    browser: Browser, office: Office, address: str, scope: Scope, size: int
) -> list[dict[str, Any]]:
    """The store alone: everybody reckoned from the records, then on another day; a save, and the list after it."""
    with slow_phone(browser) as phone:
        phone.open(address, "globalThis.phone")
        device = phone.run(_ENROL, [office.url, code_for(office.home, scope.username), PIN])
        phone.slow_down()
        first = phone.run(_RECKON, [device, PIN, 0])  # the first time ever, or a new rulebook
        anew = phone.run(_RECKON, [device, PIN, _DAY_MS])
        saves = [phone.run(_SAVE) for _ in range(10)]
    limit = DUE_MS.get(size, DUE_MS[1_000] * max(1, size / 1_000))
    return [
        _line("standings of all from whole records", first["settle"], limit * FROM_RECORDS),
        _line(f"standings of all on a new day, {_said(scope)}", anew["settle"], limit),
        _line("save, slowest of ten", max(one["save"] for one in saves), LIMITS["save"]),
        _line("list after a save, slowest", max(one["update"] for one in saves), LIMITS["update"]),
    ]
