"""Verify a database's register, and the tables derived from it that the service reads."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.database.counters import LEDGER, number
from api.database.tables.ledger import EntryRow, PublicationRow, PublishedRow, SubjectRow
from api.french.plural import plural
from api.ledger.lines import FIELDS
from api.ledger.subjects import subject_id
from api.ledger.verifying.export import register
from api.ledger.verifying.register import Verification, verify

SHOWN = 10
"""Differences listed one by one; the others are counted."""


def verify_database(session: Session, expected: str = "") -> Verification:
    """
    Verify the register, then the assignments derived from its entries, and its subjects.

    An erased subject is no fault: it names nobody any more.
    """
    checked = verify(register(session), expected)
    lost = session.scalars(
        select(EntryRow.publication)
        .where(EntryRow.publication.not_in(select(PublicationRow.number)))
        .distinct()
    ).all()
    for publication in lost:
        checked.fault(
            publication, f"des lignes d’une publication n° {publication} qui n’existe pas"
        )
    _compare(checked, session)
    _subjects(checked, session)
    counted = number(session, LEDGER)
    if counted != checked.count:
        checked.fault(
            0, f"le compteur dit {plural(counted, 'publication')}, le registre en a {checked.count}"
        )
    return checked


def _compare(checked: Verification, session: Session) -> None:
    columns = PublishedRow.__table__.columns
    rows: dict[str, dict[str, Any]] = {}
    for row in session.execute(select(*columns)):
        fields = {name: getattr(row, name) for name in FIELDS}
        rows[row.uid] = {**fields, "publication": row.publication}
        if row.month != row.start[:7]:
            checked.fault(row.publication, f"affectation {row.uid} : mois {row.month} inexact")
    wrong = [
        uid for uid in {*rows, *checked.published} if rows.get(uid) != checked.published.get(uid)
    ]
    for uid in sorted(wrong)[:SHOWN]:
        last = (checked.published.get(uid) or rows[uid])["publication"]
        what = (
            "n’est dans aucune publication"
            if uid not in checked.published
            else "manque dans ce qui est publié"
            if uid not in rows
            else "n’est pas comme le registre la donne"
        )
        checked.fault(last, f"affectation {uid} : elle {what}")
    if len(wrong) > SHOWN:
        rest = plural(len(wrong) - SHOWN, "autre affectation", "autres affectations")
        checked.fault(0, f"n’est pas exact non plus : {rest}")


def _subjects(checked: Verification, session: Session) -> None:
    registered = set()
    for row in session.scalars(select(SubjectRow)):
        registered.add(row.id)
        erased = row.mediator is None and row.salt is None
        if not erased and subject_id(row.salt or "", row.mediator or "") != row.id:
            checked.fault(0, f"sujet {row.id} : ce n’est pas la personne que le registre nomme")
    named = session.scalars(select(EntryRow.subject).distinct())
    for subject in sorted(set(named) - registered):
        checked.fault(0, f"sujet {subject} : le registre le nomme et il n’est plus là")
