"""Send mails as messages, over a connection that is opened again where it broke."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Self

from api.database.tables.mail import MailRow
from api.mail.queue import one_line
from api.mail.refusals import RefusedError, refused, unreachable
from api.settings import Settings

NAME = "Roulement"


class Line:
    """A connection to the mail server, opened for the first mail and again where it broke."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._hang_up()

    def send(self, mail: MailRow) -> None:
        """Send one mail (RefusedError: the server didn't take the mail)."""
        message = message_of(mail, self.settings.smtp_from)
        if self.smtp is not None:
            try:
                self._hand_over(message, mail.address)
            except smtplib.SMTPServerDisconnected:
                self._hang_up()  # servers end a connection after so many mails: once more
            else:
                return
        try:
            self.smtp = self._dial()
        except OSError as error:
            raise unreachable(error) from error
        try:
            self._hand_over(message, mail.address)
        except smtplib.SMTPServerDisconnected as error:
            self._hang_up()
            # It spoke to us a moment ago: this mail may be the cause, the others get their turn.
            raise RefusedError(unreachable(error).reason) from error

    def try_out(self) -> None:
        """
        Open the connection, without sending a mail.

        Raises RefusedError: the server can't be talked to, or refuses us.
        """
        try:
            self.smtp = self._dial()
            self.smtp.ehlo_or_helo_if_needed()
        except OSError as error:
            raise unreachable(error) from error

    def _hand_over(self, message: EmailMessage, address: str) -> None:
        """Send a mail over the open connection; raise SMTPServerDisconnected if it is lost."""
        smtp = self.smtp
        if smtp is None or smtp.sock is None:
            raise smtplib.SMTPServerDisconnected
        try:
            smtp.send_message(message, self.settings.smtp_from, [address])
        except smtplib.SMTPServerDisconnected:
            raise
        except smtplib.SMTPException as error:
            raise refused(error) from error
        except TimeoutError as error:
            self._hang_up()
            raise unreachable(error) from error
        except OSError as error:
            raise smtplib.SMTPServerDisconnected from error

    def _dial(self) -> smtplib.SMTP:
        to = self.settings
        if to.smtp_security == "implicit":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                to.smtp_host, to.smtp_port, timeout=to.smtp_seconds, context=_context()
            )
        else:
            smtp = smtplib.SMTP(to.smtp_host, to.smtp_port, timeout=to.smtp_seconds)
        try:
            if to.smtp_security == "starttls":
                smtp.starttls(context=_context())
            if to.smtp_user:
                smtp.login(to.smtp_user, to.smtp_password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _hang_up(self) -> None:
        smtp, self.smtp = self.smtp, None
        if smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()


def _context() -> ssl.SSLContext:
    """Return the TLS context that checks a server's certificate against those of this machine."""
    return ssl.create_default_context()


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
