"""Routes of forecasts: the tense weeks of months that aren't planned yet."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import OVERSEERS, Reach
from api.access.request import NUMBERED, Reading, Who
from api.access.rights.rule import role
from api.forecast.reading import forecast_within
from api.forecast.shapes import ForecastOut, rate_out, totals_out, week_out
from api.ledger.history import whole
from api.web.months import MonthQuery, first_of
from api.web.paging import Page
from api.web.problems import refusals

router = Router(prefix="/api/v1", tags=["prévision"], dependencies=[NUMBERED])


@router.get("/responsable/prevision", may=role(Role.RH, Role.RESPONSABLE), responses=refusals(404))
def tense_weeks(
    who: Who,
    session: Reading,
    page: Page,
    first: MonthQuery,
    last: MonthQuery,
    *,
    dispositif: Annotated[
        str, Query(max_length=120, description="Ce dispositif seul ; sinon tous les siens.")
    ] = "",
    tendues: Annotated[
        bool, Query(description="Les semaines tendues seules, de la plus tendue à la moins.")
    ] = False,
) -> ForecastOut:
    """Prévoit les semaines tendues de ses dispositifs : besoins, heures possibles, causes."""
    forecasted = forecast_within(
        Reach(who, OVERSEERS),
        whole(session),
        first_of(first),
        first_of(last),
        dispositif=dispositif,
    )
    part = page.part(forecasted.tensest if tendues else forecasted.weeks, week_out)
    return ForecastOut(
        sickness_rate=rate_out(forecasted.rate),
        weeks=part.items,
        totals=totals_out(forecasted),
        next=part.next,
    )
