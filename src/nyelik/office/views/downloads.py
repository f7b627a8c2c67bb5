"""Tables to take along: the coverage of one indicator, or the names behind a number, as XLSX or CSV.

Each file says what was counted, for which period, what was known then, and under which rulebook.
"""

from dataclasses import replace
from io import BytesIO

from django.http import HttpRequest, HttpResponse

from nyelik.exchange.spreadsheet.export import Sheet, coverage_sheet, names_sheet
from nyelik.office.board import BELOW
from nyelik.office.doors import Doors
from nyelik.office.hidden import sentence
from nyelik.office.numbers import fresh_watch
from nyelik.office.rulebook import loaded
from nyelik.office.viewer import page_for, viewer_of
from nyelik.office.views.board import chosen_area, levels_below, question_of
from nyelik.office.views.names import indicator_of, status_of
from nyelik.register import access
from nyelik.register.scope import Stranger, Viewer
from nyelik.rules.model import Indicator
from nyelik.watch.coverage import Coverage, area_tree, coverage
from nyelik.watch.names import names

FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@page_for("board")
def coverage_table(request: HttpRequest, form: str) -> HttpResponse:
    """The coverage of one indicator by the units that this viewer may see; for health workers only.

    Roles that see numbers only have small cells hidden on the page; a file of them could be subtracted.
    """
    viewer, question = viewer_of(request), question_of(request)
    if not viewer.sees_people:
        raise Stranger
    watch, indicator = fresh_watch(), indicator_of(request, viewer)
    asked = question.asked(indicator)
    tree = area_tree(watch, asked)
    area = chosen_area(request, viewer, tree)
    wanted = request.GET.get("tingkat", "")
    level = (
        wanted if wanted in levels_below(tree, area) else BELOW[tree.level_of(area) or "regency"]
    )
    found = coverage(watch, indicator.id, level, asked, area)
    doors = Doors(viewer, tree)
    rows = tuple(row for row in found.rows if not row.area or doors.numbers(row.area))
    shown = Coverage(
        found.indicator, found.asked, level, area, rows, found.total, found.rulebook, found.seq
    )
    sheet = _narrowed(viewer, indicator, coverage_sheet(shown, loaded()))
    return _file(sheet, form, f"{indicator.id} {area} {asked.period.text}")


@page_for("board")
def names_table(request: HttpRequest, form: str) -> HttpResponse:
    """All names of one list; logged as one read of the whole list."""
    viewer, question = viewer_of(request), question_of(request)
    watch, indicator = fresh_watch(), indicator_of(request, viewer)
    asked = question.asked(indicator)
    tree = area_tree(watch, asked)
    area = chosen_area(request, viewer, tree)
    if not Doors(viewer, tree).names(area):
        raise Stranger
    status = status_of(request, indicator)
    rows = names(watch, indicator.id, asked, area, status)
    people = access.names_for(viewer, [row.person for row in rows], what=f"file of {indicator.id}")
    sheet = names_sheet(indicator, asked, rows, people, tree, loaded(), area)
    sheet = _narrowed(viewer, indicator, sheet)
    return _file(sheet, form, f"{indicator.id} {area} {status} {asked.period.text}")


def _narrowed(viewer: Viewer, indicator: Indicator, sheet: Sheet) -> Sheet:
    """The definition in the words that this viewer may see; files speak Indonesian."""
    said = sentence(viewer, indicator, "id")
    return replace(sheet, about=[(k, said if k == "Definisi" else v) for k, v in sheet.about])


def _file(sheet: Sheet, form: str, name: str) -> HttpResponse:
    if form not in FORMS:
        raise Stranger
    written = BytesIO()
    sheet.write(written, form)
    response = HttpResponse(written.getvalue(), content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
