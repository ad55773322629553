"""A problem sent whole over HTTP: solved beside the association, which it never touches."""

from typing import Annotated

from fastapi import Body as Given
from fastapi import Response

from api.access.caller import Role, ServiceScope
from api.access.door import Router
from api.access.idempotency import OnceKey
from api.access.request import TheSettings, Who
from api.access.rights.rule import role
from api.data.entering.schemas import SENT
from api.jobs.problems.service import ask_problem
from api.jobs.problems.shapes import AskProblem
from api.jobs.service import place_of
from api.jobs.shapes import JobOut
from api.web.refusing.problems import refusals

router = Router(
    prefix="/api/v1/calculs",
    tags=["calculs"],
    caller="l’intégrateur qui a son propre écran de planning",
    service=ServiceScope.PLAN,
)
EXAMPLE = {"config": {"seconds": 60}, "model_input": {"month": "2027-01", "rows": SENT}}


@router.post(
    "",
    may=role(Role.RESPONSABLE),
    status_code=202,
    responses=refusals(410, 429),
    sends=("Location",),
)
def ask_whole(
    *,
    wish: Annotated[AskProblem, Given(openapi_examples={"exemple": {"value": EXAMPLE}})],
    caller: Who,
    settings: TheSettings,
    once: OnceKey,
    response: Response,
) -> JobOut:
    """
    Résout un problème envoyé entier, sans brouillon : ses lignes, un mois, un planning de départ.

    Rien n’en est écrit dans les données de l’association. Le calcul se suit, s’arrête et se lit aux
    adresses de tout calcul (`Location`), par qui l’a demandé et personne d’autre ; il est effacé un
    jour après sa fin. Il laisse sa place aux calculs de l’association, puis reprend du meilleur
    planning trouvé.
    """
    answer = ask_problem(caller, wish, once=once, settings=settings)
    if isinstance(answer, JobOut):
        response.headers["Location"] = place_of(answer.id)
    return answer  # type: ignore[return-value]  # or the answer of then, as it was sent
