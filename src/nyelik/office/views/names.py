"""The names behind a number: who was served, who was missed and which parts are missing, each with because."""

from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nyelik.base.dates import completed_months, day_from_number
from nyelik.office.board import names_url, needing
from nyelik.office.hidden import sentence, words_shown
from nyelik.office.numbers import Question, fresh_watch
from nyelik.office.period_choices import period_choices, period_name
from nyelik.office.places import place_names
from nyelik.office.problems import page_language
from nyelik.office.rulebook import codes_of, indicator_nodes, loaded
from nyelik.office.trend import trend_points, trend_svg
from nyelik.office.viewer import page_for, viewer_of
from nyelik.office.views.board import chosen_area, question_of
from nyelik.register import access
from nyelik.register.scope import Stranger, Viewer, names_visible
from nyelik.rules.because import because
from nyelik.rules.engines.reference import Reference
from nyelik.rules.model import Indicator
from nyelik.rules.outcome import indicator_state
from nyelik.watch.coverage import area_tree
from nyelik.watch.evaluate import Asked, Watch
from nyelik.watch.names import NameRow, count_by_status, facts_in_mart, names

PAGE = 25
STATUSES = ("missed", "met", "not_applicable")


@page_for("board")
def board_names(request: HttpRequest) -> HttpResponse:
    """One page of names. Only the names of that page are read, and the read is logged by `access`."""
    viewer, question = viewer_of(request), question_of(request)
    watch = fresh_watch()
    indicator = indicator_of(request, viewer)
    asked = question.asked(indicator)
    tree = area_tree(watch, asked)
    area = chosen_area(request, viewer, tree)
    if not names_visible(viewer, area):
        raise Stranger
    status = status_of(request, indicator)
    counts = count_by_status(watch, indicator.id, asked, area)
    listed = names(watch, indicator.id, asked, area, status)
    page = Paginator(listed, PAGE).get_page(request.GET.get("hal"))
    context = {
        "indicator": indicator,
        "label": indicator.label.text(page_language()),
        "sentence": sentence(viewer, indicator, page_language()),
        "source": indicator.source,
        "area_name": tree.names.get(area, ""),
        "area": area,
        "status": status,
        "shows_missing": status == "missed" and indicator.better != "lower",
        "tabs": [_tab(one, counts[one], indicator, area, question, status) for one in STATUSES],
        "page": page,
        "rows": _rows(watch, viewer, indicator, asked, page),
        "question": question,
        "period_name": period_name(asked.period),
        "periods": period_choices(question.period, question.today),
        "rulebook": loaded().rules.version,
    }
    return render(request, "office/names.html", context)


@page_for("board")
def board_trend(request: HttpRequest) -> HttpResponse:
    """The last twelve months as a drawing, fetched after the page: it counts twelve times."""
    viewer, question = viewer_of(request), question_of(request)
    watch, indicator = fresh_watch(), indicator_of(request, viewer)
    area = chosen_area(request, viewer, area_tree(watch, question.asked(indicator)))
    if not viewer.sees_people:  # months subtracted from each other would show small numbers
        raise Stranger
    points = trend_points(watch, indicator, question, area)
    svg = trend_svg(points, indicator.label.text(page_language()))
    return render(request, "office/_trend.html", {"svg": svg})


def status_of(request: HttpRequest, indicator: Indicator) -> str:
    """The list asked for; without a word, the people who need something done."""
    status = request.GET.get("status", "")
    return status if status in STATUSES else needing(indicator)


def indicator_of(request: HttpRequest, viewer: Viewer) -> Indicator:
    """The indicator of the address, if this viewer may see it."""
    indicator = loaded().rules.indicators.get(request.GET.get("indikator", ""))
    if indicator is None or indicator.subject != "person":
        raise Stranger
    if not access.may_see_word(viewer, indicator):
        raise Stranger
    return indicator


def _tab(
    status: str, count: int, indicator: Indicator, area: str, question: Question, here: str
) -> dict[str, object]:
    url = names_url(indicator.id, area, question, status)
    lower = indicator.better == "lower"
    return {"name": tab_name(status, lower), "count": count, "url": url, "here": status == here}


def tab_name(status: str, lower: bool) -> str:
    """What a list is called; where lower is better, to be counted is no service."""
    if status == "not_applicable":
        return gettext("Bukan sasaran")
    if lower:
        return (
            gettext("Termasuk, perlu ditindaklanjuti")
            if status == "met"
            else gettext("Tidak termasuk")
        )
    return gettext("Terlayani") if status == "met" else gettext("Belum terlayani")


def _rows(
    watch: Watch, viewer: Viewer, indicator: Indicator, asked: Asked, page: "Page[NameRow]"
) -> list[dict[str, object]]:
    rows = list(page)
    people = access.names_for(viewer, [row.person for row in rows], what=f"names of {indicator.id}")
    places = place_names(person.area for person in people.values())
    because_of = _Because(watch, viewer, indicator, asked)
    return [
        {
            "person": people[row.person],
            "place": places.get(people[row.person].area, ""),
            "months": _months(people[row.person], asked),
            "missing": [part.label.text(page_language()) for part in row.missing],
            "because": because_of(row.person),
        }
        for row in rows
        if row.person in people
    ]


def _months(person: access.SeenPerson, asked: Asked) -> int | None:
    return completed_months(person.born, day_from_number(asked.today)) if person.born else None


class _Because:
    """The facts that each verdict used, from the same mart rows, by the reference engine."""

    def __init__(self, watch: Watch, viewer: Viewer, indicator: Indicator, asked: Asked) -> None:
        self.watch, self.indicator, self.asked = watch, indicator, asked
        self.state, self.visible = watch.mart.state(), words_shown(viewer)
        codes = codes_of(indicator_nodes(indicator))
        # Derived scores come from many codes and are slow to make; most indicators need none.
        self.derives = any(loaded().rules.words[code].derived for code in codes)
        self.codes = None if self.derives else codes

    def __call__(self, person: UUID) -> list[str]:
        facts = facts_in_mart(self.watch, self.state, person, self.asked, self.codes)
        if facts is None:
            return []
        facts = loaded().derive(facts) if self.derives else facts
        engine = Reference(facts, self.asked.today, self.asked.period)
        used = indicator_state(engine, self.indicator).used
        return because(used, self.visible, page_language())
