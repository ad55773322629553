"""
Count the hours that a contract asks for over a horizon, and those that a rota plans.

A week's contract asks for a fifth of its minutes on each weekday from Monday to Friday (or, where
the contract fixes its days, for an equal part on each of them), less public holidays and half days
of absence, or the hours entered for a part of a day; training is worked, hence not taken off. Hours
done in excess, or missing, since 1 January change a month's hours by a tenth at most.

An annual contract (L3121-44) asks for what is left of its year: annual minutes (those of a full
year at 35 h are 1607 h, L3121-41), in proportion to the part of the civil year under contract, less
what was done since 1 January. That is spread over the open days left. Inside the horizon a day is
open if it has a slot that the person may hold, a fixed duty or a training, as many days a week as
it has from Monday to Friday at most. After it, a day is open if the person worked 52 weeks before,
or, where that isn't described, from Monday to Friday. So school holidays get no hours, although the
problem has no school calendar.

A forfait in days asks for no hours, and what is worked under it counts for none (L3121-62).

What a horizon of several months asks for is told month by month, because wages are (L3121-28 counts
overtime by the week, never over a quarter); annual contracts answer for each civil year instead.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from scheduler.domain.account import Account
from scheduler.domain.employment.contracts import WEEKDAYS, HoursBasis
from scheduler.domain.people import AbsenceKind
from scheduler.domain.rota import computed_once, timeline
from scheduler.domain.time import Span, civil_months, days_span, midnight_minute, week_of
from scheduler.domain.worktime.half_days import HalvesOff, halves_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.employment.contracts import Contract
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.domain.timeline import Timeline


FULL_WEEK = 35 * 60
FULL_YEAR = 1607 * 60
#: How far the balance of the year may move what is due.
CARRIED = Fraction(1, 10)
#: The most that an annual contract may ask of an open day, against a fifth of its mean week.
SWELL = Fraction(5, 4)
#: Absences that take hours off. Who is unavailable still owes them; who recovers hours done in
#: excess owes less by the year's balance already.
EXCUSED = frozenset(AbsenceKind) - {AbsenceKind.UNAVAILABLE, AbsenceKind.RECOVERY}
#: Those that an annual contract doesn't allow for: its year is less paid leave already. Hours lost
#: to them aren't made up (L3121-50).
BEYOND_LEAVE = EXCUSED - {AbsenceKind.LEAVE}


@dataclass(frozen=True, kw_only=True)
class Hours:
    """
    One person's hours over a horizon, in minutes that count towards the contract.

    `base` is what the horizon asks for, `carried` what the year's balance adds to it.
    """

    base: int
    carried: int
    planned: int

    @property
    def due(self) -> int:
        """Minutes to be planned."""
        return self.base + self.carried

    @property
    def balance(self) -> int:
        """Planned minutes minus due ones: positive if too many are planned."""
        return self.planned - self.due


def hours(rota: Rota, mediator: Mediator) -> Hours:
    """Return what is due and what is planned for one person over the rota's horizon."""
    base, carried = due_parts(rota.problem, mediator)
    return Hours(base=base, carried=carried, planned=planned_minutes(rota, mediator))


def planned_minutes(rota: Rota, mediator: Mediator) -> int:
    """Return the paid minutes of the person's duties, travel included, that start inside."""
    minutes = rota.planned_known.get(mediator.id)
    if minutes is None:
        minutes = rota.planned_known[mediator.id] = paid_minutes(
            rota.timeline(mediator), rota.problem.horizon
        )
    return minutes


def planned_by_account(rota: Rota, mediator: Mediator) -> tuple[int, ...]:
    """Return the paid minutes of the person's duties that start in each of their accounts."""
    mine = accounts(rota.problem, mediator)
    if len(mine) == 1:
        return (planned_minutes(rota, mediator),)
    whole = rota.timeline(mediator)
    return tuple(paid_minutes(whole, account.span) for account in mine)


def paid_minutes(whole: Timeline, stretch: Span) -> int:
    """Return the paid minutes of a timeline's duties, travel included, that start in a stretch."""
    return sum(
        duty.paid
        for duty in whole.hourly.working
        if stretch.first <= duty.span.first < stretch.last
    )


def standing_by_account(problem: Problem, mediator: Mediator) -> tuple[int, ...]:
    """
    Return the paid minutes of each account if the person keeps what stands (see `accounts`).

    What is fixed of a rota that stands does too, even of those who hold nothing else of it.
    They are added up once per person of the problem: every rota that is measured asks for them.
    """
    return computed_once(problem, mediator, "standing", _standing)


def _standing(problem: Problem, mediator: Mediator) -> tuple[int, ...]:
    settled = {a.slot for a in problem.settled if a.mediator == mediator.id}
    slots = (problem.slot_of.get(slot) for slot in problem.published_of.get(mediator.id, ()))
    kept = tuple(slot.duty for slot in slots if slot is not None and slot.id not in settled)
    mine = accounts(problem, mediator)
    if not problem.previous:
        return (0,) * len(mine)
    whole = timeline(problem, mediator, kept)
    return tuple(paid_minutes(whole, account.span) for account in mine)


