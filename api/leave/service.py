"""Ask for leave, withdraw the request, grant or refuse it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.journal import note as note_deed
from api.access.reach import OVERSEERS, Reach
from api.asking.errors import ConflictError, PassedError, WrongValuesError
from api.asking.letters import write_to
from api.asking.moments import read_span, written
from api.asking.shapes import Moment, Slot, Text
from api.data.stored.entries import RefusedRowsError
from api.data.stored.rows import KINDS as ROWS
from api.data.stored.rows import add
from api.database.tables.asking import LeaveRow, LeaveState
from api.events.facts import record, request_fact
from api.french.moments import stretch_words
from api.french.plural import plural
from api.french.words import long_date
from api.leave.impact import LIVE, broken_slots, span_of
from api.leave.length import check_length
from api.ledger.history import whole
from api.month.errors import Wrong
from api.web.answering.answer import Body
from scheduler.domain.people import AbsenceKind

KINDS = {
    AbsenceKind.LEAVE.value: "Congé",
    AbsenceKind.RECOVERY.value: "Récupération",
    AbsenceKind.REST.value: "Repos compensateur",
    AbsenceKind.UNPAID.value: "Congé sans solde",
    AbsenceKind.UNAVAILABLE.value: "Indisponibilité",
}
"""What one asks for, as it is called; illness, accident and birth need none: RH enter them."""

MOST_SLOTS = 400
ANSWERED = (LeaveState.GRANTED.value, LeaveState.REFUSED.value)


class Away(Body):
    """A stretch of absence: from a day to another, both included, or from an hour to another."""

    start: Moment
    end: Moment = Field(examples=["2026-12-31"])
    kind: Annotated[str, Field(max_length=40, examples=["conge"])] = AbsenceKind.LEAVE.value


class LeaveRequest(Away):
    """Leave to ask for: from a day to another, both included, or from an hour to another."""

    note: Text = Field(
        default="",
        description="Lue par qui répond : rien de médical ici.",
        examples=["Noël en famille"],
    )


class LeaveAnswer(Body):
    """
    An answer to a request: `retrait` is its person's, the others are who answers for them.

    `knowing`: the slots of the published shifts that a grant breaks, as they were shown. A refusal
    says why in `answer`.
    """

    verdict: Literal["accord", "refus", "retrait"] = Field(examples=["accord"])
    answer: Text = Field(default="", examples=["Bonnes fêtes."])
    knowing: Annotated[list[Slot], Field(max_length=MOST_SLOTS)] = Field(
        default=[], examples=[["P-J-2026-03-02"]]
    )


def ask(
    session: Session,
    caller: Caller,
    mediator: str,
    wanted: LeaveRequest,
    now: datetime,
) -> LeaveRow:
    """
    Ask for leave, in a `writing` session.

    WrongValuesError: the kind isn't one to ask for, a moment is invalid, the leave is over or lies
    outside any contract, or lasts too long (see `check_length`); ConflictError: the person has
    asked for that time already, or was granted it.
    """
    if wanted.kind not in KINDS:
        text = f"l’un de : {', '.join(sorted(KINDS))} (une maladie se dit aux RH)"
        raise WrongValuesError([Wrong(field="kind", received=wanted.kind, expected=text)])
    span = read_span(wanted.start, wanted.end)
    if span.end <= now:
        text = "une fin à venir"
        raise WrongValuesError([Wrong(field="end", received=wanted.end, expected=text)])
    person = whole(session).mediator_of.get(mediator)
    if person is None or all(person.contract_on(day) is None for day in span.days):
        text = "des jours sous contrat"
        raise WrongValuesError([Wrong(field="start", received=wanted.start, expected=text)])
    live = [other for other in of(session, mediator) if other.state in LIVE]
    for other in live:
        if span_of(other).touches(span):
            raise ConflictError(
                "conge_deja_demande",
                "Une demande porte déjà sur ces jours : "
                f"{stretch_words(other.start, other.end, now)} ({other.state}).",
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
        requested=now,
    )
    session.add(row)
    session.flush()
    note_deed(session, caller, "demander", "conge", row.id, agency=person.agency)
    _record(session, row, now, answered=False)
    return row


def respond(
    session: Session, caller: Caller, leave: str, number: int, *, answer: LeaveAnswer, now: datetime
) -> LeaveRow:
    """
    Do what a caller answers to a request, in a `writing` session.

    UnknownError if it isn't theirs to answer so; see the deeds for what else is raised.
    """
    row = get(session, leave)
    if answer.verdict == "retrait":
        if not caller.person or row.mediator != caller.person:
            raise UnknownError
        return withdraw(session, caller, leave, number, now)
    Reach(caller, OVERSEERS).someone(whole(session), row.mediator)
    if answer.verdict == "refus":
        return refuse(session, caller, leave, number, answer=answer.answer, now=now)
    return grant(
        session, caller, leave, number, answer=answer.answer, knowing=answer.knowing, now=now
    )


def withdraw(session: Session, caller: Caller, leave: str, number: int, now: datetime) -> LeaveRow:
    """
    Take back a request that nobody has answered, in a `writing` session.

    UnknownError: no such request; PassedError: it was answered meanwhile; ConflictError: it is
    answered, and only a responsable or RH may change granted leave.
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
    now: datetime,
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
    now: datetime,
) -> LeaveRow:
    """
    Grant a request, in a `writing` session: it becomes an absence of the association.

    `knowing`: the slots of the published shifts that it breaks, as they were shown. The shifts stay
    published until the month is planned again without the person.

    ConflictError: the leave now breaks other shifts than `knowing`, which must be looked at first;
    WrongValuesError: the association doesn't allow the absence, or it would last too long (see
    `check_length`). See `withdraw` for the others.
    """
    row = _waiting_request(session, leave, number)
    association, span = whole(session), span_of(row)
    person = association.mediator_of.get(row.mediator)
    if person is not None and row.kind == AbsenceKind.LEAVE:
        check_length(association, person, span, row.end)
    slots = broken_slots(association, row.mediator, span)
    if set(slots) != set(knowing):
        many = plural(len(slots), "service publié", "services publiés")
        raise ConflictError(
            "services_publies",
            f"Cette absence défait {many} ({', '.join(slots) or 'aucun'}) : regardez ce qu’elle "
            "défait, puis accordez-la en les nommant dans « knowing ».",
        )
    # In this transaction: a granted request and its absence are there together, or neither is.
    absence = {"mediator": row.mediator, "start": row.start, "end": row.end, "kind": row.kind}
    try:
        add(session, ROWS["absences"], absence, by=caller.user)
    except RefusedRowsError as error:
        raise WrongValuesError.of(error.faults) from None
    return _end(session, caller, row, LeaveState.GRANTED, "accorder", answer=answer, now=now)


