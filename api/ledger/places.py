"""Keep each slot as a publication showed it, with how many people held it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from api.database.tables.ledger import PublishedSlotRow
from api.ledger.subjects import at_once
from api.planning.month_change import MonthChange
from scheduler.domain.people import Mediator
from scheduler.domain.posts import posts_of
from scheduler.domain.problem import Assignment, as_posted


def slots_of(month_change: MonthChange) -> list[dict[str, Any]]:
    """
    Return the slots to publish, with the people needed and the people who count.

    All who are published on a slot count, also those that the rota leaves aside (`month_change`).
    """
    if month_change.rota is None:
        return []
    problem, people = month_change.rota.problem, month_change.rota.problem.mediator_of
    if month_change.association is not None:
        people = {**month_change.association.mediator_of, **people}
    teams: dict[str, list[Mediator]] = defaultdict(list)
    for row in month_change.after:
        slot = problem.slot_of.get(row.worked.duty.id)
        person = people.get(row.worked.mediator)
        if slot is None or person is None:
            continue
        settled = Assignment(person.id, slot.id) in problem.settled
        teams[slot.id].append(as_posted(person, slot) if settled else person)
    slots = []
    for slot in problem.slots:
        posts = posts_of(slot, teams[slot.id])
        slots.append(
            {
                "id": slot.id,
                "month": month_change.label,
                "dispositif": slot.dispositif,
                "agency": slot.agency,
                "site": slot.site,
                "kind": slot.kind.value,
                "start": slot.span.start,
                "end": slot.span.end,
                "minimum": posts.minimum,
                "target": posts.target,
                "holders": posts.have,
                "under": posts.under,
            }
        )
    return slots


def places_differ(session: Session, month_change: MonthChange) -> bool:
    """Whether the slots to publish, or how many people hold them, differ from those published."""
    of_month = select(PublishedSlotRow).where(PublishedSlotRow.month == month_change.label)
    row_of = {row.id: row for row in session.scalars(of_month)}
    return any(
        getattr(row_of.get(slot["id"]), name, None) != value
        for slot in slots_of(month_change)
        for name, value in slot.items()
    )


def write_slots(session: Session, number: int, month_change: MonthChange) -> None:
    """Replace the published slots of the month; slots that no longer exist are deleted."""
    if month_change.rota is None:
        return
    columns = PublishedSlotRow.__table__.columns
    of_month = select(columns.id).where(columns.month == month_change.label)
    if month_change.dispositifs:
        of_month = of_month.where(columns.dispositif.in_(sorted(month_change.dispositifs)))
    rows = slots_of(month_change)
    gone = {*session.scalars(of_month), *(row["id"] for row in rows)}
    for some in at_once(sorted(gone)):
        session.execute(delete(PublishedSlotRow).where(columns.id.in_(some)))
    if rows:
        session.execute(insert(PublishedSlotRow), [{**row, "publication": number} for row in rows])
