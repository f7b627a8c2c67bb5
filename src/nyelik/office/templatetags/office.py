"""How numbers, days and statuses look on every page."""

import datetime as dt

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_noop

from nyelik.register.workers import ROLES

register = template.Library()

NONE = "–"


@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    """1234.5 as 1.235 (Indonesian) or 1,235 (English); a dash when there is none."""
    if value is None:
        return NONE
    return formats.number_format(
        round(value, decimals), decimals, use_l10n=True, force_grouping=True
    )


@register.filter
def percent(value: float | None) -> str:
    """One decimal and the sign; a dash for 0/0."""
    return NONE if value is None else f"{number(value, 1)}%"


@register.filter
def day(value: dt.date | dt.datetime | str | None) -> str:
    """5 Mar 2026, in the language of the page."""
    if not value:
        return NONE
    if isinstance(value, str):
        value = dt.date.fromisoformat(value[:10])
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return formats.date_format(value, "j M Y")


@register.filter
def long_day(value: dt.date) -> str:
    """Minggu, 22 November 2026."""
    return formats.date_format(value, "l, j F Y")


@register.filter
def moment(value: dt.datetime | None) -> str:
    """5 Mar 2026 14.05 by the district's clock."""
    if value is None:
        return NONE
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    clock = local.strftime("%H.%M" if get_language() == "id" else "%H:%M")
    return f"{formats.date_format(local, 'j M Y')} {clock}"


@register.filter
def moment_ms(value: int | None) -> str:
    """A moment given as milliseconds since 1970, as the journal keeps them."""
    return NONE if value is None else moment(dt.datetime.fromtimestamp(value / 1000, dt.UTC))


@register.filter
def happened(value: str) -> str:
    """A clinical date as entries carry it, with its time if it has one; as written if it is no date at all."""
    try:
        when = dt.datetime.fromisoformat(value)
    except ValueError:
        return value
    return moment(when) if "T" in value else day(value)


@register.filter
def moment_iso(value: str) -> str:
    """A moment given as ISO 8601 text."""
    return moment(dt.datetime.fromisoformat(value)) if value else NONE


@register.filter
def said(texts: dict[str, str] | None) -> str:
    """The text of the page's language out of {id, en}; Indonesian when there is no other."""
    if not texts:
        return ""
    return texts.get((get_language() or "id")[:2]) or texts.get("id", "")


@register.filter
def sex(value: str | None) -> str:
    """Perempuan, laki-laki, or that it is not known."""
    names = {"female": gettext("Perempuan"), "male": gettext("Laki-laki")}
    return names.get(value or "", gettext("Jenis kelamin belum diketahui"))


# How people speak of age in a Posyandu; not a clinical band.
SPOKEN_IN_MONTHS = 60


@register.filter
def age(months: int | None) -> str:
    """14 bulan for small children, 31 tahun for others; a dash when not known."""
    if months is None:
        return NONE
    if months < SPOKEN_IN_MONTHS:
        return gettext("%(months)s bulan") % {"months": months}
    return gettext("%(years)s tahun") % {"years": months // 12}


PROBLEM_NAMES = {
    "body-not-understood": gettext_noop("Isi tidak terbaca"),
    "clock-off": gettext_noop("Jam perangkat salah"),
    "future-date": gettext_noop("Tanggal belum terjadi"),
    "impossible-date": gettext_noop("Tanggal tidak mungkin"),
    "not-yours-to-assess": gettext_noop("Menilai diri sendiri atau petugas lain"),
    "not-yours-to-decide": gettext_noop("Memutuskan catatan orang lain"),
    "number-reused": gettext_noop("Nomor terpakai dua kali"),
    "other-device": gettext_noop("Perangkat lain"),
    "out-of-scope": gettext_noop("Di luar wilayah petugas"),
    "unknown-schema": gettext_noop("Jenis catatan belum dikenal"),
    "unknown-subject": gettext_noop("Orang belum dikenal"),
    "unreadable-entry": gettext_noop("Catatan tidak terbaca"),
}


@register.filter
def problem_name(code: str) -> str:
    """The problem of a held entry in two or three words; its sentence says the rest."""
    return gettext(PROBLEM_NAMES.get(code, code))


@register.filter
def role_name(role: str) -> str:
    """A role in the language of the page."""
    return gettext(ROLES.get(role, role))


@register.simple_tag
def status(colour: str, word: str) -> SafeString:
    """A status: the shape and colour of the Buku KIA, always with its word."""
    return format_html('<span class="status status-{}">{}</span>', colour, word)
