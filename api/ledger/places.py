"""Couverture publiée: each slot as a publication showed it, and how many held it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from api.holes import coverage_of
from api.ledger.subjects import at_once
from api.store.tables.ledger import PublishedSlotRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.ledger.coming import Coming
    from scheduler.domain.rota import Rota


def slots_of(rota: Rota, label: str) -> list[dict[str, Any]]:
    """Return the slots of a month's rota: people needed, and those who count towards them."""
    found = []
    for slot in rota.problem.slots:
        cover = coverage_of(rota, slot)
        found.append(
            {
                "id": slot.id,
                "month": label,
                "dispositif": slot.dispositif,
                "agency": slot.agency,
                "site": slot.site,
                "kind": slot.kind.value,
                "start": slot.span.start,
                "end": slot.span.end,
                "minimum": cover.minimum,
                "target": cover.target,
                "held": cover.have,
            }
        )
    return found


def places_differ(session: Session, rota: Rota, label: str) -> bool:
    """Whether the slots of a rota aren't those that are published, with as many people."""
    mine = PublishedSlotRow.__table__.columns
    known = {
        row.id: row._asdict() for row in session.execute(select(*mine).where(mine.month == label))
    }
    for one in slots_of(rota, label):
        there = known.get(one["id"], {})
        if any(there.get(name) != value for name, value in one.items()):
            return True
    return False


def write_slots(session: Session, number: int, coming: Coming) -> None:
    """Replace the month's slots of what is published; those that are no more go with it."""
    if coming.rota is None:
        return
    mine = PublishedSlotRow.__table__.columns
    of_month = select(mine.id).where(mine.month == coming.label)
    if coming.dispositifs:
        of_month = of_month.where(mine.dispositif.in_(sorted(coming.dispositifs)))
    rows = slots_of(coming.rota, coming.label)
    gone = {*session.scalars(of_month), *(row["id"] for row in rows)}
    for some in at_once(sorted(gone)):
        session.execute(delete(PublishedSlotRow).where(mine.id.in_(some)))
    if rows:
        session.execute(insert(PublishedSlotRow), [{**row, "publication": number} for row in rows])
