"""Read the hours for which a caller answers: what waits for them, what was confirmed lately."""

from collections.abc import Collection
from contextlib import closing
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.reach import OVERSEERS, Reach
from api.asking.errors import UnknownError
from api.data.association import Association
from api.database.tables.asking import WorkedRow
from api.hours.service import is_last, log
from api.hours.worked import Kind
from api.ledger.history import whole


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
