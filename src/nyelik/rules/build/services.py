"""Services from written items: for whom, from when, until when, and what makes one done."""

from __future__ import annotations

from nyelik.rules import model as m
from nyelik.rules import vocabulary as v
from nyelik.rules.build.builder import COMMON, DURATION, Builder
from nyelik.rules.build.expects import check_expects
from nyelik.rules.item import Item
from nyelik.rules.node import Node

STATUSES = ("not_applicable", "waiting", "due", "overdue", "closed", "done")
"""What a service can come to, as `outcome.STATUSES`."""
_KEYS = (
    *("for", "after", "from", "late", "overdue", "overdue_when", "closes"),
    *("not_before", "done", "at", "say", "urgent"),
)
_WINDOW = ("late", "overdue", "closes")
_DAYS_OF = {"hours": 1 / 24, "days": 1, "weeks": 7, "months": 30.4375, "years": 365.25}


def service(build: Builder, item: Item) -> m.Service:
    """A service with its windows."""
    item.allow(*COMMON, *_KEYS)
    anchor = (
        build.expression(item, "after", v.DAY) if item.has("after") else Node("born", (), v.DAY)
    )
    eligible, done = build.truth(item, "for"), build.expression(item, "done", v.DAY)
    _check_order(item)
    _check_places(item)

    def day(key: str) -> Node | None:
        return build.day(item, key, anchor) if item.has(key) else None

    check_expects(item, STATUSES)
    start, late, overdue, closes = build.day(item, "from", anchor), *map(day, _WINDOW)
    overdue_when = build.truth(item, "overdue_when") if item.has("overdue_when") else None
    not_before = tuple(
        build.parse(item, "not_before", text, v.DAY) for text in item.texts("not_before")
    )
    told = (eligible, done, start, late, overdue, closes, overdue_when, *not_before)
    return m.Service(
        **build.common(item),
        eligible=eligible,
        start=start,
        done=done,
        late=late,
        overdue=overdue,
        overdue_when=overdue_when,
        closes=closes,
        not_before=not_before,
        at=item.texts("at"),
        say=item.optional_label("say"),
        urgent=bool(item.data.get("urgent", False)),
        sensitive=build.sensitive_of(*filter(None, told)),
    )


def _check_places(item: Item) -> None:
    for place in item.texts("at"):
        if place not in m.PLACES:
            raise item.refuse("no-such-place", "at", place=place, places=m.PLACES)


def _check_order(item: Item) -> None:
    """A window that closes before it opens can never be reached."""
    before, last = "", -1.0
    for key in ("from", "late", "overdue", "closes"):
        match = DURATION.match(item.text(key, ""))
        if match is None:
            continue
        days = int(match[1]) * _DAYS_OF[f"{match[2]}s"]
        if days < last or (key == "closes" and days == last):
            raise item.refuse("windows-out-of-order", key, key=key, before=before)
        before, last = key, days
