"""A number that changes with the areas and facilities."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from nyelik.register.network_revision import watch_tables

TABLES = (
    "register_area",
    "register_facility",
    "register_facilitytype",
    "register_catchment",
)


def watch(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Danger: a later migration that alters one of these on SQLite makes the table anew, without its triggers."""
    watch_tables(editor, *TABLES)


class Migration(migrations.Migration):
    """Adds a table and triggers; forward only."""

    dependencies = [("register", "0004_device_revoked_by")]
    operations = [
        migrations.CreateModel(
            name="NetworkRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.BigIntegerField()),
            ],
        ),
        migrations.RunPython(watch, migrations.RunPython.noop),
    ]
