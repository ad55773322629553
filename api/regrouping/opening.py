"""Begin the draft of a regroup: what is published, with the option that was chosen applied."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.reach import PLANNERS, Reach
from api.database.engine import reading, writing
from api.database.tables.month import RotaRow
from api.month.drafts.access import published_frame
from api.month.drafts.service import PUBLISHED, create, link, record
from api.month.errors import BadRequestError, BlockedError, Wrong
from api.month.places.drafts import add_version, assignments_of, current_drafts
from api.regrouping.emergency import Emergency
from api.regrouping.search import Move
from api.regrouping.service import moved, stopped_by
from api.regrouping.tonight import Incident, tonight
from scheduler.domain.problem import Assignment

TITLE = "Regroupement"
"""How the title of such a draft begins."""

FIRST = 1
"""The version of a draft that holds what was published when it began."""


def open_option(
    caller: Caller,
    engine: Engine,
    incident: Incident,
    moves: Sequence[Move],
    *,
    agency: str,
    now: datetime,
) -> RotaRow:
    """
    Begin a draft of the published month in which people moved, to be published as any other.

    If an open draft of the same option began from the same publication, it is the one. The
    exceptions that it needs are recorded in the same transaction. `agency`: whose month
    (empty: the whole association's).

    Raises
    ------
    UnknownError
        Nothing of the month is published, or the caller doesn't plan it.
    BadRequestError
        A move isn't from one of the teams, or to one of the places, of the incident.
    BlockedError
        The moves add findings that block.
    Refusal
        The caller may not record an exception, or the data refuse it.
    """
    if not Reach(caller, PLANNERS).area(agency):
        raise UnknownError
    with reading(engine) as session:
        there = published_frame(caller, session, f"{incident.day:%Y-%m}", agency)
    frame, emergency = tonight(there, incident)
    _check(emergency, moves, frame.published)
    stops = stopped_by(frame, frame.published, moves)
    if stops:
        raise BlockedError(stops)
    with writing(engine) as session:
        known = _begun_already(session, agency, incident.day.replace(day=1), moves)
        if known is not None:
            return known
        record(session, caller, emergency.exceptions)
        draft = create(
            session,
            caller,
            incident.day.replace(day=1),
            agency=agency,
            title=f"{TITLE} du {incident.day:%d/%m}",  # names nobody: titles outlive people
            start=PUBLISHED,
            now=now,
        )
        before = assignments_of(session, draft.id, draft.head)
        # Others may have published meanwhile: all who move still hold their slots, or nobody moves.
        _check(emergency, moves, before)
        version = add_version(
            session,
            draft,
            moved(before, moves),
            parent=draft.head,
            origin="modification",
            by=caller.user,
        )
        draft.head = version.number
        days = ((slot.duty.template, incident.day) for slot in emergency.targets)
        link(session, draft, emergency.exceptions, days)
        return draft


def _begun_already(
    session: Session, agency: str, month: date, moves: Sequence[Move]
) -> RotaRow | None:
    """
    Return the open draft of the same option, of the same published month (None: there is none).

    Who clicks twice goes on with the draft of the first click.
    """
    drafts = session.scalars(
        current_drafts(session, month)
        .where(RotaRow.agency == agency, RotaRow.title.startswith(TITLE))
        .order_by(RotaRow.made)
    )
    for draft in drafts:
        begun, standing = (assignments_of(session, draft.id, n) for n in (FIRST, draft.head))
        if moved(begun, moves) == standing != begun:
            return draft
    return None


def _check(emergency: Emergency, moves: Sequence[Move], standing: frozenset[Assignment]) -> None:
    targets = {slot.id for slot in emergency.targets}
    sources = {slot.id for slot in emergency.sources}
    wrong = [
        Wrong(field=f"moves.{place}.{field}", received=received, expected=expected)
        for place, move in enumerate(moves)
        for field, received, right, expected in (
            (
                "source",
                move.source,
                move.source in sources,
                "un créneau des équipes qui peuvent partir",
            ),
            ("target", move.target, move.target in targets, "un créneau où il faut du monde"),
            (
                "person",
                move.mediator,
                Assignment(move.mediator, move.source) in standing,
                "qui tient le créneau quitté",
            ),
        )
        if not right
    ]
    if wrong:
        raise BadRequestError(wrong)