def of(session: Session, mediator: str) -> list[LeaveRow]:
    """Return a person's requests, the last asked first."""
    query = select(LeaveRow).where(LeaveRow.mediator == mediator)
    return list(session.scalars(query.order_by(LeaveRow.requested.desc(), LeaveRow.id)))


def get(session: Session, leave: str) -> LeaveRow:
    """Return a request; UnknownError if there is none."""
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


def waiting(session: Session, people: Collection[str]) -> list[LeaveRow]:
    """Return the requests of these people that nobody has answered, the oldest first."""
    query = select(LeaveRow).where(*_waits(people))
    return list(session.scalars(query.order_by(LeaveRow.requested, LeaveRow.id)))


def count_waiting(session: Session, caller: Caller, _now: datetime) -> int:
    """Return how many requests wait for a caller's answer."""
    people = Reach(caller, OVERSEERS).people(whole(session))
    return session.scalar(select(func.count()).select_from(LeaveRow).where(*_waits(people))) or 0


def answered(session: Session, people: Collection[str], limit: int) -> list[LeaveRow]:
    """Return the requests of these people that were granted or refused, the last answer first."""
    query = select(LeaveRow).where(LeaveRow.mediator.in_(people), LeaveRow.state.in_(ANSWERED))
    return list(session.scalars(query.order_by(LeaveRow.decided.desc(), LeaveRow.id).limit(limit)))


def _waits(people: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return LeaveRow.mediator.in_(people), LeaveRow.state == LeaveState.ASKED.value


def _waiting_request(session: Session, leave: str, number: int) -> LeaveRow:
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
    now: datetime,
) -> LeaveRow:
    row.state = state.value
    row.number += 1
    row.answer = answer.strip()
    row.decided = now
    row.decided_by = caller.user
    session.flush()
    person = whole(session).mediator_of.get(row.mediator)
    agency = "" if person is None else person.agency
    note_deed(session, caller, action, "conge", row.id, agency=agency)
    _record(session, row, now, answered=True)
    if state is not LeaveState.WITHDRAWN:
        queue_leave_letter(session, row, by=caller.person, now=now)
    return row


def _record(session: Session, row: LeaveRow, now: datetime, *, answered: bool) -> None:
    of = whole(session)
    fact = request_fact(of, "leave", row.id, row.mediator, row.state, answered=answered)
    record(session, fact, now=now)


KIND = "conge"


def queue_leave_letter(session: Session, row: LeaveRow, *, by: str, now: datetime) -> bool:
    """Queue the mail on leave that was granted or refused; return whether it was queued."""
    verdict = {LeaveState.GRANTED: "accordée", LeaveState.REFUSED: "refusée"}[LeaveState(row.state)]
    if row.mediator == by:
        return False
    when = _stretch(row.start, row.end)
    lines = [f"Votre demande de congé {when} est {verdict}.", ""]
    lines += [f"Réponse : {row.answer}", ""] if row.answer else []
    return write_to(
        session,
        row.mediator,
        key=f"{KIND}:{row.id}:{row.state}",
        kind=KIND,
        subject=f"Demande de congé {verdict} : {when}",
        lines=lines,
        until=None,
        opens="/moi/conges",
        now=now,
    )


def _stretch(start: str, end: str) -> str:
    """Write from when to when: `le 24 décembre`, `du 24 au 26`, with hours where there are."""
    if start == end:
        return f"le {_moment(start)}"
    return f"du {_moment(start)} au {_moment(end)}"


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return long_date(moment.date()) + (f" à {moment:%H:%M}" if "T" in text else "")
