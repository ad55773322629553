"""Kinds of feeds, what each is about, who may have it and until when; each reading asks again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from api.access.caller import Caller
from api.access.reach import OVERSEERS, Reach
from api.data.association import Association
from scheduler.domain.time import midnight


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

CLOSED = timedelta(days=30)
"""How long a feed says that it is closed before its address answers nothing."""

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


@dataclass(frozen=True, kw_only=True)
class Places:
    """The parts of an association on which rights depend: agencies, people, ends of contracts."""

    sites: Mapping[str, str]
    dispositifs: Mapping[str, str]
    people: frozenset[str]
    ends: Mapping[str, date]


def places_of(association: Association) -> Places:
    """Return what rights depend on; `ends`: the last day of people whose contracts all end."""
    ends = {}
    for person in association.mediators:
        last = [contract.end for contract in person.contracts]
        ends_of = [day for day in last if day is not None]
        if last and len(ends_of) == len(last):
            ends[person.id] = max(ends_of)
    return Places(
        sites={site.id: site.agency for site in association.sites},
        dispositifs={dispositif.id: dispositif.agency for dispositif in association.dispositifs},
        people=frozenset(association.mediator_of),
        ends=ends,
    )


def may_have(caller: Caller, kind: FeedKind, target: str, places: Places) -> bool:
    """
    Whether an account may have a feed now.

    A person may have their own feeds while their account has any role; any other feed is for those
    who oversee what it shows.
    """
    if kind in PERSONAL:
        own = target != "" and caller.person == target and target in places.people
        return own and bool(caller.roles())
    return oversees(caller, kind, target, places)


def oversees(caller: Caller, kind: FeedKind, target: str, places: Places) -> bool:
    """Whether an account oversees the agency of a site, or the dispositif, that a feed shows."""
    if kind in PERSONAL:
        return False
    reach = Reach(caller, OVERSEERS)
    if kind is FeedKind.SITE:
        agency = places.sites.get(target)
        return agency is not None and reach.area(agency)
    agency = places.dispositifs.get(target)
    return agency is not None and reach.area(agency, target)


def closed_since(
    now: datetime, person: str, places: Places, *moments: datetime | None
) -> datetime | None:
    """
    Return since when a feed is closed (None: it isn't).

    `moments`: when the subscription was given up, the account closed. A contract that has ended
    closes it from the day after its last day.
    """
    last = places.ends.get(person)
    contract = None if last is None else midnight(last + timedelta(days=1))
    closings = [moment for moment in (*moments, contract) if moment is not None and moment <= now]
    return min(closings, default=None)
