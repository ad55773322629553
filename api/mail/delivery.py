"""Say how each person learnt of a publication, and whom someone has to tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from api.database.tables.mail import MailRow
from api.feeds.reading.receipts import receipts
from api.french.words import short_date
from api.mail.after_publication import people_of
from api.mail.queue import usable
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from api.database.tables.ledger import PublicationRow
    from api.feeds.reading.receipts import Receipt
    from api.mail.after_publication import ChangedPerson


class Post(StrEnum):
    """
    What became of the mail.

    NONE: the change is far enough away for the calendar. NO_ADDRESS: it was due, and there is
    nobody to write to. NO_SERVER: it was due, and this installation sends no mail.
    """

    NONE = "aucun"
    WAITING = "en_attente"
    SENT = "envoye"
    FAILED = "non_remis"
    NO_ADDRESS = "sans_adresse"
    NO_SERVER = "sans_serveur"


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """
    How one person learnt of a publication.

    `feeds`: their subscriptions to their own calendar; `read`: when one of these first fetched the
    publication, or a later one. `mail` and `mailed`: what became of the mail, and when; `error`:
    why it wasn't sent. `urgent`: a change is near.
    """

    mediator: str
    urgent: bool
    feeds: int = 0
    read: datetime | None
    mail: Post
    mailed: datetime | None = None
    error: str = ""

    @property
    def to_tell(self) -> bool:
        """Whether someone has to tell the person by other means."""
        return self.read is None and self.mail in (
            Post.FAILED,
            Post.NO_ADDRESS,
            Post.NO_SERVER,
        )

    @property
    def words(self) -> str:
        """Say it in French: `lu le 02/11/2026 à 08:15 par l’agenda ; courriel envoyé le …`."""
        parts = [f"lu le {_when(self.read)} par l’agenda"] if self.read else []
        match self.mail:
            case Post.SENT if self.mailed:
                parts.append(f"courriel envoyé le {_when(self.mailed)}")
            case Post.WAITING:
                parts.append("courriel en attente d’envoi")
            case Post.FAILED:
                parts.append(f"courriel non remis ({self.error})")
            case Post.NO_SERVER:
                parts.append("aucun serveur de courriel n’est réglé : à prévenir autrement")
            case Post.NO_ADDRESS:
                parts.append("sans adresse de courriel : à prévenir autrement")
        if self.read is None and self.mail is not Post.SENT:
            parts.insert(0, "pas encore vu" if self.feeds else "pas encore vu, sans agenda abonné")
        return " ; ".join(parts)


def delivery(
    session: Session, publication: PublicationRow, *, sends: bool = True
) -> tuple[Delivery, ...]:
    """
    Return how each person whom a publication changes something for learnt of it, by id.

    `sends`: whether this installation has a mail server; without one, queued mails never leave.
    """
    people = people_of(session, publication.number)
    mails = {
        mail.user: mail
        for mail in session.scalars(
            select(MailRow).where(MailRow.publication == publication.number)
        )
    }
    seen = {receipt.mediator: receipt for receipt in receipts(session, publication.number)}
    return tuple(
        _delivery(person, mails, seen.get(person.mediator), sends=sends) for person in people
    )


def _delivery(
    person: ChangedPerson, mails: Mapping[str, MailRow], receipt: Receipt | None, *, sends: bool
) -> Delivery:
    mail = None if person.user is None else mails.get(person.user.id)
    post, mailed, error = Post.NONE, None, ""
    if mail is not None and mail.sent is not None:
        post, mailed = Post.SENT, mail.sent
    elif mail is not None and mail.given_up is not None:
        post, mailed, error = Post.FAILED, mail.given_up, mail.error
    elif mail is not None:
        post, error = Post.WAITING if sends else Post.NO_SERVER, mail.error
    elif person.urgent and (person.user is None or not usable(person.user.email)):
        post = Post.NO_ADDRESS
    return Delivery(
        mediator=person.mediator,
        urgent=person.urgent,
        feeds=0 if receipt is None else receipt.feeds,
        read=None if receipt is None else receipt.seen,
        mail=post,
        mailed=mailed,
        error=error,
    )


def _when(instant: datetime) -> str:
    local = instant.astimezone(PARIS)
    return f"{short_date(local.date())} à {local:%H:%M}"
