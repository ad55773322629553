"""Routes of fairness: accounts of those for whom one answers, one's own, who is asked next."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import OVERSEERS, Reach, own_person
from api.access.request import NUMBERED, Reading, Who
from api.access.rights.rule import own, role
from api.fairness.documents import accounts_csv
from api.fairness.reading import accounts_within, kind_named, own_accounts
from api.fairness.service import next_in_line
from api.fairness.shapes import (
    FairAccountOut,
    NextInLineOut,
    OwnFairAccountOut,
    account_out,
    next_out,
    own_out,
)
from api.ledger.history import whole
from api.month.errors import BadRequestError, Wrong
from api.month.frames import framed
from api.planning.fairness.kinds import KINDS
from api.web.answer import Items
from api.web.clock import Now
from api.web.months import Day, MonthQuery, first_of
from api.web.paging import Page
from api.web.problems import refusals

router = Router(prefix="/api/v1", tags=["équité"], dependencies=[NUMBERED])
CSV = "text/csv; charset=utf-8"
WORDS = ", ".join(kind.word for kind in KINDS)
OneDispositif = Annotated[
    str, Query(max_length=120, description="Sur ce dispositif seul ; sinon tous les siens.")
]
Kind = Annotated[str, Query(max_length=40, description=f"Ce genre seul : {WORDS}.")]


@router.get("/responsable/equite", may=role(Role.RH, Role.RESPONSABLE), responses=refusals(404))
def accounts(
    who: Who,
    session: Reading,
    page: Page,
    first: MonthQuery,
    last: MonthQuery,
    *,
    dispositif: OneDispositif = "",
    kind: Kind = "",
) -> Items[FairAccountOut]:
    """Donne les comptes d’équité de ses équipes, par genre et personne, mois par mois."""
    reach, run = Reach(who, OVERSEERS), (first_of(first), first_of(last))
    chosen = accounts_within(reach, whole(session), *run, dispositif=dispositif, kind=kind)
    return page.part(chosen, account_out)


@router.get(
    "/responsable/equite.csv",
    may=role(Role.RH, Role.RESPONSABLE),
    response_class=Response,
    responses={200: {"content": {CSV: {}}, "description": "Le tableau."}, **refusals(404)},
)
def table(
    who: Who,
    session: Reading,
    first: MonthQuery,
    last: MonthQuery,
    *,
    dispositif: OneDispositif = "",
    kind: Kind = "",
) -> Response:
    """Donne les comptes d’équité de ses équipes en CSV : une ligne par genre, personne et mois."""
    reach, run = Reach(who, OVERSEERS), (first_of(first), first_of(last))
    chosen = accounts_within(reach, whole(session), *run, dispositif=dispositif, kind=kind)
    name = f"equite-{first}-{last}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(accounts_csv(chosen), media_type=CSV, headers=headers)


@router.get(
    "/responsable/equite/prochains", may=role(Role.RH, Role.RESPONSABLE), responses=refusals(404)
)
def next_people(
    who: Who,
    session: Reading,
    *,
    day: Day,
    kind: Kind,
    dispositif: Annotated[str, Query(max_length=120, description="Le dispositif concerné.")],
    now: Now,
) -> NextInLineOut:
    """Dit qui est appelé ensuite, d’après ce qui est publié, et qui ne peut pas ce jour-là."""
    association = whole(session)
    own = Reach(who, OVERSEERS).chosen(association.dispositifs, dispositif)
    chosen = kind_named(kind)
    if chosen is None:
        raise BadRequestError([Wrong(field="kind", received=kind, expected=WORDS)])
    frame = framed(association, day.replace(day=1), own, now)
    return next_out(next_in_line(frame, frame.published, chosen, day))


@router.get("/moi/equite", may=own(Role.MEDIATEUR), responses=refusals(404))
def my_accounts(
    who: Who, session: Reading, first: MonthQuery, last: MonthQuery
) -> Items[OwnFairAccountOut]:
    """Donne ses propres comptes d’équité, à côté de la moyenne de ses dispositifs."""
    association = whole(session)
    me = own_person(who, association)
    own = own_accounts(association, me, first_of(first), first_of(last))
    return Items(items=[own_out(each) for each in own])
