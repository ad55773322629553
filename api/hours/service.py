"""
Record the hours worked of each shift: nothing is overwritten, a correction is another line.

And read those for which a caller answers: what waits for them, what was confirmed lately.
"""

from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.journal import note
from api.access.reach import OVERSEERS, Reach
from api.asking.errors import ConflictError, PassedError, WrongValuesError
from api.data.association import Association
from api.database.base import new_id
from api.database.tables.asking import WorkedRow
from api.events.facts import EventType, record, request_fact
from api.hours.entry import Entry, EntryContext, checked
from api.hours.worked import Kind, WorkedDuty, apply, breaks_json, done_of
from api.ledger.history import whole
from api.month.errors import Wrong


def current_entries(
    session: Session,
    *,
    months: Collection[str] | None = None,
    people: Collection[str] | None = None,
) -> list[WorkedRow]:
    """Return the last line of each duty that has an entry, by start and person."""
    query = select(WorkedRow).where(is_last())
    if months is not None:
        query = query.where(WorkedRow.month.in_(months))
    if people is not None:
        query = query.where(WorkedRow.mediator.in_(people))
    order = (WorkedRow.start, WorkedRow.mediator, WorkedRow.id)
    return list(session.scalars(query.order_by(*order)))


def is_last() -> ColumnElement[bool]:
    """Return what the last line of a duty is: none replaces it."""
    later = aliased(WorkedRow)
    return ~select(later.id).where(later.replaces == WorkedRow.id).exists()


def log(session: Session, root: str) -> list[WorkedRow]:
    """Return all lines on one duty, the first line first; UnknownError if there is none."""
    query = select(WorkedRow).where(WorkedRow.root == root).order_by(WorkedRow.number)
    lines = list(session.scalars(query))
    if not lines:
        raise UnknownError
    return lines


def enter(
    session: Session,
    caller: Caller,
    mediator: str,
    entry: Entry,
    *,
    confirmed: bool = False,
    now: datetime,
) -> WorkedRow:
    """
    Record the hours worked of a duty that has no entry yet, in a `writing` session.

    `confirmed`: a responsable or RH enters it. WrongValuesError if a value is wrong, ConflictError
    if the shift has an entry already: correct that one.
    """
    if entry.kind is Kind.CANCELLED:
        text = "conforme, travail, intervention ou absent : rien n’est encore saisi"
        raise WrongValuesError([Wrong(field="kind", received=entry.kind.value, expected=text)])
    said = current_entries(session, people=[mediator])
    before = next((row for row in said if entry.uid and row.uid == entry.uid), None)
    if before is not None and before.kind != Kind.CANCELLED:
        raise ConflictError(
            "heures_deja_saisies",
            "Les heures de ce service sont déjà saisies : corrigez-les.",
        )
    return _write(
        session, caller, mediator, entry, said=said, before=before, confirmed=confirmed, now=now
    )


def correct(
    session: Session,
    caller: Caller,
    root: str,
    number: int,
    entry: Entry,
    *,
    confirmed: bool = False,
    now: datetime,
) -> WorkedRow:
    """
    Correct the entry of a duty, in a `writing` session; the earlier lines can still be read.

    `number`: the line that the correction starts from. A person's own correction of what a
    responsable or RH confirmed is refused: they are to be asked.

    UnknownError: no such line; PassedError: someone else corrected it meanwhile; WrongValuesError:
    a value is wrong, or the correction is about another shift; ConflictError: it was confirmed, and
    the correction isn't.
    """
    last = _last(session, root, number)
    _check_open(last, confirmed=confirmed)
    if entry.uid not in ("", last.uid) or (not entry.uid and last.uid):
        text = last.uid or "rien : ce travail n’était pas prévu"
        raise WrongValuesError([Wrong(field="uid", received=entry.uid, expected=text)])
    said = current_entries(session, people=[last.mediator])
    return _write(
        session, caller, last.mediator, entry, said=said, before=last, confirmed=confirmed, now=now
    )


