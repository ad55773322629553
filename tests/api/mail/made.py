"""Mails that tests queue."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from api.database.engine import reading, writing
from api.database.tables.mail import MailRow
from api.mail.queue import Mail, put

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def mail(key: str = "a", **others: Any) -> Mail:
    values = {
        "kind": "changement",
        "address": "ada@exemple.fr",
        "subject": "Été à vérifier",
        "body": "Cœur\n",
        **others,
    }
    return Mail(key=key, **values)


def queue(engine: Engine, *mails: Mail) -> None:
    with writing(engine) as session:
        for mail in mails:
            put(session, mail, NOON)


def row(engine: Engine, key: str = "a") -> MailRow:
    with reading(engine) as session:
        return session.scalars(sa.select(MailRow).where(MailRow.key == key)).one()
