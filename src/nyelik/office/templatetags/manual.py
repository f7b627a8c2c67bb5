"""How the manual shows its links, marks and colours."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nyelik.office.problems import page_language
from nyelik.office.rulebook import loaded
from nyelik.office.templatetags.office import status
from nyelik.rules.manual.manual import the_manual
from nyelik.rules.manual.page import Link
from nyelik.rules.manual.signing import state_of
from nyelik.rules.manual.texts import MARKS, WORDS

register = template.Library()

COLOUR_MARK = {"white": "hijau", "yellow": "kuning", "orange": "oranye", "grey": "abu"}
"""The shape that goes with each colour of the Buku KIA: the same shapes as on every other page."""
_STATE_MARK = {"open": "kuning", "lapsed": "merah", "signed": "hijau"}


def link_url(link: Link) -> str:
    """The address of a page of the manual."""
    if link.kind == "setting":
        return f"{reverse('manual-settings')}#{link.id}"
    if link.kind in ("group", "chapter"):
        return reverse(f"manual-{link.kind}", args=[link.id])
    return reverse("manual-rule", args=[link.id])


@register.simple_tag
def page_link(link: Link) -> SafeString:
    """A link to a page of the manual, with the mark of a text that still has to be checked."""
    text = format_html('<a href="{}">{}</a>', link_url(link), link.label)
    return format_html("{} {}", text, check_mark(link.mark)) if link.mark else text


@register.simple_tag
def check_mark(state: str) -> SafeString:
    """The mark of a text: to be checked, lapsed, checked; nothing where nothing had to be checked."""
    if not state:
        return SafeString("")
    return status(_STATE_MARK[state], MARKS[page_language()][state])


@register.simple_tag
def rule_check(rule_id: str) -> SafeString:
    """The mark of a rule, by its id."""
    rules = loaded().rules
    rule = rules.rule(rule_id)
    return check_mark(state_of(rules, rule)) if rule else SafeString("")


@register.filter
def kind_label(link: Link) -> str:
    """What kind of rule a link leads to, in words."""
    return WORDS[page_language()][link.kind]


@register.filter
def shape(colour: str) -> str:
    """The status class that draws a colour's shape."""
    return COLOUR_MARK[colour]


@register.simple_tag
def rule_url(rule_id: str) -> str:
    """The address of a rule's page; empty for an id that this rulebook does not have."""
    links = the_manual(loaded().rules, page_language()).rules.links
    return link_url(links[rule_id]) if rule_id in links else ""
