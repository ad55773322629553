"""Routes of hours worked: people enter their own, who answers for them confirms or corrects."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Caller, Role
from api.access.door import Router
from api.access.errors import UnknownError
from api.access.reach import OVERSEERS, Reach, own_person
from api.access.request import IfMatch, Reading, Who, Writing, number_in, tag_of
from api.access.rights.rule import agency, own, role
from api.data.stored.association import read
from api.database.tables.asking import WorkedRow
from api.hours.confirming import confirm_several
from api.hours.service import cancel, confirm, correct, current_entries, enter, log
from api.hours.shapes import (
    ConfirmedOut,
    HoursIn,
    HoursOfIn,
    HoursOut,
    LeftOut,
    LinesIn,
    hours_out,
)
from api.hours.waiting import answers_for, log_for
from api.web.answer import Id, Items
from api.web.clock import Now
from api.web.months import MonthQuery
from api.web.paging import Page
from api.web.problems import refusals

router = Router(prefix="/api/v1", tags=["heures faites"])
MINE, ALL = "/moi/heures", "/responsable/heures"
CHANGES = (404, 409, 412, 428)


@router.get(MINE, may=own(Role.MEDIATEUR))
def mine(who: Who, session: Reading, month: MonthQuery) -> Items[HoursOut]:
    """Énumère ce qui est dit de mes heures d’un mois."""
    me = own_person(who, read(session))
    return Items(
        items=[hours_out(row) for row in current_entries(session, months=[month], people=[me.id])]
    )


@router.post(MINE, may=own(Role.MEDIATEUR), status_code=201, responses=refusals(404, 409))
def say(body: HoursIn, who: Who, session: Writing, now: Now, response: Response) -> HoursOut:
    """Dit ce que j’ai fait d’un service, ou un travail qui n’était pas prévu."""
    me = own_person(who, read(session))
    row = enter(session, who, me.id, body.entry(), now=now)
    response.headers["Location"] = f"/api/v1{MINE}/{row.root}"
    return _tagged(row, response)


@router.get(f"{MINE}/{{hours_id}}", may=own(Role.MEDIATEUR), responses=refusals(404))
def my_log(hours_id: Id, who: Who, session: Reading, response: Response) -> Items[HoursOut]:
    """Donne tout ce qui a été dit d’un de mes services, la première ligne d’abord."""
    return _logged(_mine(who, session, hours_id), response)


@router.post(
    f"{MINE}/{{hours_id}}/corrections",
    may=own(Role.MEDIATEUR),
    status_code=201,
    responses=refusals(*CHANGES),
)
def correct_mine(
    *,
    hours_id: Id,
    body: HoursIn,
    who: Who,
    session: Writing,
    match: IfMatch,
    now: Now,
    response: Response,
) -> HoursOut:
    """Corrige ce que j’ai dit, tant que personne ne l’a confirmé ; l’ancienne ligne reste."""
    _mine(who, session, hours_id)
    number = number_in(match, hours_id)
    row = correct(session, who, hours_id, number, body.entry(), now=now)
    return _tagged(row, response)


@router.delete(f"{MINE}/{{hours_id}}", may=own(Role.MEDIATEUR), responses=refusals(*CHANGES))
def cancel_mine(
    *, hours_id: Id, who: Who, session: Writing, match: IfMatch, now: Now, response: Response
) -> HoursOut:
    """Retire ce que j’ai dit : le planning publié vaut de nouveau."""
    _mine(who, session, hours_id)
    row = cancel(session, who, hours_id, number_in(match, hours_id), now=now)
    return _tagged(row, response)


@router.get(ALL, may=role(Role.RH, Role.RESPONSABLE))
def theirs(
    *,
    who: Who,
    session: Reading,
    month: MonthQuery,
    page: Page,
    confirmed: Annotated[
        bool | None, Query(description="Les heures confirmées, ou à confirmer, seules.")
    ] = None,
) -> Items[HoursOut]:
    """Énumère ce qui est dit des heures des personnes dont on répond, par début."""
    reach = Reach(who, OVERSEERS)
    people = reach.people(read(session))
    after = (str(page.after[0]), str(page.after[-1])) if page.after else None
    rows = [
        row
        for row in current_entries(session, months=[month])
        if answers_for(reach, row, people)
        and (confirmed is None or bool(row.confirmed_by) is confirmed)
        and (after is None or _key(row) > after)
    ]
    return page.of(rows, hours_out, _key)


@router.post(
    ALL, may=agency(Role.RH, Role.RESPONSABLE), status_code=201, responses=refusals(404, 409)
)
def say_of(body: HoursOfIn, who: Who, session: Writing, now: Now, response: Response) -> HoursOut:
    """Dit et confirme ce qu’une personne a fait d’un service."""
    person = Reach(who, OVERSEERS).someone(read(session), body.person)
    row = enter(session, who, person.id, body.entry(), confirmed=True, now=now)
    response.headers["Location"] = f"/api/v1{ALL}/{row.root}"
    return _tagged(row, response)


@router.post(f"{ALL}/confirmations", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404))
def confirm_their_several(body: LinesIn, who: Who, session: Writing, now: Now) -> ConfirmedOut:
    """Dit justes les heures de plusieurs services ; celles qui ont changé restent à relire."""
    for line in body.lines:
        _theirs(who, session, line.id)
    lines = [(line.id, line.number) for line in body.lines]
    done = confirm_several(session, who, lines, now)
    return ConfirmedOut(
        confirmed=[hours_out(row) for row in done.rows],
        left=[LeftOut(hours=hours_out(row), why=why) for row, why in done.left],
    )


@router.get(f"{ALL}/{{hours_id}}", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404))
def their_log(hours_id: Id, who: Who, session: Reading, response: Response) -> Items[HoursOut]:
    """Donne tout ce qui a été dit d’un service, la première ligne d’abord."""
    return _logged(_theirs(who, session, hours_id), response)


@router.post(
    f"{ALL}/{{hours_id}}/corrections",
    may=agency(Role.RH, Role.RESPONSABLE),
    status_code=201,
    responses=refusals(*CHANGES),
)
def correct_theirs(
    *,
    hours_id: Id,
    body: HoursIn,
    who: Who,
    session: Writing,
    match: IfMatch,
    now: Now,
    response: Response,
) -> HoursOut:
    """Corrige et confirme des heures ; l’ancienne ligne reste."""
    _theirs(who, session, hours_id)
    number, entry = number_in(match, hours_id), body.entry()
    row = correct(session, who, hours_id, number, entry, confirmed=True, now=now)
    return _tagged(row, response)


@router.post(
    f"{ALL}/{{hours_id}}/confirmation",
    may=agency(Role.RH, Role.RESPONSABLE),
    status_code=201,
    responses=refusals(*CHANGES),
)
def confirm_theirs(
    *, hours_id: Id, who: Who, session: Writing, match: IfMatch, now: Now, response: Response
) -> HoursOut:
    """Dit que des heures sont justes ; plus personne ne les change que ceux qui en répondent."""
    _theirs(who, session, hours_id)
    return _tagged(confirm(session, who, hours_id, number_in(match, hours_id), now), response)


@router.delete(
    f"{ALL}/{{hours_id}}", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(*CHANGES)
)
def cancel_theirs(
    *, hours_id: Id, who: Who, session: Writing, match: IfMatch, now: Now, response: Response
) -> HoursOut:
    """Retire ce qui est dit d’un service : le planning publié vaut de nouveau."""
    _theirs(who, session, hours_id)
    number = number_in(match, hours_id)
    return _tagged(cancel(session, who, hours_id, number, confirmed=True, now=now), response)


def _mine(who: Caller, session: Reading, root: str) -> list[WorkedRow]:
    rows = log(session, root)
    if rows[-1].mediator != own_person(who, read(session)).id:
        raise UnknownError
    return rows


def _theirs(who: Caller, session: Reading, root: str) -> list[WorkedRow]:
    return log_for(session, Reach(who, OVERSEERS), read(session), root)


def _key(row: WorkedRow) -> tuple[str, str]:
    return row.start.isoformat(), f"{row.mediator} {row.id}"


def _logged(rows: list[WorkedRow], response: Response) -> Items[HoursOut]:
    last = rows[-1]
    response.headers["ETag"] = tag_of(last.root, last.number)
    return Items(items=[hours_out(row, replaced=row.id != last.id) for row in rows])


def _tagged(row: WorkedRow, response: Response) -> HoursOut:
    response.headers["ETag"] = tag_of(row.root, row.number)
    return hours_out(row)
