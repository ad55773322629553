"""Calendriers: the month of a rota as iCal files, per person, site and dispositif."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calendars.ical import dispositif_feed, person_feed, site_feed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.planning.names import Names
    from calendars.published import Published as Event
    from scheduler.domain.rota import Rota


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
