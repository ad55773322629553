"""A publication that tells some people something, written by hand."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.database.base import new_id
from api.database.engine import writing
from api.database.tables.access import UserRow
from api.database.tables.ledger import EntryRow, PublicationRow, ReceiptRow, SubjectRow
from tests.api.mail.made import NOON

DAY = {"start": "2026-11-26T09:00+01:00", "end": "2026-11-26T16:30+01:00", "site": "place"}
FAR = {"start": "2026-12-24T09:00+01:00", "end": "2026-12-24T16:30+01:00", "site": "place"}


def change(new: dict[str, str] = DAY, *, urgent: bool = True) -> dict[str, Any]:
    return {
        "change": "+",
        "uid": "u",
        "slot": "P-J",
        "dispositif": "P",
        "kind": "travail",
        "old": None,
        "new": new,
        "days": 2,
        "urgent": urgent,
    }


def publication(session: Session, number: int = 1, note: str = "") -> PublicationRow:
    """Add a publication."""
    row = PublicationRow(
        number=number,
        month=date(2026, 11, 1),
        origin="publication",
        made_by="0" * 32,
        made=NOON + timedelta(minutes=number),
        note=note,
        fingerprint="",
        entries=0,
        previous="",
        hash=f"{number}",
    )
    session.add(row)
    session.flush()
    return row


def tell(session: Session, person: str | None, *changes: dict[str, Any], number: int = 1) -> None:
    """Add what a publication tells someone (None: forgotten since)."""
    there = sa.select(SubjectRow).where(SubjectRow.mediator == person)
    subject = session.scalar(there) or SubjectRow(id=new_id(), mediator=person)
    session.add(subject)
    session.flush()
    count = session.scalar(sa.select(sa.func.count()).select_from(EntryRow)) or 0
    for position, _ in enumerate(changes):
        session.add(
            EntryRow(
                publication=number,
                position=count + position,
                change="+",
                uid=f"{subject.id}{count + position}",
                subject=subject.id,
                slot="P-J",
                dispositif="P",
                agency="ville",
                site="place",
                kind="travail",
                start=DAY["start"],
                end=DAY["end"],
            )
        )
    urgent = any(change["urgent"] for change in changes)
    session.add(
        ReceiptRow(publication=number, subject=subject.id, changes=list(changes), urgent=urgent)
    )


def user(engine: Engine, person: str, email: str, *, closed: bool = False) -> str:
    """Add an account, and return its id."""
    with writing(engine) as session:
        row = UserRow(email=email, name="Essai", person=person, made=NOON)
        row.closed = NOON if closed else None
        session.add(row)
        session.flush()
        return row.id
