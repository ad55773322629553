"""Write down which people's contracts have ended, once each, however late the service looks."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.data.stored.association import read
from api.events.facts import EventType, Fact, record, written
from api.settings import Settings
from scheduler.domain.time import PARIS

Ends = dict[str, Fact]


def ends_unsaid(session: Session, settings: Settings, now: datetime) -> Ends:
    """
    Return what is to be written of contracts that have ended, by key.

    A contract that another follows the next day hasn't ended anybody's work. Ends older than events
    are kept are nobody's news: those of an association that was just imported stay unsaid.
    """
    today = now.astimezone(PARIS).date()
    first = today - timedelta(days=settings.event_days)
    facts: Ends = {}
    for person in read(session).mediator_of.values():
        ends = [contract.end for contract in person.contracts if contract.end is not None]
        for end in ends:
            if first < end < today and person.contract_on(end + timedelta(days=1)) is None:
                key = f"{EventType.LEFT}:{person.id}:{end}"
                facts[key] = Fact(
                    type=EventType.LEFT,
                    data={"person": person.id, "end": end.isoformat()},
                    agency=person.agency,
                    dispositifs=person.dispositifs,
                    key=key,
                )
    said = written(session, facts)
    return {key: fact for key, fact in facts.items() if key not in said}


def record_ends(session: Session, settings: Settings, now: datetime) -> None:
    """Write the ends of contracts that weren't yet, in a `writing` session."""
    record(session, *ends_unsaid(session, settings, now).values(), now=now)
