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
    "validation": gettext_noop("Pengesahan"),
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
        *("home", "board", "spm", "search", "referrals", "sessions", "validation", "import"),
        *("held", "conflicts", "duplicates", "devices", "manual"),
    ],
    "puskesmas": [
        *("home", "board", "spm", "search", "referrals", "sessions", "validation", "import"),
        *("held", "conflicts", "duplicates", "devices", "manual"),
    ],
    "puskesmas_head": [
        *("home", "board", "spm", "search", "referrals", "sessions", "validation", "import"),
        *("held", "conflicts", "duplicates", "devices", "set-aside", "trial", "reads", "manual"),
    ],
    "dinkes": [
        *("home", "board", "spm", "search", "import", "held", "devices", "set-aside", "trial"),
        *("reads", "manual"),
    ],
    "village": ["home", "board", "spm", "manual"],
    "auditor": ["home", "reads", "manual"],
}

BAR: list[tuple[str, tuple[str, ...]]] = [
    ("", ("home",)),
    ("", ("search",)),
    (gettext_noop("Angka"), ("board", "spm", "trial")),
    (gettext_noop("Lapangan"), ("sessions", "referrals", "validation", "devices")),
    (
        gettext_noop("Data"),
        ("import", "duplicates", "held", "conflicts", "set-aside", "reads"),
    ),
    ("", ("manual",)),
]
"""The bar: pages of one piece of work together under a name; those without a name stand by themselves."""


@dataclass(frozen=True)
class Way:
    """One link of the bar."""

    url: str
    label: str
    here: bool


@dataclass(frozen=True)
class Group:
    """Links that open together under a name; a `label` of "" is one link by itself."""

    label: str
    ways: list[Way]

    @property
    def here(self) -> bool:
        """Whether the current page is one of them."""
        return any(way.here for way in self.ways)


def groups(request: HttpRequest, role: str) -> list[Group]:
    """The bar for a role; the link of the current page is marked. A name over one link is left away."""
    here = (request.resolver_match.url_name if request.resolver_match else None) or ""
    found = []
    for label, pages in BAR:
        ways = [_way(page, here) for page in pages if may_open(role, page)]
        if ways:
            found.append(Group(gettext(label) if label and len(ways) > 1 else "", ways))
    return found


def _way(page: str, here: str) -> Way:
    return Way(reverse(page), gettext(PAGES[page]), page == here or here.startswith(f"{page}-"))


def may_open(role: str, page: str) -> bool:
    """Whether a role has this page at all."""
    return page in PAGES_BY_ROLE.get(role, [])
