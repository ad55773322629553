"""Calendriers: the month of a rota as iCal files, per person, site and dispositif."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from api.publication import SPACE
from calendars.ical import dispositif_feed, person_feed, site_feed
from calendars.published import Published as Event
from calendars.published import key_of, of_rota

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from api.association import Published
    from api.names import Names
    from scheduler.domain.rota import Rota


def events(rota: Rota, rows: Iterable[Published], now: datetime) -> tuple[Event, ...]:
    """
    Return the month's events.

    `rows` are those of its publication, real or to come: shifts have their identity and revision
    from them. Trainings and absences, which aren't published by us, have ids made from what they
    are, the same each time.
    """
    known = {(row.worked.mediator, row.worked.duty.id): row for row in rows}
    found = []
    for mediator, what in of_rota(rota):
        key = key_of(mediator, what)
        row = known.get((mediator, key[2])) if key[1] == "poste" else None
        created = (row.created if row else None) or now
        found.append(
            Event(
                uid=row.uid if row else str(uuid.uuid5(SPACE, "\n".join(key))),
                mediator=mediator,
                what=what,
                sequence=row.sequence if row else 0,
                created=created,
                modified=max(created, (row.changed if row else None) or now),
            )
        )
    return tuple(found)


def feeds(rota: Rota, found: tuple[Event, ...], names: Names) -> Iterator[tuple[str, str, bytes]]:
    """Yield kind (`personnes`, `sites`, `dispositifs`), id and content of each calendar."""
    people = {m.id: m.name for m in rota.problem.mediators}
    mine: dict[str, list[Event]] = {}
    for one in found:
        mine.setdefault(one.mediator, []).append(one)
    for mediator in sorted(mine):
        content = person_feed(mediator, mine[mediator], names=names, people=people)
        yield "personnes", mediator, content
    for site in sorted({s.site for s in rota.problem.slots if s.site}):
        yield "sites", site, site_feed(site, found, names=names, people=people)
    for dispositif in sorted({s.dispositif for s in rota.problem.slots}):
        yield (
            "dispositifs",
            dispositif,
            dispositif_feed(dispositif, found, names=names, people=people),
        )
