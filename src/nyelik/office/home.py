"""The data folder: NYELIK_HOME. Everything an instance keeps outside PostgreSQL lies in it."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# Danger: an entry may be acknowledged only once it is on disk, hence synchronous=FULL. One writer at a
# time takes the lock at BEGIN (IMMEDIATE), so a busy database waits instead of failing half-way.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


def home_folder() -> Path:
    """The data folder, made on first use: NYELIK_HOME, else `var` in the working directory.

    Danger: patient data. From here on nothing that this process writes can be read by other accounts of the machine:
    not the database, the mart and the uploads, and not an export written elsewhere.
    """
    os.umask(0o077)
    home = Path(os.environ.get("NYELIK_HOME", "var")).resolve()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


def secret_key(home: Path) -> str:
    """Signs sessions. NYELIK_SECRET_KEY, else a key made once per data folder that only its owner can read."""
    if given := os.environ.get("NYELIK_SECRET_KEY"):
        return given
    path = home / "secret-key"
    if not path.exists():
        aside = path.with_suffix(f".{os.getpid()}")
        aside.touch(mode=0o600)
        aside.write_text(secrets.token_urlsafe(50), encoding="ascii")
        if not path.exists():
            aside.rename(path)
        aside.unlink(missing_ok=True)
    return path.read_text(encoding="ascii")


def database(home: Path) -> dict[str, Any]:
    """Django's description of the database: NYELIK_DATABASE_URL (postgres://...), else SQLite in the data folder."""
    url = os.environ.get("NYELIK_DATABASE_URL")
    if url:
        return postgresql(url)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home / "nyelik.sqlite3",
        "OPTIONS": SQLITE_OPTIONS,
        "CONN_MAX_AGE": 600,
    }


def postgresql(url: str) -> dict[str, Any]:
    """postgres://user:password@host:port/name?option=value; a socket folder may stand in `?host=`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(
            f"NYELIK_DATABASE_URL starts with {parts.scheme!r}, but Nyelik speaks only to PostgreSQL:"
            " write postgres://user@host/database, or leave it empty for SQLite."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "nyelik",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
    }
