"""
Send queued mails by SMTP, and notifications to phones, each at least once, in a thread of its own.

A mail is claimed in a short transaction, sent outside any, and noted as sent in another one. If a
process dies after it sent a mail and before it noted so, the mail is sent again, with the same
`Message-ID`.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event, Thread

import structlog
from sqlalchemy import Engine

from api.database.queue import keep_sending
from api.database.tables.mail import MailRow
from api.mail.line import Line
from api.mail.push.sending import Pushes
from api.mail.queue import claim, given_up, put_off, sent
from api.mail.refusals import RefusedError
from api.privacy.retention import OVER, end_mails
from api.settings import Settings

log = structlog.get_logger("courriels")


def start(engine: Engine, settings: Settings, stop_event: Event) -> Thread:
    """
    Send what is queued, in a thread that ends soon after `stop_event` is set.

    Several processes may send: a mail is claimed by one at a time. Without a mail server in the
    settings, mails stay queued until they are of no use, but mails with a link that opens an
    account are ended at once; notifications leave all the same.
    """
    look = partial(_look, engine, settings, stop_event)
    return keep_sending("courriels", look, stop_event, log)


def _look(engine: Engine, settings: Settings, stop_event: Event) -> None:
    end_mails(engine, settings, datetime.now(UTC))
    send_due(engine, settings, stopped=stop_event.is_set)


def send_due(
    engine: Engine,
    settings: Settings,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """
    Send all that is due now, over one connection; return how many mails left.

    A mail that the server refuses for now, or for which no server answers, is put off: a minute,
    two, four… an hour at most, for as many days as the settings say, but not after what it
    announces is over. If no server answers, the other mails stay as they are.
    """
    count = 0
    with Line(settings) as line, Pushes(engine, settings) as pushes:
        while not stopped():
            mail = claim(engine, now(), mails=settings.sends_mail)
            if mail is None:
                break
            try:
                _check_age(mail, settings, now())
                (pushes if mail.push else line).send(mail)
            except RefusedError as error:
                end = given_up if error.final else put_off
                end(engine, mail, now(), error.reason)
                log.warning(
                    "courriel_refuse",
                    mail=mail.id,
                    kind=mail.kind,
                    tries=mail.tries,
                    final=error.final,
                    reason=error.reason,
                )
                if error.down:
                    break
            else:
                sent(engine, mail, now())
                count += 1
                log.info("courriel_envoye", mail=mail.id, kind=mail.kind, tries=mail.tries)
    return count


def _check_age(mail: MailRow, settings: Settings, now: datetime) -> None:
    if mail.made + timedelta(days=settings.smtp_days) < now:
        raise RefusedError(f"pas parti en {settings.smtp_days} jours", final=True)
    if mail.until is not None and mail.until <= now:
        raise RefusedError(OVER, final=True)
