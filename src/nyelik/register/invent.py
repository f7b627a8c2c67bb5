"""An invented network for a kabupaten without a file of its own: for simulating, never for use. Everything is marked.

One Puskesmas for each district, one Pustu and three Posyandu for each village, two dusun with six RT each. The
result has the form of a file in `data/districts/`, so whoever reads those reads this too.
"""

from __future__ import annotations

from string import ascii_uppercase
from typing import Any

from nyelik.base.problem import Problem
from nyelik.register.areas import catalogue, holds
from nyelik.register.facilities import INVENTED, PUSTU_LIKE
from nyelik.register.tables import Facility

DUSUN = (("01", "Dusun Barat", 6), ("02", "Dusun Timur", 6))
POSYANDU = (("Melati", 4), ("Mawar", 4), ("Anggrek", 4))


def invent_phones() -> int:
    """A telephone for each Puskesmas and Pustu without one: 0000 and the digits of its code. Nobody can dial it."""
    called = Facility.objects.filter(phone="", types__type__in=("puskesmas", *PUSTU_LIKE))
    rows = list(called.distinct())
    for facility in rows:
        facility.phone = f"0000-{facility.code.lstrip(ascii_uppercase)}"[:20]
    Facility.objects.bulk_update(rows, ["phone"])
    return len(rows)


def invent_district(regency: str, people: int) -> dict[str, Any]:
    """A district file for a kabupaten or kota, its `people` spread evenly over the villages. Problem `unknown-area`."""
    known = catalogue()
    if known.get(regency, ("", ""))[0] != "regency":
        raise Problem("unknown-area", area=regency)
    below = [(code, *about) for code, about in known.items() if holds(regency, code)]
    districts = [(code, name) for code, level, name in below if level == "district"]
    villages = [(code, name) for code, level, name in below if level == "village"]
    short = regency.replace(".", "")
    puskesmas = {
        code: {"code": f"P{short}-{number:02}", "name": f"Puskesmas {name}", "district": code}
        for number, (code, name) in enumerate(districts, 1)
    }
    shares = [
        people // len(villages) + (place < people % len(villages)) for place in range(len(villages))
    ]
    return {
        "regency": regency,
        "name": known[regency][1],
        "source": INVENTED,
        "invented": True,
        "people": {"total": people, "source": INVENTED},
        "puskesmas": list(puskesmas.values()),
        "villages": [
            _village(short, number, village, puskesmas[village[0][:8]]["code"], share)
            for number, (village, share) in enumerate(zip(villages, shares, strict=True), 1)
        ],
    }


def _village(
    short: str, number: int, village: tuple[str, str], puskesmas: str, people: int
) -> dict[str, Any]:
    code, name = village
    first = (number - 1) * len(POSYANDU) + 1
    return {
        "code": code,
        "name": name,
        "puskesmas": puskesmas,
        "people": people,
        "pustu": {"code": f"U{short}-{number:03}", "name": f"Pustu {name}"},
        "dusun": [{"number": dusun, "name": label, "rt": rts} for dusun, label, rts in DUSUN],
        "posyandu": [
            {"code": f"Y{short}-{first + place:04}", "name": f"Posyandu {flower} {name}", "rt": rts}
            for place, (flower, rts) in enumerate(POSYANDU)
        ],
    }
