"""Marchés: what is done, planned and left of what each commanditaire pays for."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import OVERSEERS, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.data.stored.association import read
from api.markets.routes import READERS
from api.markets.service import statements
from api.page.markets.view import view_of
from api.page.preparing import PREPARED
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.web.clock import Now

ENTRY = Entry(rank=51, address="/marches", title="Marchés", roles=READERS)

GUIDES = (
    Guide(address="/aide/marches", title="Marchés", file="coverage/markets", screens=("/marches",)),
)

router = Router(include_in_schema=False, dependencies=[PREPARED])


@router.get("/marches", may=role(Role.RH, Role.RESPONSABLE, Role.COMMANDITAIRE))
def markets_page(request: Request, who: Who, session: Reading, *, now: Now) -> Response:
    """Show the markets that the reader answers for or pays."""
    names = {each.id: each.name for each in read(session).dispositifs}
    lines = [view_of(statement, names) for statement in statements(who, session, now)]
    edits = bool(Reach(who, OVERSEERS).areas)
    return render(request, "markets/statement.html", lines=lines, edits=edits)
