"""The lock of field/ is whole: `npm ci` refuses one that lacks a platform's package. It names no registry.

`npm install` beside an existing node_modules writes such a lock. Write it anew without: rm -r node_modules
package-lock.json, then npm install --package-lock-only. Where the registry lacks a platform, take another version.
"""

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def packages(project_folder: Path) -> dict[str, Any]:
    lock = json.loads((project_folder / "field" / "package-lock.json").read_bytes())
    return dict(lock["packages"])


def test_every_platform_is_locked(packages: dict[str, Any]) -> None:
    wanted = {
        f"node_modules/{name}"
        for package in packages.values()
        for name in package.get("optionalDependencies", {})
    }
    assert wanted <= packages.keys()


def test_no_address_is_written_and_every_package_has_its_hash(packages: dict[str, Any]) -> None:
    for name, package in packages.items():
        assert "resolved" not in package, name
        if name and not package.get("inBundle"):  # those come inside another, under its hash
            assert package["integrity"].startswith("sha512-"), name
