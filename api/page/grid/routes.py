"""La grille: a draft's current version, or a published month, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from fastapi import Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import PLANNERS, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import agency
from api.data.stored.association import read
from api.month.drafts.access import head_read
from api.month.drafts.replacing import shifts_while_away
from api.month.judging import judge
from api.month.places.drafts import versions_of
from api.month.places.overtaken import overtaken_by
from api.month.places.place import DraftVersion
from api.month.published.access import published_frame
from api.month.versions.compare import change_count
from api.month.versions.undoing import undo_line
from api.page.deciding import deciding
from api.page.grid.bar import bar_of, regroup_address
from api.page.grid.filters import Filtered, View
from api.page.grid.lists import days_of
from api.page.grid.panel import panel_of
from api.page.grid.view import view_of
from api.page.plannings.view import scope_of
from api.page.preparing import PREPARED
from api.shell.counts import COUNTED
from api.shell.document import render_head_first
from api.shell.guides import Guide
from api.web.answer import Id
from api.web.clock import Now
from api.web.months import MonthPath

if TYPE_CHECKING:
    from api.month.frames import Frame
    from scheduler.domain.people import Mediator

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

router = Router(include_in_schema=False, dependencies=[PREPARED, COUNTED])
ALL = "tous"

UNDONE = 40
"""How many of a draft's last versions « Annuler » looks through."""


@router.get("/plannings/{rota_id}", may=agency(Role.RH, Role.RESPONSABLE))
def draft_page(
    request: Request, who: Who, session: Reading, rota_id: Id, *, now: Now, filters: Filtered
) -> Response:
    """Draw the current version of a draft, as the address asks: a month, a week, lists."""
    opened = head_read(who, session, rota_id)
    row = opened.row
    mine = deciding(who, session, row)
    view = view_of(opened.frame, opened.assignments, now, filters=filters)
    listed = filters.view is View.LIST
    overtaken = overtaken_by(session, DraftVersion(row.id, row.head), opened.frame)
    return render_head_first(
        request,
        "grid/list.html" if listed else "grid/draft.html",
        bar=bar_of(opened.frame, view, filters, now),
        filters=filters,
        slots=opened.frame.problem.slot_of,
        movable=opened.frame.problem.slot_of.keys() - opened.frame.frozen if mine.edits else (),
        days=days_of(view, opened.frame) if listed else (),
        draft=row,
        scope=scope_of(row, read(session)),
        view=view,
        panel=panel_of(judge(opened.frame, opened.assignments), whole=filters.findings == ALL),
        changes=change_count(opened.frame, opened.assignments),
        overtaken=overtaken.words,
        undo=undo_line(versions_of(session, rota_id, before=None, limit=UNDONE), row.head, who.user)
        if mine.edits
        else (),
        job=mine.running,
        refuted=mine.refuted,
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
    frame = published_frame(who, session, month, filters.agency)
    view = view_of(frame, frame.published, now, filters=filters)
    listed = filters.view is View.LIST
    return render_head_first(
        request,
        "grid/published.html",
        bar=bar_of(frame, view, filters, now),
        filters=filters,
        listed=listed,
        slots=frame.problem.slot_of,
        movable=(),
        days=days_of(view, frame) if listed else (),
        month=month,
        regroup=regroup_address(frame, filters, now),
        view=view,
        panel=panel_of(judge(frame, frame.published)),
        away=_away(who, frame, now),
    )


def _away(who: Who, frame: Frame, now: Now) -> tuple[tuple[Mediator, int], ...]:
    """Return the people with published shifts, that the caller plans, while they are away."""
    reach = Reach(who, PLANNERS)
    there = shifts_while_away(frame, frame.published, now)
    counts = {
        person: sum(reach.area(slot.agency, slot.dispositif) for slot in slots)
        for person, slots in there.items()
    }
    people = frame.problem.mediator_of
    return tuple((people[person], count) for person, count in counts.items() if count)
