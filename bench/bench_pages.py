"""Pages of the office, warm, over HTTP on loopback: milliseconds, against the page that asks nothing (signing in).

A demo district in a throwaway folder, served as `nyelik serve` does it; one browser at a time. Small: 1,500 people;
full: the demo of a first start, 13,249.
"""

import http.cookiejar
import re
import statistics
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from tests.support.served import served_demo

REACH_MS = 100
ROUNDS = 30
SMALL, FULL = 1_500, 13_249
NAMES = "/papan/nama?indikator=spm-04&wilayah=P1906-01"
PAGES = {
    "first screen": "/beranda",
    "search": "/cari?q=siti+rahma",
    "held entries": "/ditahan",
    "read audit": "/jejak-baca",
    "coverage board": "/papan",
    "eleven indicators by Posyandu": "/papan?keluarga=SKDN&tingkat=posyandu",
    "SPM": "/spm",
    "25 names with because": NAMES,
    "trend of twelve months": "/papan/tren?indikator=spm-04&wilayah=P1906-01",
}


def measure(*, full: bool = False) -> list[dict[str, Any]]:
    """Median and 95th percentile of each page for the head of a Puskesmas."""
    people = FULL if full else SMALL
    with (
        tempfile.TemporaryDirectory(prefix="nyelik-bench-") as folder,
        served_demo(Path(folder), people) as office,
    ):
        visit = _signed_in(office.url, "kepala", office.passwords["kepala"])
        plain = _times(urllib.request.build_opener(), f"{office.url}/masuk")[0]
        child = _first_card(visit, office.url)
        pages = {**PAGES, "a child's card": child, "a growth chart": f"{child}/grafik/tb-u"}
        return [
            _line(name, *_times(visit, office.url + address), plain)
            for name, address in pages.items()
        ]


def _line(name: str, median: float, slow: float, plain: float) -> dict[str, Any]:
    return {
        "what": f"{name}, median (95 of 100 under {slow:.0f} ms)",
        "value": round(median, 1),
        "unit": "ms",
        "against": f"sign-in page {plain:.1f} ms",
        "ratio": round(median / plain, 1),
        "reach": f"< {REACH_MS}",
    }


def _signed_in(url: str, login: str, password: str) -> urllib.request.OpenerDirector:
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    opener = urllib.request.build_opener(cookies)
    form = opener.open(f"{url}/masuk").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    given = {"username": login, "password": password, "csrfmiddlewaretoken": token[1]}
    opener.addheaders = [("Referer", f"{url}/masuk")]
    opener.open(f"{url}/masuk", urllib.parse.urlencode(given).encode()).read()
    return opener


def _first_card(opener: urllib.request.OpenerDirector, url: str) -> str:
    found = re.search(r'href="(/orang/[^"]+)"', opener.open(url + NAMES).read().decode())
    assert found
    return found[1]


def _times(opener: urllib.request.OpenerDirector, address: str) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds, after two visits that warm caches."""
    spent = []
    for _ in range(ROUNDS + 2):
        began = time.perf_counter()
        opener.open(address).read()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent[2:]), statistics.quantiles(spent[2:], n=20)[18]
