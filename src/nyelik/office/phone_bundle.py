"""The signed rulebook as phones fetch it: checked and packed once, and kept beside the data for the next start.

Making it takes seconds (every example of the rulebook is tried); opening what was kept, a tenth of one.
A rulebook with a failing example is handed to nobody: phones then get the last one that was whole, so that a mistake
in a rule stops no phone from fetching people.
"""

import gzip
import hashlib
import json
import logging
import tempfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from nyelik import base
from nyelik.base.problem import Problem
from nyelik.office.bundle_key import signing_key
from nyelik.office.home import home_folder
from nyelik.relay import bundle_copy
from nyelik.relay.memory import is_relay
from nyelik.rules.kept import made_from
from nyelik.rules.load import load, places_in_use

LAST_GOOD = "phone-bundle.gz"
KEPT = 3
"""So many are kept: this rulebook's, those of a layer or a key before."""
_CACHED = "phone-bundle-{key}.gz"
_log = logging.getLogger("nyelik.office")


@dataclass(frozen=True)
class PhoneBundle:
    """`packed` is the file in gzip, `file` as it is; `sha256` that of the canonical bytes, `key` the public key."""

    version: str
    sha256: str
    key: str
    file: bytes
    packed: bytes


def phone_bundle(folder: Path | None = None, layer: Path | None = None) -> PhoneBundle:
    """The bundle that phones get: of a laptop that relays the district's, else the one made here (`made_here`)."""
    copy = home_folder() / bundle_copy.NAME
    if folder is None and is_relay() and copy.exists():
        return _copied(copy, copy.stat().st_mtime_ns)
    return made_here(folder, layer)


@lru_cache(maxsize=2)
def _copied(path: Path, changed: int) -> PhoneBundle:
    """A file that the district signed; `changed` tells a newer one from the one before."""
    return _opened(gzip.compress(path.read_bytes(), 9, mtime=0))


@cache
def made_here(folder: Path | None = None, layer: Path | None = None) -> PhoneBundle:
    """The bundle of the rulebook in use, or the last whole one. Problem `rulebook-not-checked` where there is none.

    The same rulebook and key give the same bytes in every process.
    """
    path = home_folder() / "cache" / _CACHED.format(key=_key(folder, layer))
    return _cached(path) or _made(path, folder, layer)


def _key(folder: Path | None, layer: Path | None) -> str:
    """Of everything the bundle is made from and judged by: the rulebook's files, the code, and who signs."""
    places = [*places_in_use(folder, layer), Path(base.__file__).parent]
    return hashlib.sha256(f"{made_from(places)} {signing_key().public}".encode()).hexdigest()[:24]


def _cached(path: Path) -> PhoneBundle | None:
    """What an earlier process made and checked. Only if our key's signature holds: a damaged file is made anew."""
    from nyelik.rules.bundle_file import BundleRefused, open_file

    try:
        found = path.read_bytes()
        open_file(gzip.decompress(found), {signing_key().public})
    except (OSError, EOFError, zlib.error, BundleRefused, ValueError):
        return None
    return _opened(found)


def _made(path: Path, folder: Path | None, layer: Path | None) -> PhoneBundle:
    from nyelik.rules.bundle import bundle_of
    from nyelik.rules.bundle_file import packed, signed_file
    from nyelik.rules.check import check_examples

    rulebook = load(folder, layer)
    _, failures = check_examples(rulebook.rules, rulebook.derive)
    if failures:
        return _last_good(len(failures))
    made = packed(signed_file(bundle_of(rulebook), signing_key()), LAST_GOOD)
    _keep(home_folder() / LAST_GOOD, made)
    with suppress(OSError):  # a full disk: it only takes longer next time
        path.parent.mkdir(mode=0o700, exist_ok=True)
        _keep(path, made)
        _forget_oldest(path.parent)
    return _opened(made)


def _opened(packed_file: bytes) -> PhoneBundle:
    file = gzip.decompress(packed_file)
    header = json.loads(file[: file.index(b"\n")])
    return PhoneBundle(header["rulebook"], header["sha256"], header["key"], file, packed_file)


def _last_good(failures: int) -> PhoneBundle:
    problem = Problem("rulebook-not-checked", count=failures)
    _log.error("%s", problem)
    try:
        return _opened((home_folder() / LAST_GOOD).read_bytes())
    except OSError:
        raise problem from None


def _keep(path: Path, packed_file: bytes) -> None:
    """Beside the data, aside first and renamed, so that no reader sees half of it."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(packed_file)
    Path(file.name).replace(path)


def _forget_oldest(folder: Path) -> None:
    found = sorted(folder.glob(_CACHED.format(key="*")), key=lambda one: one.stat().st_mtime)
    for old in found[:-KEPT]:
        old.unlink(missing_ok=True)
