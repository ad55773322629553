"""Say of a person whether they are there: who has left, who arrives, whose contract ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.data.rows.people import PersonRow
from api.data.stored.association import read
from api.french.words import short_date
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from api.data.rows.columns import Kind, Row
    from scheduler.domain.people import Mediator


def presence(person: Mediator | None, today: date) -> str:
    """Write it in a few words (empty: there, without an end in sight)."""
    contracts = sorted(person.contracts, key=lambda c: c.start) if person else []
    if not contracts:
        return ""
    if contracts[0].start > today:
        return f"arrivée le {short_date(contracts[0].start)}"
    last = contracts[-1].end
    if last is None:
        return ""
    return f"{'départ le' if last < today else 'jusqu’au'} {short_date(last)}"


def remarks_of(kind: Kind, session: Session, now: datetime) -> Callable[[Row], str]:
    """Return what writes a remark on each row of a kind: of people, whether they are there."""
    if kind.model is not PersonRow:
        return lambda _: ""
    people, today = read(session).mediator_of, now.astimezone(PARIS).date()
    return lambda row: presence(people.get(str(row.__dict__["id"])), today)
