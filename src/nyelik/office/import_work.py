"""The work of one import, in a process of its own: preview or commit, as the folder's job says."""

import datetime as dt
import logging
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

if TYPE_CHECKING:
    from nyelik.exchange.spreadsheet.plan import Plan
    from nyelik.office.import_jobs import Job
    from nyelik.register.scope import Viewer

SETS_TARGETS = {"dinkes", "puskesmas_head"}
SHOWN = 20
"""Rows with a question that the preview shows; all are in the report."""
BEAT_SECONDS = 0.3


def main(folder: Path) -> int:
    """Do what the job in `folder` asks for, and write down how it ended."""
    from nyelik.base.problem import Problem
    from nyelik.office import import_jobs

    job = import_jobs.read(folder)
    try:
        import_jobs.save(_work(job))
    except Problem as problem:
        import_jobs.save(replace(job, state="problem", problem=problem.as_dict()))
    except Exception:
        logging.exception("import failed")
        import_jobs.save(replace(job, state="problem", problem={}))
        return 1
    return 0


def _work(job: "Job") -> "Job":
    from nyelik.exchange.spreadsheet.importing import commit, prepare
    from nyelik.exchange.spreadsheet.read import read_file
    from nyelik.exchange.spreadsheet.report import write_report
    from nyelik.exchange.spreadsheet.rows import Options
    from nyelik.exchange.spreadsheet.scores import compare_scores
    from nyelik.exchange.spreadsheet.targets import record_targets
    from nyelik.register.devices import entry_scope_check
    from nyelik.register.scope import scope_areas
    from nyelik.register.workers import Device
    from nyelik.rules.load import load

    loaded = load()
    rules = loaded.rules
    beat = _Beat(job)
    viewer = _viewer(job)
    source = replace(read_file(job.upload), name=job.file)
    plan = prepare(
        source,
        rules.words.values(),
        today=viewer.today,
        options=Options(_day(job.measured_on), within=job.within or None),
        progress=beat,
        scope=scope_areas(viewer.worker, viewer.today),
    )
    scores = compare_scores(plan.outcomes, loaded.growth)
    found = summary(plan)
    found |= {"scores": scores.compared, "differing_scores": len(scores.differences)}
    about: dict[str, Any] = {"written_at": _now(), "rulebook": rules.version}
    if job.state == "reading":
        _log_read(viewer, plan)
        write_report(str(job.report), plan, scores, committed=None, **about)
        return replace(job, state="ready", found=found)
    committed = commit(
        plan,
        by=UUID(job.worker),
        now_ms=lambda: int(time.time() * 1000),
        new_id=uuid4,
        rulebook=rules.version,
        progress=beat,
        check=entry_scope_check(Device(id=plan.device, worker=viewer.worker), viewer.today),
    )
    if viewer.role in SETS_TARGETS:
        record_targets(plan, viewer.now)
    write_report(str(job.report), plan, scores, committed=committed, **about)
    job.upload.unlink()  # the journal and the report hold every cell; a third copy would only leak
    found |= {"entries": committed.entries, "held": committed.held}
    return replace(job, state="done", found=found)


def _viewer(job: "Job") -> "Viewer":
    from nyelik.register.scope import Viewer
    from nyelik.register.workers import Worker

    return Viewer(Worker.objects.get(id=job.worker), _now(), request_id=job.id)


def _log_read(viewer: "Viewer", plan: "Plan") -> None:
    """A preview names people who are alike: whoever sent the file has read them."""
    from nyelik.register.reading import log_list

    known = {one.person for one in plan.outcomes if one.person and not one.is_new_person}
    log_list(viewer, sorted(known), "import")


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def summary(plan: "Plan") -> dict[str, Any]:
    """What the preview shows of a plan, as JSON."""
    rows = [outcome for outcome in plan.outcomes if outcome.row.is_data]
    remarks = Counter(remark.code for outcome in rows for remark in outcome.row.remarks)
    asking = [outcome for outcome in rows if outcome.status == "needs-person"]
    return {
        "layout": dict(plan.layout.label),
        "sheets": [one.table.sheet for one in plan.sheets],
        "skipped": plan.skipped,
        "counts": dict(plan.counts()),
        "new_people": sum(outcome.is_new_person for outcome in rows),
        "entries": sum(len(outcome.entries) for outcome in rows),
        "remarks": remarks.most_common(),
        "asking": [_asking(outcome) for outcome in asking[:SHOWN]],
    }


def _asking(outcome: Any) -> dict[str, Any]:
    remark = max(outcome.row.remarks, key=lambda one: one.weight)
    return {
        "row": outcome.row.number,
        "name": outcome.row.person.get("name", ""),
        "sentence": {"id": remark.sentence("id"), "en": remark.sentence("en")},
        "do": remark.what_to_do,
    }


def _now() -> dt.datetime:
    from django.utils import timezone

    return timezone.localtime()


class _Beat:
    """Writes progress into the job, a few times a second at most."""

    def __init__(self, job: "Job") -> None:
        self.job, self.last = job, 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        from nyelik.office import import_jobs

        if time.monotonic() - self.last < BEAT_SECONDS:
            return
        self.last = time.monotonic()
        alive = _now().isoformat()
        import_jobs.save(replace(self.job, step=step, done=done, total=total, alive_at=alive))


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nyelik.office.settings")
    django.setup()
    sys.exit(main(Path(sys.argv[1])))
