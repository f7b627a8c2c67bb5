"""A synthetic district, from nothing into the journal: two years of life, projections caught up, the mart built.

The limit is three minutes for 132,495 people; a small run shows the pace but pays the same start and as many days.
In a process of its own, with a data folder that is thrown away.
"""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DISTRICT, WHOLE_DISTRICT, LIMIT_SECONDS = "19.06", 132_495, 180
SMALL = 2_650
UNTIL = dt.date(2026, 6, 30)
Lines = list[dict[str, Any]]


def measure(*, full: bool = False) -> Lines:
    """Seconds until the journal has everything, and until the first page could be shown."""
    people = WHOLE_DISTRICT if full else SMALL
    with tempfile.TemporaryDirectory(prefix="nyelik-bench-") as home:
        environment = {**os.environ, "NYELIK_HOME": home, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        environment["DJANGO_SETTINGS_MODULE"] = "nyelik.office.settings"
        environment.pop("NYELIK_DATABASE_URL", None)
        command = [sys.executable, "-m", "bench.bench_simulate", str(people)]
        done = subprocess.run(
            command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE
        )
    laps: dict[str, float] = json.loads(done.stdout)
    limit = LIMIT_SECONDS * people / WHOLE_DISTRICT
    return [
        {
            "what": f"{people:,} people, two years: {what}",
            "value": round(seconds, 1),
            "unit": "s",
            "against": f"limit {limit:.1f} s",
            "ratio": round(seconds / limit, 2),
            "reach": "1 or less" if full and what == "into the journal" else None,
        }
        for what, seconds in laps.items()
    ]


def _measure_here(people: int) -> dict[str, float]:
    from nyelik.cli.database import open_database
    from nyelik.cli.simulate import lived

    open_database()
    from nyelik.journal.projections import catch_up
    from nyelik.register.facilities import load_district
    from nyelik.rules.load import load
    from nyelik.simulate.record import hurried_disk, record_days
    from nyelik.watch.refresh import home_mart, refresh

    load_district(DISTRICT)
    began, laps = time.perf_counter(), {}
    with hurried_disk():
        plan = Namespace(people=people, seed=1, start=None, until=UNTIL)
        record_days(lived(plan), lambda day, entries: None)
        laps["into the journal"] = time.perf_counter() - began
        catch_up()
        laps["and the register"] = time.perf_counter() - began
        refresh(home_mart(), load().rules.words)
        laps["and the mart"] = time.perf_counter() - began
    return laps


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure_here(int(sys.argv[1]))))
