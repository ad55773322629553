"""Write a month as iCal files, one for each person, site and dispositif."""

from collections import defaultdict
from collections.abc import Iterator

from api.export.file_names import slug
from api.export.month.bundle import Month
from calendars.events import Event
from calendars.ical.feeds import dispositif_feed, person_feed, site_feed


def documents(month: Month) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each person's, site's and dispositif's calendar."""
    names, shown = month.names, month.events
    problem = month.rota.problem
    people = {m.id: m.name for m in problem.mediators}
    events_of: dict[str, list[Event]] = defaultdict(list)
    for event in shown:
        events_of[event.mediator].append(event)
    for mediator in sorted(events_of):
        content = person_feed(mediator, events_of[mediator], names=names, people=people)
        yield f"calendriers/personnes/{slug(mediator)}.ics", content
    for site in sorted({s.site for s in problem.slots if s.site}):
        content = site_feed(site, shown, names=names, people=people)
        yield f"calendriers/sites/{slug(site)}.ics", content
    for dispositif in sorted({s.dispositif for s in problem.slots}):
        content = dispositif_feed(dispositif, shown, names=names, people=people)
        yield f"calendriers/dispositifs/{slug(dispositif)}.ics", content
