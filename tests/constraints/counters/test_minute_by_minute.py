"""Counters of random months, against a count of every minute worked, written apart."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.holidays import holidays_of
from constraints.counters.count import counters
from constraints.counters.sheet import Counters
from constraints.registry import base
from scheduler.domain.duty import Break, Duty, DutyKind
from scheduler.domain.time import Span, instant_of, midnight_minute, next_month
from tests.constraints.counters.make import timeline

CLOCK = ZoneInfo("Europe/Paris")
RULES = base().person_rules
#: Both clock changes, a week over New Year, a leap day, and a month full of public holidays.
MONTHS = [
    date(2026, 3, 1),
    date(2026, 10, 1),
    date(2026, 12, 1),
    date(2028, 2, 1),
    date(2026, 5, 1),
]
KINDS = [DutyKind.WORK, DutyKind.WORK, DutyKind.WORK, DutyKind.TRAINING, DutyKind.INTERVENTION]
HOLIDAYS = holidays_of(range(2025, 2030))


def drawn(seed: int, first: date) -> list[Duty]:
    """Duties of a month and of the weeks around it, at any minute, with breaks or without."""
    rng = Random(seed)
    minute = midnight_minute(first - timedelta(days=20)) + rng.randrange(600)
    end = midnight_minute(next_month(first)) + 600
    duties = []
    while minute < end:
        length = rng.choice([1, 45, 180, 420, 480, 600, 719])
        pause = rng.choice([0, 0, 20, 45])
        breaks: tuple[Break, ...] = ()
        if 0 < pause < length:
            where = minute + rng.randrange(length - pause + 1)
            placed = instant_of(where) if rng.random() < 0.5 else None
            breaks = (Break(minutes=pause, start=placed),)
        span = Span.of_minutes(minute, minute + length)
        duties.append(Duty(id=f"{minute}", span=span, kind=rng.choice(KINDS), breaks=breaks))
        minute += length + rng.choice([0, 1, 300, 660, 1440])
    return duties


def minutes_of(duties: list[Duty]) -> list[datetime]:
    """Every minute worked, as a Paris clock shows it, from rows as a person would read them."""
    minutes_found = sorted(
        minute
        for duty in duties
        for minute in worked(
            duty.span.start.isoformat(),
            duty.span.end.isoformat(),
            [(b.start.isoformat() if b.start else None, b.minutes) for b in duty.breaks],
        )
    )
    return [datetime.fromtimestamp(m * 60, tz=UTC).astimezone(CLOCK) for m in minutes_found]


def worked(begin: str, end: str, breaks: list[tuple[str | None, int]]) -> list[int]:
    """Every UTC minute worked in a row; a break of unknown place is put in the middle."""
    first, last = utc(begin), utc(end)
    off: set[int] = set()
    for start, minutes in breaks:
        away = utc(start) if start else first + (last - first - minutes) // 2
        off |= set(range(away, away + minutes))
    return [minute for minute in range(first, last) if minute not in off]


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).astimezone(UTC).timestamp() // 60)


def monday_of(local: datetime) -> date:
    return local.date() - timedelta(days=local.weekday())


def counted(minutes: list[datetime], wanted: Callable[[datetime], bool]) -> Counter[date]:
    return Counter(local.date() for local in minutes if wanted(local))


def overtime_of(minutes: list[datetime]) -> Counter[date]:
    """Days of the minutes that come after 2,100 others in their week."""
    rank: Counter[date] = Counter()
    days: Counter[date] = Counter()
    for local in minutes:
        rank[monday_of(local)] += 1
        if rank[monday_of(local)] > 2100:
            days[local.date()] += 1
    return days


@pytest.mark.long
@pytest.mark.parametrize("first", MONTHS, ids=lambda d: f"{d:%Y-%m}")
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_every_counter_is_the_count_of_its_minutes(first: date, seed: int) -> None:
    duties = drawn(seed, first)
    last = next_month(first) - timedelta(days=1)

    sheet = counters(timeline(*duties, first=first, last=last, holidays=HOLIDAYS), RULES)

    minutes = minutes_of(duties)
    work = counted(minutes, lambda _: True)
    night = counted(minutes, lambda local: local.hour >= 21 or local.hour < 6)
    overtime = overtime_of(minutes)
    for line in sheet.days:
        assert line.minutes.work == work[line.day]
        assert line.minutes.night == night[line.day]
        assert line.minutes.sunday == (work[line.day] if line.day.weekday() == 6 else 0)
        assert line.minutes.holiday == (work[line.day] if line.day in HOLIDAYS else 0)
        assert line.overtime == overtime[line.day]
    weeks = Counter(monday_of(local) for local in minutes)
    for week in sheet.weeks:
        # What begins after the month is not yet planned: the check counts it, the counters too.
        assert week.work == weeks[week.monday]
        extra = max(0, weeks[week.monday] - 2100)
        assert {t.rate: t.minutes for t in week.overtime} == {
            rate: minutes
            for rate, minutes in ((250, min(extra, 480)), (500, extra - 480))
            if minutes > 0
        }
    for window in sheet.windows:
        mondays = [window.last_monday - timedelta(weeks=n) for n in range(12)]
        assert window.work == sum(weeks[monday] for monday in mondays)
    year = [day for day in work if day.year == first.year and day <= last]
    assert sheet.years[0].minutes.work == sum(work[day] for day in year)
    assert sheet.years[0].overtime == sum(
        minutes for day, minutes in overtime.items() if day.year == first.year and day <= last
    )


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), month=st.sampled_from(MONTHS))
def test_sums_agree_whatever_the_cut(seed: int, month: date) -> None:
    duties = drawn(seed, month)
    last = next_month(month) - timedelta(days=1)
    middle = month + timedelta(days=14)

    def over(first: date, end: date) -> Counters:
        return counters(timeline(*duties, first=first, last=end, holidays=HOLIDAYS), RULES)

    whole = over(month, last)
    halves = over(month, middle), over(middle + timedelta(days=1), last)

    assert whole.total == halves[0].total + halves[1].total
    assert whole.total == whole.months[0].minutes
    assert whole.days == halves[0].days + halves[1].days
    paid = {t.rate: t.minutes for t in whole.overtime}
    parts: Counter[int] = Counter()
    for half in halves:
        parts.update({t.rate: t.minutes for t in half.overtime})
    # A week that ends in the month is counted in one half or the other, whole.
    assert dict(parts) == paid
    for week in whole.weeks:
        inside = [d for d in whole.days if d.day - timedelta(days=d.day.weekday()) == week.monday]
        assert sum(d.minutes.work for d in inside) <= week.work
        if len(inside) == 7:
            assert sum(d.minutes.work for d in inside) == week.work
            assert sum(d.overtime for d in inside) == sum(t.minutes for t in week.overtime)
