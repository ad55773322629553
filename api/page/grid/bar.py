"""What stands above the grid: views, weeks, and the form of filters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.french.words import brief_date
from api.page.grid.filters import By, Filters, View
from api.planning.names import names_of
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from datetime import datetime

    from api.month.frames import Frame
    from api.page.grid.parts import GridView

TITLES = {View.MONTH: "Mois", View.WEEK: "Semaine", View.LIST: "Liste"}
ORDERS = {By.DAY: "Par jour", By.PERSON: "Par personne"}
FLAGS = {
    "blocking": ("bloquants", "Personnes avec un constat bloquant"),
    "open": ("pourvoir", "Jours où il reste à pourvoir"),
    "changed": ("modifies", "Modifiés depuis la publication"),
    "nights": ("nuits", "Personnes de nuit"),
}


@dataclass(frozen=True, kw_only=True)
class Link:
    """A view to go to; `current`: it is the one shown."""

    title: str
    address: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class Flag:
    """A filter that is on or off."""

    name: str
    title: str
    checked: bool


@dataclass(frozen=True, kw_only=True)
class Bar:
    """
    Views of a month, its weeks, its filters.

    `week`: which one is shown (empty: a month is); `before`, `after`: addresses of those next to it
    (empty: none in the month). `everything`: the address without any filter.
    """

    views: tuple[Link, ...]
    orders: tuple[Link, ...]
    week: str
    before: str
    after: str
    part: str
    everything: str
    dispositifs: tuple[tuple[str, str], ...]
    sites: tuple[tuple[str, str], ...]
    flags: tuple[Flag, ...]
    first: date
    last: date


def bar_of(frame: Frame, view: GridView, filters: Filters, now: datetime) -> Bar:
    """Write what stands above a version's grid."""
    names, days = names_of(frame.association), frame.problem.horizon.days
    mine = [s for s in frame.problem.slots if frame.own is None or s.dispositif in frame.own]
    weekly = filters.view is not View.MONTH and filters.day is None
    monday = filters.monday(days, now)
    before, after = filters.weeks(days, now)
    first, last = max(monday, days[0]), min(monday + timedelta(days=6), days[-1])
    return Bar(
        views=tuple(
            Link(title=title, address=filters.link(view=kind), current=filters.view is kind)
            for kind, title in TITLES.items()
        ),
        orders=tuple(
            Link(title=title, address=filters.link(by=order), current=filters.by is order)
            for order, title in ORDERS.items()
        ),
        week=f"Du {brief_date(first)} au {brief_date(last)}" if weekly else "",
        before=filters.link(since=before) if weekly and before else "",
        after=filters.link(since=after) if weekly and after else "",
        part=view.part,
        everything=Filters(view=filters.view, agency=filters.agency).link(),
        dispositifs=tuple(
            (dispositif, names.dispositif(dispositif))
            for dispositif in sorted({slot.dispositif for slot in mine}, key=names.rank)
        ),
        sites=tuple(
            sorted(
                ((site, names.site(site)) for site in {slot.site for slot in mine if slot.site}),
                key=lambda pair: pair[1],
            )
        ),
        flags=tuple(
            Flag(name=name, title=title, checked=bool(getattr(filters, field)))
            for field, (name, title) in FLAGS.items()
        ),
        first=days[0],
        last=days[-1],
    )


def regroup_address(frame: Frame, filters: Filters, now: datetime) -> str:
    """Return the page that regroups teams on the day shown, or today (empty: the month is over)."""
    days, today = frame.problem.horizon.days, now.astimezone(PARIS).date()
    if days[-1] < today:
        return ""
    day = filters.day or max(days[0], today)
    fields = {"agency": filters.agency, "jour": day.isoformat()}
    query = urlencode({name: value for name, value in fields.items() if value})
    return f"/mois/{days[0]:%Y-%m}/regrouper?{query}"
