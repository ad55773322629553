"""Ask for leave, withdraw the request, grant or refuse it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from api.access.journal import note as note_deed
from api.asking.errors import ConflictError, PassedError, UnknownError, Wrong, WrongValuesError
from api.asking.moments import read_span, written
from api.data.stored.refusals import RefusedRowsError
from api.data.stored.rows import KINDS, add
from api.database.tables.asking import LeaveRow, LeaveState
from api.french.plural import plural
from api.leave.impact import BrokenShift, DraftedShift, broken, colleagues, drafted
from api.leave.length import check_length
from api.leave.letters import tell_leave
from api.ledger.history import whole
from api.month.places.drafts import drafts
from scheduler.domain.people import AbsenceKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.access.reach import Reach
    from scheduler.domain.time import Span

ASKED_FOR = frozenset(
    {
        AbsenceKind.LEAVE,
        AbsenceKind.UNAVAILABLE,
        AbsenceKind.REST,
        AbsenceKind.RECOVERY,
        AbsenceKind.UNPAID,
    }
)
"""Kinds that one asks for; illness, accident and birth need no request: RH are told."""


DRAFTS = 400
"""Drafts that are looked at for what a request bears on: the latest."""

LIVE = (LeaveState.ASKED.value, LeaveState.GRANTED.value)


@dataclass(frozen=True, kw_only=True)
class LeaveRequest:
    """Leave as it is asked for; moments are days, or days and hours of Paris."""

    start: str
    end: str
    kind: str = AbsenceKind.LEAVE.value
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Impact:
    """
    What to look at before a request is answered.

    `broken`: the person's published shifts that fall in it. `drafted`: those that drafts give them
    besides. `others`: requests at the same time by people of the same dispositifs, still asked or
    granted, by start.
    """

    broken: tuple[BrokenShift, ...]
    drafted: tuple[DraftedShift, ...]
    others: tuple[LeaveRow, ...]

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots of the published shifts that it breaks, by id."""
        return slots_of(self.broken)


def slots_of(shifts: Iterable[BrokenShift]) -> tuple[str, ...]:
    """Return the slots of shifts, by id."""
    return tuple(sorted({shift.slot for shift in shifts}))


def span_of(row: LeaveRow) -> Span:
    """Return the time that a request is for."""
    return read_span(row.start, row.end)


def ask(
    session: Session,
    caller: Caller,
    mediator: str,
    wanted: LeaveRequest,
    now: datetime | None = None,
) -> LeaveRow:
    """
    Ask for leave, in a `writing` session.

    Raises
    ------
    WrongValuesError
        The kind isn't one to ask for, a moment is invalid, the leave is over or lies outside any
        contract, or lasts too long (see `check_length`).
    ConflictError
        The person has asked for that time already, or was granted it.
    """
    at = now or datetime.now(UTC)
    kinds = {kind.value for kind in ASKED_FOR}
    if wanted.kind not in kinds:
        text = f"l’un de : {', '.join(sorted(kinds))} (une maladie se dit aux RH)"
        raise WrongValuesError([Wrong(field="kind", value=wanted.kind, expected=text)])
    span = read_span(wanted.start, wanted.end)
    if span.end <= at:
        text = "une fin à venir"
        raise WrongValuesError([Wrong(field="end", value=wanted.end, expected=text)])
    person = whole(session).mediator_of.get(mediator)
    if person is None or all(person.contract_on(day) is None for day in span.days):
        text = "des jours sous contrat"
        raise WrongValuesError([Wrong(field="start", value=wanted.start, expected=text)])
    live = [other for other in of(session, mediator) if other.state in LIVE]
    for other in live:
        if span_of(other).touches(span):
            raise ConflictError(
                "conge_deja_demande",
                f"Une demande du {other.start} au {other.end} porte déjà sur ces jours "
                f"({other.state}).",
            )
    if wanted.kind == AbsenceKind.LEAVE:
        requests = [span_of(other) for other in live if other.kind == wanted.kind]
        check_length(whole(session), person, span, wanted.end, requests)
    row = LeaveRow(
        mediator=mediator,
        start=written(wanted.start),
        end=written(wanted.end),
        kind=wanted.kind,
        note=wanted.note,
        state=LeaveState.ASKED.value,
        requested=at,
    )
    session.add(row)
    session.flush()
    note_deed(session, caller, "demander", "conge", row.id, agency=person.agency)
    return row


def preview(session: Session, mediator: str, start: str, end: str) -> tuple[BrokenShift, ...]:
    """
    Return the person's published shifts that fall in a stretch, before they ask for it.

    Raises
    ------
    WrongValuesError
        A moment is invalid.
    """
    return broken(session, whole(session), mediator, read_span(start, end))


def withdraw(
    session: Session, caller: Caller, leave: str, number: int, now: datetime | None = None
) -> LeaveRow:
    """
    Take back a request that nobody has answered, in a `writing` session.

    Raises
    ------
    UnknownError
        No such request.
    PassedError
        It was answered meanwhile.
    ConflictError
        The request is answered: only a responsable or RH may change granted leave.
    """
    row = _waiting_request(session, leave, number)
    return _end(session, caller, row, LeaveState.WITHDRAWN, "retirer", now=now)


