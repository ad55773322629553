"""
Queue mails to people whose shifts a publication changes so soon that a calendar is not enough.

They are queued in the transaction of the publication: both are kept, or neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.data.stored.association import read
from api.database.tables.access import UserRow
from api.database.tables.ledger import EntryRow, PublicationRow, SubjectRow
from api.french.words import of_month
from api.ledger.publications import notified_changes
from api.ledger.subjects import at_once
from api.mail.queue import Mail, put, usable
from api.mail.words import letter_of
from api.month.places.hooks import Hook
from api.planning.names import names_of
from api.settings import Settings

KIND = "changement"


def hook(settings: Settings) -> Hook:
    """Return what runs in the transaction of every publication."""
    return partial(queue, settings=settings)


@dataclass(frozen=True, kw_only=True)
class ChangedPerson:
    """A person whom a publication changes something for; `user` is None without an account."""

    mediator: str
    changes: list[dict[str, Any]]
    urgent: bool
    user: UserRow | None


def queue(
    session: Session,
    publication: PublicationRow,
    *,
    settings: Settings,
    now: datetime | None = None,
) -> int:
    """
    Queue the mails of a publication, in the publication's transaction; return how many.

    A mail lists changes that come within the notice due or within `urgent_hours`, of shifts that
    haven't begun (see `api.ledger.notices`). A person without an account or a valid address gets
    none: the responsable has to inform them (see `api.mail.delivery`).
    """
    names = names_of(read(session))
    earlier, month = _people_before(session, publication), of_month(publication.month)
    count = 0
    for person in people_of(session, publication.number):
        if person.user is None or not usable(person.user.email):
            continue
        stood = any(change["old"] is not None for change in person.changes)
        first = "" if stood or person.mediator in earlier else month
        letter = letter_of(
            person.changes,
            when=publication.made,
            names=names,
            link=settings.shown_url,
            first=first,
        )
        if letter is None:
            continue
        count += put(
            session,
            Mail(
                key=f"{KIND}:{publication.number}:{person.user.id}",
                kind=KIND,
                user=person.user.id,
                address=person.user.email,
                subject=letter.subject,
                body=letter.body,
                publication=publication.number,
                until=_last_end(change for change in person.changes if change["urgent"]),
                opens="/moi",
            ),
            now,
        )
    return count


def _people_before(session: Session, publication: PublicationRow) -> frozenset[str | None]:
    """Return the people of earlier publications of the same month."""
    earlier = (
        select(SubjectRow.mediator)
        .join(EntryRow, EntryRow.subject == SubjectRow.id)
        .join(PublicationRow, PublicationRow.number == EntryRow.publication)
        .where(
            PublicationRow.month == publication.month, PublicationRow.number < publication.number
        )
        .distinct()
    )
    return frozenset(session.scalars(earlier))


def _last_end(changes: Iterable[Mapping[str, Any]]) -> datetime:
    """Return the end of the last shift of these changes, as shifts were and as they are."""
    shifts = [change[which] for change in changes for which in ("old", "new")]
    return max(datetime.fromisoformat(shift["end"]) for shift in shifts if shift is not None)


def people_of(session: Session, publication: int) -> list[ChangedPerson]:
    """Return the people whom a publication changes something for, by id, but those erased since."""
    return people_with(session, notified_changes(session, publication))


def people_with(
    session: Session, changes: Mapping[str, list[dict[str, Any]]]
) -> list[ChangedPerson]:
    """Return people with what changes for each (see `api.ledger.notices`), and their accounts."""
    accounts: dict[str, UserRow] = {}
    for some in at_once(sorted(changes)):
        query = select(UserRow).where(UserRow.person.in_(some), UserRow.closed.is_(None))
        for user in session.scalars(query.order_by(UserRow.id)):
            if user.person not in accounts or not usable(accounts[user.person].email):
                accounts[user.person] = user
    return [
        ChangedPerson(
            mediator=who,
            changes=theirs,
            urgent=any(change["urgent"] for change in theirs),
            user=accounts.get(who),
        )
        for who, theirs in sorted(changes.items())
    ]


def mailable(session: Session) -> frozenset[str]:
    """Return the people whose account has an address to which mail can be sent."""
    rows = session.execute(
        select(UserRow.person, UserRow.email).where(UserRow.closed.is_(None), UserRow.person != "")
    )
    return frozenset(person for person, email in rows if usable(email))
