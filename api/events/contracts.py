"""Write down which people's contracts have ended, once each, however late the service looks."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.data.stored.association import read
from api.events.facts import EventType, Fact, written
from api.settings import Settings
from scheduler.domain.time import civil_day


def ends_unsaid(session: Session, settings: Settings, now: datetime) -> list[Fact]:
    """
    Return what is to be written of contracts that have ended.

    A contract that another follows the next day hasn't ended anybody's work. Ends older than events
    are kept are nobody's news: those of an association that was just imported stay unsaid.
    """
    today = civil_day(now)
    first = today - timedelta(days=settings.event_days)
    facts = [
        Fact(
            type=EventType.LEFT,
            data={"person": person.id, "end": end.isoformat()},
            agency=person.agency,
            dispositifs=person.dispositifs,
            key=f"{EventType.LEFT}:{person.id}:{end}",
        )
        for person in read(session).mediator_of.values()
        for end in (contract.end for contract in person.contracts)
        if end is not None and first < end < today
        if person.contract_on(end + timedelta(days=1)) is None
    ]
    said = written(session, [fact.key for fact in facts])
    return [fact for fact in facts if fact.key not in said]
