"""Events for programs that can't receive them, and the addresses of those that can."""

from functools import partial
from typing import Annotated

from fastapi import Query

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.events.message import Event, event_of
from api.events.service import events_after, number_of, sees
from api.web.answering.answer import Items
from api.web.paging import Page
from api.web.refusing.problems import refusals

router = Router(
    prefix="/api/v1/evenements",
    tags=["événements"],
    caller="un connecteur qui ne peut pas recevoir, ou qui rattrape ce qu’il a manqué",
)

Since = Annotated[
    str | None,
    Query(
        pattern="^[0-9a-f]{32}$",
        description="L’`id` du dernier événement reçu : la liste commence après lui.",
    ),
]


@router.get("", may=role(Role.RH, Role.RESPONSABLE), responses=refusals(410))
def list_events(who: Who, session: Reading, page: Page, since: Since = None) -> Items[Event]:
    """Énumère les événements, le plus ancien d’abord, tels que les adresses les reçoivent."""
    after = page.number or 0
    if since and not page.after:
        after = number_of(session, who, since)
    rows = events_after(session, who, after, page.limit + 1)
    return page.of(rows, event_of, lambda row: (row.number,), seen=partial(sees, who))
