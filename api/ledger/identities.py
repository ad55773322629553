"""
Put a database's own uids in place of those that a folder makes up, and back.

A folder derives uids from person and slot, so that the same month gives the same file. In a
database that would show a family where someone works, and find an erased person by her id: there
they are made from the register's random subject, and calendars keep those that they know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.data.association import Published, Revision
from api.database.tables.feeds import FeedEventRow
from api.ledger.subjects import at_once, known_subjects, subjects_of, uid_of
from api.planning.publication import derived_uid
from calendars.events import new_uid


def guessable(row: Published) -> bool:
    """Whether a row has the uid that a folder gives."""
    return row.uid == derived_uid(row.worked.mediator, row.worked.duty.id)


def with_register_uids(
    rows: Iterable[Published], published: Iterable[Published]
) -> tuple[Published, ...]:
    """Return a folder's rows; those that are published get the register's uid, not the folder's."""
    uids = {(row.worked.mediator, row.worked.duty.id): row.uid for row in published}
    return tuple(
        replace(row, uid=uids.get((row.worked.mediator, row.worked.duty.id), row.uid))
        if guessable(row)
        else row
        for row in rows
    )


def private_revisions(
    session: Session,
    month_change: Iterable[Revision],
    previous: Iterable[Revision],
    *,
    imported: bool,
) -> tuple[Revision, ...]:
    """
    Return the revisions of trainings and absences to keep, without uids that can be guessed.

    An event that is published, or that a feed has shown, keeps its uid. Any other gets a random
    uid, or one made from the subject if it is `imported`, so that it comes out of the database as
    it went in. Call it in a `writing` session: imported people without a subject get one.
    """
    known = {revision.key: revision.uid for revision in previous}
    revisions = [
        replace(revision, uid=known.get(revision.key, revision.uid))
        if revision.uid == derived_uid(*revision.key)
        else revision
        for revision in month_change
    ]
    new = {
        revision.key
        for revision in revisions
        if revision.uid == derived_uid(*revision.key) and revision.key not in known
    }
    shown = _shown(session, {who for who, _, _ in new})
    subjects = subjects_of(session, (who for who, _, _ in new)) if imported else {}
    uids = {
        key: shown.get(key) or (uid_of(subjects[key[0]], *key[1:]) if imported else new_uid())
        for key in new
    }
    return tuple(
        replace(revision, uid=uids.get(revision.key, revision.uid)) for revision in revisions
    )


def folder_rows(
    session: Session, months: Mapping[str, tuple[Published, ...]]
) -> dict[str, tuple[Published, ...]]:
    """
    Return published months as a folder holds them: uids made from subjects are its own again.

    What was imported from a folder comes out as it went in, and importing it again changes nothing.
    """
    subjects = known_subjects(
        session, {row.worked.mediator for rows in months.values() for row in rows}
    )
    return {month: tuple(_own_uid(row, subjects) for row in rows) for month, rows in months.items()}


def folder_revisions(session: Session, revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    """Return revisions of trainings and absences as a folder holds them (see `folder_rows`)."""
    kept = tuple(revisions)
    subjects = known_subjects(session, {revision.mediator for revision in kept})
    return tuple(
        replace(revision, uid=derived_uid(*revision.key))
        if revision.mediator in subjects
        and revision.uid == uid_of(subjects[revision.mediator], *revision.key[1:])
        else revision
        for revision in kept
    )


def _own_uid(row: Published, subjects: Mapping[str, str]) -> Published:
    who, slot = row.worked.mediator, row.worked.duty.id
    private = uid_of(subjects[who], slot)
    return replace(row, uid=derived_uid(who, slot)) if row.uid == private else row


def _shown(session: Session, people: Iterable[str]) -> dict[tuple[str, str, str], str]:
    """Return the uids under which feeds have shown events of these people; the last one counts."""
    uids: dict[tuple[str, str, str], str] = {}
    table = FeedEventRow
    for some in at_once(sorted(set(people))):
        rows = session.execute(
            select(table.owner, table.kind, table.about, table.uid)
            .where(table.owner.in_(some))
            .order_by(table.created, table.uid)
        )
        uids |= {(row.owner, row.kind, row.about): row.uid for row in rows}
    return uids
