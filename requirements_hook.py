"""Gives a built wheel the run-time dependencies of requirements.in, so that they are named once."""

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class RequirementsHook(MetadataHookInterface):
    """Reads requirements.in beside pyproject.toml, without its comments."""

    def update(self, metadata: dict[str, Any]) -> None:
        lines = (Path(self.root) / "requirements.in").read_text(encoding="utf-8").splitlines()
        named = (line.split("#")[0].strip() for line in lines)
        metadata["dependencies"] = [name for name in named if name]
