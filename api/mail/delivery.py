"""Say how each person learns of a publication, before it is made and after, and whom to call."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.database.tables.ledger import PublicationRow
from api.database.tables.mail import MailRow
from api.feeds.reading.receipts import Receipt, receipts_of
from api.french.words import short_date
from api.mail.after_publication import Announcement, ChangedPerson, people_of, people_with
from api.mail.queue import usable
from scheduler.domain.time import PARIS


class Post(StrEnum):
    """
    What becomes of the mail.

    NONE: the change is far enough away for the calendar. DUE: it leaves with the publication.
    NO_ACCOUNT, NO_ADDRESS: it is due, and there is nobody to write to, or nowhere. NO_SERVER: it is
    due, and this installation sends no mail.
    """

    NONE = "aucun"
    DUE = "prevu"
    WAITING = "en_attente"
    SENT = "envoye"
    FAILED = "non_remis"
    NO_ACCOUNT = "sans_compte"
    NO_ADDRESS = "sans_adresse"
    NO_SERVER = "sans_serveur"


MAIL = {
    Post.DUE: "un courriel part",
    Post.WAITING: "courriel en attente d’envoi",
    Post.SENT: "courriel envoyé",
    Post.FAILED: "courriel non remis",
    Post.NO_SERVER: "aucun serveur de courriel n’est réglé",
    Post.NO_ADDRESS: "sans adresse de courriel",
    Post.NO_ACCOUNT: "sans compte, donc sans courriel",
    Post.NONE: "changement lointain, pas de courriel",
}
"""What each is called in French."""

LEAVES = frozenset({Post.DUE, Post.WAITING, Post.SENT})
"""The mail has left, or will."""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """
    How one person learns of a publication.

    `feeds`: their subscriptions to their own calendar; `read`: when one of these first fetched the
    publication, or a later one. `mail` and `mailed`: what became of the mail, and when; `error`:
    why it wasn't sent. `urgent`: a change is near; `first`: the month is new to them. `made`: the
    publication is (else it would be).
    """

    mediator: str
    urgent: bool
    first: bool = False
    feeds: int = 0
    read: datetime | None
    mail: Post
    mailed: datetime | None = None
    error: str = ""
    made: bool = True

    @property
    def to_tell(self) -> bool:
        """
        Whether someone has to inform the person by other means.

        No calendar has read it, and no mail leaves although a change is near, or nothing would ever
        reach the person: no calendar is subscribed to.
        """
        if self.read is not None or self.mail in LEAVES:
            return False
        return (self.urgent and self.mail is not Post.NONE) or not self.feeds

    @property
    def calendar_words(self) -> str:
        """Say in French what the person's calendar does."""
        if self.read is not None:
            return f"lu le {_when(self.read)} par l’agenda"
        if not self.feeds:
            return "sans agenda abonné"
        return "pas encore lu par son agenda" if self.made else "son agenda suit"

    @property
    def mail_words(self) -> str:
        """Say in French what becomes of the mail."""
        if self.mail is Post.SENT and self.mailed is not None:
            return f"{MAIL[Post.SENT]} le {_when(self.mailed)}"
        if self.mail is Post.FAILED:
            return f"{MAIL[Post.FAILED]} ({self.error})"
        # It was due, and is long over: neither it nor why it never left is kept.
        gone = self.mail is Post.NONE and (self.urgent or self.first)
        return "aucune trace d’un courriel" if gone else MAIL[self.mail]

    @property
    def words(self) -> str:
        """Say all of it: `lu le 02/11/2026 à 08:15 par l’agenda ; courriel envoyé le …`."""
        words = f"{self.calendar_words} ; {self.mail_words}"
        return f"{words} : à prévenir autrement" if self.to_tell else words


def delivery(
    session: Session, publication: PublicationRow, *, sends: bool = True
) -> tuple[Delivery, ...]:
    """
    Return how each person whom a publication changes something for learnt of it, by id.

    `sends`: whether this installation has a mail server; without one, queued mails never leave.
    """
    people = people_of(session, publication)
    of_it = (MailRow.publication == publication.number, MailRow.push == "")
    mails = session.scalars(select(MailRow).where(*of_it))
    return _deliveries(session, people, mails, publication.number, sends=sends)


def expected(
    session: Session,
    changes: Mapping[str, list[dict[str, Any]]],
    announcement: Announcement | None = None,
    *,
    sends: bool,
) -> tuple[Delivery, ...]:
    """
    Return how each person would learn of a publication that isn't made yet (see `delivery`).

    `changes`: what it would announce to each (see `api.ledger.notices.changes_to_tell`);
    `announcement`: of which month (None: of none that is new).
    """
    return _deliveries(session, people_with(session, changes, announcement), (), None, sends=sends)


def _deliveries(
    session: Session,
    people: Iterable[ChangedPerson],
    mails: Iterable[MailRow],
    publication: int | None,
    *,
    sends: bool,
) -> tuple[Delivery, ...]:
    by_user = {mail.user: mail for mail in mails}
    there = tuple(people)
    seen = {
        receipt.mediator: receipt
        for receipt in receipts_of(session, (each.mediator for each in there), publication)
    }
    return tuple(
        _delivery(
            person,
            None if person.user is None else by_user.get(person.user.id),
            seen[person.mediator],
            made=publication is not None,
            sends=sends,
        )
        for person in there
    )


def _delivery(
    person: ChangedPerson, mail: MailRow | None, receipt: Receipt, *, made: bool, sends: bool
) -> Delivery:
    post, mailed, error = Post.NONE, None, "" if mail is None else mail.error
    if mail is not None and mail.sent is not None:
        post, mailed, error = Post.SENT, mail.sent, ""
    elif mail is not None and mail.given_up is not None:
        post, mailed = Post.FAILED, mail.given_up
    elif mail is not None:
        post = Post.WAITING if sends else Post.NO_SERVER
    elif person.due and person.user is None:
        post = Post.NO_ACCOUNT
    elif person.due and person.user is not None and not usable(person.user.email):
        post = Post.NO_ADDRESS
    elif person.due and not made:
        post = Post.DUE if sends else Post.NO_SERVER
    return Delivery(
        mediator=person.mediator,
        urgent=person.urgent,
        first=person.first,
        feeds=receipt.feeds,
        read=receipt.seen,
        mail=post,
        mailed=mailed,
        error=error,
        made=made,
    )


def _when(instant: datetime) -> str:
    local = instant.astimezone(PARIS)
    return f"{short_date(local.date())} à {local:%H:%M}"
