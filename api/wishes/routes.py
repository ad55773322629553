"""Routes of wishes: when a person would rather work or be free, before the month is published."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Response
from pydantic import BaseModel, Field, StrictBool

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import own_person
from api.access.request import IfMatch, Reading, Who, Writing, number_in, tag_of
from api.access.rights.rule import own
from api.asking.errors import Wrong, WrongValuesError
from api.asking.shapes import Moment
from api.data.association import Association
from api.data.stored.association import read
from api.data.stored.refusals import RefusedRowsError, StaleRowError
from api.data.stored.rows import Entry
from api.ledger.history import whole
from api.web.answer import Body, Items, Number
from api.web.clock import Now
from api.web.problems import gone_ahead, refusals
from api.wishes.service import Wish, WishOutcome, answer_to, unwish, wish
from api.wishes.service import mine as wishes_of

router = Router(prefix="/api/v1/moi/souhaits", tags=["souhaits"])


class NewWish(Body):
    """A wish: to work (`wants`) or to be free, and how much it matters, from 1 to 10."""

    start: Moment
    end: Moment
    wants: StrictBool = Field(default=False, examples=[False])
    weight: Annotated[int, Field(ge=1, le=10, examples=[5])] = 1


class WishOut(BaseModel):
    """
    A wish as it is kept; `outcome`: what became of it once its months are published.

    `why`: why it is refused, if it is, of the month before this one and of those after.
    """

    key: int
    start: str
    end: str
    wants: bool
    weight: int
    number: int
    outcome: WishOutcome
    why: str


@router.get("", may=own(Role.MEDIATEUR))
def mine(who: Who, session: Reading, now: Now) -> Items[WishOut]:
    """Énumère mes souhaits."""
    me, association = own_person(who, read(session)), whole(session)
    return Items(items=[_out(wish_, association, now) for wish_ in wishes_of(session, me.id)])


@router.post("", may=own(Role.MEDIATEUR), status_code=201, responses=refusals(404, 409))
def add(body: NewWish, who: Who, session: Writing, now: Now, response: Response) -> WishOut:
    """Ajoute un souhait, tant que le planning de ces jours n’est pas publié."""
    me = own_person(who, read(session))
    wished = Wish(start=body.start, end=body.end, wants=body.wants, weight=body.weight)
    try:
        made = wish(session, who, me.id, wished, now)
    except RefusedRowsError as error:
        raise WrongValuesError(
            Wrong(field=fault.field or "start", value=fault.received, expected=fault.expected)
            for fault in error.faults
        ) from None
    response.headers["ETag"] = tag_of(f"souhait-{made.key}", made.number)
    return _out(made, whole(session), now)


@router.delete(
    "/{key}", may=own(Role.MEDIATEUR), status_code=204, responses=refusals(404, 409, 412, 428)
)
def take_back(key: Number, who: Who, session: Writing, match: IfMatch) -> None:
    """Retire un de mes souhaits, tant que le planning de ces jours n’est pas publié."""
    me = own_person(who, read(session))
    number = number_in(match, f"souhait-{key}")
    try:
        unwish(session, who, me.id, key, number)
    except StaleRowError as error:
        raise gone_ahead(error.current.number, number) from None


def _out(entry: Entry, association: Association, now: datetime) -> WishOut:
    values, answer = entry.values, answer_to(association, entry, now)
    return WishOut(
        key=entry.key,
        start=values["start"],
        end=values["end"],
        wants=values["wants"],
        weight=values["weight"],
        number=entry.number,
        outcome=answer.outcome,
        why=answer.why,
    )
