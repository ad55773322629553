"""Open a draft, a version or a published month for a caller who may read it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated

from fastapi import Path
from pydantic import AliasPath, Field
from sqlalchemy.orm import Session

from api.access.caller import Caller, Role
from api.access.errors import UnknownError
from api.access.reach import OVERSEERS, PLANNERS, Reach
from api.access.request import number_in
from api.data.association import Association
from api.data.stored.association import read
from api.database.memory import Memory, Same
from api.database.tables.month import RotaRow
from api.judging.published import only_published
from api.ledger.history import whole
from api.month.frames import Frame, frame_of, framed
from api.month.places.drafts import assignments_of, version_of
from api.web.answering.answer import MOST, Out
from api.web.answering.plain import Month
from api.web.months import first_of
from api.web.refusing.problems import Fault, Refusal
from scheduler.domain.problem import Assignment

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


class AssignmentOut(Out):
    """A person who holds a slot."""

    person: str = Field(validation_alias="mediator", examples=["ada"])
    slot: str = Field(examples=["P-J-2026-03-02"])


class IdleLockOut(Out):
    """A lock that can't apply, so it is ignored; `message` says which lock, where and why."""

    person: str = Field(validation_alias=AliasPath("lock", "mediator"), examples=["ada"])
    slot: str = Field(validation_alias=AliasPath("lock", "slot"), examples=["P-J-2026-03-07"])
    message: str


class DraftOut(Out):
    """
    A draft. `head`: its current version; `published`: the last one published (null: none).

    `dispositifs` empty: all of the agency's; `agency` empty too: the whole association.
    """

    id: str
    month: Month = Field(examples=["2026-03"])
    agency: str
    dispositifs: list[str]
    title: str
    head: int
    published: int | None
    made: datetime
    made_by: str
    discarded: datetime | None


@dataclass(frozen=True)
class ReadVersion:
    """A version of a draft, with the frame of its month (its problem and its rules)."""

    row: RotaRow
    frame: Frame
    assignments: frozenset[Assignment]


def idle_locks_out(frame: Frame) -> list[IdleLockOut]:
    """Write the locks that can't apply, and that planning and judging ignore."""
    return [IdleLockOut.model_validate(lock) for lock in frame.idle]


def check_agency(reach: Reach, agency: str, field: str) -> None:
    """Refuse (422) a caller who answers for some agencies only and names none of them."""
    mine = _agencies(reach)
    if agency or not mine:
        return
    fault = Fault(field=field, expected=f"une agence, dont vous répondez : {', '.join(mine)}")
    raise Refusal(422, "requete_invalide", "Il manque l’agence.", errors=(fault,))


def _agencies(reach: Reach) -> list[str]:
    """Return the agencies of which a caller answers for the whole (none: for all agencies)."""
    return sorted(agency for agency in reach.agencies or () if reach.area(agency))


def reached(
    who: Caller, session: Session, rota: str, roles: frozenset[Role] = OVERSEERS
) -> RotaRow:
    """Return a draft that the caller may read, or decide, as `roles` says (else `UnknownError`)."""
    row = session.get(RotaRow, rota)
    if row is None or not Reach(who, roles).planning(row, read(session)):
        raise UnknownError
    return row


def version_read(who: Caller, session: Session, rota: str, number: int) -> ReadVersion:
    """
    Return a version that the caller may read.

    Raises `UnknownError` as `reached`, `UnknownDraftError` as `version_of`, `InvalidProblemError`
    as `framed`.
    """
    row = reached(who, session, rota)
    version_of(session, rota, number)
    return _open(session, row, number)


def head_read(
    who: Caller, session: Session, rota: str, roles: frozenset[Role] = OVERSEERS
) -> ReadVersion:
    """Return the current version of a draft (`UnknownError` as `reached`, others as `framed`)."""
    row = reached(who, session, rota, roles)
    return _open(session, row, row.head)


def _open(session: Session, row: RotaRow, number: int) -> ReadVersion:
    assignments = assignments_of(session, row.id, number)
    return ReadVersion(row, frame_of(whole(session), row), assignments)


def matched(who: Caller, session: Session, rota: str, match: str) -> int:
    """
    Return the number of the version that an edit starts from, if the caller may decide the draft.

    Raises `UnknownError` as `reached`; `Refusal`: the ETag isn't one of this draft (412).
    """
    reached(who, session, rota, PLANNERS)
    return number_in(match, rota)


KEPT = 4
"""How many of these frames a process keeps in memory."""


def own_agency(who: Caller, agency: str) -> str:
    """Return the agency that is named, or that of who has one alone and need not name it."""
    own = Reach(who, OVERSEERS).agencies or ()
    return next(iter(own)) if not agency and len(own) == 1 else agency


def published_frame(who: Caller, session: Session, month: str, agency: str) -> Frame:
    """
    Return the frame of a published month of an agency, or of all: of what of it is published.

    Who answers for some dispositifs of an agency reads those. `agency`: as for `own_agency`.
    Raises `UnknownError`: nothing of it is published, or it isn't the caller's to read; `Refusal`
    as `check_agency`.
    """
    reach, association = Reach(who, OVERSEERS), whole(session)
    agency = own_agency(who, agency)
    check_agency(reach, agency, "query.agency")
    there = association.history.get(month, ())
    dispositifs = frozenset(
        d.id
        for d in association.dispositifs
        if agency in ("", d.agency) and reach.area(agency, d.id)
    )
    if not any(row.worked.duty.dispositif in dispositifs for row in there):
        raise UnknownError
    whole_month = not agency and reach.everything
    return published_part(association, first_of(month), None if whole_month else dispositifs)


def published_part(
    association: Association,
    month: date,
    own: frozenset[str] | None,
    now: datetime | None = None,
) -> Frame:
    """Return the frame of what is published of dispositifs (None: all); see `framed`."""
    frame = framed(association, month, own, now)
    problem = only_published(association, frame.problem)
    if problem is frame.problem:
        return frame
    # One for as long as the month is the same: what is found of it is kept by its problem.
    return _published.get((Same(frame),), lambda: replace(frame, problem=problem))


_published = Memory[Frame](KEPT)
"""Frames of months of which some dispositifs aren't published, without these."""
