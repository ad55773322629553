"""Routes that show RH the findings and counters of a published month, as planned or as worked."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import HR, Reach
from api.access.request import NUMBERED, Reading, Who
from api.access.rights.rule import agency, role
from api.asking.errors import ConflictError
from api.export.file_names import slug
from api.french.words import month_name
from api.hours.months.evidence import evidence_of
from api.hours.months.service import Basis, findings_within, month_of, people_within
from api.judging.shapes import FindingOut, finding_out
from api.ledger.history import whole
from api.month.counters.shapes import CountersOut, counters_out
from api.web.answer import Items
from api.web.child_process import turn
from api.web.clock import Now
from api.web.months import MonthQuery
from api.web.paging import Page
from api.web.problems import refusals
from scheduler.domain.time import PARIS

router = Router(prefix="/api/v1/rh", tags=["RH"], dependencies=[NUMBERED])
BasisQuery = Annotated[
    Basis, Query(description="« plan » : tel que publié ; « worked » : tel que fait.")
]
ZIP = "application/zip"
Person = Annotated[str, Query(max_length=120, description="Cette personne seule.")]
Agency = Annotated[str, Query(max_length=120, description="Cette agence seule.")]


class FindingsOut(Items[FindingOut]):
    """
    A page of a month's findings, and how many there are: all, those that block.

    `unconfirmed`: hours entered that nobody has confirmed.
    """

    count: int
    blocking: int
    unconfirmed: int


class AllCountersOut(Items[CountersOut]):
    """A page of people's counters; `unconfirmed`: hours entered that nobody has confirmed."""

    unconfirmed: int


@router.get("/constats", may=role(Role.RH), responses=refusals(404, 409))
def findings(
    *,
    who: Who,
    session: Reading,
    month: MonthQuery,
    page: Page,
    basis: BasisQuery = Basis.PLAN,
    person: Person = "",
    agency: Agency = "",
    blocking: Annotated[bool, Query(description="Ceux qui bloquent, seuls.")] = False,
) -> FindingsOut:
    """Énumère les constats d’un mois publié, sur le planning ou sur les heures faites."""
    published, reach = month_of(session, month, basis), Reach(who, HR)
    mine = [
        finding
        for finding in findings_within(reach, published, agency=agency, person=person)
        if finding.blocks or not blocking
    ]
    return FindingsOut(
        **dict(page.part(mine, finding_out)),
        count=len(mine),
        blocking=sum(1 for finding in mine if finding.blocks),
        unconfirmed=published.unconfirmed,
    )


@router.get("/compteurs", may=role(Role.RH), responses=refusals(404, 409))
def counters(
    *,
    who: Who,
    session: Reading,
    month: MonthQuery,
    page: Page,
    basis: BasisQuery = Basis.PLAN,
    person: Person = "",
    agency: Agency = "",
) -> AllCountersOut:
    """Énumère les compteurs d’un mois publié, sur le planning ou sur les heures faites."""
    published, reach = month_of(session, month, basis), Reach(who, HR)
    people = people_within(reach, published, agency=agency, person=person)
    mine = [mediator for mediator in people if mediator.id > page.text]
    shown = page.of(
        mine,
        lambda person: counters_out(published.rota, person, published.profile),
        lambda person: (person.id,),
    )
    return AllCountersOut(**dict(shown), unconfirmed=published.unconfirmed)


@router.get(
    "/preuves/{person_id}",
    may=agency(Role.RH),
    response_class=Response,
    responses={200: {"content": {ZIP: {}}, "description": "Le dossier."}, **refusals(404, 409)},
)
def evidence(
    *,
    person_id: Annotated[str, Path(max_length=120, examples=["ada"])],
    who: Who,
    session: Reading,
    month: MonthQuery,
    basis: BasisQuery = Basis.PLAN,
    now: Now,
) -> Response:
    """Donne le dossier de preuve d’une personne sur un mois publié : PDF et texte, en ZIP."""
    # The person first: whether a month is published isn't told of whom the caller can't reach.
    mediator = Reach(who, HR).someone(whole(session), person_id)
    published = month_of(session, month, basis)
    if mediator.id not in published.rota.problem.mediator_of:
        text = f"{mediator.name} n’a ni contrat ni service en {month_name(published.first)}."
        raise ConflictError("hors_du_mois", text)
    with turn():
        content = evidence_of(published, mediator, now.astimezone(PARIS).date())
    name = f"preuve-{slug(mediator.name)}-{month}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=ZIP, headers=headers)
