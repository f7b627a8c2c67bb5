"""The store's own tests at full length: killed at every single step, and many random days of two phones."""

import os
import subprocess

import pytest

from nyelik.rules.engines.phone import field_folder, find_node
from tests.support.effort import effort

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(effort(1800))]
DAYS = 80


@pytest.mark.parametrize("name", ["killed", "schedules"])
def test_at_full_length(name: str) -> None:
    node = find_node()
    assert node is not None, "the phone's store needs Node"
    ran = subprocess.run(
        [node, "--test", f"store/tests/{name}.test.ts"],
        cwd=field_folder(),
        env=os.environ | {"NYELIK_REHEARSAL": "1", "NYELIK_REHEARSAL_DAYS": str(effort(DAYS))},
        capture_output=True, text=True, timeout=effort(1500),
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-5000:]
