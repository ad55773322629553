"""La grille: a draft's current version, or a published month, drawn."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import Query, Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.reach import HR, OVERSEERS, PLANNERS, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import agency
from api.data.stored.association import read
from api.french.words import brief_date
from api.jobs.service import refuted_of
from api.month.drafts.access import head_read, own_agency, published_frame
from api.month.drafts.replacing import published_to_replace, when_missing
from api.month.findings import judge
from api.month.frames import Frame
from api.month.holes.filling import just_filled
from api.month.places.drafts import (
    drafts_published,
    overtaken_by,
    published_as,
    version_of,
    versions_of,
)
from api.month.places.place import DraftVersion
from api.month.versions.compare import change_count, is_first
from api.month.versions.editing import undo_line
from api.page.grid.filters import By, Filtered, Filters, View
from api.page.grid.marks import GridView
from api.page.grid.panel import panel_of
from api.page.grid.view import days_of, view_of
from api.page.plannings import deciding, scope_of
from api.planning.names import names_of
from api.shell.document import render_head_first
from api.shell.guides import Guide
from api.shell.preparing import PREPARED
from api.shell.screens import Screens
from api.web.addresses import Id
from api.web.clock import Now
from api.web.months import MonthPath
from scheduler.domain.people import Mediator
from scheduler.domain.time import civil_day

GUIDES = (
    Guide(
        address="/aide/grille",
        title="La grille",
        file="planning/grid",
        screens=("/plannings/{rota_id}", "/plannings/{rota_id}/verrous"),
        picture=(
            "La grille d’un mois : une ligne par personne, une colonne par jour ; chaque "
            "service porte le code de son lieu et son heure. À droite, les constats."
        ),
    ),
    Guide(
        address="/aide/mois",
        title="Mois publié",
        file="planning/published",
        screens=("/mois/{month}",),
        picture=(
            "Le mois publié : une ligne par personne, une colonne par jour, les postes à "
            "pourvoir en haut."
        ),
    ),
)

router = Screens(dependencies=[PREPARED])
ALL = "tous"

FILLED, NONE_FILLED, PASTED = "pourvoir", "rien", "coller"
"""What an address says of a draft that was just filled or couldn't be, or had shifts copied."""

LOOKED_AT = 40
"""Publications of a month among which the last one of theirs is looked for."""

UNDONE = 40
"""How many of a draft's last versions « Annuler » looks through."""

TITLES = {View.MONTH: "Mois", View.WEEK: "Semaine", View.LIST: "Liste"}
ORDERS = {By.DAY: "Par jour", By.PERSON: "Par personne"}
FLAGS = {
    "blocking": ("bloquants", "Personnes avec un constat bloquant"),
    "open": ("pourvoir", "Jours où il reste à pourvoir"),
    "changed": ("modifies", "Modifiés depuis la publication"),
    "nights": ("nuits", "Personnes de nuit"),
}


@router.get("/plannings/{rota_id}", may=agency(Role.RH, Role.RESPONSABLE))
def draft_page(
    request: Request,
    who: Who,
    session: Reading,
    rota_id: Id,
    *,
    now: Now,
    filters: Filtered,
    fait: Annotated[str, Query(max_length=12)] = "",
) -> Response:
    """
    Draw the current version of a draft, as the address asks: a month, a week, lists.

    `fait`: what was just done.
    """
    opened = head_read(who, session, rota_id)
    row = opened.row
    mine = deciding(who, session, row)
    view = view_of(opened.frame, opened.assignments, now, filters=filters)
    listed = filters.view is View.LIST
    overtaken = overtaken_by(session, DraftVersion(row.id, row.head), opened.frame)
    return render_head_first(
        request,
        "grid/list.html" if listed else "grid/draft.html",
        bar=_bar(opened.frame, view, filters, now),
        filters=filters,
        slots=opened.frame.problem.slot_of,
        movable=opened.frame.problem.slot_of.keys() - opened.frame.frozen if mine.edits else (),
        days=days_of(view, opened.frame) if listed else (),
        draft=row,
        scope=scope_of(row, read(session)),
        view=view,
        panel=panel_of(judge(opened.frame, opened.assignments), whole=filters.findings == ALL),
        changes=change_count(opened.frame, opened.assignments),
        unit="service" if is_first(opened.frame) else "changement",
        published=published_as(session, row),
        overtaken=overtaken.words,
        undo=undo_line(versions_of(session, rota_id, limit=UNDONE), row.head, who.user)
        if mine.edits
        else (),
        filled=just_filled(session, row) if fait == FILLED else "" if fait == NONE_FILLED else None,
        pasted=fait == PASTED and version_of(session, rota_id, row.head).note,
        job=mine.running,
        refuted=refuted_of(session, rota_id),
        key=uuid4().hex,
        plans=mine.plans,
        decides=mine.edits,
    )


