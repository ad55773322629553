"""The evidence of a person's findings on a published month, which the page of findings links to."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import HR, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import agency
from api.asking.errors import ConflictError
from api.export.file_names import slug
from api.french.words import month_name
from api.hours.months.evidence import evidence_of
from api.hours.months.service import Basis, BasisQuery, month_of
from api.ledger.history import whole
from api.web.child_process import turn
from api.web.clock import Now
from api.web.months import MonthQuery
from scheduler.domain.time import PARIS

router = Router(include_in_schema=False)


@router.get("/rh/preuves/{person_id}.zip", may=agency(Role.RH))
def evidence(
    *,
    person_id: Annotated[str, Path(max_length=120)],
    who: Who,
    session: Reading,
    month: MonthQuery,
    basis: BasisQuery = Basis.PLAN,
    now: Now,
) -> Response:
    """Give a person's evidence on a published month: PDF and text, in a ZIP."""
    # The person first: the month says nothing of whom the caller can't reach.
    mediator = Reach(who, HR).someone(whole(session), person_id)
    published = month_of(session, month, basis)
    if mediator.id not in published.rota.problem.mediator_of:
        text = f"{mediator.name} n’a ni contrat ni service en {month_name(published.first)}."
        raise ConflictError("hors_du_mois", text)
    with turn():
        content = evidence_of(published, mediator, now.astimezone(PARIS).date())
    name = f"preuve-{slug(mediator.name)}-{month}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/zip", headers=headers)
