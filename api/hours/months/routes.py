"""Mois publiés pour les RH: their findings and counters, on the plan or on what was worked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.access.admitting import Reading, Who
from api.access.reach import HR, Reach
from api.database.counters import DATA, LEDGER, number
from api.hours.months.own_routes import BasisQuery
from api.hours.months.service import Basis, Month, findings_on, month_of
from api.month.counters.shapes import CountersOut, counters_out
from api.web.answer import Answer, FindingOut, answer, finding_out
from api.web.months import MonthQuery
from api.web.paging import Page, cursor
from api.web.problems import refusals
from scheduler.finding import Finding

router = APIRouter(prefix="/api/v1/rh", tags=["RH"])
Person = Annotated[str, Query(max_length=120, description="Cette personne seule.")]
Agency = Annotated[str, Query(max_length=120, description="Cette agence seule.")]


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
) -> Answer[list[FindingOut]]:
    """Énumère les constats d’un mois publié, sur le planning ou sur les heures faites."""
    found, reach = month_of(session, month, basis), Reach(who, HR)
    mine = [
        one
        for one in findings_on(found)
        if _sees(reach, found, one, agency)
        and person in ("", one.subject)
        and (one.blocks or not blocking)
    ]
    start = next((one for one in page.after or () if isinstance(one, int) and one > 0), 0)
    rows, more = page.cut(mine[start : start + page.limit + 1])
    return answer(
        [finding_out(one) for one in rows],
        next=cursor(start + page.limit) if more else None,
        kpis={
            "constats": len(mine),
            "bloquants": sum(1 for one in mine if one.blocks),
            "heures_a_confirmer": found.unconfirmed,
        },
        data=number(session, DATA),
        ledger=number(session, LEDGER),
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
) -> Answer[list[CountersOut]]:
    """Énumère les compteurs d’un mois publié, sur le planning ou sur les heures faites."""
    found, reach = month_of(session, month, basis), Reach(who, HR)
    after = str(page.after[0]) if page.after else ""
    mine = sorted(
        (
            one
            for one in found.rota.problem.mediators
            if reach.person(one)
            and person in ("", one.id)
            and agency in ("", one.agency)
            and one.id > after
        ),
        key=lambda one: one.id,
    )
    rows, more = page.cut(mine[: page.limit + 1])
    return answer(
        [counters_out(found.rota, one, found.profile) for one in rows],
        next=cursor(rows[-1].id) if more else None,
        kpis={"heures_a_confirmer": found.unconfirmed},
        data=number(session, DATA),
        ledger=number(session, LEDGER),
    )


def _sees(reach: Reach, month: Month, one: Finding, agency: str) -> bool:
    """Whether a finding is of someone whom the caller answers for, of their slot, or of all."""
    problem = month.rota.problem
    person, slot = problem.mediator_of.get(one.subject), problem.slot_of.get(one.subject)
    if person is not None:
        return reach.person(person) and agency in ("", person.agency)
    if slot is not None:
        return reach.area(slot.agency, slot.dispositif) and agency in ("", slot.agency)
    return reach.everything and not agency
