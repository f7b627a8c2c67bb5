"""What a worker should do now: a short list, most urgent first, each a door to where it is done."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from nyelik.journal.conflicts import people_in_conflict
from nyelik.journal.gaps import gaps
from nyelik.office.held_queue import held_for
from nyelik.office.missed import widest_gaps
from nyelik.office.navigation import may_open
from nyelik.office.phones import pressing
from nyelik.office.recording import MAY_DECIDE
from nyelik.office.referrals import WAITING, referrals_for
from nyelik.office.templatetags.office import percent
from nyelik.office.validation import waiting
from nyelik.register import access
from nyelik.register.reading import reads

WORDS = {
    "merah": gettext_noop("Mendesak"),
    "oranye": gettext_noop("Menurun"),
    "kuning": gettext_noop("Perlu perhatian"),
    "hijau": gettext_noop("Hampir tercapai"),
    "info": gettext_noop("Untuk diketahui"),
}
URGENCY = tuple(WORDS)
MANY = 999
GAPS_SHOWN = 4


@dataclass(frozen=True)
class Task:
    """One thing to do. `count` people or entries wait; `why` says what happens if nobody does it."""

    colour: str
    count: int
    what: str
    why: str
    url: str
    go: str

    @property
    def word(self) -> str:
        """The colour in words: never shown without them."""
        return gettext(WORDS[self.colour])


def tasks_for(viewer: access.Viewer) -> list[Task]:
    """The worker's tasks, most urgent first; empty when nothing presses."""
    found = [task for make in MAKERS for task in make(viewer)]
    return sorted(found, key=lambda task: URGENCY.index(task.colour))


def held_tasks(viewer: access.Viewer) -> list[Task]:
    """Entries that do not count until somebody decides."""
    count = len(held_for(viewer)) if may_open(viewer.role, "held") else 0
    if not count:
        return []
    return [
        Task(
            "kuning",
            count,
            gettext("catatan ditahan menunggu keputusan"),
            gettext("Belum dihitung di cakupan sampai ada yang memastikan."),
            reverse("held"),
            gettext("Periksa"),
        )
    ]


def conflict_tasks(viewer: access.Viewer) -> list[Task]:
    """People of whom two devices said different things."""
    if not may_open(viewer.role, "held"):
        return []
    people = access.visible_ids(viewer, people_in_conflict())
    if not people:
        return []
    return [
        Task(
            "kuning",
            len(people),
            gettext("orang dengan data yang berbeda antarperangkat"),
            gettext("Dua perangkat menulis isian yang sama tanpa saling tahu; pilih yang benar."),
            reverse("conflicts"),
            gettext("Lihat bedanya"),
        )
    ]


def referral_tasks(viewer: access.Viewer) -> list[Task]:
    """People who were referred and of whom nobody said yet what became of them."""
    if viewer.role not in MAY_DECIDE:
        return []
    unanswered = [one for one in referrals_for(viewer) if one.state == WAITING]
    if not unanswered:
        return []
    presses = any(one.urgent or one.late_days for one in unanswered)
    return [
        Task(
            "merah" if presses else "kuning",
            len(unanswered),
            gettext("rujukan menunggu jawaban"),
            gettext("Yang merujuk menunggu kabar untuk tindak lanjutnya."),
            reverse("referrals"),
            gettext("Jawab"),
        )
    ]


def validation_tasks(viewer: access.Viewer) -> list[Task]:
    """What kader recorded lately and no health worker has looked at."""
    count = len(waiting(viewer)) if may_open(viewer.role, "validation") else 0
    if not count:
        return []
    return [
        Task(
            "info",
            count,
            gettext("catatan kader belum disahkan"),
            gettext("Sudah dihitung; lihat apakah isinya benar."),
            reverse("validation"),
            gettext("Sahkan"),
        )
    ]


def missed_tasks(viewer: access.Viewer) -> list[Task]:
    """The indicators of the own area with the most people still missed: a number is a list of names."""
    if not may_open(viewer.role, "board"):
        return []
    return [
        Task(
            gap.mark,
            gap.missed,
            gettext("belum terlayani · %(indicator)s") % {"indicator": gap.label},
            gettext("Tercapai %(percent)s dari target %(target)s.")
            % {"percent": percent(gap.percent), "target": percent(gap.target)},
            gap.url,
            gettext("Lihat nama") if viewer.sees_people else gettext("Lihat angka"),
        )
        for gap in widest_gaps(viewer, GAPS_SHOWN)
    ]


def gap_tasks(viewer: access.Viewer) -> list[Task]:
    """Numbers of devices that have not arrived: something was recorded and is still on its way."""
    if viewer.role not in {"dinkes", "puskesmas_head"}:
        return []
    missing = gaps()
    if not missing:
        return []
    count = sum(gap.last - gap.first + 1 for gap in missing)
    devices = ", ".join(sorted({gap.device for gap in missing})[:3])
    return [
        Task(
            "info",
            count,
            gettext("catatan masih di perangkat, belum tiba"),
            gettext("Perangkat: %(devices)s. Sambungkan ke jaringan, lalu sinkronkan.")
            % {"devices": devices},
            reverse("home"),
            "",
        )
    ]


def phone_tasks(viewer: access.Viewer) -> list[Task]:
    """Phones of the workers I look after that were not heard of for long, or still hold what nobody else has."""
    count = len(pressing(viewer)) if may_open(viewer.role, "devices") else 0
    if not count:
        return []
    return [
        Task(
            "kuning",
            count,
            gettext("ponsel perlu dilihat"),
            gettext("Lama tidak terhubung, masih menyimpan catatan, atau ada yang tidak beres."),
            reverse("devices"),
            gettext("Lihat ponsel"),
        )
    ]


def outside_read_tasks(viewer: access.Viewer) -> list[Task]:
    """People read outside the reader's own area in the last week: somebody should look at the reasons."""
    if not may_open(viewer.role, "reads"):
        return []
    since = viewer.now - dt.timedelta(days=7)
    count = len(reads(viewer, outside_only=True, since=since, limit=MANY))
    if not count:
        return []
    return [
        Task(
            "info",
            count,
            gettext("kali data orang dibuka dari luar wilayah, 7 hari terakhir"),
            gettext("Periksa apakah alasannya pantas."),
            f"{reverse('reads')}?hari=7&luar=1",
            gettext("Periksa"),
        )
    ]


MAKERS: list[Callable[[access.Viewer], list[Task]]] = [
    held_tasks,
    conflict_tasks,
    referral_tasks,
    validation_tasks,
    missed_tasks,
    gap_tasks,
    phone_tasks,
    outside_read_tasks,
]
