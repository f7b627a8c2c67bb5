"""`nyelik worker`: workers, their passwords and their devices.

An edge: it asks chance for passwords and the clock for the day.
"""

import datetime as dt
import secrets
import time
from argparse import ArgumentParser, Namespace
from typing import Any

from nyelik.base.ids import RANDOM_BYTES, uuid7
from nyelik.base.problem import Problem
from nyelik.cli.output import answer, table


def add(subparsers: Any) -> None:
    """The command and its options."""
    parser: ArgumentParser = subparsers.add_parser("worker", help="workers and their devices")
    parts = parser.add_subparsers(metavar="WHAT", required=True)
    hiring = parts.add_parser("add", help="add a worker; prints the password once")
    hiring.add_argument("username")
    hiring.add_argument(
        "--role",
        required=True,
        help="kader, pustu, puskesmas, puskesmas_head, dinkes, village, auditor",
    )
    hiring.add_argument(
        "--scope", nargs="+", required=True, metavar="CODE", help="area or facility codes"
    )
    hiring.add_argument("--name", default="")
    hiring.add_argument("--cluster", type=int, default=0, help="1 to 5 at a Puskesmas")
    hiring.set_defaults(part=run_add)
    listing = parts.add_parser("list", help="all workers")
    listing.set_defaults(part=run_list)
    changing = parts.add_parser(
        "password", help="a new password; prints it once, ends all sessions"
    )
    changing.add_argument("username")
    changing.set_defaults(part=run_password)
    leaving = parts.add_parser("end", help="a worker leaves: no sign-in, no device")
    leaving.add_argument("username")
    leaving.set_defaults(part=run_end)
    device = parts.add_parser("device", help="register a device; prints the token once")
    device.add_argument("username")
    device.add_argument("--label", default="")
    device.add_argument("--laptop", action="store_true", help="one that relays, not a phone")
    device.set_defaults(part=run_device)
    revoking = parts.add_parser("revoke", help="a lost device may push no more, and wipes itself")
    revoking.add_argument("device")
    revoking.add_argument(
        "--after-sending",
        action="store_true",
        help="not lost: it first sends what it has, which is held for a supervisor",
    )
    revoking.set_defaults(part=run_revoke)


def run(args: Namespace) -> int:
    """The part that was asked for."""
    return int(args.part(args))


def run_add(args: Namespace) -> int:
    """Add a worker with a password made up here."""
    worker_model = _workers()
    if worker_model.objects.filter(username=args.username).exists():
        raise Problem("worker-exists", username=args.username)
    password = secrets.token_urlsafe(9)
    worker_model.objects.create_worker(
        username=args.username,
        role=args.role,
        scope=args.scope,
        password=password,
        id=uuid7(time.time_ns() // 1_000_000, secrets.token_bytes(RANDOM_BYTES)),
        name=args.name,
        cluster=args.cluster,
    )
    answer(args, {"username": args.username, "password": password}, f"{args.username}  {password}")
    return 0


def run_password(args: Namespace) -> int:
    """For a password that was forgotten or seen: a new one made up here. Sessions signed with the old one end."""
    worker = _worker(args.username)
    password = secrets.token_urlsafe(9)
    worker.set_password(password)
    worker.save(update_fields=["password"])
    answer(args, {"username": args.username, "password": password}, f"{args.username}  {password}")
    return 0


def run_list(args: Namespace) -> int:
    """All workers with role and scope."""
    rows = [
        {
            "username": one.username,
            "role": one.role,
            "scope": ", ".join(one.scope),
            "active": one.is_active,
        }
        for one in _workers().objects.order_by("username")
    ]
    columns = {"username": "username", "role": "role", "scope": "scope", "active": "active"}
    answer(args, rows, table(rows, columns))
    return 0


def run_end(args: Namespace) -> int:
    """The account stays for the record of what it did; it can do nothing more."""
    worker = _worker(args.username)
    worker.is_active = False
    worker.save(update_fields=["is_active"])
    answer(args, {"username": worker.username, "active": False}, f"{worker.username} has left")
    return 0


def run_device(args: Namespace) -> int:
    """Register a device for a worker."""
    worker = _worker(args.username)
    from nyelik.register import devices

    device_id = f"dev-{secrets.token_hex(4)}"
    if args.laptop and worker.role not in devices.MAY_RELAY:
        raise Problem("relay-not-allowed", device=device_id)
    kind = "laptop" if args.laptop else "phone"
    token = devices.make_device(worker, device_id, args.label, dt.datetime.now(dt.UTC), kind=kind)
    answer(args, {"device": device_id, "token": token}, token)
    return 0


def run_revoke(args: Namespace) -> int:
    """End a device's right to push."""
    _workers()
    from nyelik.register import devices

    mode = "after_sending" if args.after_sending else "now"
    if not devices.revoke(args.device, dt.datetime.now(dt.UTC), mode):
        raise Problem("device-not-known", device=args.device)
    data = {"device": args.device, "revoked": True, "wipe": mode}
    answer(args, data, f"{args.device} is revoked")
    return 0


def _workers() -> Any:
    from nyelik.cli.database import open_database

    open_database()
    from nyelik.register.workers import Worker

    return Worker


def _worker(username: str) -> Any:
    worker = _workers().objects.filter(username=username).first()
    if worker is None:
        raise Problem("worker-not-found", username=username)
    return worker
