"""A number that stands for the areas, facilities and targets as they are now: another one after every change.

It is random, not counted up: a change that is rolled back gives the number of before back, never one that some other
change gets again. The database itself writes it (triggers), so that no way of changing those tables can forget it.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from nyelik.register.tables import NetworkRevision

TABLE = "register_networkrevision"
# Danger: no OR REPLACE here. SQLite puts the conflict clause of the outer statement in its place, and areas are saved
# with ON CONFLICT DO UPDATE: the second import of areas would fail.
_SQLITE = """
CREATE TRIGGER {table}_revision_{event} AFTER {event} ON {table}
BEGIN
    DELETE FROM register_networkrevision;
    INSERT INTO register_networkrevision (id, revision) VALUES (1, random());
END
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION register_network_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO register_networkrevision (id, revision) VALUES (1, hashtextextended(gen_random_uuid()::text, 0))
    ON CONFLICT (id) DO UPDATE SET revision = excluded.revision;
    RETURN NULL;
END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_revision AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION register_network_changed()
"""


def network_revision() -> int | None:
    """The number; None where nothing was written since the tables were made: then nothing may be kept."""
    return NetworkRevision.objects.values_list("revision", flat=True).first()


def watch_tables(editor: BaseDatabaseSchemaEditor, *tables: str) -> None:
    """For migrations: from now on every change of these tables gives another number."""
    if editor.connection.vendor == "postgresql":
        editor.execute(_FUNCTION)
        statements = [_POSTGRESQL.format(table=table) for table in tables]
    else:
        events = ("INSERT", "UPDATE", "DELETE")
        statements = [_SQLITE.format(table=table, event=e) for table in tables for e in events]
    for statement in statements:
        editor.execute(statement)
