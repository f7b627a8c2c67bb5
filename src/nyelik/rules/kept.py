"""The rulebook as it was read last, kept beside the data: reading 1.4 MB of YAML takes seconds, this a third of one.

What is kept is named by a hash of everything it was made from: the rulebook's files, the layer's, and the code that
read them. So it is never stale; a damaged or missing file only means reading anew.

Danger: opening a pickle runs what stands in it. It is opened only where nobody but the account that runs Nyelik could
have put it: its own folder and file, no link, not writable by others. Anywhere else the rulebook is read each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from nyelik.rules.model import Rulebook

KEPT = 3
"""So many are kept: this checkout's, one with a layer, one tried against them."""
_NAME = "rulebook-{key}.pickle"


def cache_folder() -> Path | None:
    """Where to keep: below NYELIK_HOME; None where there is none."""
    home = os.environ.get("NYELIK_HOME")
    return Path(home) / "cache" if home else None


def kept(cache: Path | None, folders: Iterable[Path], read: Callable[[], Rulebook]) -> Rulebook:
    """The rulebook of these folders: as kept, else as `read` gives it, which is then kept."""
    if cache is None:
        return read()
    path = cache / _NAME.format(key=made_from(folders))
    found = _opened(path) if _is_private(cache) else None
    if found is None:
        found = read()
        with contextlib.suppress(
            OSError
        ):  # a full or read-only disk: it only takes longer next time
            _keep(path, found)
    return found


def made_from(folders: Iterable[Path]) -> str:
    """A name for what is read from these folders: a hash of their files and of the code that reads them."""
    digest = hashlib.sha256(sys.version.encode())
    for place, folder in enumerate((Path(__file__).parent, *folders)):
        for pattern in ("*.py", "*.yaml", "*.csv"):
            for path in sorted(folder.rglob(pattern)):
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{place} {path.relative_to(folder)} {content}\0".encode())
    return digest.hexdigest()[:24]


def _is_private(folder: Path) -> bool:
    """Whether only this account can have put something into a folder, so that nothing foreign is opened."""
    try:
        return _is_own(folder.lstat(), stat.S_ISDIR)
    except OSError:
        return False


def _is_own(found: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    if not hasattr(os, "getuid"):  # Windows: who may write is not told by the mode
        return is_kind(found.st_mode)
    others_write = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return is_kind(found.st_mode) and found.st_uid == os.getuid() and not others_write


def _opened(path: Path) -> Rulebook | None:
    """None for whatever cannot be opened: it is then read and written anew."""
    try:
        with open(path, "rb", opener=_without_following) as file:
            if not _is_own(os.fstat(file.fileno()), stat.S_ISREG):
                return None
            found = pickle.load(file)  # noqa: S301  our own file, see the module's first words
    except Exception:  # pickle raises whatever a damaged file makes it trip over
        return None
    return found if isinstance(found, Rulebook) else None


def _without_following(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


def _keep(path: Path, rulebook: Rulebook) -> None:
    """Written aside and renamed, so that no reader sees half of it; the oldest are forgotten."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_private(path.parent):
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(pickle.dumps(rulebook, pickle.HIGHEST_PROTOCOL))
    Path(file.name).replace(path)
    found = sorted(path.parent.glob(_NAME.format(key="*")), key=lambda one: one.stat().st_mtime)
    for old in found[:-KEPT]:
        old.unlink(missing_ok=True)