@router.get("/mois/{month}", may=agency(Role.RH, Role.RESPONSABLE))
def month_page(
    request: Request,
    who: Who,
    session: Reading,
    month: MonthPath,
    *,
    now: Now,
    filters: Filtered,
) -> Response:
    """Draw what is published of a month, or of an agency's part of it."""
    filters = replace(filters, agency=own_agency(who, filters.agency))
    frame = published_frame(who, session, month, filters.agency)
    view = view_of(frame, frame.published, now, filters=filters)
    listed = filters.view is View.LIST
    theirs, planned = Reach(who, OVERSEERS), Reach(who, PLANNERS)
    plans, days = bool(planned.areas), frame.problem.horizon.days
    return render_head_first(
        request,
        "grid/published.html",
        bar=_bar(frame, view, filters, now),
        filters=filters,
        listed=listed,
        slots=frame.problem.slot_of,
        movable=(),
        days=days_of(view, frame) if listed else (),
        month=month,
        regroup=_regroup_address(frame, filters, now) if theirs.teams(filters.agency) else "",
        view=view,
        panel=panel_of(judge(frame, frame.published)),
        missing=tuple(_missing(who, frame, now)),
        people=[person for person in frame.problem.mediators if theirs.person(person)],
        today=min(max(civil_day(now), days[0]), days[-1]),
        plans=plans,
        seen=_last_publication(session, frame, planned) if plans else "",
        payroll=_payroll_address(who, days[0], days[-1], filters.agency),
    )


def _payroll_address(who: Who, first: date, last: date, agency: str) -> str:
    """Return the address of the month's payroll (empty: the caller isn't RH there)."""
    if not Reach(who, HR).area(agency):
        return ""
    query = {"first": first, "last": last} | ({"agency": agency} if agency else {})
    return f"/rh/paie?{urlencode(query)}"


def _last_publication(session: Reading, frame: Frame, reach: Reach) -> str:
    """Return the address that says who has seen the last publication of theirs (empty: none is)."""
    for number, draft in drafts_published(session, frame.month, limit=LOOKED_AT):
        # What was regrouped or swapped was published without a draft.
        if draft is not None and reach.planning(draft, frame.association):
            return f"/plannings/{draft.id}/publications/{number}#t-agendas"
    return ""


def _missing(who: Who, frame: Frame, now: Now) -> Iterator[tuple[Mediator, int, str]]:
    """Yield who can't come for published shifts that the caller plans: how many, and when."""
    for person, slots in published_to_replace(frame, Reach(who, PLANNERS), now).items():
        words = when_missing(frame.problem, person, slots)
        yield frame.problem.mediator_of[person], len(slots), words


def _bar(frame: Frame, view: GridView, filters: Filters, now: datetime) -> dict[str, Any]:
    """
    Return what is above the grid: views of the month, its weeks, its filters.

    Links are titles, addresses and whether they lead to what is shown. `week`: which one is shown
    (empty: a month is); `before`, `after`: addresses of those next to it (empty: none in the
    month). `everything`: the address without any filter. `today`: its date, for days of lists.
    """
    names, days = names_of(frame.association), frame.problem.horizon.days
    mine = [s for s in frame.problem.slots if frame.own is None or s.dispositif in frame.own]
    weekly = filters.view is not View.MONTH and filters.day is None
    monday = filters.monday(days, now)
    before, after = filters.weeks(days, now)
    first, last = max(monday, days[0]), min(monday + timedelta(days=6), days[-1])
    sites = {slot.site: names.site(slot.site) for slot in mine if slot.site}
    return {
        "views": [(title, filters.link(view=k), filters.view is k) for k, title in TITLES.items()],
        "orders": [(title, filters.link(by=k), filters.by is k) for k, title in ORDERS.items()],
        "week": f"Du {brief_date(first)} au {brief_date(last)}" if weekly else "",
        "before": filters.link(since=before) if weekly and before else "",
        "after": filters.link(since=after) if weekly and after else "",
        "part": view.part,
        "everything": Filters(view=filters.view, agency=filters.agency).link(),
        "dispositifs": [
            (dispositif, names.dispositif(dispositif))
            for dispositif in sorted({slot.dispositif for slot in mine}, key=names.rank)
        ],
        "sites": sorted(sites.items(), key=itemgetter(1)),
        "titles": sorted({title for m in frame.problem.mediators for title in m.titles}),
        "flags": [
            (name, title, bool(getattr(filters, field))) for field, (name, title) in FLAGS.items()
        ],
        "today": civil_day(now).isoformat(),
        "first": days[0],
        "last": days[-1],
    }


def _regroup_address(frame: Frame, filters: Filters, now: datetime) -> str:
    """Return the page that regroups teams on the day shown, or today (empty: the month is over)."""
    days, today = frame.problem.horizon.days, civil_day(now)
    if days[-1] < today:
        return ""
    day = filters.day or max(days[0], today)
    fields = {"agency": filters.agency, "jour": day.isoformat()}
    query = urlencode({name: value for name, value in fields.items() if value})
    return f"/mois/{days[0]:%Y-%m}/regrouper?{query}"
