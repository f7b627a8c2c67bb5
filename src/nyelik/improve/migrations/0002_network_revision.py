"""Targets are among what phones are set up with: the network's number changes with them."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from nyelik.register.network_revision import watch_tables


def watch(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Danger: a later migration that alters the table on SQLite makes it anew, without its triggers."""
    watch_tables(editor, "improve_target")


class Migration(migrations.Migration):
    """Adds triggers; forward only."""

    dependencies = [("improve", "0001_first"), ("register", "0005_network_revision")]
    operations = [migrations.RunPython(watch, migrations.RunPython.noop)]
