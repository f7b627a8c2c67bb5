"""The rulebook as it was read last, handed from one throwaway data folder to the next: reading it anew takes seconds.

What is kept is named by a hash of all it was made from (`nyelik.rules.kept`), so none is ever stale. It lies in the
machine's temporary folder, for this account only: opening it runs what stands in it.
"""

import os
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

SHARED = Path(tempfile.gettempdir()) / f"nyelik-tests-{os.getuid() if hasattr(os, 'getuid') else 0}"
KEPT = 6
"""So many are kept: of several checkouts, with and without layers."""
_NAMES = "rulebook-*.pickle"


def lend(home: Path) -> None:
    """Put what is kept into a data folder before it is used."""
    _copy(SHARED, home / "cache")


def give_back(home: Path) -> None:
    """Keep what a data folder has read; the oldest are forgotten."""
    _copy(home / "cache", SHARED)
    for old in _found(SHARED)[:-KEPT]:
        old.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """Aside first and renamed: other runs read and write here at the same time. Failing, it only takes longer."""
    with suppress(OSError):
        for one in _found(source):
            target.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_private(target) and not (target / one.name).exists():
                aside = target / f"{one.name}.{os.getpid()}"
                shutil.copy2(one, aside)
                aside.replace(target / one.name)


def _found(folder: Path) -> list[Path]:
    if not _is_private(folder):
        return []
    return sorted(folder.glob(_NAMES), key=lambda one: one.stat().st_mtime)


def _is_private(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    own = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    return own and stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o022
