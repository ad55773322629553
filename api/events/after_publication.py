"""Write down that a month was published or amended, in the transaction of the publication."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.data.stored.association import read
from api.database.tables.ledger import EntryRow, PublicationRow, SubjectRow
from api.events.facts import EventType, Fact, record
from api.month.places.database import Hook
from api.settings import Settings


def hook(_settings: Settings) -> Hook:
    """Return what runs in the transaction of every publication."""
    return announce


def announce(session: Session, publication: PublicationRow) -> None:
    """Write one event for each agency that a publication is about: each reads its own."""
    changes = session.execute(
        select(EntryRow.agency, EntryRow.dispositif, SubjectRow.mediator)
        .join(SubjectRow, SubjectRow.id == EntryRow.subject)
        .where(EntryRow.publication == publication.number)
    ).all()
    own: dict[str, set[str]] = defaultdict(set)
    for agency, dispositif, _ in changes:
        own[agency].add(dispositif)
    if not own:
        # Nobody's shift changes: the slots themselves do, or what calendars show besides.
        for each in read(session).dispositifs:
            if not publication.dispositifs or each.id in publication.dispositifs:
                own[each.agency].add(each.id)
    facts = []
    for agency, dispositifs in sorted(own.items()):
        people = [person for of, _, person in changes if of == agency]
        data = {
            "month": f"{publication.month:%Y-%m}",
            "publication": publication.number,
            "agency": agency,
            "dispositifs": sorted(dispositifs),
            "people": sorted({person for person in people if person}),
            "changes": len(people),
        }
        type_ = _type(session, publication, dispositifs)
        facts.append(Fact(type=type_, data=data, agency=agency, dispositifs=dispositifs))
    record(session, *facts, now=publication.made)


def _type(session: Session, publication: PublicationRow, dispositifs: set[str]) -> EventType:
    earlier = session.scalars(
        select(PublicationRow.dispositifs).where(
            PublicationRow.month == publication.month, PublicationRow.number < publication.number
        )
    )
    again = any(not theirs or dispositifs & set(theirs) for theirs in earlier)
    return EventType.AMENDED if again else EventType.PUBLISHED
