"""Registre: its head, its number, and how somebody else verifies it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import ADMINS, HR, Reach
from api.access.request import Reading, Who, Writing
from api.access.rights.rule import agency, role
from api.data.stored.association import read
from api.jobs.replaying import ask_replay
from api.ledger.history import head
from api.ledger.publications import publications
from api.month.register.routes import written
from api.month.replay.service import replay_within
from api.page.register.view import lines_of, replay_view
from api.shell.document import render
from api.shell.guides import Guide
from api.web.answer import MOST
from api.web.child_process import turn

GUIDES = (
    Guide(
        address="/aide/registre",
        title="Registre",
        file="rh/register",
        screens=("/rh/registre", "/rh/registre/{number}/rejeu"),
        picture=(
            "Le registre : numéro et empreinte de la dernière publication, export et vérification."
        ),
    ),
)

router = Router(include_in_schema=False)

SHOWN = 50
"""Publications on one page of the register."""


@router.get("/rh/registre", may=role(Role.RH))
def register_page(
    request: Request,
    who: Who,
    session: Reading,
    avant: Annotated[int | None, Query(ge=1, le=MOST)] = None,
) -> Response:
    """Show the head of the register, its last publications, and where it is exported from."""
    reach = Reach(who, HR)
    rows = publications(session, before=avant, limit=SHOWN + 1)
    return render(
        request,
        "rh/register.html",
        head=head(session),
        whole=reach.everything,
        lines=lines_of(rows[:SHOWN], reach, read(session)),
        older=rows[SHOWN - 1].number if len(rows) > SHOWN else None,
    )


router.add("GET", "/rh/registre/registre.jsonl", written, role(Role.RH))


@router.get("/rh/registre/{number}/rejeu", may=agency(Role.ADMIN, Role.RH))
def replay_page(
    request: Request, who: Who, session: Reading, number: Annotated[int, Path(ge=1, le=MOST)]
) -> Response:
    """Make a publication again, and show whether the same comes."""
    reach = Reach(who, HR | ADMINS)
    with turn():
        answer = replay_within(reach, session, number)
    return render(
        request,
        "rh/replay.html",
        view=replay_view(answer, read(session)),
        hr=Role.RH in who.roles(),
        whole=Reach(who, HR).everything,
    )


@router.post("/rh/registre/{number}/rejeu", may=agency(Role.RH, Role.RESPONSABLE))
def replay_all(who: Who, session: Writing, number: Annotated[int, Path(ge=1, le=MOST)]) -> Response:
    """Have a publication made again with its calculation, and follow that."""
    row = ask_replay(session, who, number)
    return RedirectResponse(f"/plannings/{row.rota}/calculs/{row.id}", status_code=303)
