"""List people by how a publication reaches them: one list a state, of mail and of calendars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.french.plural import plural
from api.french.words import alphabetical
from api.mail.delivery import MAIL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from api.mail.delivery import Delivery
    from scheduler.domain.people import Mediator

READ, FOLLOWS, NO_FEED = "lu par l’agenda", "agenda abonné, qui suit", "sans agenda abonné"


@dataclass(frozen=True, kw_only=True)
class State:
    """People whom a channel reaches in one way: `words`, with how many; their names."""

    words: str
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A way to reach people; each of them is in one of its states, and in one alone."""

    title: str
    states: tuple[State, ...]


@dataclass(frozen=True, kw_only=True)
class Channels:
    """How a publication reaches people. `to_tell`: whom somebody has to tell by other means."""

    channels: tuple[Channel, ...]
    to_tell: tuple[str, ...]


def channels_of(deliveries: Iterable[Delivery], people: Mapping[str, Mediator]) -> Channels:
    """Sort people by channel and state, each list by name."""
    there = sorted(deliveries, key=lambda each: alphabetical(name_of(each, people)))
    return Channels(
        channels=(
            _channel("Courriel", MAIL.values(), there, lambda each: MAIL[each.mail], people),
            _channel("Agenda", (READ, FOLLOWS, NO_FEED), there, _calendar, people),
        ),
        to_tell=tuple(name_of(each, people) for each in there if each.to_tell),
    )


def name_of(delivery: Delivery, people: Mapping[str, Mediator]) -> str:
    """Return the name of the person whom a publication is to reach; their id if known no more."""
    person = people.get(delivery.mediator)
    return delivery.mediator if person is None else person.name


def _calendar(delivery: Delivery) -> str:
    if delivery.read is not None:
        return READ
    return FOLLOWS if delivery.feeds else NO_FEED


def _channel(
    title: str,
    states: Iterable[str],
    there: Iterable[Delivery],
    state_of: Callable[[Delivery], str],
    people: Mapping[str, Mediator],
) -> Channel:
    names: dict[str, list[str]] = {state: [] for state in states}
    for each in there:
        names[state_of(each)].append(name_of(each, people))
    return Channel(
        title=title,
        states=tuple(
            State(words=f"{plural(len(mine), 'personne')} : {state}", names=tuple(mine))
            for state, mine in names.items()
            if mine
        ),
    )
