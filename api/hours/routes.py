"""Hours worked, for programs: read them, enter them, confirm several."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import OVERSEERS, Reach, own_person
from api.access.request import Reading, Who, Writing, tag_of
from api.access.rights.rule import agency, role
from api.database.tables.asking import WorkedRow
from api.hours.service import confirm_several, current_entries, enter
from api.hours.shapes import ConfirmedOut, HoursIn, HoursOut, LeftOut, LinesIn, hours_out
from api.hours.waiting import answers_for, log_for
from api.ledger.history import whole
from api.web.answer import Items
from api.web.clock import Now
from api.web.months import MonthQuery
from api.web.paging import Page
from api.web.problems import refusals

router = Router(prefix="/api/v1/heures", tags=["heures faites"])
ANYONE = (Role.MEDIATEUR, Role.RH, Role.RESPONSABLE)


@router.get("", may=role(*ANYONE))
def hours(
    *,
    who: Who,
    session: Reading,
    month: MonthQuery,
    page: Page,
    confirmed: Annotated[
        bool | None, Query(description="Les heures confirmées, ou à confirmer, seules.")
    ] = None,
) -> Items[HoursOut]:
    """Énumère ce qui est dit de mes heures, et de celles dont je réponds, par début."""
    reach = Reach(who, OVERSEERS)
    people = reach.people_and_self(whole(session))
    after = (str(page.after[0]), str(page.after[-1])) if page.after else None
    rows = [
        row
        for row in current_entries(session, months=[month])
        if answers_for(reach, row, people)
        and (confirmed is None or bool(row.confirmed_by) is confirmed)
        and (after is None or _key(row) > after)
    ]
    return page.of(rows, hours_out, _key)


@router.post("", may=role(*ANYONE), status_code=201, responses=refusals(404, 409))
def say(body: HoursIn, who: Who, session: Writing, now: Now, response: Response) -> HoursOut:
    """Dit ce que j’ai fait d’un service, ou dit et confirme ce qu’une personne a fait."""
    association = whole(session)
    if body.person:
        person = Reach(who, OVERSEERS).someone(association, body.person)
    else:
        person = own_person(who, association)
    confirmed = bool(body.person)
    row = enter(session, who, person.id, body.entry(), confirmed=confirmed, now=now)
    response.headers["ETag"] = tag_of(row.root, row.number)
    return hours_out(row)


@router.post("/confirmations", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404))
def confirm_their_several(body: LinesIn, who: Who, session: Writing, now: Now) -> ConfirmedOut:
    """Dit justes les heures de plusieurs services ; celles qui ont changé restent à relire."""
    reach, association = Reach(who, OVERSEERS), whole(session)
    for line in body.lines:
        log_for(session, reach, association, line.id)
    done = confirm_several(session, who, [(line.id, line.number) for line in body.lines], now)
    return ConfirmedOut(
        confirmed=[hours_out(row) for row in done.rows],
        left=[LeftOut(hours=hours_out(row), why=why) for row, why in done.left],
    )


def _key(row: WorkedRow) -> tuple[str, str]:
    return row.start.isoformat(), f"{row.mediator} {row.id}"
