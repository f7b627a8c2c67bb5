"""The rulebook as it was read last, kept beside the data: reading 1.4 MB of YAML takes seconds, this a third of one.

What is kept is named by a hash of everything it was made from: the rulebook's files, the layer's, and the code that
read them. So it is never stale; a damaged or missing file only means reading anew. It lies in the folder that also
holds the database and the secret key, readable by its owner alone: nobody who could change it needs to.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
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
    path = cache / _NAME.format(key=_key(folders))
    found = _opened(path)
    if found is None:
        found = read()
        with contextlib.suppress(
            OSError
        ):  # a full or read-only disk: it only takes longer next time
            _keep(path, found)
    return found


def _key(folders: Iterable[Path]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for folder in (Path(__file__).parent, *folders):
        for pattern in ("*.py", "*.yaml", "*.csv"):
            for path in sorted(folder.rglob(pattern)):
                digest.update(f"{path.relative_to(folder)}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


def _opened(path: Path) -> Rulebook | None:
    """None for whatever cannot be opened: it is then read and written anew."""
    try:
        found = pickle.loads(path.read_bytes())  # noqa: S301  our own file, see the module's first words
    except Exception:  # pickle raises whatever a damaged file makes it trip over
        return None
    return found if isinstance(found, Rulebook) else None


def _keep(path: Path, rulebook: Rulebook) -> None:
    """Written aside and renamed, so that no reader sees half of it; the oldest are forgotten."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(pickle.dumps(rulebook, pickle.HIGHEST_PROTOCOL))
    Path(file.name).replace(path)
    found = sorted(path.parent.glob(_NAME.format(key="*")), key=lambda one: one.stat().st_mtime)
    for old in found[:-KEPT]:
        old.unlink(missing_ok=True)
