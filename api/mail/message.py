"""Write a queued mail as the message that travels: UTF-8, quoted-printable, the same each time."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from api.mail.queue import one_line

if TYPE_CHECKING:
    from api.database.tables.mail import MailRow

NAME = "Roulement"


def message_of(mail: MailRow, sender: str) -> EmailMessage:
    """
    Build the message.

    The same mail gives the same bytes: a second sending, after a crash between sending and
    writing that it was sent, has the same `Message-ID` and mail programs show it once.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{NAME} <{sender}>"
    message["To"] = one_line(mail.address)
    message["Subject"] = one_line(mail.subject)
    message["Date"] = format_datetime(mail.made)
    message["Message-ID"] = message_id(mail.id, sender)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body, charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = "fr"
    return message


def message_id(mail: str, sender: str) -> str:
    """Return the identity of a mail on the Internet, from its id and the sender's domain."""
    return f"<{mail}@{sender.rpartition('@')[2]}>"
