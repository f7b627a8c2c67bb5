"""`nyelik serve`: the pages and the API, on this machine unless told otherwise."""

import os
import socket
import sys
import threading
import time
from argparse import ArgumentParser, Namespace
from http.client import HTTPConnection, HTTPException
from typing import Any

from nyelik.base.problem import Problem
from nyelik.cli.relay import start_beside

WARM_PATHS = ("/masuk", "/beranda", "/siap")


def add(subparsers: Any) -> None:
    """The command and its options."""
    parser: ArgumentParser = subparsers.add_parser("serve", help="serve the pages and the API")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: %(default)s)"
    )
    parser.add_argument("--port", type=int, default=8000, help="port (default: %(default)s)")
    parser.add_argument(
        "--relay",
        metavar="UPSTREAM",
        help="pass on what phones bring to this district's server (see: nyelik relay enrol)",
    )


def run(args: Namespace) -> int:
    """Serve until interrupted."""
    from nyelik.cli.database import open_database

    refuse_taken(args.host, args.port)
    open_database()
    from django.db import connection, connections
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    on_sqlite = connection.vendor == "sqlite"
    connections.close_all()
    # One writer is fastest on SQLite: more would only queue on its lock (measured, docs/performance.md).
    # The second thread answers readers while one request computes.
    workers, threads = (1, 2) if on_sqlite else (2, 4)
    os.environ["NYELIK_HOSTS"] = f"{os.environ.get('NYELIK_HOSTS', '')},{args.host}".strip(",")
    server = Server(
        "nyelik.office.wsgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_level=LogLevels.warning,
    )
    # The first request would pay for importing every page: we make it ourselves.
    threading.Thread(target=_warm_up, args=(args.host, args.port), daemon=True).start()
    beside = start_beside(args.relay) if args.relay else None
    connections.close_all()
    try:
        server.serve()
    finally:
        if beside is not None:
            beside.terminate()
            beside.wait()
    return 0


def refuse_taken(host: str, port: int) -> None:
    """Raises Problem `port-taken` where somebody listens already.

    Danger: the server shares ports. Two instances on one port would answer in turn, each from its own data, and
    sign-in would fail every second time.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise Problem("port-taken", address=f"{host}:{port}") from error


def _warm_up(host: str, port: int) -> None:
    address = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    for _ in range(200):
        try:
            for path in WARM_PATHS:
                connection = HTTPConnection(address, port, timeout=30)
                connection.request("GET", path, headers={"Host": "localhost"})
                connection.getresponse().read()
        except (OSError, HTTPException):
            time.sleep(0.1)
        else:
            sys.stderr.write(f"Nyelik: http://{address}:{port}/\n")
            return
