"""Makes `areas.csv.zst` from the npm package idn-area-data 4.0.1 (data under ODbL 1.0).

    npm pack idn-area-data@4.0.1 && tar xzf idn-area-data-4.0.1.tgz
    python data/areas/build_areas.py package

Reads the package's four code lists, keeps code and name, adds the level, and writes one compressed CSV. The
version is pinned and the input is checked by hash, so that the same file comes out everywhere.
"""

# ruff: noqa: INP001, T201

import csv
import hashlib
import io
import sys
from pathlib import Path

import zstandard

LISTS = {
    "provinces.csv": "province",
    "regencies.csv": "regency",
    "districts.csv": "district",
    "villages.csv": "village",
}
EXPECTED = "a00d8dda61fddc779f492761cbaa2fab7c7db498051e13256e939aeae470e9de"


def read_lists(folder: Path) -> list[tuple[str, str, str]]:
    """All areas as (code, level, name), sorted by code so that a parent stands before its children."""
    rows = []
    for file_name, level in LISTS.items():
        with (folder / file_name).open(encoding="utf-8", newline="") as lines:
            rows += [(row["code"], level, row["name"].strip()) for row in csv.DictReader(lines)]
    return sorted(rows)


def checksum(folder: Path) -> str:
    """SHA-256 over the four input files, in a fixed order."""
    digest = hashlib.sha256()
    for file_name in LISTS:
        digest.update((folder / file_name).read_bytes())
    return digest.hexdigest()


def main(package: str) -> int:
    """Write areas.csv.zst beside this file."""
    folder = Path(package) / "data"
    if checksum(folder) != EXPECTED:
        print(
            f"these are not the lists of idn-area-data 4.0.1: {checksum(folder)}", file=sys.stderr
        )
        return 2
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("code", "level", "name"))
    writer.writerows(read_lists(folder))
    packed = zstandard.ZstdCompressor(level=19).compress(text.getvalue().encode())
    (Path(__file__).parent / "areas.csv.zst").write_bytes(packed)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
