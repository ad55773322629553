"""
Put a database's own uids in place of those that a folder makes up, and back; check a folder's.

A folder derives uids from person and slot, so that the same month gives the same file. In a
database that would show a family where someone works, and find an erased person by her id: there
they are made from the register's random subject, and calendars keep those that they know.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.data.association import Published, Revision
from api.data.errors import Faults
from api.database.tables.feeds import FeedEventRow
from api.database.tables.ledger import PublishedRow, SubjectRow
from api.ledger.subjects import at_once, known_subjects, subjects_of, uid_of
from api.planning.published_shifts import derived_uid
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


class _Event(NamedTuple):
    """The shift of a uid: its person (None: erased), its slot and its month (`2026-12`)."""

    mediator: str | None
    slot: str
    month: str

    @property
    def key(self) -> tuple[str | None, str]:
        return self.mediator, self.slot


def check_events(
    session: Session, months: Mapping[str, Sequence[Published]], faults: Faults
) -> None:
    """
    Note the events of a history that contradict what the register has published.

    Months are checked in order, each replacing what is published of it (see
    `append.import_history`). A shift keeps the uid by which calendars know it, and a uid keeps its
    shift.
    """
    events = _standing(session)
    uids = {event.key: uid for uid, event in events.items()}
    before = dict(events)
    for month in sorted(months):
        rows = {(row.worked.mediator, row.worked.duty.id): row.uid for row in months[month]}
        # A uid that a folder makes up is unknown to calendars here: what is published has its own.
        rows = {
            key: uids.get(key, uid) if uid == derived_uid(*key) else uid
            for key, uid in rows.items()
        }
        for uid, event in before.items():
            # What is of nobody any more stays: no file speaks of it.
            if event.month == month and event.mediator is not None and event.key not in rows:
                del events[uid], uids[event.key]
        for key, uid in rows.items():
            registered = uids.setdefault(key, uid)
            there = events.setdefault(registered, _Event(*key, month))
            if registered != uid:
                expected = f"{registered}, que le registre donne à ce service"
            elif there != _Event(*key, month):
                expected = f"un autre : le registre l’a pour {there.slot} en {there.month}"
            else:
                continue
            shown = f"{uid} ({', '.join(key)})"
            faults.add(f"{month}.csv", column="uid", received=shown, expected=expected)


def _standing(session: Session) -> dict[str, _Event]:
    columns = select(PublishedRow.uid, SubjectRow.mediator, PublishedRow.slot, PublishedRow.month)
    rows = session.execute(columns.join(SubjectRow, SubjectRow.id == PublishedRow.subject))
    return {uid: _Event(mediator, slot, month) for uid, mediator, slot, month in rows}
