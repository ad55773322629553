"""List the burdens that fairness counts: who bore each, on which day, and who could have."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from api.data.association import Association, Published
from api.planning.fairness.kinds import CHANGES, KINDS, REFUSALS, SHORT_NOTICE, FairnessKind
from api.planning.notices import notices_of, removals_told, withdrawn
from calendars.holidays import holidays_of
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.employment.employer import NoticeKind
from scheduler.domain.people import Mediator, Wish
from scheduler.domain.presence import Presence
from scheduler.domain.sharing.shares import Team
from scheduler.domain.time import Span, around, day_span, days_span, next_month


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


@dataclass(frozen=True, slots=True)
class Burden:
    """A burden: its kind, the day, who bore it (their id), and who could have (see `Team`)."""

    kind: FairnessKind
    day: date
    who: str
    team: Team


def burdens_of(
    association: Association,
    months: Mapping[str, tuple[Published, ...]],
    *,
    since: date = date.min,
    before: date = date.max,
    dispositifs: frozenset[str] | None = None,
    kinds: Collection[FairnessKind] = KINDS,
) -> Iterator[Burden]:
    """
    Yield the burdens from one day to the eve of another, of what is published in some months.

    `dispositifs`: those of these alone (None: of all). Who is no more in the association is left
    out, and so are duties after the end of their person's contract.
    """
    teams = Teams(association, months)
    days = since, before
    nearby = _near(months, since, before)
    yield from _duties(teams, nearby, days, dispositifs, kinds)
    there = [
        person
        for person in association.mediators
        if dispositifs is None or person.dispositifs & dispositifs
    ]
    if CHANGES in kinds:
        yield from _changes(association, nearby, teams, days, there)
    if REFUSALS in kinds:
        yield from _refusals(association, months, teams, days, there)


def _near(
    months: Mapping[str, tuple[Published, ...]], since: date, before: date
) -> Mapping[str, tuple[Published, ...]]:
    """Return the months in which shifts of some days begin."""
    # Labels sort as their months do.
    first, last = (day.isoformat()[: len("2026-12")] for day in (since, before))
    return {label: rows for label, rows in months.items() if first <= label <= last}


def _duties(
    teams: Teams,
    months: Mapping[str, tuple[Published, ...]],
    days: tuple[date, date],
    dispositifs: frozenset[str] | None,
    kinds: Iterable[FairnessKind],
) -> Iterator[Burden]:
    since, before = days
    goals = [(kind, kind.goal) for kind in kinds if kind.goal is not None]
    years = sorted({int(label[:4]) for label in months})
    everywhere, local = holidays_of(years), teams.association.local_holidays(years)
    for rows in months.values():
        for row in rows:
            duty, person = row.worked.duty, teams.people.get(row.worked.mediator)
            if person is None or duty.kind is not DutyKind.WORK:
                continue
            if not since <= duty.span.day < before:
                continue
            # Nobody came: else those who stay would owe what a departed person had too much.
            if teams.association.has_left(row):
                continue
            if dispositifs is not None and duty.dispositif not in dispositifs:
                continue
            holidays = everywhere | local.get(duty.agency, frozenset())
            for kind, goal in goals:
                if goal.shared(duty, holidays):
                    team = teams.of_duty(person, duty, adults=goal.adults)
                    yield Burden(kind, duty.span.day, person.id, team)


def _changes(
    association: Association,
    months: Mapping[str, tuple[Published, ...]],
    teams: Teams,
    days: tuple[date, date],
    there: Iterable[Mediator],
) -> Iterator[Burden]:
    """
    Yield changes announced less than some days ahead; each may befall all who are there that day.

    A shift taken away counts as much as a shift added or changed, and what was added late and taken
    away, or changed again, on another day counts twice. A swap that both asked for counts for
    neither: nobody imposed it. Who learns at once, of the same day, to leave a shift for
    another one learns of one change. Who has no contract on that day has left: their shifts
    went with them, and nobody asked them to come less.
    """
    since, before = days
    people = {person.id: person for person in there}
    added, taken = (
        Counter(
            (notice.mediator, notice.effective, notice.notified)
            for notice in notices
            if notice.kind is NoticeKind.SCHEDULE and not notice.wanted
        )
        for notices in (
            (
                *notices_of(months, association.notices, association.removals),
                *withdrawn(months, association.removals, association.notices, teams.presence),
            ),
            removals_told(association.removals, association.notices, teams.presence),
        )
    )
    for key, number in (added | taken).items():
        who, day, notified = key
        person = people.get(who)
        if person is None or person.contract_on(day) is None or not since <= day < before:
            continue
        if 0 <= (day - notified).days < SHORT_NOTICE:
            team = teams.of_pool(person, day)
            for _ in range(number):
                yield Burden(CHANGES, day, who, team)


def _refusals(
    association: Association,
    months: Mapping[str, tuple[Published, ...]],
    teams: Teams,
    days: tuple[date, date],
    there: Iterable[Mediator],
) -> Iterator[Burden]:
    """
    Yield wishes that published months don't grant; each may befall all who have wished then.

    A month is published for those who hold something in it, or have a post on what is published.
    """
    since, before = days
    people = {person.id: person for person in there}
    shifts = [(label, row.worked) for label, rows in months.items() for row in rows]
    holders = {(label, worked.mediator) for label, worked in shifts}
    opened = {(label, worked.duty.dispositif) for label, worked in shifts}
    wishes: dict[tuple[object, date], list[Wish]] = defaultdict(list)
    for wish in association.wishes:
        person, day = people.get(wish.mediator), wish.span.day
        if person is None or person.contract_on(day) is None or not since <= day < before:
            continue
        label = f"{day:%Y-%m}"
        published = (label, person.id) in holders or any(
            (label, post) in opened for post in person.dispositifs
        )
        if published and not teams.presence.is_away(person.id, wish.span):
            wishes[pool_of(person), day.replace(day=1)].append(wish)
    duties = _duties_of({wish.mediator for some in wishes.values() for wish in some}, months)
    longest = max((duty.span.minutes for own in duties.values() for duty in own), default=0)
    for some in wishes.values():
        wishers = [wish.mediator for wish in some]
        team = tuple((who, wishers.count(who)) for who in sorted(set(wishers)))
        for wish in some:
            nearby = around(duties[wish.mediator], wish.span, longest)
            # A wish to work is refused where no shift bears on it, one to be free where one does.
            if any(wish.bears_on(duty) for duty in nearby) != wish.wants:
                yield Burden(REFUSALS, wish.span.day, wish.mediator, team)


def _duties_of(
    people: Collection[str], months: Mapping[str, tuple[Published, ...]]
) -> Mapping[str, list[Duty]]:
    duties: dict[str, list[Duty]] = {who: [] for who in people}
    for rows in months.values():
        for row in rows:
            if row.worked.mediator in duties:
                duties[row.worked.mediator].append(row.worked.duty)
    for own in duties.values():
        own.sort(key=lambda duty: duty.span.first)
    return duties
