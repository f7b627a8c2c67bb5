"""The journal's tables. Only this package may touch them; every write goes through `append`."""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class SequenceField(models.BigIntegerField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A 64-bit key that the journal numbers itself; on SQLite spelled so that it *is* the row id (no second index)."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """`integer` on SQLite, `bigint` on PostgreSQL."""
        return "integer" if connection.vendor == "sqlite" else "bigint"

    def rel_db_type(self, connection: BaseDatabaseWrapper) -> str:
        """The same type in tables that refer to it."""
        return self.db_type(connection)


class EntryRow(models.Model):
    """One entry. `body` is text, not jsonb: an archive must give back the same bytes."""

    seq = SequenceField(primary_key=True)
    device = models.TextField()
    number = models.BigIntegerField()
    kind = models.TextField()
    version = models.BigIntegerField()
    subject = models.UUIDField()
    about = models.UUIDField()
    body = models.TextField()
    happened = models.TextField()
    written = models.BigIntegerField()
    seen = models.BigIntegerField()
    by = models.UUIDField(null=True)
    place = models.TextField(null=True)
    rulebook = models.TextField()
    received = models.BigIntegerField()
    status = models.TextField()
    problem = models.TextField(null=True)
    released = models.BigIntegerField(null=True)

    class Meta:
        db_table = "journal_entry"
        constraints = (
            models.UniqueConstraint(fields=["device", "number"], name="journal_entry_identity"),
        )
        # Partial: ordinary entries pay nothing for them. SQLite uses one only where a query repeats its condition.
        indexes = (
            models.Index(
                fields=["seq"], name="journal_entry_held", condition=models.Q(status="held")
            ),
            models.Index(
                fields=["released"],
                name="journal_entry_released",
                condition=models.Q(released__isnull=False),
            ),
            models.Index(
                fields=["kind", "about"],
                name="journal_entry_phone_kinds",
                condition=models.Q(kind__in=("session", "referral", "visit")),
            ),
            models.Index(
                fields=["device", "number"],
                name="journal_entry_waiting",
                condition=models.Q(status__in=("held", "declined")),
            ),
        )


class Quarantine(models.Model):
    """Bytes that cannot be an entry of the journal (unreadable, number used twice), kept as they came."""

    digest = models.CharField(primary_key=True, max_length=64)
    sender = models.TextField()
    received = models.BigIntegerField()
    problem = models.TextField()
    detail = models.TextField()
    content = models.BinaryField()

    class Meta:
        db_table = "journal_quarantine"


class About(models.Model):
    """Which accepted entries concern whom: how a person's entries are found. Derived, filled in sequence order."""

    pk = models.CompositePrimaryKey("about", "seq")
    about = models.UUIDField()
    seq = SequenceField()

    class Meta:
        db_table = "journal_about"


class Subject(models.Model):
    """What more than one device may begin (persons, sessions, their contacts): where it was first accepted. Derived."""

    id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    seq = SequenceField()

    class Meta:
        db_table = "journal_subject"


class Merged(models.Model):
    """Duplicate persons and who they turned out to be, as merges stand now. Derived."""

    duplicate = models.UUIDField(primary_key=True)
    into = models.UUIDField(db_index=True)

    class Meta:
        db_table = "journal_merged"


class OpenConflict(models.Model):
    """A field that two devices set to different values without knowing of each other. Derived."""

    pk = models.CompositePrimaryKey("subject", "field")
    subject = models.UUIDField()
    field = models.TextField()
    about = models.UUIDField(db_index=True)

    class Meta:
        db_table = "journal_conflict"


class Position(models.Model):
    """How far each projection has read the journal."""

    name = models.TextField(primary_key=True)
    seq = SequenceField()

    class Meta:
        db_table = "journal_position"