def confirm(session: Session, caller: Caller, root: str, number: int, now: datetime) -> WorkedRow:
    """
    Confirm an entry, as a responsable or RH: this adds a line with the same hours.

    ConflictError if it is confirmed already, or was taken back; see `correct` for the others.
    """
    last = _last(session, root, number)
    if last.confirmed_by:
        raise ConflictError("heures_confirmees", "Ces heures sont déjà confirmées.")
    if last.kind == Kind.CANCELLED:
        raise ConflictError("heures_annulees", "Ces heures ont été retirées : rien à confirmer.")
    return _add(session, caller, last, done_of(last), why=last.why, confirmed=True, now=now)


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """
    What a confirmation of several hours did.

    `rows`: the lines that it wrote. `left`: what was changed or confirmed meanwhile, hence left as
    it is: its last line, and why.
    """

    rows: tuple[WorkedRow, ...]
    left: tuple[tuple[WorkedRow, str], ...]


def confirm_several(
    session: Session,
    caller: Caller,
    lines: Iterable[tuple[str, int]],
    now: datetime,
) -> Confirmed:
    """
    Confirm hours, each named by its first line and the number of its last, in a `writing` session.

    What was changed meanwhile is left as it is: somebody has to read it first. UnknownError if
    there is no such line.
    """
    rows: list[WorkedRow] = []
    left: list[tuple[WorkedRow, str]] = []
    for root, number in dict(lines).items():  # a line that is named twice is confirmed once
        try:
            rows.append(confirm(session, caller, root, number, now))
        except (ConflictError, PassedError) as error:
            left.append((log(session, root)[-1], str(error)))
    return Confirmed(rows=tuple(rows), left=tuple(left))


def cancel(
    session: Session,
    caller: Caller,
    root: str,
    number: int,
    *,
    confirmed: bool = False,
    now: datetime,
) -> WorkedRow:
    """
    Take back an entry, in a `writing` session: the published shift counts again.

    ConflictError if it was confirmed and the caller may not, or was taken back already, or the
    shift as published would overlap other hours entered; see `correct` for the others.
    """
    last = _last(session, root, number)
    _check_open(last, confirmed=confirmed)
    if last.kind == Kind.CANCELLED:
        raise ConflictError("heures_annulees", "Ces heures ont déjà été retirées.")
    if last.uid and last.kind != Kind.AS_PLANNED:
        others = [
            row for row in current_entries(session, people=[last.mediator]) if row.root != root
        ]
        entry = Entry(kind=Kind.AS_PLANNED, uid=last.uid)
        try:
            checked(entry, last.mediator, _context(session, others, now), root=root)
        except WrongValuesError as error:
            if any(wrong.field == "start" for wrong in error.wrong):
                raise ConflictError(
                    "heures_en_conflit",
                    "Le service tel que publié chevauche d’autres heures saisies : corrigez-les "
                    "d’abord.",
                ) from None
    done = done_of(last)
    taken = WorkedDuty(
        root=root, mediator=done.mediator, uid=done.uid, duty=done.duty, kind=Kind.CANCELLED
    )
    return _add(session, caller, last, taken, why="", confirmed=confirmed, now=now)


def _last(session: Session, root: str, number: int) -> WorkedRow:
    last = log(session, root)[-1]
    if last.number != number:
        raise PassedError(last.number, number)
    return last


def _check_open(last: WorkedRow, *, confirmed: bool) -> None:
    if last.confirmed_by and not confirmed:
        raise ConflictError(
            "heures_confirmees",
            "Ces heures ont été confirmées : demandez à votre responsable de les corriger.",
        )


def _context(session: Session, said: Sequence[WorkedRow], now: datetime) -> EntryContext:
    association = whole(session)
    months = association.history
    worked = apply(months, map(done_of, said))
    return EntryContext(association=association, months=months, worked=worked, now=now)


def _write(
    session: Session,
    caller: Caller,
    mediator: str,
    entry: Entry,
    *,
    said: Sequence[WorkedRow],
    before: WorkedRow | None,
    confirmed: bool,
    now: datetime,
) -> WorkedRow:
    others = [row for row in said if before is None or row.root != before.root]
    root = new_id() if before is None else before.root
    done = checked(entry, mediator, _context(session, others, now), root=root)
    return _add(session, caller, before, done, why=entry.why, confirmed=confirmed, now=now)


