"""Name people in the register by subjects, so that forgetting one breaks no hash."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from api.database.base import new_id
from api.database.tables.ledger import CalendarRevisionRow, SubjectRow
from api.planning.published_shifts import derived_uid

AT_ONCE = 500
"""Ids in one query: databases bound the number of parameters."""

DIGITS = 32
"""Hexadecimal digits of a subject."""


def at_once(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut ids into groups, each small enough for one query."""
    for first in range(0, len(ids), AT_ONCE):
        yield ids[first : first + AT_ONCE]


def subjects_of(session: Session, people: Iterable[str]) -> Mapping[str, str]:
    """Return the subject of each person, giving one to those who have none (in a write)."""
    wanted = sorted(set(people))
    registered = known_subjects(session, wanted)
    salts = {who: new_id() for who in wanted if who not in registered}
    new = {who: subject_id(salt, who) for who, salt in salts.items()}
    if new:
        rows = [{"id": new[who], "mediator": who, "salt": salt} for who, salt in salts.items()]
        session.execute(insert(SubjectRow), rows)
    return {**registered, **new}


def subject_id(salt: str, mediator: str) -> str:
    """Return a person's subject: a digest that only the salt ties to them."""
    return sha256(f"{salt}\n{mediator}".encode()).hexdigest()[:DIGITS]


def known_subjects(session: Session, people: Iterable[str]) -> Mapping[str, str]:
    """Return the subjects of those of these people who have one."""
    subjects: dict[str, str] = {}
    for some in at_once(sorted(set(people))):
        rows = session.execute(
            select(SubjectRow.mediator, SubjectRow.id).where(SubjectRow.mediator.in_(some))
        )
        subjects |= {who: subject for who, subject in rows if who is not None}
    return subjects


def uid_of(subject: str, *about: str) -> str:
    """
    Return the uid of a person's event, the same each time: `about` is as in `derived_uid`.

    Made from the random subject: nobody outside can guess it, and once a person is forgotten,
    nobody can find whose it was.
    """
    return derived_uid(subject, *about)


def forget(session: Session, mediator: str) -> str | None:
    """
    Cut the link between a person and what the register says of them; return their subject.

    Their published shifts stay, but belong to nobody; every hash stays valid. The revisions of
    their trainings and absences are deleted. None: the register never named them.
    """
    subject = session.scalar(select(SubjectRow.id).where(SubjectRow.mediator == mediator))
    session.execute(delete(CalendarRevisionRow).where(CalendarRevisionRow.mediator == mediator))
    if subject is not None:
        gone = update(SubjectRow).where(SubjectRow.id == subject)
        session.execute(gone.values(mediator=None, salt=None))
    return subject


def forgotten(session: Session) -> frozenset[str]:
    """Return the subjects of those who were forgotten."""
    return frozenset(session.scalars(select(SubjectRow.id).where(SubjectRow.mediator.is_(None))))
