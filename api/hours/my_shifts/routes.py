"""Routes of one's own published shifts, counters and colleagues on duty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import own_person
from api.access.request import NUMBERED, Reading, TheEngine, Who
from api.access.rights.rule import own
from api.data.folder.history import KIND_NAMES
from api.data.stored.association import read
from api.database.engine import writing
from api.hours.months.service import Basis, month_of
from api.hours.my_shifts.service import (
    OwnShift,
    mark_seen,
    own_counters,
    own_shifts,
    unseen,
)
from api.hours.shapes import HoursOut, PauseOut, hours_out
from api.ledger.history import whole
from api.month.counters.shapes import CountersOut, counters_out
from api.web.answer import MOST, Body, Items, Out
from api.web.clock import Now
from api.web.months import MonthQuery
from api.web.problems import refusals
from calendars.appearance import short_name
from scheduler.domain.people import Mediator

router = Router(prefix="/api/v1/moi", tags=["mes services"], dependencies=[NUMBERED])
BasisQuery = Annotated[
    Basis, Query(description="« plan » : tel que publié ; « worked » : tel que fait.")
]


class MyShiftOut(BaseModel):
    """
    A published shift; `said`: the last word on the hours really worked (null: none yet).

    `partners` and `referents` hold it too, `on_call` may be called meanwhile: as « Prénom N. ».
    """

    uid: str
    slot: str
    dispositif: str
    dispositif_name: str
    site: str
    site_name: str
    address: str
    partners: list[str] = Field(examples=[["Brice K."]])
    referents: list[str]
    on_call: list[str]
    kind: str = Field(examples=["travail"])
    start: datetime
    end: datetime
    breaks: list[PauseOut]
    changed: datetime | None
    said: HoursOut | None


class TeamShiftOut(BaseModel):
    """A published shift on one of one's own dispositifs, and who holds it, as « Prénom N. »."""

    slot: str
    dispositif: str
    site: str
    start: datetime
    end: datetime
    person: str
    name: str


class MeansOut(Out):
    """Means over the people of one's dispositifs, oneself among them; hours in minutes."""

    people: int
    due: float
    planned: float
    night: float
    nights: float
    saturdays: float
    sunday: float
    sundays: float
    holiday: float
    holidays: float


class YearOut(Out):
    """What is published from 1 January to the month's end; hours in minutes, `balance` with due."""

    planned: float
    balance: float
    nights: float
    saturdays: float
    sundays: float
    holidays: float


class OwnCountersOut(CountersOut):
    """
    One's own counters of a month and of its year so far, and the team's means.

    `team` and `team_year`: null where fewer than five people would tell what one of them had.
    """

    team: MeansOut | None
    year: YearOut
    team_year: YearOut | None


class MyPlaceOut(Out):
    """When and where a shift is."""

    start: datetime
    end: datetime
    site: str
    site_name: str
    address: str


class MyChangeOut(Out):
    """
    What changed of a shift of one's own: as it was (null: there was none), as it is (null: gone).

    `publication`: the last that changed it; `first`: it came with the month's first publication.
    """

    publication: int
    slot: str
    dispositif: str
    dispositif_name: str
    kind: str
    old: MyPlaceOut | None
    new: MyPlaceOut | None
    first: bool


class SeenIn(Body):
    """The last publication of which one has seen what it changed."""

    publication: Annotated[int, Field(ge=1, le=MOST, examples=[24])]


@router.get("/services", may=own(Role.MEDIATEUR))
def shifts(who: Who, session: Reading, month: MonthQuery) -> Items[MyShiftOut]:
    """Énumère mes services publiés d’un mois, par début."""
    me = own_person(who, read(session))
    return Items(items=[_shift(shift) for shift in own_shifts(session, me, month)])


@router.get("/changements", may=own(Role.MEDIATEUR))
def changes(who: Who, session: Reading, now: Now) -> Items[MyChangeOut]:
    """Énumère ce que les publications ont changé de mes services à venir, et que je n’ai pas vu."""
    me = own_person(who, read(session))
    return Items(items=[MyChangeOut.model_validate(c) for c in unseen(session, who, me, now)])


@router.post("/changements/vus", may=own(Role.MEDIATEUR), status_code=204, responses=refusals(404))
def see(body: SeenIn, who: Who, engine: TheEngine) -> None:
    """Dit que j’ai vu ce qui a changé, jusqu’à cette publication."""
    # The request holds a connection already, of which `NUMBERED` reads: it may wait for no other.
    with writing(engine) as session:
        own_person(who, read(session))
        mark_seen(session, who, body.publication)


@router.get("/compteurs", may=own(Role.MEDIATEUR), responses=refusals(404, 409))
def counters(
    who: Who, session: Reading, month: MonthQuery, basis: BasisQuery = Basis.PLAN
) -> OwnCountersOut:
    """Donne mes compteurs d’un mois publié, sur le planning ou sur les heures faites."""
    me = own_person(who, read(session))
    published = month_of(session, month, basis)
    own = own_counters(published, me.id)
    person = published.rota.problem.mediator_of[me.id]
    mine = counters_out(published.rota, person, published.profile)
    return OwnCountersOut(
        **dict(mine),
        team=None if own.team is None else MeansOut(people=own.people, **vars(own.team)),
        year=YearOut.model_validate(own.year),
        team_year=None if own.team_year is None else YearOut.model_validate(own.team_year),
    )


@router.get("/equipe", may=own(Role.MEDIATEUR))
def team(who: Who, session: Reading, month: MonthQuery) -> Items[TeamShiftOut]:
    """Énumère les services publiés de mes dispositifs, et qui les tient."""
    me = own_person(who, read(session))
    return Items(items=list(_team(session, me, month)))


def _team(session: Reading, me: Mediator, month: str) -> Iterator[TeamShiftOut]:
    association = whole(session)
    for row in association.history.get(month, ()):
        duty, person = row.worked.duty, association.mediator_of.get(row.worked.mediator)
        if duty.dispositif in me.dispositifs and person is not None:
            yield TeamShiftOut(
                slot=duty.id,
                dispositif=duty.dispositif,
                site=duty.site,
                start=duty.span.start,
                end=duty.span.end,
                person=person.id,
                name=short_name(person.name),
            )


def _shift(shift: OwnShift) -> MyShiftOut:
    duty = shift.row.worked.duty
    return MyShiftOut(
        uid=shift.row.uid,
        slot=duty.id,
        dispositif=duty.dispositif,
        dispositif_name=shift.dispositif,
        site=duty.site,
        site_name=shift.site,
        address=shift.address,
        partners=list(shift.partners),
        referents=list(shift.referents),
        on_call=list(shift.on_call),
        kind=KIND_NAMES[duty.kind],
        start=duty.span.start,
        end=duty.span.end,
        breaks=[PauseOut.model_validate(pause) for pause in duty.breaks],
        changed=shift.row.changed,
        said=None if shift.said is None else hours_out(shift.said),
    )
