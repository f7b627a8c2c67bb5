"""Imports asked for in the office: a folder each, below NYELIK_HOME/imports, that says how far it is.

The work runs in a process of its own (`nyelik.office.import_work`), so that 50,000 rows slow no page. First the
preview (nothing is written), then, when the worker says so, the commit; both end in the folder's `job.json`.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from nyelik.register.scope import Stranger, Viewer

State = Literal["reading", "ready", "writing", "done", "problem"]
BUSY = ("reading", "writing")
STALLED = dt.timedelta(seconds=90)
"""Without a sign of life for so long the work is taken for dead, and may be asked for again."""

KEPT = dt.timedelta(days=90)
"""How long a report can be fetched: a quarter, so that it is there for the quarterly meeting."""

_ENDINGS = re.compile(r"\.(xlsx|xls|xlsm|ods|csv|txt)$", re.IGNORECASE)


@dataclass(frozen=True)
class Job:
    """One import. `worker` is who asked; `found` and `problem` are what the pages show."""

    id: str
    worker: str
    file: str
    size: int
    made_at: str
    state: State
    within: str = ""
    measured_on: str = ""
    step: str = ""
    done: int = 0
    total: int = 0
    alive_at: str = ""
    found: dict[str, Any] = field(default_factory=dict)
    problem: dict[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where the file, the state and the report lie."""
        return imports_folder() / self.id

    @property
    def upload(self) -> Path:
        """The file as it was sent; its own name is kept only in `file`."""
        return next(self.folder.glob("upload*"))

    @property
    def report(self) -> Path:
        """The row-by-row report, once there is one."""
        return self.folder / "report.xlsx"

    @property
    def is_busy(self) -> bool:
        """Whether the page should look again."""
        return self.state in BUSY

    def is_stalled(self, now: dt.datetime) -> bool:
        """Busy, but without a sign of life."""
        return self.is_busy and now - dt.datetime.fromisoformat(self.alive_at) > STALLED


def imports_folder() -> Path:
    """All imports of this instance."""
    return Path(settings.HOME) / "imports"


def save(job: Job) -> Job:
    """Write the state so that a reader never sees half of it."""
    path = job.folder / "job.json"
    aside = path.with_suffix(f".{os.getpid()}")
    aside.write_text(json.dumps(asdict(job), ensure_ascii=False), encoding="utf-8")
    aside.replace(path)
    return job


def read(folder: Path) -> Job:
    """The state of the import in a folder."""
    return Job(**json.loads((folder / "job.json").read_text(encoding="utf-8")))


def job_for(viewer: Viewer, job: UUID) -> Job:
    """An import of this worker. Stranger for those of others: a file holds names."""
    folder = imports_folder() / str(job)
    if not (folder / "job.json").exists():
        raise Stranger
    found = read(folder)
    if found.worker != str(viewer.worker.id):
        raise Stranger
    return found


def jobs_of(viewer: Viewer, limit: int = 10) -> list[Job]:
    """The worker's imports, newest first."""
    mine = (job for job in _all() if job.worker == str(viewer.worker.id))
    return sorted(mine, key=lambda job: job.made_at, reverse=True)[:limit]


def _all() -> Iterator[Job]:
    for path in imports_folder().glob("*/job.json"):
        yield read(path.parent)


def forget_old(now: dt.datetime) -> int:
    """Delete imports older than KEPT that nobody works on; how many. The journal holds what was written.

    A preview that nobody confirmed goes too: its file is still where it came from, and a forgotten copy only leaks.
    """
    old = [
        job
        for job in _all()
        if now - dt.datetime.fromisoformat(job.made_at) > KEPT
        and (not job.is_busy or job.is_stalled(now))
    ]
    for job in old:
        shutil.rmtree(job.folder)
    return len(old)


def receive(
    viewer: Viewer, file: UploadedFile[bytes], within: str, measured_on: dt.date | None = None
) -> Job:
    """Keep the file and begin with its preview. `measured_on` is for files without a date of measurement."""
    forget_old(viewer.now)
    name = Path(file.name or "").name
    ending = _ENDINGS.search(name)
    job = Job(
        id=str(uuid4()),
        worker=str(viewer.worker.id),
        file=name,
        size=file.size or 0,
        made_at=viewer.now.isoformat(),
        state="reading",
        within=within,
        measured_on=measured_on.isoformat() if measured_on else "",
        alive_at=viewer.now.isoformat(),
    )
    job.folder.mkdir(parents=True, mode=0o700)
    with (job.folder / f"upload{ending[0].lower() if ending else ''}").open("wb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    return start(job, "reading", viewer.now)


def start(job: Job, state: Literal["reading", "writing"], now: dt.datetime) -> Job:
    """Let a process of its own do the work."""
    begun = replace(
        job, state=state, step="", done=0, total=0, alive_at=now.isoformat(), problem={}
    )
    save(begun)
    with (job.folder / "log").open("ab") as log:
        subprocess.Popen(
            [sys.executable, "-m", "nyelik.office.import_work", str(job.folder)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C on the server must not kill an import half-way
        )
    return begun
