"""Prévision: tense weeks of months that aren't planned yet, dispositif by dispositif."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import OVERSEERS, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.forecast import words
from api.forecast.service import forecast
from api.french.words import signed_hours
from api.ledger.history import whole
from api.page.forecast.plot import plot_of
from api.shell.counts import COUNTED
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.preparing import PREPARED
from api.web.clock import Now
from api.web.months import OneMonth, first_of
from scheduler.domain.time import PARIS, month_later, next_month
from scheduler.errors import InvalidProblemError

ENTRY = Entry(rank=19, address="/prevision", title="Prévision", roles=OVERSEERS, icon="chart-line")

GUIDES = (
    Guide(
        address="/aide/prevision",
        title="Prévision",
        file="planning/forecast",
        screens=("/prevision",),
    ),
)

router = Router(include_in_schema=False, dependencies=[PREPARED, COUNTED])
QUARTER = 3
"""Months that are shown unless others are asked for."""

OFFERED = 18
"""Months that the form offers, from the present one on."""


@router.get("/prevision", may=role(Role.RH, Role.RESPONSABLE))
def forecast_page(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    *,
    first: OneMonth = "",
    last: OneMonth = "",
    dispositif: Annotated[str, Query(max_length=120)] = "",
) -> Response:
    """
    Show the tensest weeks of some months, and each dispositif with its plot.

    Unless named, they are three months from the first that nobody has published. People are shared
    between all dispositifs of the association; those of the caller alone are shown.
    """
    association, reach = whole(session), Reach(who, OVERSEERS)
    present = now.astimezone(PARIS).date().replace(day=1)
    published = association.published_months
    after = next_month(first_of(published[-1])) if published else present
    first = first or f"{max(present, after):%Y-%m}"
    last = last or f"{month_later(first_of(first), QUARTER - 1):%Y-%m}"
    own = reach.chosen(association.dispositifs, dispositif)
    forecasted, refusal = None, ""
    try:
        forecasted = forecast(association, first_of(first), first_of(last), dispositifs=own)
    except InvalidProblemError as error:
        refusal = str(error)
    weeks = () if forecasted is None else forecasted.weeks
    groups = [list(each) for _, each in groupby(weeks, key=attrgetter("dispositif"))]
    return render(
        request,
        "forecast/weeks.html",
        months=[f"{month_later(present, n):%Y-%m}" for n in range(OFFERED)],
        first=first,
        last=last,
        dispositif=dispositif,
        dispositifs=sorted(reach.dispositifs(association.dispositifs), key=attrgetter("name")),
        refusal=refusal,
        forecast=forecasted,
        # What lacks most comes first; the weeks of each dispositif stay in their order.
        groups=sorted(groups, key=lambda each: -sum(week.excess for week in each)),
        totals={} if forecasted is None else {each.dispositif: each for each in forecasted.totals},
        names={each.id: each.name for each in association.dispositifs},
        plot_of=plot_of,
        words=words,
        signed_hours=signed_hours,
    )
