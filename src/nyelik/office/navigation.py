"""Which pages a role sees in the bar, in the order of a working day."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

PAGES = {
    "home": gettext_noop("Hari ini"),
    "board": gettext_noop("Papan cakupan"),
    "spm": gettext_noop("SPM"),
    "search": gettext_noop("Cari orang"),
    "referrals": gettext_noop("Rujukan"),
    "sessions": gettext_noop("Hari buka"),
    "import": gettext_noop("Impor"),
    "held": gettext_noop("Catatan ditahan"),
    "devices": gettext_noop("Perangkat"),
    "conflicts": gettext_noop("Beda catatan"),
    "duplicates": gettext_noop("Data kembar"),
    "set-aside": gettext_noop("Kiriman disisihkan"),
    "trial": gettext_noop("Uji coba aturan"),
    "reads": gettext_noop("Jejak baca"),
    "manual": gettext_noop("Panduan"),
}

PAGES_BY_ROLE = {
    "kader": ["home", "board", "search", "referrals", "sessions", "manual"],
    "pustu": [
        "home",
        "board",
        "spm",
        "search",
        "referrals",
        "sessions",
        "import",
        "held",
        "conflicts",
        "duplicates",
        "devices",
        "manual",
    ],
    "puskesmas": [
        "home",
        "board",
        "spm",
        "search",
        "referrals",
        "sessions",
        "import",
        "held",
        "conflicts",
        "duplicates",
        "devices",
        "manual",
    ],
    "puskesmas_head": [
        "home",
        "board",
        "spm",
        "search",
        "referrals",
        "sessions",
        "import",
        "held",
        "conflicts",
        "duplicates",
        "devices",
        "set-aside",
        "trial",
        "reads",
        "manual",
    ],
    "dinkes": [
        *(
            "home",
            "board",
            "spm",
            "search",
            "import",
            "held",
            "devices",
            "set-aside",
            "trial",
            "reads",
        ),
        "manual",
    ],
    "village": ["home", "board", "spm", "manual"],
    "auditor": ["home", "reads", "manual"],
}


@dataclass(frozen=True)
class Way:
    """One link of the bar."""

    url: str
    label: str
    here: bool


def ways(request: HttpRequest, role: str) -> list[Way]:
    """The links of the bar for a role; the one of the current page is marked."""
    here = request.resolver_match.url_name if request.resolver_match else None
    return [
        Way(
            reverse(name), gettext(PAGES[name]), name == here or (here or "").startswith(f"{name}-")
        )
        for name in PAGES_BY_ROLE[role]
    ]


def may_open(role: str, page: str) -> bool:
    """Whether a role has this page at all."""
    return page in PAGES_BY_ROLE.get(role, [])
