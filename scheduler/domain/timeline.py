"""One person's time in order, with history: what almost every article of law applies to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import Any, TypeVar

from scheduler.domain.duty import MANDATE, Duty, DutyKind
from scheduler.domain.employment.employer import UNKNOWN, Carried, CarriedKind, Employer, Notice
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.domain.limits import Limit, Streak, Succession
from scheduler.domain.people import Absence, Mediator
from scheduler.domain.time import Span, week_span, weeks_touched

Value = TypeVar("Value")

BY_START = attrgetter("order")
PLACED = MANDATE | {DutyKind.WORK, DutyKind.TRAINING}
RECENT = 3 * 7 * 24 * 60
"""Minutes before a horizon that rules of a day or of a week look back at most."""


@dataclass(frozen=True, kw_only=True)
class Day:
    """A working day: the duties that start on one civil day, with first start and last end."""

    day: date
    duties: tuple[Duty, ...]

    @cached_property
    def first(self) -> int:
        """UTC minute of the first start."""
        return self.duties[0].span.first

    @cached_property
    def last(self) -> int:
        """UTC minute of the last end (a night belongs to its start day)."""
        return max(duty.span.last for duty in self.duties)

    @cached_property
    def span(self) -> Span:
        """From the first start to the last end."""
        last = max(self.duties, key=lambda d: d.span.last)
        return Span(self.duties[0].span.start, last.span.end)

    @property
    def certain(self) -> bool:
        """Whether it is worked whatever a rota decides; a day of a streak has no duties."""
        return not self.duties or any(not duty.decided for duty in self.duties)


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """
    One person's duties by start, history and training included.

    `horizon`: the period that is judged. `known`: the described period (None: only the weeks that
    hold a duty are described). `weeks`: minutes already worked in a week, by Monday, beside
    `duties` (see `problem.past_weeks`). `rest_weeks`: the only weeks whose weekly rest may be
    judged, where single weeks are described (None: those that `known` contains; a rota's are).
    `minutes_between`: travel from one site to another. `outside`: minutes worked for other
    employers, by Monday. `limits`, `successions`: what this person's rota is bounded to. `streak`:
    where it stood before the horizon, where no duties tell it.
    """

    mediator: Mediator
    horizon: Span
    duties: tuple[Duty, ...]
    absences: tuple[Absence, ...] = ()
    known: Span | None = None
    weeks: Mapping[date, int] = field(default_factory=dict)
    rest_weeks: frozenset[date] | None = None
    grounds: tuple[Ground, ...] = ()
    holidays: frozenset[date] = frozenset()
    minutes_between: Mapping[tuple[str, str], int] = field(default_factory=dict)
    employer: Employer = UNKNOWN
    notices: tuple[Notice, ...] = ()
    outside: Mapping[date, int] = field(default_factory=dict)
    carried: tuple[Carried, ...] = ()
    limits: tuple[Limit, ...] = ()
    successions: tuple[Succession, ...] = ()
    streak: Streak | None = None

    @cached_property
    def recent(self) -> Timeline:
        """
        The same without what ended more than `RECENT` before the horizon (see `short_memory`).

        What this rota decides that long ago, as an audited file may, keeps all that lies around it.
        """
        since = self.horizon.first - RECENT
        old = [duty for duty in self.duties if duty.span.last < since]
        if not old or any(duty.decided for duty in old):
            return self
        return replace(self, duties=tuple(d for d in self.duties if d.span.last >= since))

    @cached_property
    def hourly(self) -> Timeline:
        """
        The same without what is worked under a forfait in days: what rules on hours look at.

        L3121-62 sets them aside for these days. A duty is of the day on which it begins, a total of
        the week of its Monday.
        """
        who = self.mediator
        if who.hourly is who:
            return self
        return replace(
            self,
            mediator=who.hourly,
            duties=tuple(d for d in self.duties if not who.in_days_on(d.span.day)),
            weeks={week: n for week, n in self.weeks.items() if not who.in_days_on(week)},
        )

    @cached_property
    def counted(self) -> dict[Hashable, Any]:
        """What rules already counted of it, by what they count with: see `counted_once`."""
        return {}

    def counted_once(self, key: Hashable, count: Callable[[], Value]) -> Value:
        """Return what is counted of it under a key: several rules and documents count the same."""
        if key not in self.counted:
            self.counted[key] = count()
        value: Value = self.counted[key]
        return value

    @cached_property
    def working(self) -> tuple[Duty, ...]:
        """Duties that count as work."""
        return tuple(d for d in self.duties if d.counts)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """Working days, in order: duties grouped by the civil day on which they start."""
        groups: dict[date, list[Duty]] = {}
        for duty in self.working:
            groups.setdefault(duty.span.day, []).append(duty)
        return tuple(Day(day=day, duties=tuple(groups[day])) for day in sorted(groups))

    @cached_property
    def marked_days(self) -> tuple[Day, ...]:
        """
        Working days, in order, and those that the streak says were worked.

        Where duties describe a day, they say whether it was worked, whatever a streak says.
        """
        if self.streak is None:
            return self.days
        there, since = {day.day for day in self.days}, self.described_since
        worked = (day for day, works in self.streak.days.items() if works and day < since)
        past = (day for day in worked if day not in there)
        marked = (*self.days, *(Day(day=day, duties=()) for day in past))
        return tuple(sorted(marked, key=attrgetter("day")))

    @cached_property
    def runs(self) -> tuple[tuple[Day, ...], ...]:
        """Marked days that follow each other, one run after another."""
        runs: list[list[Day]] = []
        for day in self.marked_days:
            if runs and runs[-1][-1].day + timedelta(days=1) == day.day:
                runs[-1].append(day)
            else:
                runs.append([day])
        return tuple(tuple(run) for run in runs)

    @property
    def described_since(self) -> date:
        """First day that is described: the horizon's, or an earlier one."""
        return min((self.known or self.horizon).day, self.horizon.day)

    @property
    def eve_template(self) -> str:
        """Template of the slot that a streak names on the eve of the horizon (empty: none)."""
        streak, eve = self.streak, self.horizon.day - timedelta(days=1)
        return streak.template if streak is not None and streak.day == eve else ""

    @cached_property
    def marked_since(self) -> date:
        """First day from which it is known of each day whether it was worked."""
        days = {} if self.streak is None else self.streak.days
        since = self.described_since
        while since - timedelta(days=1) in days:
            since -= timedelta(days=1)
        return since

    @cached_property
    def minutes_by_day(self) -> Mapping[date, int]:
        """Minutes of work by civil day (a duty over midnight is split)."""
        table: dict[date, int] = {}
        for duty in self.working:
            for day, minutes in duty.by_day:
                table[day] = table.get(day, 0) + minutes
        return table

    @cached_property
    def minutes_by_week(self) -> Mapping[date, int]:
        """Minutes of work by civil week, those declared in `weeks` included."""
        table = dict(self.weeks)
        for duty in self.working:
            for monday, minutes in duty.by_week:
                table[monday] = table.get(monday, 0) + minutes
        return table

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        """When each working duty begins, as UTC minutes."""
        return tuple(duty.span.first for duty in self.working)

    @cached_property
    def _sums(self) -> tuple[int, ...]:
        """Minutes of the working duties before each of them, then of all."""
        return tuple(accumulate((duty.work for duty in self.working), initial=0))

    @cached_property
    def _longest(self) -> int:
        """Minutes that no working duty exceeds."""
        return max((duty.span.minutes for duty in self.working), default=0)

    def _beginning(self, first: int, last: int) -> range:
        """Return the places of the working duties that begin between two UTC minutes."""
        return range(bisect_left(self._starts, first), bisect_left(self._starts, last))

    def duties_in(self, span: Span) -> tuple[Duty, ...]:
        """Return the working duties with work inside the span."""
        near = self._beginning(span.first - self._longest, span.last)
        there = self.working[near.start : near.stop]
        return tuple(duty for duty in there if duty.work_in(span) > 0)

    def work_in(self, span: Span) -> int:
        """
        Return the minutes of work inside the span (see `Duty.work_between`).

        Cost: that of the duties near its two ends, however long the span.
        """
        inside = self._beginning(span.first, span.last)
        total = self._sums[inside.stop] - self._sums[inside.start]
        for place in self._beginning(span.first - self._longest, span.first):
            total += self.working[place].work_in(span)
        for place in self._beginning(max(span.first, span.last - self._longest), span.last):
            duty = self.working[place]
            total += duty.work_in(span) - duty.work
        return total

    def work_of_weeks(self, span: Span) -> int:
        """
        Return the minutes of civil weeks from a Monday on, those declared in `weeks` included.

        Unlike the sum of `minutes_by_week`, a break of unknown place over a Sunday midnight counts
        once.
        """
        work = self.work_in(span)
        if not self.weeks:
            return work
        return work + sum(self.weeks.get(week, 0) for week in weeks_touched(span))

    def carried_days(self, first: date) -> tuple[date, int]:
        """
        Return from which day on the days of a year that began on `first` count, and those before.

        The last opening balance of the year before the horizon stands for the days up to its own.
        """
        balances = [
            balance
            for balance in self.carried
            if balance.kind is CarriedKind.DAYS and first <= balance.day < self.horizon.day
        ]
        latest = max(balances, key=lambda balance: balance.day, default=None)
        if latest is None:
            return first, 0
        return latest.day + timedelta(days=1), latest.days

    def described(self, monday: date) -> bool:
        """Whether the whole week is described; a week that isn't is unknown, not empty."""
        if monday in self.weeks:
            return True
        if self.known is None:
            return monday in self.minutes_by_week
        return self.known.contains(week_span(monday))

    @cached_property
    def has_urgent_works(self) -> bool:
        """Whether urgent works are recorded at all."""
        return any(ground.kind is GroundKind.URGENT for ground in self.grounds)

    @cached_property
    def horizon_weeks(self) -> tuple[date, ...]:
        """Mondays of the civil weeks that the horizon touches."""
        return tuple(weeks_touched(self.horizon))

    def judges(self, span: Span) -> bool:
        """Whether a finding over this span touches the horizon."""
        return span.touches(self.horizon)

    def concerns(self, span: Span, duties: tuple[Duty, ...]) -> bool:
        """Whether a finding touches the horizon, or one of its duties is decided by this rota."""
        return self.judges(span) or any(duty.decided for duty in duties)

    def inherited(self, duties: tuple[Duty, ...]) -> bool:
        """Whether this rota decides none of the duties."""
        return not any(duty.decided for duty in duties)

    def grounds_for(self, kind: GroundKind, duty: Duty, day: date) -> Iterator[Ground]:
        """Yield the recorded derogations of this kind that apply to the duty on this day."""
        for ground in self.grounds:
            if ground.kind is kind and ground.allows(duty, day):
                yield ground

    @cached_property
    def ordinary(self) -> tuple[Duty, ...]:
        """Working duties that no recorded urgent works cover: those by which rests are due."""
        if not self.has_urgent_works:
            return self.working
        return tuple(duty for duty in self.working if not self.is_urgent(duty))

    def is_urgent(self, duty: Duty) -> bool:
        """Whether recorded urgent works cover the duty, on the day on which it starts."""
        return self.has_urgent_works and any(
            self.grounds_for(GroundKind.URGENT, duty, duty.span.day)
        )


def with_travel(
    duties: tuple[Duty, ...], minutes_between: Mapping[tuple[str, str], int]
) -> tuple[Duty, ...]:
    """
    Add the travel between two sites of one working day, as work (Cass. soc. 16 June 2004).

    `duties` come by start; travel follows the first of the two at once and lasts no longer than
    the time between them (a shorter one is `house/one_place`'s business).
    """
    if not minutes_between:
        return duties
    extra = list(_trips(duties, minutes_between))
    if not extra:
        return duties
    return tuple(sorted((*duties, *extra), key=BY_START))


def with_duty(timeline: Timeline, duty: Duty) -> Timeline:
    """
    Return the timeline with one more duty and its travel, the same as if built anew.

    Cost: that of one day, however long the history.
    """
    there = [d for d in timeline.duties if d.span.day == duty.span.day]
    trips = {trip.id for trip in _trips(there, timeline.minutes_between)}
    day = [*(d for d in there if d.id not in trips), duty]
    rest = [d for d in timeline.duties if d.span.day != duty.span.day]
    duties = (
        *rest,
        *with_travel(tuple(sorted(day, key=BY_START)), timeline.minutes_between),
    )
    return replace(timeline, duties=tuple(sorted(duties, key=BY_START)))


def _trips(
    duties: Iterable[Duty], minutes_between: Mapping[tuple[str, str], int]
) -> Iterator[Duty]:
    placed = [d for d in duties if d.kind in PLACED]
    for first, second in pairwise(placed):
        if (trip := travel(first, second, minutes_between)) is not None:
            yield trip


def travel(
    first: Duty, second: Duty, minutes_between: Mapping[tuple[str, str], int]
) -> Duty | None:
    """Return the travel from one duty to the next of the same day, if there is any."""
    if not first.site or not second.site or first.site == second.site:
        return None
    if first.span.day != second.span.day:
        return None
    minutes = min(minutes_between.get((first.site, second.site), 0), first.span.gap(second.span))
    if minutes <= 0:
        return None
    return Duty(
        id=f"{first.id}>{second.id}",
        kind=DutyKind.TRAVEL,
        span=Span.of_minutes(first.span.last, first.span.last + minutes),
        agency=second.agency,
        dispositif=second.dispositif,
        decided=first.decided or second.decided,
    )
