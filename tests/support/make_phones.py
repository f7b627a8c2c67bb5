"""Places, workers and phones of `phone_world` on the instance of NYELIK_HOME, for rehearsals.

python -m tests.support.make_phones NAME...      tokens as JSON; `laptop` is a laptop of the head of the Puskesmas
python -m tests.support.make_phones --list       every marked entry of the journal
"""

import json
import sys
from typing import Any

from nyelik.cli.database import open_database


def main() -> None:
    """Make or list."""
    open_database()
    found: Any = _listed() if "--list" in sys.argv else _made(sys.argv[1:])
    sys.stdout.write(json.dumps(found))


def _made(names: list[str]) -> dict[str, dict[str, str]]:
    from nyelik.register.workers import Device, Worker
    from tests.support.phone_world import WORKERS, make_places, make_worker, new_token

    make_places()
    for name in WORKERS:
        make_worker(name)
    made: dict[str, dict[str, str]] = {}
    for name in names:
        who = "kepala" if name == "laptop" else name.partition("-")[0]
        worker = Worker.objects.get(username=who)
        kind = Device.LAPTOP if name == "laptop" else Device.PHONE
        device, token = new_token(worker, kind)
        made[name] = {"device": device, "token": token, "worker": str(worker.id)}
    return made


def _listed() -> list[tuple[str | None, str, int, str]]:
    from nyelik.journal.read import entries_from

    return [
        (one.place, one.device, one.number, one.status) for one in entries_from("e.place <> ''", [])
    ]


if __name__ == "__main__":
    main()
