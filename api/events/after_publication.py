"""Write down that a month was published or amended, in the transaction of the publication."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.data.stored.association import read
from api.database.tables.ledger import EntryRow, PublicationRow, SubjectRow
from api.events.facts import EventType, Fact, record
from api.month.places.hooks import Hook
from api.settings import Settings


def hook(_settings: Settings) -> Hook:
    """Return what runs in the transaction of every publication."""
    return announce


@dataclass
class _Part:
    """What a publication changes in one agency."""

    dispositifs: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    changes: int = 0


def announce(session: Session, publication: PublicationRow) -> None:
    """Write one event for each agency that a publication is about: each reads its own."""
    record(
        session,
        *(
            Fact(
                type=_type(session, publication, part.dispositifs),
                data={
                    "month": f"{publication.month:%Y-%m}",
                    "publication": publication.number,
                    "agency": agency,
                    "dispositifs": sorted(part.dispositifs),
                    "people": sorted(part.people),
                    "changes": part.changes,
                },
                agency=agency,
                dispositifs=part.dispositifs,
            )
            for agency, part in sorted(_parts(session, publication).items())
        ),
        now=publication.made,
    )


def _parts(session: Session, publication: PublicationRow) -> dict[str, _Part]:
    rows = session.execute(
        select(EntryRow.agency, EntryRow.dispositif, SubjectRow.mediator)
        .join(SubjectRow, SubjectRow.id == EntryRow.subject)
        .where(EntryRow.publication == publication.number)
    ).all()
    parts: dict[str, _Part] = defaultdict(_Part)
    for agency, dispositif, person in rows:
        parts[agency].dispositifs.add(dispositif)
        parts[agency].changes += 1
        if person is not None:
            parts[agency].people.add(person)
    if not parts:
        # Nobody's shift changes: the slots themselves do, or what calendars show besides.
        for each in read(session).dispositifs:
            if not publication.dispositifs or each.id in publication.dispositifs:
                parts[each.agency].dispositifs.add(each.id)
    return parts


def _type(session: Session, publication: PublicationRow, dispositifs: set[str]) -> EventType:
    earlier = session.scalars(
        select(PublicationRow.dispositifs).where(
            PublicationRow.month == publication.month, PublicationRow.number < publication.number
        )
    )
    again = any(not theirs or dispositifs & set(theirs) for theirs in earlier)
    return EventType.AMENDED if again else EventType.PUBLISHED
