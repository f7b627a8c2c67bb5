"""How places of service are named on pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from nyelik.office.board import STATUS_MARK, Column
from nyelik.office.templatetags.office import status

register = template.Library()

PLACES = {
    "posyandu": gettext_noop("Posyandu"),
    "pustu": gettext_noop("Pustu"),
    "puskesmas": gettext_noop("Puskesmas"),
    "home": gettext_noop("rumah"),
    "hospital": gettext_noop("rumah sakit"),
    "school": gettext_noop("sekolah"),
}


@register.filter
def places(codes: Iterable[str]) -> str:
    """Posyandu, Pustu, Puskesmas: the places where a service is given."""
    return ", ".join(gettext(PLACES.get(code, code)) for code in codes)


LEVEL_NAMES = {
    "regency": gettext_noop("Kabupaten"),
    "puskesmas": gettext_noop("Puskesmas"),
    "district": gettext_noop("Kecamatan"),
    "village": gettext_noop("Desa"),
    "pustu": gettext_noop("Pustu"),
    "posyandu": gettext_noop("Posyandu"),
    "dusun": gettext_noop("Dusun"),
    "rt": gettext_noop("RT"),
}
PWS_WORDS = {
    "baik": gettext_noop("baik"),
    "cukup": gettext_noop("cukup"),
    "kurang": gettext_noop("kurang"),
    "jelek": gettext_noop("jelek"),
}


@register.filter
def level(code: str) -> str:
    """A level of areas in the language of the page."""
    return gettext(LEVEL_NAMES.get(code, code))


@register.filter
def pws(word: str) -> str:
    """A PWS status in the language of the page."""
    return gettext(PWS_WORDS.get(word, word))


@register.filter
def program(name: str) -> str:
    """A family of indicators: its name in the rulebook, or what to call those without one."""
    return name or gettext("Indikator lain")


@register.simple_tag
def cycle_label(columns: Sequence[Column], number: int) -> str:
    """The name of the column that a cell stands in, for the narrow form of a table."""
    return columns[number].label


@register.filter
def pws_status(word: str) -> SafeString:
    """A PWS status with its shape, colour and word."""
    return status(STATUS_MARK.get(word, "abu"), pws(word))
