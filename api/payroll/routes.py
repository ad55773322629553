"""The payroll of a period, for the payroll program: a document, in the format that it reads."""

from typing import Annotated

from fastapi import Depends, Query, Response

from api.access.caller import Role, ServiceScope
from api.access.door import Router
from api.access.reach import HR, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.export.formats import PayFormat
from api.payroll.service import Period, Source, document_of, pay_of
from api.web.answering.download import MEDIA, download
from api.web.months import Day
from api.web.refusing.problems import refusals

PAY = "La paie de ces jours ; la feuille « Colonnes » du classeur dit le sens de chaque colonne."
CONTENT = {"content": {MEDIA["xlsx"]: {}, MEDIA["csv"]: {}}, "description": PAY}
Tried = Annotated[
    bool, Query(description="Déjà essayé avec le logiciel : sans la première ligne qui avertit.")
]

router = Router(prefix="/api/v1/paie", tags=["paie"], caller="le logiciel de paie")


def _period(
    first: Annotated[Day, Query(description="Premier jour payé.")],
    last: Annotated[Day, Query(description="Dernier jour payé, compris : deux mois au plus.")],
    *,
    source: Annotated[
        Source, Query(description="Le planning publié, ou les heures confirmées s’il y en a.")
    ] = Source.PUBLISHED,
    agency: Annotated[
        str, Query(max_length=120, description="Cette agence ; sans elle, toute l’association.")
    ] = "",
) -> Period:
    return Period(since=first, until=last, source=source, agency=agency)


ThePeriod = Annotated[Period, Depends(_period)]


@router.get(
    "/documents/{kind}",
    may=role(Role.RH),
    service=ServiceScope.PAYROLL,
    response_class=Response,
    responses={**refusals(404, 409), 200: CONTENT},
)
def payroll(
    who: Who, session: Reading, kind: PayFormat, period: ThePeriod, *, tried: Tried = False
) -> Response:
    """Donne la paie d’une période : telle qu’elle fut payée si elle est close, sinon à jour."""
    name, content = document_of(pay_of(session, Reach(who, HR), period), kind, tried=tried)
    return download(content, name)
