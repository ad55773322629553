"""
Queue mails to people who have a new month, or whose shifts change too soon for a calendar alone.

They are queued in the transaction of the publication: both are kept, or neither.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.data.stored.association import read
from api.database.tables.access import UserRow
from api.database.tables.ledger import EntryRow, PublicationRow, SubjectRow
from api.french.words import of_month
from api.ledger.history import notified_changes
from api.ledger.subjects import at_once
from api.mail.queue import Mail, put, usable
from api.mail.words import is_to_come, letter_of
from api.month.places.database import Hook
from api.planning.names import names_of
from api.settings import Settings

KIND = "changement"


def hook(settings: Settings) -> Hook:
    """Return what runs in the transaction of every publication."""
    return partial(queue, settings=settings)


@dataclass(frozen=True, kw_only=True)
class ChangedPerson:
    """
    A person whom a publication changes something for; `user` is None without an account.

    `urgent`: some change is near. `first`: it is the first of its month that gives them a shift,
    and one is to come.
    """

    mediator: str
    changes: list[dict[str, Any]]
    urgent: bool
    first: bool
    user: UserRow | None

    @property
    def due(self) -> bool:
        """Whether a mail is due to them."""
        return self.urgent or self.first


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """What announces a month at an instant: the publication `number`, or one to be made (None)."""

    month: date
    made: datetime
    number: int | None = None


def queue(
    session: Session,
    publication: PublicationRow,
    *,
    settings: Settings,
    now: datetime | None = None,
) -> int:
    """
    Queue the mails of a publication, in the publication's transaction; return how many.

    Whoever has a new month gets one, and whoever has changes within the notice due or within
    `urgent_hours`, of shifts that haven't begun (see `api.ledger.notices`). A person without an
    account or a valid address gets none: the responsable has to inform them (see
    `api.mail.delivery`).
    """
    names = names_of(read(session))
    count = 0
    for person in people_of(session, publication):
        if person.user is None or not usable(person.user.email):
            continue
        first = of_month(publication.month) if person.first else ""
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
                until=_last_end(letter.listed),
                opens="/moi",
            ),
            now,
        )
    return count


def _people_before(session: Session, announcement: Announcement) -> frozenset[str | None]:
    """Return the people of earlier publications of the same month."""
    earlier = (
        select(SubjectRow.mediator)
        .join(EntryRow, EntryRow.subject == SubjectRow.id)
        .join(PublicationRow, PublicationRow.number == EntryRow.publication)
        .where(PublicationRow.month == announcement.month)
        .distinct()
    )
    if announcement.number is not None:
        earlier = earlier.where(PublicationRow.number < announcement.number)
    return frozenset(session.scalars(earlier))


def _last_end(changes: Iterable[Mapping[str, Any]]) -> datetime:
    """Return the end of the last shift of these changes, as shifts were and as they are."""
    shifts = [change[which] for change in changes for which in ("old", "new")]
    return max(datetime.fromisoformat(shift["end"]) for shift in shifts if shift is not None)


def people_of(session: Session, publication: PublicationRow) -> list[ChangedPerson]:
    """Return the people whom a publication changes something for, by id, but those erased since."""
    announcement = Announcement(
        month=publication.month, made=publication.made, number=publication.number
    )
    return people_with(session, notified_changes(session, publication.number), announcement)


def people_with(
    session: Session, changes: Mapping[str, list[dict[str, Any]]], announcement: Announcement | None
) -> list[ChangedPerson]:
    """
    Return people with what changes for each (see `api.ledger.notices`), and their accounts.

    `announcement`: by which publication (None: no month is new to anybody).
    """
    accounts: dict[str, UserRow] = {}
    for some in at_once(sorted(changes)):
        query = select(UserRow).where(UserRow.person.in_(some), UserRow.closed.is_(None))
        for user in session.scalars(query.order_by(UserRow.id)):
            if user.person not in accounts or not usable(accounts[user.person].email):
                accounts[user.person] = user
    earlier = _people_before(session, announcement) if announcement else frozenset()
    return [
        ChangedPerson(
            mediator=who,
            changes=theirs,
            urgent=any(change["urgent"] for change in theirs),
            first=announcement is not None
            and who not in earlier
            and _begins(theirs, announcement.made),
            user=accounts.get(who),
        )
        for who, theirs in sorted(changes.items())
    ]


def _begins(changes: Collection[Mapping[str, Any]], made: datetime) -> bool:
    """Whether changes only add shifts, of which one is to come."""
    added = all(change["old"] is None for change in changes)
    return added and any(is_to_come(change, made) for change in changes)


def mailable(session: Session) -> frozenset[str]:
    """Return the people whose account has an address to which mail can be sent."""
    rows = session.execute(
        select(UserRow.person, UserRow.email).where(UserRow.closed.is_(None), UserRow.person != "")
    )
    return frozenset(person for person, email in rows if usable(email))
