"""Compteurs: hours due and planned, nights and days off worked, against the team's mean."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, Who
from api.access.rights.rule import own
from api.fairness.reading import own_accounts, year_before
from api.hours.months.service import Basis, month_of
from api.hours.my_shifts.service import own_counters
from api.ledger.history import whole
from api.page.own.counters.view import (
    FairFigure,
    fair_figures,
    figures_of,
    owed_sentences,
    training_sentences,
    year_figures,
)
from api.page.own.frame import own_page, person_of
from api.page.own.months import MonthChoice, months_near
from api.planning.counters import WHAT_COUNTS
from api.privacy.means import FEWEST
from api.shell.guides import Guide
from api.training.service import Trainings
from api.web.clock import Now
from api.web.months import first_of

GUIDES = (
    Guide(
        address="/aide/mes-compteurs",
        title="Mes compteurs",
        file="own/counters",
        screens=("/moi/compteurs",),
        picture="Sur un téléphone, mes compteurs du mois à côté de la moyenne de l’équipe.",
    ),
)

router = Router(include_in_schema=False)


@router.get("/moi/compteurs", may=own(Role.MEDIATEUR))
def my_counters(
    request: Request, who: Who, session: Reading, now: Now, mois: MonthChoice = ""
) -> Response:
    """Show the counters of a month (this one, if none is named) and of its year, as published."""
    me = person_of(who, session)
    months = months_near(whole(session), mois, now)
    training = training_sentences(Trainings(whole(session), now).titles(me))
    figures, year, people, compared = None, None, 0, False
    fair: tuple[FairFigure, ...] = ()
    owed: tuple[str, ...] = ()
    if whole(session).history.get(months.label):
        published = month_of(session, months.label, Basis.PLAN, now)
        if me.id in published.rota.problem.mediator_of:
            own = own_counters(published, me.id)
            figures, people = figures_of(own.mine, own.team), own.people
            year, compared = year_figures(own.year, own.team_year), own.team is not None
            owed = owed_sentences(own.owed)
            last = first_of(months.label)
            fair = fair_figures(own_accounts(published.association, me, year_before(last), last))
    return own_page(
        request,
        "own/counters.html",
        months=months,
        figures=figures,
        year=year,
        people=people,
        compared=compared,
        fewest=FEWEST,
        what_counts=WHAT_COUNTS,
        fair=fair,
        owed=owed,
        training=training,
    )
