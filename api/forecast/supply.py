"""Count what people can give in a week: contract minutes, less absences and training."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from api.data.association import Association
from api.forecast.needs import PostKind
from calendars.training.cohorts import NOON
from scheduler.domain.employment.contracts import WEEKDAYS, Contract, HoursBasis
from scheduler.domain.people import AbsenceKind, Mediator
from scheduler.domain.sharing.hours import SWELL, year_minutes
from scheduler.domain.time import Span, days_span, week_of
from scheduler.domain.worktime.half_days import halves_off

HALF_DAYS = 2
STAYS_DUE = frozenset({AbsenceKind.UNAVAILABLE})
"""Absences that move hours to other days of the week, and take none off."""

Halves = tuple[frozenset[int], frozenset[int]]
"""Half days of a day (0: the morning) that leave takes off, and those that other absences do."""

NOWHERE: Halves = (frozenset(), frozenset())


@dataclass(frozen=True, kw_only=True)
class PersonWeek:
    """
    What somebody can give in a week, in whole minutes.

    `contract`: what the contract gives in a week without absence, public holidays taken off.
    `leave`, `absence` and `training`: what leave, other absences and the training centre take.
    `apprentice`: whether it is an apprentice who is at the centre.
    """

    mediator: Mediator
    monday: date
    contract: int
    leave: int = 0
    absence: int = 0
    training: int = 0
    apprentice: bool = False

    @property
    def there(self) -> int:
        """Return the minutes left for posts."""
        return self.contract - self.leave - self.absence - self.training


class Supply:
    """
    What each person can give in each week from a Monday on.

    Weekly, monthly and cycle contracts give their mean week: a fifth from Monday to Friday, or an
    equal part on each weekday that they fix. Annual contracts give the year's minutes spread over
    its days on which there are posts for the person, five a week at most: such a day gives at least
    a mean day, and at most `SWELL` times that, as when a month is planned. `years`: the civil years
    whose open days are known; a week just before or after is counted like those of the nearest.
    """

    def __init__(
        self,
        association: Association,
        mondays: Iterable[date],
        years: range,
        open_days: Mapping[PostKind, frozenset[date]],
    ) -> None:
        self.association = association
        self.mondays = tuple(mondays)
        self.years = years
        self.open_days = open_days
        first, last = self.mondays[0], self.mondays[-1] + timedelta(days=6)
        self.span = days_span(first, last)
        self.holidays = {
            agency: association.holidays(range(first.year, last.year + 1), agency)
            for agency in {person.agency for person in association.mediators}
        }
        self._days: dict[tuple[object, ...], tuple[date, ...]] = {}
        self._known: dict[tuple[str, date, int], Fraction] = {}
        self._open_of: dict[tuple[object, ...], frozenset[date]] = {}

    def weeks(self) -> Iterator[PersonWeek]:
        """Yield each person's weeks under contract."""
        for person in self.association.mediators:
            opened = self._open_days(person)
            for monday in self.mondays:
                week = self._week(person, monday, opened)
                if week is not None:
                    yield week

    def _week(self, person: Mediator, monday: date, opened: frozenset[date]) -> PersonWeek | None:
        sunday = monday + timedelta(days=6)
        contracts = [each for each in person.contracts if each.touches(monday, sunday)]
        if not contracts:
            return None
        away = self._away.get(person.id, {})
        full = unleft = worked = 0
        for contract in contracts:
            days = [
                day
                for day in self._due_days(person, contract, monday, opened)
                if contract.covers(day)
            ]
            off = [away.get(day, NOWHERE) for day in days]
            due = HALF_DAYS * len(days)
            half = self._day_minutes(person, contract, monday, opened) / HALF_DAYS
            if contract.amendments:
                half *= contract.mean_week(monday, sunday) / contract.weekly_minutes
            # A team that runs six days a week gives nobody six days.
            most = HALF_DAYS * len(contract.days or WEEKDAYS)
            full += int(half * min(most, due))
            unleft += int(half * min(most, due - sum(len(leave) for leave, _ in off)))
            worked += int(half * min(most, due - sum(len(lv | ab) for lv, ab in off)))
        training, apprentice = self._trained.get((person.id, monday), (0, False))
        return PersonWeek(
            mediator=person,
            monday=monday,
            contract=full,
            leave=full - unleft,
            absence=unleft - worked,
            training=min(training, worked),
            apprentice=apprentice,
        )

    def _due_days(
        self, person: Mediator, contract: Contract, monday: date, opened: frozenset[date]
    ) -> tuple[date, ...]:
        """Return the days of a week on which a contract asks for hours."""
        annual = contract.basis is HoursBasis.YEAR
        key = monday, contract.days, opened if annual else person.agency
        if key not in self._days:
            weekdays = contract.days or (range(7) if annual else WEEKDAYS)
            self._days[key] = tuple(
                day
                for day in (monday + timedelta(days=n) for n in range(7))
                if day.weekday() in weekdays
                and (day in opened if annual else day not in self.holidays[person.agency])
            )
        return self._days[key]

    def _day_minutes(
        self, person: Mediator, contract: Contract, monday: date, opened: frozenset[date]
    ) -> Fraction:
        """Return the minutes that a day gives in a week's year, calculated once (see `Supply`)."""
        year = min(max(monday.year, self.years[0]), self.years[-1])
        key = person.id, contract.start, year
        if key not in self._known:
            self._known[key] = _day_minutes(contract, year, opened)
        return self._known[key]

    def _open_days(self, person: Mediator) -> frozenset[date]:
        key = person.role, person.dispositifs
        if key not in self._open_of:
            mine = (days for kind, days in self.open_days.items() if kind.accepts(person))
            self._open_of[key] = frozenset().union(*mine)
        return self._open_of[key]

    @cached_property
    def _away(self) -> Mapping[str, Mapping[date, Halves]]:
        """The half days off of each person by day: on leave, and for other reasons."""
        spans: dict[tuple[str, date], tuple[list[Span], list[Span]]] = defaultdict(lambda: ([], []))
        for absence in self.association.absences:
            if absence.kind in STAYS_DUE or not absence.span.touches(self.span):
                continue
            for day in absence.span.days:
                spans[absence.mediator, day][absence.kind is not AbsenceKind.LEAVE].append(
                    absence.span
                )
        away: dict[str, dict[date, Halves]] = defaultdict(dict)
        for (who, day), (leave, other) in spans.items():
            away[who][day] = halves_off(leave, day), halves_off(other, day)
        return away

    @cached_property
    def _trained(self) -> Mapping[tuple[str, date], tuple[int, bool]]:
        """Minutes at the training centre, by person and Monday, and whether as an apprentice."""
        people = self.association.mediator_of
        table: dict[tuple[str, date], tuple[int, bool]] = {}
        for training in self.association.trainings(people.values(), self.span):
            day = training.span.day
            half = int(training.span.start.hour >= NOON)
            if any(half in off for off in self._away[training.mediator].get(day, ())):
                continue
            key = training.mediator, week_of(day)
            minutes, apprentice = table.get(key, (0, False))
            table[key] = (
                minutes + training.duty.paid,
                apprentice or people[training.mediator].apprentice_on(day),
            )
        return table


def _day_minutes(contract: Contract, year: int, opened: frozenset[date]) -> Fraction:
    """Return the minutes that a day gives; an annual contract's are its part of a year's."""
    mean = Fraction(contract.weekly_minutes, len(contract.days or WEEKDAYS))
    if contract.basis is not HoursBasis.YEAR:
        return mean
    begins = max(date(year, 1, 1), contract.start)
    ends = min(date(year, 12, 31), contract.end or date.max)
    weeks = Counter(
        week_of(day)
        for day in opened
        if begins <= day <= ends and (contract.days is None or day.weekday() in contract.days)
    )
    most = len(contract.days or WEEKDAYS)
    days = sum(min(most, count) for count in weeks.values())
    if not days:
        return mean
    part = Fraction((ends - begins).days + 1, (date(year + 1, 1, 1) - date(year, 1, 1)).days)
    return min(SWELL * mean, max(mean, year_minutes(contract) * part / days))
