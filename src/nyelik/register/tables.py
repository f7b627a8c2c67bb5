"""Tables of the register: areas and facilities (reference data), people and households (projections).

People, households, words and `NotSame` hold nothing that is not in the journal: they can be emptied
and projected again. Only `access` hands people to the rest of the program.
"""

from __future__ import annotations

from django.db import models


class Area(models.Model):
    """One area: province, regency, district, village by Kemendagri code; dusun and RT by ours below it."""

    code = models.CharField(max_length=24, primary_key=True)
    parent = models.CharField(max_length=24, blank=True, db_index=True)
    level = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    rw = models.CharField(max_length=4, blank=True)
    source = models.CharField(max_length=40)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Facility(models.Model):
    """A place that serves people. Its type and catchment are dated and stand in their own tables."""

    code = models.CharField(max_length=24, primary_key=True)
    name = models.CharField(max_length=120)
    area = models.CharField(max_length=24, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=40)
    invented = models.BooleanField(default=False)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class FacilityType(models.Model):
    """What a facility was from `since` until the day before `until` (None: still)."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="types")
    type = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ("facility_id", "since")

    def __str__(self) -> str:
        return f"{self.facility_id} {self.type} {self.since}"


class Catchment(models.Model):
    """An area served by a facility from `since` until the day before `until` (None: still)."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="catchments")
    area = models.CharField(max_length=24, db_index=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ("facility_id", "area", "since")

    def __str__(self) -> str:
        return f"{self.facility_id} {self.area} {self.since}"


class NetworkRevision(models.Model):
    """One row with a random number: another one after every change of areas, facilities or targets.

    Triggers of the database write it, whoever changes them, so that what was worked out from them can be kept.
    """

    revision = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.revision)


class Person(models.Model):
    """What the journal says of a person, for searching and listing. `number` is local to this database."""

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    name_key = models.CharField(max_length=200, blank=True)
    sex = models.CharField(max_length=6, blank=True)
    born = models.DateField(null=True)
    born_at = models.CharField(max_length=5, blank=True)
    born_estimated = models.BooleanField(default=False)
    nik = models.CharField(max_length=16, blank=True)
    kk = models.CharField(max_length=16, blank=True)
    bpjs = models.CharField(max_length=13, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    mother_id = models.UUIDField(null=True)
    mother_name = models.CharField(max_length=200, blank=True)
    father_name = models.CharField(max_length=200, blank=True)
    household_id = models.UUIDField(null=True)
    area = models.CharField(max_length=24, blank=True)
    address = models.CharField(max_length=300, blank=True)
    died = models.DateField(null=True)
    moved_in = models.DateField(null=True)
    moved_out = models.DateField(null=True)
    merged_into = models.UUIDField(null=True)
    retracted = models.BooleanField(default=False)

    class Meta:
        # Partial where most people have none: they cost nothing then.
        indexes = (
            models.Index(fields=("area", "name_key", "number"), name="person_area_name"),
            models.Index(fields=("nik",), name="person_nik"),
            models.Index(fields=("kk",), name="person_kk"),
            models.Index(fields=("born", "sex"), name="person_born"),
            models.Index(
                fields=("household_id",),
                name="person_household",
                condition=models.Q(household_id__isnull=False),
            ),
            models.Index(
                fields=("mother_id",),
                name="person_mother",
                condition=models.Q(mother_id__isnull=False),
            ),
            models.Index(
                fields=("merged_into",),
                name="person_merged_into",
                condition=models.Q(merged_into__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Household(models.Model):
    """What the journal says of a household."""

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True)
    kk = models.CharField(max_length=16, blank=True, db_index=True)
    head_name = models.CharField(max_length=200, blank=True)
    area = models.CharField(max_length=24, blank=True, db_index=True)
    address = models.CharField(max_length=300, blank=True)
    retracted = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.id)


class Word(models.Model):
    """A distinct normalised word of names, mothers' names or addresses. Few: thousands for a district."""

    NAME, MOTHER, ADDRESS = 0, 1, 2

    kind = models.SmallIntegerField()
    text = models.CharField(max_length=60)
    skeleton = models.CharField(max_length=60)
    people = models.IntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "text"), name="word_text"),)
        indexes = (models.Index(fields=("kind", "skeleton"), name="word_skeleton"),)

    def __str__(self) -> str:
        return self.text


class PersonWord(models.Model):
    """A person known by a word. The area stands here too, so that one index answers "this word, in my village"."""

    pk = models.CompositePrimaryKey("person", "word")
    person = models.BigIntegerField()
    word = models.IntegerField()
    area = models.CharField(max_length=24)

    class Meta:
        indexes = (models.Index(fields=("word", "area", "person"), name="person_word_search"),)

    def __str__(self) -> str:
        return f"{self.word} {self.person}"


class NotSame(models.Model):
    """Two people whom somebody looked at and found different (an undone merge): not offered again.

    `first` < `second`.
    """

    first = models.UUIDField()
    second = models.UUIDField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("first", "second"), name="not_same_once"),)

    def __str__(self) -> str:
        return f"{self.first} {self.second}"
