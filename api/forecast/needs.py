"""Count week by week what the templates ask for, and what planned months leave uncovered of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from api.data.association import Association
from scheduler.domain.people import Mediator, StaffRole
from scheduler.domain.posts import posts_of
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import week_of


class PostKind(NamedTuple):
    """Posts that the same people may hold: those of a dispositif that accept the same roles."""

    dispositif: str
    roles: frozenset[StaffRole]

    def accepts(self, person: Mediator) -> bool:
        """Whether a person has the role and the dispositif; titles and sites aren't looked at."""
        return self.dispositif in person.dispositifs and person.role in self.roles

    @property
    def order(self) -> tuple[str, list[str]]:
        """Return the key by which kinds sort."""
        return self.dispositif, sorted(self.roles)


@dataclass(frozen=True, kw_only=True)
class WeekNeed:
    """Posts that begin in a week, and the paid minutes of all of them, by target and minimum."""

    posts: int = 0
    minimum_posts: int = 0
    minutes: int = 0
    minimum_minutes: int = 0

    def __add__(self, other: WeekNeed) -> WeekNeed:
        return WeekNeed(
            posts=self.posts + other.posts,
            minimum_posts=self.minimum_posts + other.minimum_posts,
            minutes=self.minutes + other.minutes,
            minimum_minutes=self.minimum_minutes + other.minimum_minutes,
        )


NOTHING = WeekNeed()


def needs_of(slots: Iterable[Slot]) -> Mapping[date, Mapping[PostKind, WeekNeed]]:
    """
    Return what slots need, by the Monday of the week in which they begin, then by kind of post.

    An on-call has no paid minutes until somebody is called, hence no need of hours.
    """
    weeks: dict[date, dict[PostKind, WeekNeed]] = defaultdict(lambda: defaultdict(WeekNeed))
    lengths: dict[tuple[object, ...], int] = {}
    for slot in slots:
        if slot.kind is not SlotKind.STANDBY:
            # Slots of a template last as long as each other, but when clocks change.
            length = slot.span.minutes, tuple((b.minutes, b.kind) for b in slot.breaks)
            if length not in lengths:
                lengths[length] = slot.duty.paid
            paid = lengths[length]
            week = weeks[week_of(slot.span.day)]
            for need in slot.needs:
                week[PostKind(slot.dispositif, need.roles)] += WeekNeed(
                    posts=need.posts,
                    minimum_posts=need.minimum,
                    minutes=paid * need.posts,
                    minimum_minutes=paid * need.minimum,
                )
    return weeks


def open_days_of(slots: Iterable[Slot]) -> Mapping[PostKind, frozenset[date]]:
    """Return the days on which posts of each kind begin."""
    days: dict[PostKind, set[date]] = defaultdict(set)
    for slot in slots:
        if slot.kind is not SlotKind.STANDBY:
            for need in slot.needs:
                days[PostKind(slot.dispositif, need.roles)].add(slot.span.day)
    return {kind: frozenset(mine) for kind, mine in days.items()}


def uncovered_of(
    slots: Iterable[Slot], association: Association
) -> Mapping[tuple[str, date], int | None]:
    """
    Return the minutes of the target that nobody holds, by dispositif and Monday.

    None: a day of that week isn't published for the dispositif.
    """
    slots = tuple(slots)
    teams: dict[str, list[Mediator]] = defaultdict(list)
    published: set[tuple[str, str]] = set()
    people = association.mediator_of
    for label in sorted({f"{slot.span.day:%Y-%m}" for slot in slots}):
        for row in association.history.get(label, ()):
            duty = row.worked.duty
            published.add((label, duty.dispositif))
            if row.worked.mediator in people:
                teams[duty.id].append(people[row.worked.mediator])
    weeks: dict[tuple[str, date], int | None] = {}
    for slot in slots:
        if slot.kind is SlotKind.STANDBY:
            continue
        key = slot.dispositif, week_of(slot.span.day)
        so_far = weeks.setdefault(key, 0)
        if (f"{slot.span.day:%Y-%m}", slot.dispositif) not in published:
            weeks[key] = None
        elif so_far is not None:
            weeks[key] = so_far + slot.duty.paid * posts_of(slot, teams[slot.id]).open
    return weeks
