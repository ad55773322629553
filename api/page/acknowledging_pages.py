"""Acquitter: answer for a finding, on a ground that the law allows."""

from typing import Annotated, Literal

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from api.access.caller import Role
from api.access.reach import PLANNERS
from api.access.request import TheEngine, Who
from api.access.rights.rule import agency
from api.database.engine import reading
from api.judging.acknowledging import grounds_for
from api.month.drafts.access import head_read
from api.month.findings import judge
from api.month.publication.service import acknowledge_for
from api.month.publication.shapes import AcknowledgeIn
from api.page.grid.panel import line_of
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.screens import Screens
from api.web.addresses import Id
from api.web.clock import Now
from api.web.refusing.problems import not_found
from scheduler.errors import RoulementError

GUIDES = (
    Guide(
        address="/aide/acquitter",
        title="Acquitter un constat",
        file="planning/acknowledge",
        screens=("/plannings/{rota_id}/acquittements",),
        picture="Un constat à acquitter : sa mesure et sa limite, puis le fondement à donner.",
    ),
)

router = Screens(prefix="/plannings/{rota_id}/acquittements")
Text = Annotated[str, Form(max_length=240)]
Code = Annotated[str, Query(max_length=120)]
Back = Annotated[Literal["", "publier"], Query()]
BACK = {
    "": ("#constats", "Retour à la grille"),
    "publier": ("/publier", "Retour à la publication"),
}
"""Where one came from: the end of its address below the draft's, and the words of the link."""


@router.get("", may=agency(Role.RESPONSABLE))
def form(
    request: Request, who: Who, engine: TheEngine, rota_id: Id, *, code: Code, retour: Back = ""
) -> Response:
    """Show a finding, and on which grounds one may answer for it."""
    return _form(request, who, engine, rota_id, code, back=retour)


@router.post("", may=agency(Role.RESPONSABLE))
def answer(
    request: Request,
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    *,
    now: Now,
    code: Text = "",
    ground: Text = "",
    retour: Annotated[Literal["", "publier"], Form()] = "",
) -> Response:
    """Record who answers for a finding and go back where one was; or say why it can't be."""
    try:
        body = AcknowledgeIn(code=code, ground=ground)
        acknowledge_for(who, engine, rota_id, body, now=now)
    except (RoulementError, ValidationError) as error:
        said = "Le fondement est refusé : attendu un texte de 1 à 240 signes, sur une ligne."
        problem = said if isinstance(error, ValidationError) else str(error)
        return _form(
            request, who, engine, rota_id, code, back=retour, ground=ground, problem=problem
        )
    return RedirectResponse(f"/plannings/{rota_id}{BACK[retour][0]}", status_code=303)


def _form(
    request: Request,
    who: Who,
    engine: TheEngine,
    rota_id: str,
    code: str,
    *,
    back: str,
    ground: str = "",
    problem: str = "",
) -> Response:
    with reading(engine) as session:
        opened = head_read(who, session, rota_id, PLANNERS)
    judged = judge(opened.frame, opened.assignments)
    finding = next((f for f in judged.findings if f.code == code), None)
    if finding is None:
        raise not_found()
    return render(
        request,
        "acknowledging/form.html",
        status=422 if problem else 200,
        draft=opened.row,
        finding=line_of(finding, judged),
        grounds=grounds_for(finding, opened.frame.association),
        ground=ground,
        retour=back,
        back=BACK[back],
        problem=problem,
    )
