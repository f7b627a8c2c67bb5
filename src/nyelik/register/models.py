"""Where Django looks for tables; they are written in `tables` and `workers`."""

from nyelik.register.tables import (
    Area,
    Catchment,
    Facility,
    FacilityType,
    Household,
    NotSame,
    Person,
    PersonWord,
    Word,
)
from nyelik.register.workers import Device, EnrolCode, EnrolTry, ReadLog, Worker

__all__ = [
    "Area",
    "Catchment",
    "Device",
    "EnrolCode",
    "EnrolTry",
    "Facility",
    "FacilityType",
    "Household",
    "NotSame",
    "Person",
    "PersonWord",
    "ReadLog",
    "Word",
    "Worker",
]
