"""On PostgreSQL, codes and key words sort by byte, as on SQLite: ranges such as "in this village" rely on it."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COLUMNS = (
    ("register_area", "code"),
    ("register_person", "area"),
    ("register_person", "name_key"),
    ("register_person", "nik"),
    ("register_person", "kk"),
    ("register_household", "area"),
    ("register_household", "kk"),
    ("register_personword", "area"),
    ("register_word", "text"),
    ("register_word", "skeleton"),
)


def sort_by_byte(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite compares text by byte anyway."""
    if editor.connection.vendor != "postgresql":
        return
    for table, column in COLUMNS:
        editor.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" TYPE varchar COLLATE "C"')


class Migration(migrations.Migration):
    """Changes no data; forward only."""

    dependencies = [("register", "0001_first")]
    operations = [migrations.RunPython(sort_by_byte, migrations.RunPython.noop)]
