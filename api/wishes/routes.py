"""Wishes, for programs: read one's own, add them, take them back."""

from datetime import datetime

from fastapi import Response
from pydantic import BaseModel

from api.access.caller import Role
from api.access.door import Router
from api.access.idempotency import OnceKey
from api.access.reach import own_person
from api.access.request import IfMatch, Reading, Who, Writing, number_in, tag_of
from api.access.rights.rule import Programs, own
from api.data.association import Association
from api.data.stored.rows import Entry
from api.ledger.history import whole
from api.web.addresses import Number
from api.web.answering.answer import Items
from api.web.clock import Now
from api.web.refusing.problems import refusals
from api.wishes.service import Wish, WishOutcome, answer_to, unwish, wish, wishes_of

router = Router(
    prefix="/api/v1/souhaits", tags=["souhaits"], caller="le portail des RH", service=Programs.NONE
)


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
def wishes(who: Who, session: Reading, now: Now) -> Items[WishOut]:
    """Énumère mes souhaits."""
    association = whole(session)
    entries = wishes_of(session, own_person(who, association).id)
    return Items(items=[_out(entry, association, now) for entry in entries])


@router.post(
    "", may=own(Role.MEDIATEUR), status_code=201, responses=refusals(404, 409, 410), sends=("ETag",)
)
def add(body: Wish, who: Who, once: OnceKey, now: Now, response: Response) -> WishOut:
    """Ajoute un souhait, tant que le planning de ces jours n’est pas publié."""

    def deed(session: Writing) -> WishOut:
        entry = wish(session, who, own_person(who, whole(session)).id, body, now)
        response.headers["ETag"] = tag_of(f"souhait-{entry.key}", entry.number)
        return _out(entry, whole(session), now)

    return once.do(deed, response.headers)


@router.delete(
    "/{key}", may=own(Role.MEDIATEUR), status_code=204, responses=refusals(404, 409, 412, 428)
)
def take_back(key: Number, who: Who, session: Writing, match: IfMatch) -> None:
    """Retire un de mes souhaits, tant que le planning de ces jours n’est pas publié."""
    me = own_person(who, whole(session))
    unwish(session, who, me.id, key, number_in(match, f"souhait-{key}"))


def _out(entry: Entry, association: Association, now: datetime) -> WishOut:
    answer = answer_to(association, entry, now)
    return WishOut(
        key=entry.key,
        number=entry.number,
        outcome=answer.outcome,
        why=answer.why,
        **{name: entry.values[name] for name in ("start", "end", "wants", "weight")},
    )