def due_parts(problem: Problem, mediator: Mediator) -> tuple[int, int]:
    """Return the minutes that the horizon asks of the person, and those the year's balance adds."""
    mine = accounts(problem, mediator)
    return sum(account.base for account in mine), sum(account.carried for account in mine)


def accounts(problem: Problem, mediator: Mediator) -> tuple[Account, ...]:
    """
    Return what the horizon asks of the person: each civil month, or year of an annual contract.

    The year's balance before the horizon moves each of them in turn, until it is used up. The
    result is computed once per person of the problem, because it is the slowest value of a row.
    """
    return _accounts_of(problem, mediator)[0]


def owed_by_end(problem: Problem, mediator: Mediator) -> int:
    """
    Return the year's minutes that are left to do by the horizon's end, before any is planned.

    They are what contracts ask for, by their mean week, from 1 January (or from the first day that
    is described) to the horizon's last day, less what was done before the horizon. Minutes planned
    minus these are the year's running balance.
    """
    return _accounts_of(problem, mediator)[1]


def _accounts_of(problem: Problem, mediator: Mediator) -> tuple[tuple[Account, ...], int]:
    return computed_once(problem, mediator, "due", _accounts)


def _accounts(problem: Problem, mediator: Mediator) -> tuple[tuple[Account, ...], int]:
    """Return the accounts, and what is owed by the horizon's end (see `owed_by_end`)."""
    first, last = problem.horizon.days[0], problem.horizon.days[-1]
    if _contract_in(mediator, first, last) is None:
        return (Account(problem.horizon, 0, 0),), 0
    since = _described_since(problem, mediator)
    owed = Fraction(0)
    if since is not None and since < first:
        owed = minutes_due(problem, mediator, since, first - timedelta(days=1)) - _done(
            problem, mediator, since
        )
    left, by_end, mine = owed, owed, []
    for begins, ends in _stretches(problem, mediator):
        base, carried = minutes_due(problem, mediator, begins, ends), Fraction(0)
        by_end += base
        contract = _contract_in(mediator, begins, ends)
        if contract is not None and contract.basis is HoursBasis.YEAR:
            base = _annual(problem, mediator, contract, begins, ends)
        else:
            carried = max(-CARRIED * base, min(CARRIED * base, left))
            left -= carried
        mine.append(Account(days_span(begins, ends), _rounded(base), _rounded(carried)))
    return tuple(mine), _rounded(by_end)


def _stretches(problem: Problem, mediator: Mediator) -> Iterator[tuple[date, date]]:
    """Yield the first and last days of the horizon's months, those of an annual year as one."""

    def account(month: tuple[date, date]) -> tuple[int, ...]:
        contract = _contract_in(mediator, *month)
        annual = contract is not None and contract.basis is HoursBasis.YEAR
        return (month[0].year,) if annual else (month[0].year, month[0].month)

    for _, months in groupby(civil_months(problem.horizon), key=account):
        stretch = tuple(months)
        yield stretch[0][0], stretch[-1][-1]


def minutes_due(problem: Problem, mediator: Mediator, first: date, last: date) -> Fraction:
    """Return the minutes that weekly or monthly contracts ask for from one day to another."""
    total, holidays = Fraction(0), problem.holidays_at(mediator.agency)
    away = _days_away(problem, mediator, EXCUSED)
    for contract, some in groupby(_days(first, last), key=mediator.contract_on):
        if contract is None or contract.in_days:
            continue
        weekdays = contract.days or WEEKDAYS
        expected = Fraction(contract.weekly_minutes, len(weekdays))
        days = [day for day in some if day.weekday() in weekdays and day not in holidays]
        total += len(days) * expected
        for day in away.intersection(days):
            total -= min(expected, _taken_off(problem, mediator, day, expected).minutes)
    return total


def _annual(
    problem: Problem, mediator: Mediator, contract: Contract, first: date, last: date
) -> Fraction:
    """Return a stretch's minutes: what is left of the year, spread over its open days left."""
    begins = max(date(first.year, 1, 1), contract.start)
    ends = min(date(first.year, 12, 31), contract.end or date.max)
    year = (date(first.year, 12, 31) - date(first.year, 1, 1)).days + 1
    annual = year_minutes(contract)
    left = annual * Fraction((ends - begins).days + 1, year)
    since = _described_since(problem, mediator)
    described = first if since is None else max(since, begins)
    if described < first:
        left -= _done(problem, mediator, described)
    # What isn't described was done in proportion.
    left -= annual * Fraction(max(0, (min(described, first) - begins).days), year)
    left -= _lost(problem, mediator, contract, min(described, first), ends)
    inside = _open_inside(problem, mediator, days_span(first, last))
    worked = frozenset(d.span.day for d in problem.fixed_of[mediator.id] if d.counts)
    after = sum(
        _open_after(problem, mediator, day, worked) for day in _days(last + timedelta(days=1), ends)
    )
    if not inside or left <= 0:
        return Fraction(0)
    most = SWELL * Fraction(contract.weekly_minutes, len(WEEKDAYS)) * inside
    return min(most, left * inside / (inside + after))


