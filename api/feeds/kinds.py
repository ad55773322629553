"""Kinds of feeds, and what each is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FeedKind(StrEnum):
    """
    What a feed shows.

    PERSON: one's own shifts, training and absences. BUSY: when one works, for the family. SITE,
    DISPOSITIF: who is posted there. TEAM: where the people of a dispositif work, there or
    elsewhere (those whom `personnes` lets be posted on it). STANDBY: who is on call for a
    dispositif, and when nobody is.
    """

    PERSON = "personne"
    BUSY = "occupation"
    SITE = "site"
    DISPOSITIF = "dispositif"
    TEAM = "equipe"
    STANDBY = "astreinte"


PERSONAL = frozenset({FeedKind.PERSON, FeedKind.BUSY})
"""Those that show one person, and that this person alone may have."""

SHARED = frozenset(FeedKind) - PERSONAL

NO_ALARM = -1
"""How `feed_bytes` writes that there is no alarm: a key has no null."""


@dataclass(frozen=True, order=True)
class Key:
    """What makes the bytes of a feed; `alarm` in minutes before a shift (`NO_ALARM`: none)."""

    kind: FeedKind
    target: str
    alarm: int = NO_ALARM


def key_of(kind: str, target: str, alarm: int | None) -> Key:
    """Return the key of a subscription: only one's own feed has alarms."""
    feed_kind = FeedKind(kind)
    own = alarm is not None and feed_kind is FeedKind.PERSON
    return Key(feed_kind, target, alarm if own and alarm is not None else NO_ALARM)