def _add(
    session: Session,
    caller: Caller,
    before: WorkedRow | None,
    done: WorkedDuty,
    *,
    why: str,
    confirmed: bool,
    now: datetime,
) -> WorkedRow:
    """Write the line that follows `before` (None: the first line)."""
    duty = done.duty
    row = WorkedRow(
        id=done.root if before is None else new_id(),
        root=done.root,
        number=1 if before is None else before.number + 1,
        mediator=done.mediator,
        month=done.month,
        uid=done.uid,
        duty=duty.id,
        kind=done.kind.value,
        nature=duty.kind.value,
        dispositif=duty.dispositif,
        agency=duty.agency,
        site=duty.site,
        start=duty.span.start,
        end=duty.span.end,
        breaks=breaks_json(duty.breaks),
        why=why,
        replaces=None if before is None else before.id,
        entered_by=caller.user,
        entered=now,
        confirmed_by=caller.user if confirmed else "",
    )
    session.add(row)
    session.flush()
    action = "saisir" if before is None else "corriger"
    if done.kind is Kind.CANCELLED:
        action = "retirer"
    elif confirmed and before is not None and done == done_of(before):
        action = "confirmer"
    detail = {"mois": row.month, "ligne": row.number, "genre": row.kind}
    note(session, caller, action, "heures", row.root, agency=row.agency, detail=detail)
    _record(session, row)
    return row


def _record(session: Session, row: WorkedRow) -> None:
    """Write down what a line did: whether the person was there is nobody's news."""
    answers = bool(row.confirmed_by) or row.kind == Kind.CANCELLED
    state = "retire" if row.kind == Kind.CANCELLED else "confirme" if answers else "saisi"
    fact = request_fact(whole(session), "hours", row.root, row.mediator, state, answered=answers)
    fact = replace(fact, data={**fact.data, "line": row.number, "month": row.month})
    facts = [fact] if row.number > 1 or not answers else []
    if state == "confirme":
        data = {name: fact.data[name] for name in ("id", "line", "person", "month")}
        facts.append(replace(fact, type=EventType.CONFIRMED, data=data))
    record(session, *facts, now=row.entered)


def answers_for(reach: Reach, row: WorkedRow, people: Collection[str]) -> bool:
    """Whether a caller answers for the person, or for the dispositif of what they did."""
    return _answers(reach, row.mediator, row.agency, row.dispositif, people)


def log_for(session: Session, reach: Reach, association: Association, root: str) -> list[WorkedRow]:
    """Return all lines on one duty, if a caller answers for it; UnknownError if not."""
    rows = log(session, root)
    # Of all whom the caller answers for, only this person matters: many logs may be asked for.
    person = association.mediator_of.get(rows[-1].mediator)
    theirs = () if person is None or not reach.person(person) else (person.id,)
    if not answers_for(reach, rows[-1], theirs):
        raise UnknownError
    return rows


def waiting(session: Session, reach: Reach, association: Association) -> list[WorkedRow]:
    """Return the hours entered that nobody has confirmed, for whom one answers, oldest first."""
    people = reach.people(association)
    query = select(WorkedRow).where(*_open())
    rows = session.scalars(query.order_by(WorkedRow.start, WorkedRow.mediator, WorkedRow.id))
    return [row for row in rows if answers_for(reach, row, people)]


def count_waiting(session: Session, caller: Caller, _now: datetime) -> int:
    """Return how many hours wait for a caller's confirmation."""
    reach = Reach(caller, OVERSEERS)
    people = reach.people(whole(session))
    of = (WorkedRow.mediator, WorkedRow.agency, WorkedRow.dispositif)
    query = select(*of, func.count().label("hours")).where(*_open()).group_by(*of)
    return sum(
        row.hours
        for row in session.execute(query)
        if _answers(reach, row.mediator, row.agency, row.dispositif, people)
    )


def confirmed(
    session: Session, reach: Reach, association: Association, limit: int
) -> list[WorkedRow]:
    """Return the hours that were confirmed or corrected by who answers for them, last first."""
    people = reach.people(association)
    query = (
        select(WorkedRow)
        .where(is_last(), WorkedRow.confirmed_by != "")
        .order_by(WorkedRow.entered.desc(), WorkedRow.start.desc(), WorkedRow.id)
    )
    lines = session.scalars(query.execution_options(yield_per=max(limit, 1)))
    with closing(lines):  # read by pieces: a year has tens of thousands
        return list(islice((row for row in lines if answers_for(reach, row, people)), limit))


def _open() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a last line that nobody has confirmed nor taken back."""
    return is_last(), WorkedRow.confirmed_by == "", WorkedRow.kind != Kind.CANCELLED.value


def _answers(
    reach: Reach, person: str, agency: str, dispositif: str, people: Collection[str]
) -> bool:
    return (bool(agency) and reach.area(agency, dispositif)) or person in people
