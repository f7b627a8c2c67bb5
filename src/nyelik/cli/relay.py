"""`nyelik relay`: a laptop that stands between phones and the district's server. `nyelik serve --relay` uses it.

An edge: it asks the clock, waits, and reads the token.
"""

import os
import sys
import threading
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from nyelik.base.problem import Problem
from nyelik.cli.output import answer

APP = "relay"


def add(subparsers: Any) -> None:
    """The command and its parts."""
    parser: ArgumentParser = subparsers.add_parser(
        "relay", help="a laptop between phones and the district"
    )
    parts = parser.add_subparsers(metavar="WHAT", required=True)
    enrolling = parts.add_parser("enrol", help="make this instance a laptop of a district")
    enrolling.add_argument(
        "--upstream", required=True, metavar="URL", help="address of the district's server"
    )
    way = enrolling.add_mutually_exclusive_group(required=True)
    way.add_argument(
        "--code", help="a code from the page of phones, of a Pustu or Puskesmas worker"
    )
    way.add_argument(
        "--token-file", type=Path, metavar="FILE", help="a token of `nyelik worker device`"
    )
    enrolling.add_argument("--label", default="Laptop", help="shown on the page of phones")
    enrolling.set_defaults(part=run_enrol)
    status = parts.add_parser("status", help="what waits, and when the district answered last")
    status.set_defaults(part=run_status)
    once = parts.add_parser("once", help="one round with the district, then end")
    once.set_defaults(part=run_once)
    always = parts.add_parser("run", help="rounds without end, as `nyelik serve --relay` runs them")
    always.add_argument("--with", dest="parent", type=int, metavar="PID", help="end with a process")
    always.set_defaults(part=run_always)


def run(args: Namespace) -> int:
    """The part that was asked for."""
    return int(args.part(args))


def run_enrol(args: Namespace) -> int:
    """Become a device of the district: token, setup, phones and workers."""
    home = _open()
    from nyelik.relay import enrolment
    from nyelik.relay.upstream import HttpUpstream

    enrolment.refuse_other(args.upstream)
    if args.code:
        token = enrolment.token_for_code(HttpUpstream(args.upstream), args.code, args.label)
    else:
        token = _token_in(args.token_file)
    worker = enrolment.become(HttpUpstream(args.upstream, token), args.upstream, token, home)
    answer(
        args,
        {"upstream": args.upstream, "worker": worker},
        f"{worker}: this laptop relays for {args.upstream}. Serve it with: nyelik serve --relay {args.upstream}",
    )
    return 0


def _token_in(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Problem("file-not-found", path=str(path)) from error


def run_status(args: Namespace) -> int:
    """What waits and why. Exit code 1 when the district does not answer."""
    _open()
    from nyelik.relay.status import status

    found = status()
    lines = [f"{name:18} {value}" for name, value in found.items()]
    answer(args, found, "\n".join(lines))
    return 1 if found["trouble"] else 0


def run_once(args: Namespace) -> int:
    """One round. Problems `upstream-away` and `upstream-refused`."""
    home = _open()
    from nyelik.relay.rounds import one_round
    from nyelik.relay.upstream import Away, Refused

    try:
        sent = one_round(_upstream(home), _laptop(home))
    except Away as error:
        raise Problem("upstream-away") from error
    except Refused as error:
        raise Problem("upstream-refused", reason=error.code) from error
    answer(args, {"sent": sent}, f"{sent} entries passed on")
    return 0


def run_always(args: Namespace) -> int:
    """Rounds until interrupted, or until the process that wanted them is gone."""
    home = _open()
    from nyelik.relay.rounds import rounds

    ended = threading.Event()

    def wait(seconds: float) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end and not ended.wait(0.5):
            if args.parent and os.getppid() != args.parent:
                return True
        return ended.is_set()

    rounds(_upstream(home), _laptop(home), wait)
    return 0


def start_beside(upstream: str) -> Any:
    """The rounds in a process of their own beside this one; ends with it. Problem when the laptop is not enrolled."""
    import subprocess

    home = _open()
    from nyelik.relay import enrolment

    enrolment.refuse_other(upstream)
    _upstream(home)
    command = [sys.executable, "-m", "nyelik", "relay", "run", "--with", str(os.getpid())]
    return subprocess.Popen(command)


def _open() -> Path:
    from nyelik.cli.database import open_database

    open_database()
    from nyelik.office.home import home_folder

    return home_folder()


def _upstream(home: Path) -> Any:
    from nyelik.relay import memory
    from nyelik.relay.upstream import HttpUpstream, kept_token

    url = memory.recall(memory.UPSTREAM)
    if not url:
        raise Problem("relay-not-enrolled")
    return HttpUpstream(url, kept_token(home))


def _laptop(home: Path) -> Any:
    from nyelik.office.rulebook import loaded
    from nyelik.relay.rounds import Laptop

    return Laptop(home, loaded().rules.version, APP, lambda: time.time_ns() // 1_000_000)
