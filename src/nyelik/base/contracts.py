"""Where the lists and schemas are that Nyelik shares with the field app and with other systems."""

import os
from pathlib import Path


def contract(name: str) -> Path:
    """A file of `contracts/`: in a checkout, below NYELIK_ROOT, or as data inside an installed package."""
    package = Path(__file__).resolve().parents[1]
    roots = [package.parents[1], package / "data"]
    if "NYELIK_ROOT" in os.environ:
        roots.insert(0, Path(os.environ["NYELIK_ROOT"]))
    paths = [root / "contracts" / name for root in roots]
    return next((path for path in paths if path.exists()), paths[0])
