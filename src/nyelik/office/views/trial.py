"""Trying other rules before switching: what would change here, rule by rule, and who it would touch."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_noop

from nyelik.base.dates import completed_months
from nyelik.base.period import period_holding
from nyelik.office import board as boards
from nyelik.office.numbers import fresh_watch
from nyelik.office.places import place_names
from nyelik.office.problems import page_language
from nyelik.office.trials import NATIONAL, Trial, shadow_of, trial_rules, trials
from nyelik.office.viewer import page_for, today, viewer_of
from nyelik.register import access
from nyelik.register.scope import Stranger
from nyelik.rules.errors import RulebookErrors
from nyelik.rules.load import Loaded
from nyelik.rules.model import Finding
from nyelik.rules.origin import origin_text
from nyelik.watch import shadow as s
from nyelik.watch.coverage import area_tree
from nyelik.watch.evaluate import Asked, Watch

PAGE, LONG_PAGE = 50, 500
"""Names on a page, and where somebody wants to look through or print the whole list."""
_EFFECTS = {
    s.BECOMES_DUE: gettext_noop("menjadi waktunya"),
    s.CEASES_DUE: gettext_noop("tidak lagi waktunya"),
    s.MOVES: gettext_noop("berubah keadaan"),
    s.CHANGES_CLASS: gettext_noop("hasilnya berubah"),
    s.ENTERS: gettext_noop("menjadi sasaran"),
    s.LEAVES: gettext_noop("tidak lagi sasaran"),
    s.IS_MET: gettext_noop("menjadi terlayani"),
    s.IS_MISSED: gettext_noop("menjadi belum terlayani"),
}
_KINDS = {
    "services": gettext_noop("Layanan"),
    "findings": gettext_noop("Temuan"),
    "indicators": gettext_noop("Indikator"),
    "groups": gettext_noop("Kelompok sasaran"),
}
_ANSWERS = {
    "not_applicable": gettext_noop("bukan sasaran"),
    "waiting": gettext_noop("belum waktunya"),
    "due": gettext_noop("waktunya"),
    "overdue": gettext_noop("terlambat"),
    "closed": gettext_noop("ditutup"),
    "done": gettext_noop("selesai"),
    "met": gettext_noop("terlayani"),
    "missed": gettext_noop("belum terlayani"),
    "in": gettext_noop("termasuk"),
    "out": gettext_noop("tidak termasuk"),
    "none": gettext_noop("tidak ada temuan"),
    "undecided": gettext_noop("belum dapat dinilai"),
}


@page_for("trial")
def trial(request: HttpRequest) -> HttpResponse:
    """The rulebooks that can be tried; of the chosen one, each rule with how many people it would touch."""
    ready = trials()
    chosen = next((one for one in ready if one.name == request.GET.get("aturan")), None)
    context: dict[str, object] = {
        "trials": [(one.name, trial_name(one)) for one in ready],
        "chosen": chosen,
    }
    if chosen is not None:
        context |= _outcome(request, chosen)
    return render(request, "office/trial.html", context)


def trial_name(trial: Trial) -> str:
    """What a rulebook to try is called."""
    return gettext("Aturan nasional saja") if trial.name == NATIONAL else trial.name


def _outcome(request: HttpRequest, chosen: Trial) -> dict[str, object]:
    try:
        other = trial_rules(chosen)
    except RulebookErrors as errors:
        return {"errors": errors.text(page_language())}
    watch = fresh_watch()
    found = _shadow(request, watch, other)
    lines = [_line(shift, other, chosen) for shift in found.shifts]
    kinds = [
        (gettext(name), [x for x in lines if x["kind"] == kind]) for kind, name in _KINDS.items()
    ]
    return {
        "layer": other.rules.layer,
        "note": _note(other),
        "found": found,
        "kinds": [(name, of_kind) for name, of_kind in kinds if of_kind],
    }


def _note(other: Loaded) -> str:
    layer = other.rules.layer
    return layer.note.text(page_language()) if layer and layer.note else ""


def _shadow(request: HttpRequest, watch: Watch, other: Loaded) -> s.Shadow:
    viewer, day = viewer_of(request), today()
    tree = area_tree(watch, Asked(period_holding(day, "month"), day))
    return shadow_of(watch, other, day, boards.root_area(viewer, tree), viewer)


def _line(shift: s.Shift, other: Loaded, chosen: Trial) -> dict[str, object]:
    language = page_language()

    def url(effect: str) -> str:
        asked = {"aturan": chosen.name, "id": shift.rule.id, "akibat": effect}
        return f"{reverse('trial-names')}?{urlencode(asked)}"

    return {
        "kind": shift.kind,
        "label": shift.rule.label.text(language),
        "origin": origin_text(other.rules, shift.rule.id, language) or "",
        "effects": [
            {"name": gettext(_EFFECTS[effect]), "count": count, "url": url(effect)}
            for effect, count in shift.by_effect().items()
        ],
    }


@page_for("trial")
def trial_names(request: HttpRequest) -> HttpResponse:
    """Who a rule would touch, and how. Only the names of the page are read, and the read is logged by `access`."""
    chosen = next((one for one in trials() if one.name == request.GET.get("aturan")), None)
    effect = request.GET.get("akibat", "")
    if chosen is None or effect not in _EFFECTS:
        raise Stranger
    watch, other = fresh_watch(), trial_rules(chosen)
    found = _shadow(request, watch, other)
    shift = found.shift(request.GET.get("id", ""))
    if shift is None:
        raise Stranger
    size = LONG_PAGE if request.GET.get("banyak") else PAGE
    page = Paginator(shift.people(effect), size).get_page(request.GET.get("hal"))
    turns = [(found.person(number), before, after) for number, before, after in page]
    context = {
        "label": shift.rule.label.text(page_language()),
        "effect": gettext(_EFFECTS[effect]),
        "chosen": chosen,
        "trial_name": trial_name(chosen),
        "page": page,
        "longer": size == PAGE and page.paginator.count > PAGE,
        "rows": _rows(request, shift, turns),
    }
    return render(request, "office/trial_names.html", context)


def _rows(
    request: HttpRequest, shift: s.Shift, turns: list[tuple[UUID, str, str]]
) -> list[dict[str, object]]:
    viewer, day = viewer_of(request), today()
    what = f"trial of {shift.rule.id}"
    people = access.names_for(viewer, [person for person, _, _ in turns], what=what)
    places = place_names(person.area for person in people.values())
    return [
        {
            "person": people[person],
            "place": places.get(people[person].area, ""),
            "months": completed_months(born, day) if (born := people[person].born) else None,
            "before": answer_name(shift, before),
            "after": answer_name(shift, after),
        }
        for person, before, after in turns
        if person in people
    ]


def answer_name(shift: s.Shift, answer: str) -> str:
    """An answer of a rule as a worker reads it."""
    if isinstance(shift.rule, Finding):
        for found in shift.rule.classes:
            if found.id == answer:
                return found.label.text(page_language())
    return gettext(_ANSWERS[answer]) if answer in _ANSWERS else answer
