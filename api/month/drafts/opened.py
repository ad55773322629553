"""Whose a draft is, and a version of it with all that it is read by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Path
from pydantic import BaseModel, Field

from api.access.admitting import number_in
from api.access.caller import Role
from api.data.stored.association import read
from api.database.tables.month import RotaRow
from api.ledger.history import whole
from api.month.frames import Frame, frame_of
from api.month.places.drafts import assignments_of, version_of
from api.web.answer import MOST
from api.web.problems import Fault, Refusal, not_found
from scheduler.domain.problem import Assignment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.data.association import Association

PLANNERS = frozenset({Role.RESPONSABLE})
"""Who makes drafts."""

READERS = frozenset({Role.RESPONSABLE, Role.RH})
"""Who reads them."""

Version = Annotated[int, Path(ge=1, le=MOST, examples=[3], description="Numéro de version.")]
SlotPath = Annotated[
    str,
    Path(
        min_length=12,
        max_length=160,
        pattern=r"^[^\x00-\x20/]+-\d{4}-\d{2}-\d{2}$",
        examples=["P-J-2026-03-02"],
    ),
]


class AssignmentOut(BaseModel):
    """One person on one slot."""

    person: str = Field(examples=["ada"])
    slot: str = Field(examples=["P-J-2026-03-02"])


class IdleLockOut(BaseModel):
    """A lock that can't hold, hence holds nobody; `message` says which, where and why."""

    person: str = Field(examples=["ada"])
    slot: str = Field(examples=["P-J-2026-03-07"])
    message: str


class DraftOut(BaseModel):
    """
    A draft. `head`: its current version; `published`: the last one published (null: none).

    `dispositifs` empty: all of the agency's; `agency` empty too: the whole association.
    """

    id: str
    month: date = Field(examples=["2026-03-01"])
    agency: str
    dispositifs: list[str]
    title: str
    head: int
    published: int | None
    made: datetime
    made_by: str
    discarded: datetime | None


@dataclass(frozen=True)
class Read:
    """A version of a draft, with the frame that it is read in."""

    row: RotaRow
    frame: Frame
    held: frozenset[Assignment]


def draft_out(row: RotaRow) -> DraftOut:
    """Write a draft."""
    return DraftOut(
        id=row.id,
        month=row.month,
        agency=row.agency,
        dispositifs=list(row.dispositifs),
        title=row.title,
        head=row.head,
        published=row.published,
        made=row.made,
        made_by=row.made_by,
        discarded=row.discarded,
    )


def assignment_out(one: Assignment) -> AssignmentOut:
    """Write an assignment."""
    return AssignmentOut(person=one.mediator, slot=one.slot)


def idle_locks_out(frame: Frame) -> list[IdleLockOut]:
    """Write the locks that a month is planned and judged without."""
    return [
        IdleLockOut(person=one.lock.mediator, slot=one.lock.slot, message=one.message)
        for one in frame.idle
    ]


def over(
    who: Caller,
    roles: frozenset[Role],
    association: Association,
    agency: str,
    dispositifs: Sequence[str],
) -> bool:
    """Whether one of the roles holds over all that a draft would decide."""
    if who.may(roles) or (agency and who.may(roles, agency)):
        return True
    if not dispositifs:
        return False
    where = {one.id: one.agency for one in association.dispositifs}
    return all(who.may(roles, where.get(one, agency), one) for one in dispositifs)


def check_agency(who: Caller, roles: frozenset[Role], agency: str, field: str) -> None:
    """
    Refuse, of who answers for some agencies alone, a request that names none of them.

    Raises
    ------
    Refusal
        It names none (422): those that it may name are told.
    """
    mine = sorted(one for one in who.agencies(roles) or () if who.may(roles, one))
    if agency or not mine:
        return
    fault = Fault(field=field, expected=f"une agence, dont vous répondez : {', '.join(mine)}")
    raise Refusal(422, "requete_invalide", "Il manque l’agence.", errors=(fault,))


def reached(who: Caller, session: Session, rota: str, roles: frozenset[Role] = READERS) -> RotaRow:
    """
    Return a draft that the caller may read, or decide.

    Raises
    ------
    Refusal
        There is none, or it isn't theirs (404).
    """
    row = session.get(RotaRow, rota)
    if row is None or not over(who, roles, read(session), row.agency, row.dispositifs):
        raise not_found()
    return row


def version_read(who: Caller, session: Session, rota: str, number: int) -> Read:
    """
    Return a version that the caller may read.

    Raises
    ------
    Refusal
        There is none, or it isn't theirs (404).
    UnknownDraftError
        The draft has no such version.
    InvalidProblemError
        The data leave nothing to plan in the month.
    """
    row = reached(who, session, rota)
    version_of(session, rota, number)
    held = assignments_of(session, rota, number)
    return Read(row, frame_of(whole(session), row), held)


def matched(who: Caller, session: Session, rota: str, match: str) -> int:
    """
    Return the version that an edit starts from, of a draft that the caller may decide.

    Raises
    ------
    Refusal
        It isn't theirs (404), or the tag is another thing's (412).
    """
    reached(who, session, rota, PLANNERS)
    return number_in(match, rota)
