"""The page that shows a test the field app's store: built from field/rehearsal, served on loopback."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from nyelik.rules.engines.phone import field_folder, find_node


def build_page(out: Path) -> Path:
    """Build it into a folder; the node packages of field/ must be installed, as `run.py test` does."""
    vite = "node_modules/vite/bin/vite.js"
    built = subprocess.run(
        [find_node(), vite, "build", "--config", "rehearsal/vite.config.ts", "--outDir", str(out)],
        cwd=field_folder(),
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode:
        sys.stderr.write(built.stdout + built.stderr)
        raise RuntimeError("the rehearsal's page was not built")
    return out


@contextmanager
def served_folder(folder: Path) -> Iterator[str]:
    """The folder on a free port of this machine; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing: the test's own output matters."""