def refuse(
    session: Session,
    caller: Caller,
    leave: str,
    number: int,
    *,
    answer: str,
    now: datetime | None = None,
) -> LeaveRow:
    """
    Refuse a request, in a `writing` session; see `withdraw` for what it raises.

    A refusal must say why: an empty answer raises WrongValuesError.
    """
    row = _waiting_request(session, leave, number)
    if not answer.strip():
        raise WrongValuesError([Wrong(field="answer", expected="pourquoi la demande est refusée")])
    return _end(session, caller, row, LeaveState.REFUSED, "refuser", answer=answer, now=now)


def grant(
    session: Session,
    caller: Caller,
    leave: str,
    number: int,
    *,
    answer: str = "",
    knowing: Iterable[str] = (),
    now: datetime | None = None,
) -> LeaveRow:
    """
    Grant a request, in a `writing` session: it becomes an absence of the association.

    `knowing`: the slots of the published shifts that it breaks, as they were shown. The shifts stay
    published until the month is planned again without the person.

    Raises
    ------
    ConflictError
        The leave now breaks other shifts than `knowing`, which must be looked at first.
    WrongValuesError
        The association doesn't allow the absence, or it would last too long (see `check_length`).

    See `withdraw` for the others.
    """
    row = _waiting_request(session, leave, number)
    association, span = whole(session), span_of(row)
    person = association.mediator_of.get(row.mediator)
    if person is not None and row.kind == AbsenceKind.LEAVE:
        check_length(association, person, span, row.end)
    shifts = broken(session, association, row.mediator, span)
    slots = slots_of(shifts)
    if set(slots) != set(knowing):
        many = plural(len(slots), "service publié", "services publiés")
        raise ConflictError(
            "services_publies",
            f"Cette absence défait {many} ({', '.join(slots) or 'aucun'}) : regardez ce qu’elle "
            "défait, puis accordez-la en les nommant dans « knowing ».",
        )
    absence = {"mediator": row.mediator, "start": row.start, "end": row.end, "kind": row.kind}
    try:
        add(session, KINDS["absences"], absence, by=caller.user)
    except RefusedRowsError as error:
        raise WrongValuesError(
            Wrong(field=fault.field or "start", value=fault.received, expected=fault.expected)
            for fault in error.faults
        ) from None
    return _end(session, caller, row, LeaveState.GRANTED, "accorder", answer=answer, now=now)


def of(session: Session, mediator: str) -> list[LeaveRow]:
    """Return a person's requests, the last asked first."""
    mine = select(LeaveRow).where(LeaveRow.mediator == mediator)
    return list(session.scalars(mine.order_by(LeaveRow.requested.desc(), LeaveRow.id)))


def get(session: Session, leave: str) -> LeaveRow:
    """
    Return a request.

    Raises
    ------
    UnknownError
        There is none.
    """
    row = session.get(LeaveRow, leave)
    if row is None:
        raise UnknownError
    return row


def page(
    session: Session,
    people: Collection[str],
    *,
    state: LeaveState | None = None,
    after: tuple[str, str] | None = None,
    limit: int = 50,
) -> list[LeaveRow]:
    """Return the requests of these people by start and id, at most `limit` after a pair of them."""
    query = select(LeaveRow).where(LeaveRow.mediator.in_(people))
    if state is not None:
        query = query.where(LeaveRow.state == state.value)
    if after is not None:
        begun = (LeaveRow.start == after[0]) & (LeaveRow.id > after[1])
        query = query.where((LeaveRow.start > after[0]) | begun)
    return list(session.scalars(query.order_by(LeaveRow.start, LeaveRow.id).limit(limit)))


def weigh(session: Session, row: LeaveRow, reach: Reach) -> Impact:
    """Return what a request would break now, of which the caller may read, and requests near it."""
    association, span = whole(session), span_of(row)
    people = reach.people(association)
    others = [other for other in colleagues(association, row.mediator) if other in people]
    near = select(LeaveRow).where(LeaveRow.mediator.in_(others), LeaveRow.state.in_(LIVE))
    near_ = session.scalars(near.order_by(LeaveRow.start, LeaveRow.id))
    months = {day.replace(day=1) for day in (span.day - timedelta(days=1), *span.days)}
    readable = [
        draft
        for draft in drafts(session, limit=DRAFTS)
        if draft.month in months and reach.planning(draft, association)
    ]
    return Impact(
        broken=broken(session, association, row.mediator, span),
        drafted=drafted(session, association, row.mediator, span, readable),
        others=tuple(other for other in near_ if span_of(other).touches(span)),
    )


def _waiting_request(session: Session, leave: str, number: int) -> LeaveRow:
    """Return a request that awaits an answer; refuse a closed one, or another state than known."""
    row = get(session, leave)
    if row.number != number:
        raise PassedError(row.number, number)
    if row.state != LeaveState.ASKED:
        raise ConflictError("demande_close", f"Cette demande est déjà close : {row.state}.")
    return row


def _end(
    session: Session,
    caller: Caller,
    row: LeaveRow,
    state: LeaveState,
    action: str,
    *,
    answer: str = "",
    now: datetime | None = None,
) -> LeaveRow:
    row.state = state.value
    row.number += 1
    row.answer = answer.strip()
    row.decided = at = now or datetime.now(UTC)
    row.decided_by = caller.user
    session.flush()
    person = whole(session).mediator_of.get(row.mediator)
    agency = "" if person is None else person.agency
    note_deed(session, caller, action, "conge", row.id, agency=agency)
    if state is not LeaveState.WITHDRAWN:
        tell_leave(session, row, by=caller.person, now=at)
    return row
