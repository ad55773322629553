"""Routes of one's own published shifts, counters and colleagues on duty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pydantic import BaseModel, Field

from api.access.door import Router
from api.access.errors import UnknownError
from api.access.reach import own_person
from api.access.request import NUMBERED, Reading, Who
from api.data.association import Published
from api.data.folder.history import KIND_NAMES
from api.data.stored.association import read
from api.hours.months.routes import BasisQuery
from api.hours.months.service import Basis, month_of
from api.hours.service import standing
from api.hours.shapes import HoursOut, PauseOut, hours_out
from api.ledger.history import whole
from api.month.counters.shapes import CountersOut, counters_out
from api.web.answer import Items
from api.web.months import MonthQuery
from api.web.problems import refusals
from calendars.appearance import short_name
from scheduler.domain.people import Mediator

router = Router(prefix="/api/v1/moi", tags=["mes services"], dependencies=[NUMBERED])


class ShiftOut(BaseModel):
    """A published shift; `said`: the last word on the hours really worked (null: none yet)."""

    uid: str
    slot: str
    dispositif: str
    site: str
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


@router.get("/services")
def shifts(who: Who, session: Reading, month: MonthQuery) -> Items[ShiftOut]:
    """Énumère mes services publiés d’un mois, par début."""
    me = own_person(who, read(session))
    said = {row.uid: row for row in standing(session, months=[month], people=[me.id]) if row.uid}
    rows = [r for r in whole(session).history.get(month, ()) if r.worked.mediator == me.id]
    shown = [_shift(r, hours_out(said[r.uid]) if r.uid in said else None) for r in rows]
    return Items(items=shown)


@router.get("/compteurs", responses=refusals(404, 409))
def counters(
    who: Who, session: Reading, month: MonthQuery, basis: BasisQuery = Basis.PLAN
) -> CountersOut:
    """Donne mes compteurs d’un mois publié, sur le planning ou sur les heures faites."""
    me = own_person(who, read(session))
    published = month_of(session, month, basis)
    mine = published.rota.problem.mediator_of.get(me.id)
    if mine is None:
        raise UnknownError
    return counters_out(published.rota, mine, published.profile)


@router.get("/equipe")
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


def _shift(row: Published, said: HoursOut | None) -> ShiftOut:
    duty = row.worked.duty
    return ShiftOut(
        uid=row.uid,
        slot=duty.id,
        dispositif=duty.dispositif,
        site=duty.site,
        kind=KIND_NAMES[duty.kind],
        start=duty.span.start,
        end=duty.span.end,
        breaks=[PauseOut.model_validate(pause) for pause in duty.breaks],
        changed=row.changed,
        said=said,
    )
