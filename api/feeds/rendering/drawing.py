"""Write the bytes of one feed from the events that it shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from api.feeds.kinds import NO_ALARM, FeedKind, Key
from calendars.events import Event, key_of
from calendars.ical.feeds import (
    busy_feed,
    dispositif_feed,
    person_feed,
    site_feed,
    standby_feed,
    team_feed,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from api.feeds.rendering.sources import Item, Sources


def draw(
    key: Key,
    items: Iterable[Item],
    events: Mapping[tuple[str, str, str], Event],
    sources: Sources,
) -> bytes:
    """Write a feed of what it shows, each with its revision."""
    shown = [events[key_of(item.owner, item.what)] for item in items]
    names, people, since, of = sources.names, sources.people, sources.since, key.target
    match key.kind:
        case FeedKind.PERSON:
            alarm = None if key.alarm == NO_ALARM else key.alarm
            return person_feed(of, shown, names=names, people=people, since=since, alarm=alarm)
        case FeedKind.BUSY:
            return busy_feed(of, shown, names=names, people=people, since=since)
        case FeedKind.SITE:
            return site_feed(of, shown, names=names, people=people, since=since)
        case FeedKind.DISPOSITIF:
            return dispositif_feed(of, shown, names=names, people=people, since=since)
        case FeedKind.TEAM:
            team = sources.team(of)
            shown = [replace(event, company=event.company.among(team)) for event in shown]
            return team_feed(of, team, shown, names=names, people=people, since=since)
        case FeedKind.STANDBY:
            return standby_feed(of, shown, names=names, people=people, since=since)
