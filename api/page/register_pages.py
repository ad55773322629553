"""Registre: its head, its publications, how somebody else verifies it, and one made again."""

from typing import Annotated

from fastapi import Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.reach import ADMINS, HR, Reach
from api.access.request import Reading, Who, Writing
from api.access.rights.rule import agency, role
from api.data.building.agreements import profile_for
from api.data.stored.association import read
from api.french.words import VERDICTS
from api.jobs.service import ask_replay
from api.ledger.history import head, publications
from api.month.publication.register_routes import written
from api.month.replay.service import Verdict, replay_within
from api.planning.names import names_of
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.screens import Screens
from api.web.answering.answer import MOST
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

router = Screens()
router.add("GET", "/rh/registre/registre.jsonl", written, role(Role.RH))
Number = Annotated[int, Path(ge=1, le=MOST)]

SHOWN = 50
"""Publications on one page of the register."""

STATES = {
    Verdict.SAME: "Refaite à l’identique : la même empreinte revient.",
    Verdict.DIFFERENT: "Elle ne se refait pas : une autre empreinte vient.",
    Verdict.UNSURE: "On ne peut pas l’assurer : il manque de quoi la refaire.",
}


@router.get("/rh/registre", may=role(Role.RH))
def register_page(
    request: Request,
    who: Who,
    session: Reading,
    avant: Annotated[int | None, Query(ge=1, le=MOST)] = None,
) -> Response:
    """Show the head of the register, its last publications, and where it is exported from."""
    reach, association = Reach(who, HR), read(session)
    rows = publications(session, before=avant, limit=SHOWN + 1)
    return render(
        request,
        "rh/register.html",
        head=head(session),
        whole=reach.everything,
        rows=[row for row in rows[:SHOWN] if reach.planning(row, association)],
        names=names_of(association),
        older=rows[SHOWN - 1].number if len(rows) > SHOWN else None,
    )


@router.get("/rh/registre/{number}/rejeu", may=agency(Role.ADMIN, Role.RH))
def replay_page(request: Request, who: Who, session: Reading, number: Number) -> Response:
    """Make a publication again, and show whether the same comes."""
    with turn():
        answer = replay_within(Reach(who, HR | ADMINS), session, number)
    return render(
        request,
        "rh/replay.html",
        view=answer,
        same=answer.verdict is Verdict.SAME,
        state=STATES[answer.verdict],
        verdicts=VERDICTS,
        titles={rule.id: rule.title for rule in profile_for(read(session)).rules},
        hr=Role.RH in who.roles(),
        whole=Reach(who, HR).everything,
    )


@router.post("/rh/registre/{number}/rejeu", may=agency(Role.RH, Role.RESPONSABLE))
def replay_all(who: Who, session: Writing, number: Number) -> Response:
    """Have a publication made again with its calculation, and follow that."""
    row = ask_replay(session, who, number)
    return RedirectResponse(f"/plannings/{row.rota}/calculs/{row.id}", status_code=303)
