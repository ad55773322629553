"""Find who could hold a published duty on its day, and what each of them weighs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from api.data.association import Association, Published
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.people import Mediator
from scheduler.domain.presence import Presence
from scheduler.domain.shares import Team
from scheduler.domain.time import Span, day_span, days_span, next_month


class Teams:
    """
    Who could hold which duties, by what is published and by posts, contracts and absences.

    Posts have no dates: somebody counts on a dispositif from their first published duty there, to
    the last one if they have no post there any more. So a newcomer owes nothing of the past.
    """

    def __init__(
        self, association: Association, months: Mapping[str, tuple[Published, ...]]
    ) -> None:
        self.association = association
        self.people = association.mediator_of
        described = _described(months)
        self.presence = Presence(
            association.absences,
            association.trainings(association.mediators, described),
        )
        self._tenures: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
        for rows in months.values():
            for row in rows:
                self._lengthen(row.worked.mediator, row.worked.duty)
        self._known: dict[tuple[object, ...], Team] = {}

    def _lengthen(self, who: str, duty: Duty) -> None:
        if duty.kind is DutyKind.WORK and who in self.people:
            there, first = self._tenures[duty.dispositif], duty.span.first
            since, until = there.get(who, (first, first))
            there[who] = min(since, first), max(until, first)

    def of_duty(self, holder: Mediator, duty: Duty, *, adults: bool) -> Team:
        """
        Return who could hold a duty in its holder's place, the holder first of all.

        They have the holder's role, a post on its dispositif and site, and are there on that day.
        """
        key = (holder.role, duty.dispositif, duty.site, duty.span.first, duty.span.last, adults)
        team = self._known.get(key)
        if team is None:
            team = self._known[key] = tuple(
                (person.id, weighs)
                for person in self._posted(duty)
                if person.role == holder.role
                and not (adults and person.minor_on(duty.span.day))
                and (weighs := self.presence.weight(person, duty.span))
            )
        if all(who != holder.id for who, _ in team):
            own_weight = self.presence.weight(holder, duty.span)
            team = (*team, (holder.id, own_weight)) if own_weight else team or ((holder.id, 1),)
        return team

    def of_pool(self, of: Mediator, day: date) -> Team:
        """Return the people of somebody's role and posts, and of these who are there on a day."""
        key = (of.role, of.dispositifs, day)
        team = self._known.get(key)
        if team is None:
            team = self._known[key] = tuple(
                (person.id, weighs)
                for person in self.people.values()
                if pool_of(person) == pool_of(of)
                and (weighs := self.presence.weight(person, day_span(day)))
            )
        return team or ((of.id, 1),)

    def _posted(self, duty: Duty) -> Iterable[Mediator]:
        for who, (since, until) in self._tenures[duty.dispositif].items():
            person, first = self.people[who], duty.span.first
            stays = duty.dispositif in person.dispositifs
            there = not person.sites or not duty.site or duty.site in person.sites
            if there and since <= first and (stays or first <= until):
                yield person


def pool_of(person: Mediator) -> tuple[str, frozenset[str]]:
    """Return what people have in common who share what befalls them: role and dispositifs."""
    return person.role, person.dispositifs


def _described(months: Mapping[str, tuple[Published, ...]]) -> Span:
    """Return the days from the first published month to the end of the last one."""
    labels = sorted(months) or ["2000-01"]
    first, last = (date.fromisoformat(f"{label}-01") for label in (labels[0], labels[-1]))
    return days_span(first, next_month(last))
