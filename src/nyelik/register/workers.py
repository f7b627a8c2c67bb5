"""Workers, their roles and scope, their devices, and the record of what they read.

A worker's `scope` names areas ("19.06.01.2004") or facilities ("U1906-04"); a facility stands for its
catchment on the day of asking.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from nyelik.base.problem import Problem

ROLES = {
    "kader": "Kader Posyandu",
    "pustu": "Petugas Pustu",
    "puskesmas": "Petugas klaster Puskesmas",
    "puskesmas_head": "Kepala Puskesmas",
    "dinkes": "Dinas Kesehatan",
    "village": "Desa, kecamatan, PKK",
    "auditor": "Auditor",
}


class WorkerManager(BaseUserManager["Worker"]):
    """Makes workers with a hashed password."""

    def create_worker(
        self,
        *,
        username: str,
        role: str,
        scope: list[str],
        password: str | None = None,
        **other: object,
    ) -> Worker:
        """A saved worker; `id` and `name` go in `other`. Problem `unknown-role`."""
        if role not in ROLES:
            raise Problem("unknown-role", role=role)
        worker = Worker(username=username, role=role, scope=scope, **other)
        worker.set_password(password)
        worker.save(using=self._db)
        return worker


class Worker(AbstractBaseUser):
    """Somebody who signs in. `cluster` is 1 to 5 at a Puskesmas, 0 elsewhere."""

    id = models.UUIDField(primary_key=True)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=16, choices=tuple(ROLES.items()))
    cluster = models.SmallIntegerField(default=0)
    scope = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[WorkerManager] = WorkerManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username


class Device(models.Model):
    """A phone or laptop of one worker, as it last reported on itself. Only a hash of its token is kept.

    `unsent`, `next_number` and storage (bytes) are the device's own words; `clock_offset` is how many milliseconds its
    clock is ahead. `revoked_mode` says what a revoked one still does; `wiped_at` is when it said that it was done.
    """

    PHONE, LAPTOP = "phone", "laptop"
    KINDS = ((PHONE, "Ponsel"), (LAPTOP, "Laptop"))
    AFTER_SENDING, NOW = "after_sending", "now"
    MODES = ((AFTER_SENDING, "Setelah semua terkirim"), (NOW, "Sekarang juga"))

    id = models.CharField(max_length=60, primary_key=True)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="devices")
    token_hash = models.CharField(max_length=64)
    label = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=8, choices=KINDS, default=PHONE)
    made_at = models.DateTimeField()
    app = models.CharField(max_length=40, blank=True)
    rulebook = models.CharField(max_length=40, blank=True)
    last_contact_at = models.DateTimeField(null=True)
    unsent = models.IntegerField(null=True)
    next_number = models.BigIntegerField(null=True)
    storage_used = models.BigIntegerField(null=True)
    storage_quota = models.BigIntegerField(null=True)
    clock_offset = models.BigIntegerField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_mode = models.CharField(max_length=16, choices=MODES, blank=True)
    revoked_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="devices_ended")
    wiped_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.id

    @property
    def leaving(self) -> str | None:
        """How this device has to end: `after_sending`, `now`; None while it works.

        The phone of a worker who left still hands over what nobody else has.
        """
        if self.revoked_at is not None:
            return self.revoked_mode or self.NOW
        return None if self.worker.is_active else self.AFTER_SENDING


class EnrolCode(models.Model):
    """A code that turns one phone into a device of one worker, once. The code itself is kept nowhere."""

    code_hash = models.CharField(max_length=64, primary_key=True)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="enrol_codes")
    made_by = models.ForeignKey(Worker, models.PROTECT, related_name="codes_made")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)
    device = models.ForeignKey(Device, models.SET_NULL, null=True, related_name="codes")

    def __str__(self) -> str:
        return f"{self.worker_id} {self.made_at}"


class EnrolTry(models.Model):
    """Somebody typed a code that did not hold, at this address. Forgotten after an hour."""

    address = models.CharField(max_length=60)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.address} {self.at}"


class ReadLog(models.Model):
    """Who read which person, when, as what, and why. A list of people is one row.

    `person` is set when one person was read; `people` holds the ids of a list, 16 bytes each, one after the other.
    """

    worker = models.ForeignKey(Worker, models.PROTECT)
    person = models.UUIDField(null=True)
    people = models.BinaryField(default=b"")
    count = models.IntegerField(default=1)
    at = models.DateTimeField()
    what = models.CharField(max_length=40)
    reason = models.CharField(max_length=300, blank=True)
    outside = models.BooleanField(default=False)
    request_id = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("person", "at"), name="read_person"),
            models.Index(fields=("worker", "at"), name="read_worker"),
            models.Index(fields=("at",), name="read_at"),
        )

    def __str__(self) -> str:
        return f"{self.at} {self.worker_id} {self.what}"
