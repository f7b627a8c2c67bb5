"""How places of service are named on pages."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext, gettext_noop

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