def _lost(
    problem: Problem, mediator: Mediator, contract: Contract, first: date, last: date
) -> Fraction:
    """Return the minutes of absences that an annual contract doesn't allow for, at its mean day."""
    weekdays = contract.days or WEEKDAYS
    expected = Fraction(contract.weekly_minutes, len(weekdays))
    return sum(
        (
            min(expected, _taken_off(problem, mediator, day, expected, BEYOND_LEAVE).minutes)
            for day in _days_away(problem, mediator, BEYOND_LEAVE).intersection(_days(first, last))
            if day.weekday() in weekdays and day not in problem.holidays_at(mediator.agency)
        ),
        Fraction(0),
    )


def year_minutes(contract: Contract) -> Fraction:
    """Return the minutes of a whole civil year under an annual contract."""
    if contract.annual_minutes is not None:
        return Fraction(contract.annual_minutes)
    return Fraction(FULL_YEAR * contract.weekly_minutes, FULL_WEEK)


def _open_inside(problem: Problem, mediator: Mediator, stretch: Span) -> Fraction:
    """Count the open days of a stretch of the horizon, absences taken off by half days."""
    days = {
        slot.span.day
        for slot in problem.candidates[mediator.id]
        if slot.duty.paid and stretch.first <= slot.span.first < stretch.last
    }
    days |= {
        duty.span.day
        for duty in problem.fixed_of[mediator.id]
        if duty.counts and stretch.first <= duty.span.first < stretch.last
    }
    # A team that runs six days a week gives nobody six days: a week opens as many days as it
    # has from Monday to Friday inside the horizon.
    weekdays = Counter(week_of(d) for d in stretch.days if d.weekday() in WEEKDAYS)
    weeks: dict[date, Fraction] = defaultdict(Fraction)
    for day in days:
        weeks[week_of(day)] += Fraction(2 - _halves_off(problem, mediator, day), 2)
    return sum((min(opened, Fraction(weekdays[w])) for w, opened in weeks.items()), Fraction(0))


def _open_after(problem: Problem, mediator: Mediator, day: date, worked: frozenset[date]) -> bool:
    """Whether a day after the horizon is taken to be open, from the days `worked` in the past."""
    if day in problem.holidays_at(mediator.agency) or _halves_off(problem, mediator, day):
        return False
    before = day - timedelta(weeks=52)
    known = problem.known_since is not None and problem.known_since <= before
    if known and mediator.contract_on(before) is not None and before < problem.horizon.days[0]:
        return before in worked
    return day.weekday() in WEEKDAYS


def _described_since(problem: Problem, mediator: Mediator) -> date | None:
    """Return the first day since 1 January on which the person's past is described."""
    if problem.known_since is None:
        return None
    january = date(problem.horizon.days[0].year, 1, 1)
    hired = min((c.start for c in mediator.contracts), default=january)
    return max(january, problem.known_since, hired)


def _done(problem: Problem, mediator: Mediator, since: date) -> int:
    """Return the minutes that count towards the contract, from a day to the horizon."""
    first = midnight_minute(since)
    return sum(
        duty.paid
        for duty in timeline(problem, mediator).hourly.working
        if first <= duty.span.first < problem.horizon.first
    )


def _contract_in(mediator: Mediator, first: date, last: date) -> Contract | None:
    """Return the first contract that counts hours and is in force in the stretch."""
    inside = [c for c in mediator.hourly.contracts if c.touches(first, last)]
    return min(inside, key=lambda c: c.start, default=None)


def _days_away(
    problem: Problem, mediator: Mediator, kinds: frozenset[AbsenceKind]
) -> frozenset[date]:
    """Return the days that absences of these kinds touch."""
    away = (a.span.days for a in problem.absences_of[mediator.id] if a.kind in kinds)
    return frozenset().union(*away)


def _taken_off(
    problem: Problem,
    mediator: Mediator,
    day: date,
    expected: Fraction,
    kinds: frozenset[AbsenceKind] = EXCUSED,
) -> HalvesOff:
    """Return what absences take off a day of so many minutes."""
    off = HalvesOff()
    near = midnight_minute(day)
    for absence in problem.absences_of[mediator.id]:
        span = absence.span
        if absence.kind in kinds and span.first < near + 1500 and near < span.last:
            for half in halves_of(absence, day):
                off.take(absence, half, expected / 2)
    return off


def _halves_off(problem: Problem, mediator: Mediator, day: date) -> int:
    """Count the half days (0 to 2) of a day that absences take off."""
    return len(_taken_off(problem, mediator, day, Fraction(0)).worth)


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)


def _rounded(minutes: Fraction) -> int:
    """Round half up."""
    return int((minutes + Fraction(1, 2)) // 1)
