"""The small district behind the pages: the tests of a file read one copy of it, and undo what they wrote."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, override_settings

from nyelik.office import context, numbers
from nyelik.register.workers import Worker
from tests.support.small_district import SignIn, made_district


@pytest.fixture(scope="module")
def district(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: object
) -> Iterator[Path]:
    """A copy of the district's folder, with Django's database, mart and imports pointed at it.

    For one file of tests at a time: other files of this folder begin with empty tables.
    """
    if connection.vendor != "sqlite":
        pytest.skip("pages are tested on the district's own SQLite file")
    home = tmp_path_factory.mktemp("office") / "home"
    shutil.copytree(made_district(), home)
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), override_settings(HOME=home):  # type: ignore[attr-defined]
        _point_at(home / "nyelik.sqlite3")
        yield home
        _point_at(before)


def _point_at(database: str | Path) -> None:
    connection.close()
    connection.settings_dict["NAME"] = database
    numbers._watch.cache_clear()
    context.is_demo.cache_clear()


@pytest.fixture
def signed_in(district: Path, db: None) -> SignIn:
    """A browser of a worker: signed_in("bidan")."""

    def sign_in(username: str) -> Client:
        client = Client()
        client.force_login(
            Worker.objects.get(username=username), "django.contrib.auth.backends.ModelBackend"
        )
        return client

    return sign_in


@pytest.fixture
def visitor(district: Path, db: None) -> Client:
    """A browser in which nobody has signed in."""
    return Client()
