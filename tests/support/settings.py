"""Settings for tests: a throwaway data folder, and a throwaway PostgreSQL when asked for.

    NYELIK_TEST_DATABASE=postgresql pytest -m both_databases

starts a cluster for this run. Workers of pytest-xdist inherit its address and start none.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.support.kept_rulebook import give_back, lend

if "NYELIK_TEST_HOME" not in os.environ:
    os.environ["NYELIK_TEST_HOME"] = tempfile.mkdtemp(prefix="nyelik-test-")
    atexit.register(shutil.rmtree, os.environ["NYELIK_TEST_HOME"], ignore_errors=True)

# Each worker has its own data folder below the one of the run.
_home = Path(os.environ["NYELIK_TEST_HOME"]) / os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["NYELIK_HOME"] = str(_home)
lend(_home)
atexit.register(give_back, _home)

# A developer's own database must never be touched by tests.
os.environ.pop("NYELIK_DATABASE_URL", None)
if os.environ.get("NYELIK_TEST_DATABASE") == "postgresql":
    if "NYELIK_TEST_DATABASE_URL" not in os.environ:
        from tests.support.postgresql import start_cluster

        os.environ["NYELIK_TEST_DATABASE_URL"] = start_cluster()
    os.environ["NYELIK_DATABASE_URL"] = os.environ["NYELIK_TEST_DATABASE_URL"]

from nyelik.office.settings import *  # noqa: E402, F403
from nyelik.office.settings import DATABASES, HOME  # noqa: E402

if "NYELIK_DATABASE_URL" not in os.environ:
    # A file, not memory: tests shall meet the same locks and journal mode as a district does.
    DATABASES["default"]["TEST"] = {"NAME": HOME / "test.sqlite3"}
DATABASES["default"]["CONN_MAX_AGE"] = 0

# Argon2 is slow on purpose; tests sign in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False

# A test's transaction and a thread of its own would wait for each other; the next reader catches up.
JOURNAL_FOLLOW = False
