"""What a laptop remembers of its district. All of it can be learnt again from there; the journal is not among it."""

from __future__ import annotations

from django.db import models


class UpstreamEntry(models.Model):
    """An entry that the district has, by its identity.

    `local_seq` and `upstream_seq` are its places in the two journals (upstream 0: kept aside there); `status` and
    `problem` are the district's; `pulled` when it came down from there, so that its neighbours there are known too.
    """

    pk = models.CompositePrimaryKey("device", "number")
    device = models.TextField()
    number = models.BigIntegerField()
    local_seq = models.BigIntegerField(db_index=True)
    upstream_seq = models.BigIntegerField()
    status = models.TextField()
    problem = models.TextField(default="")
    pulled = models.BooleanField(default=False)

    class Meta:
        db_table = "relay_entry"

    def __str__(self) -> str:
        return f"{self.device} {self.number}"


class MirroredDevice(models.Model):
    """A phone of the district: what is passed on for it, and which of its numbers the district has.

    `gaps` and `held` are as in the answer to `/api/sync`; `known` is false once the district names it no longer.
    """

    id = models.TextField(primary_key=True)
    have = models.BigIntegerField(default=0)
    gaps = models.JSONField(default=list)
    held = models.JSONField(default=list)
    known = models.BooleanField(default=True)

    class Meta:
        db_table = "relay_device"

    def __str__(self) -> str:
        return self.id


class MirroredRecord(models.Model):
    """A person, household or facility that came down, with which listing; `hidden` when the district took it back."""

    about = models.UUIDField(primary_key=True)
    generation = models.TextField(db_index=True)
    hidden = models.BooleanField(default=False)

    class Meta:
        db_table = "relay_record"

    def __str__(self) -> str:
        return str(self.about)


class Memory(models.Model):
    """One thing to remember, by name: see `memory`."""

    name = models.TextField(primary_key=True)
    text = models.TextField()

    class Meta:
        db_table = "relay_memory"

    def __str__(self) -> str:
        return self.name
