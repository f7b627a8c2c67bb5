"""Opening the instance's database for a command."""

import os


def open_database() -> None:
    """Set Django up on the instance of NYELIK_HOME, and bring its tables up to date."""
    set_up_django()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def set_up_django() -> None:
    """Load settings and apps, for commands that need no tables."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nyelik.office.settings")
    django.setup()
