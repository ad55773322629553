"""Routes that show RH the findings and counters of a published month, as planned or as worked."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from api.access.door import Router
from api.access.reach import HR, Reach
from api.access.request import NUMBERED, Reading, Who
from api.hours.months.service import Basis, Month, findings_on, month_of
from api.judging.shapes import FindingOut, finding_out
from api.month.counters.shapes import CountersOut, counters_out
from api.web.answer import Items
from api.web.months import MonthQuery
from api.web.paging import Page
from api.web.problems import refusals
from scheduler.finding import Finding

router = Router(prefix="/api/v1/rh", tags=["RH"], dependencies=[NUMBERED])
BasisQuery = Annotated[
    Basis, Query(description="« plan » : tel que publié ; « worked » : tel que fait.")
]
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


@router.get("/constats", responses=refusals(404, 409))
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
        for finding in findings_on(published)
        if _sees(reach, published, finding, agency)
        and person in ("", finding.subject)
        and (finding.blocks or not blocking)
    ]
    return FindingsOut(
        **dict(page.part(mine, finding_out)),
        count=len(mine),
        blocking=sum(1 for finding in mine if finding.blocks),
        unconfirmed=published.unconfirmed,
    )


@router.get("/compteurs", responses=refusals(404, 409))
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
    mine = sorted(
        (
            mediator
            for mediator in published.rota.problem.mediators
            if reach.person(mediator)
            and person in ("", mediator.id)
            and agency in ("", mediator.agency)
            and mediator.id > page.text
        ),
        key=lambda mediator: mediator.id,
    )
    shown = page.of(
        mine,
        lambda person: counters_out(published.rota, person, published.profile),
        lambda person: (person.id,),
    )
    return AllCountersOut(**dict(shown), unconfirmed=published.unconfirmed)


def _sees(reach: Reach, month: Month, finding: Finding, agency: str) -> bool:
    """Whether a finding is of someone whom the caller answers for, of their slot, or of all."""
    problem = month.rota.problem
    person, slot = problem.mediator_of.get(finding.subject), problem.slot_of.get(finding.subject)
    if person is not None:
        return reach.person(person) and agency in ("", person.agency)
    if slot is not None:
        return reach.area(slot.agency, slot.dispositif) and agency in ("", slot.agency)
    return reach.everything and not agency
