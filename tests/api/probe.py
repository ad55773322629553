"""A small router on which the conventions of the API are tried."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Response
from pydantic import AwareDatetime, Field
from sqlalchemy import select

from api.access.caller import Role
from api.access.door import Router
from api.access.idempotency import AlreadyAnsweredError, OnceKey
from api.access.request import IfMatch, Reading, Who, Writing, number_in, tag_of
from api.access.rights.rule import ACCOUNT, PUBLIC, Programs, role
from api.database.engine import writing
from api.database.tables.state import StateRow
from api.web.addresses import Number
from api.web.answering.answer import Body, Items
from api.web.paging import Page
from api.web.refusing.problems import gone_ahead, not_found
from scheduler.errors import InvalidProblemError

router = Router(prefix="/essai", service=Programs.NONE)
WHEN = datetime.fromisoformat("2026-10-25T02:30:00+01:00")


class Counted(Body):
    count: Annotated[int, Field(ge=1, le=10)]
    at: AwareDatetime


@router.get("/ouvert", may=PUBLIC)
def opened() -> str:
    return "bonjour"


@router.get("/moi", may=ACCOUNT)
def me(who: Who) -> str:
    return who.name


@router.get("/rh", may=role(Role.RH))
def for_rh(who: Who) -> str:
    return who.name


@router.get("/etats", may=PUBLIC)
def states(session: Reading, page: Page) -> Items[str]:
    statement = select(StateRow.name).order_by(StateRow.name).limit(page.limit + 1)
    if page.after is not None:
        statement = statement.where(StateRow.name > page.text)
    return page.of(session.scalars(statement).all(), str, lambda name: (name,))


@router.post("/etats/{name}", may=PUBLIC)
def add(name: str, body: Counted, session: Writing) -> int:
    session.add(StateRow(name=name, number=body.count, changed=body.at))
    if body.count == 7:
        raise InvalidProblemError("sept ne va pas")
    return body.count


@router.put("/etats/{name}", may=PUBLIC)
def change(name: str, session: Writing, match: IfMatch, response: Response) -> int:
    row = session.get(StateRow, name)
    if row is None:
        raise not_found()
    mine = number_in(match, name)
    if mine != row.number:
        raise gone_ahead(row.number, mine)
    row.number += 1
    response.headers["ETag"] = tag_of(name, row.number)
    return row.number


@router.post("/fois", may=ACCOUNT)
def once(key: OnceKey, body: Counted) -> Any:
    replayed = key.answered()
    if replayed is not None:
        return replayed
    try:
        with writing(key.engine) as session:
            row = session.get(StateRow, "fois") or StateRow(name="fois", number=0, changed=WHEN)
            row.number += body.count
            session.add(row)
            made = {"number": row.number}
            key.record(session, 200, made)
    except AlreadyAnsweredError:
        return key.answered()
    return made


@router.get("/nombres/{number}", may=PUBLIC)
def number(number: Number) -> int:
    return number


@router.get("/defaut", may=PUBLIC)
def bug() -> int:
    return 1 // 0
