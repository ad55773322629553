"""List the burdens that fairness counts: who bore each, on which day, and who could have."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from api.data.association import Association, Published
from api.planning.fairness.kinds import CHANGES, KINDS, REFUSALS, SHORT_NOTICE, FairnessKind
from api.planning.fairness.teams import Teams, pool_of
from api.planning.notices import notices_of, removals_told, withdrawn
from calendars.holidays import holidays_of
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.employer import NoticeKind
from scheduler.domain.people import Mediator, Wish
from scheduler.domain.shares import Team
from scheduler.domain.time import around


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
    out.
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
