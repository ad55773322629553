"""
What is unlawful in one person's rows, by the minute: written apart from the product.

Limits are written down here once more, from the articles; measures come from tapes of minutes.
It covers day and week totals, rests of days and weeks, spans, breaks, nights, Sundays and public
holidays, six days a week, twelve weeks: whatever a clock and a calendar can settle.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from tests.prove.breaks import Terms, bare_stretches
from tests.prove.minutes import SUNDAY, Case, Person
from tests.prove.tape import DAY, Row, midnight, monday_of, shown

#: The rules of the catalogue that this check settles by itself.
COVERED = frozenset(
    {
        "avg12_44h",
        "break_20min",
        "daily_max_10h",
        "daily_rest_11h",
        "daily_span_13h",
        "minor_apprentice_sunday_ban",
        "minor_break_30min",
        "minor_daily_8h",
        "minor_daily_rest_12h",
        "minor_night_ban",
        "minor_public_holiday_ban",
        "minor_weekly_35h",
        "night_worker_daily_8h",
        "part_time_below_35h",
        "six_days_per_week",
        "sunday_rest",
        "weekly_max_48h",
        "weekly_rest_35h",
    }
)

#: Those of which it settles, too, what the text leaves doubtful.
DOUBTFUL = frozenset({"break_20min", "daily_rest_11h"})

ADULTS = Terms(limit=360, pause=20, daily=True)
MINORS = Terms(limit=270, pause=30, daily=False)


class Fault(NamedTuple):
    """
    What is unlawful: by which rule of the catalogue, dated, measured and limited how.

    `sure`: it is; otherwise the text doesn't say.
    """

    rule: str
    on: date
    measured: int
    limit: int
    sure: bool = True

    def __str__(self) -> str:
        doubt = "" if self.sure else ", doubtful"
        return f"{self.on} {self.rule}: {self.measured} ({self.limit}){doubt}"


def faults(case: Case) -> list[Fault]:
    """Return what is unlawful, or doubtful, in the days that are judged."""
    return [
        *_days(case),
        *_weeks(case),
        *_rests(case),
        *_weekly_rests(case),
        *_breaks(case),
        *_closed_days(case),
        *_nights(case),
    ]


def _days(case: Case) -> Iterator[Fault]:
    for day, minutes in case.days.items():
        if case.inside(day):
            if case.person.minor(day) and minutes > 480:
                yield Fault("minor_daily_8h", day, minutes, 480)
            elif not case.person.minor(day) and minutes > 600:
                yield Fault("daily_max_10h", day, minutes, 600)
    for day, rows in case.groups.items():
        span = max(row.last for row in rows) - rows[0].first
        if case.inside(day) and span > 780 and not case.person.minor(day):
            yield Fault("daily_span_13h", day, span, 780)


def _weeks(case: Case) -> Iterator[Fault]:
    for monday in case.judged_weeks:
        sunday = monday + SUNDAY * DAY
        days = [monday + n * DAY for n in range(7)]
        worked = [day for day in days if case.days.get(day)]
        if len(worked) > 6:
            yield Fault("six_days_per_week", worked[6], 7, 6)
        minor = [day for day in days if case.person.minor(day)]
        if not case.person.minor(sunday):
            total = case.weeks.get(monday, 0)
            if total > 2880:
                yield Fault("weekly_max_48h", monday, total, 2880)
            twelve = case.between(monday - timedelta(weeks=11), sunday + DAY)
            if twelve > 12 * 2640:
                yield Fault("avg12_44h", sunday, twelve, 12 * 2640)
        if minor:
            total = case.between(monday, minor[-1] + DAY)
            if total > 2100 and _reaches(case, monday, minor[-1] + DAY):
                yield Fault("minor_weekly_35h", monday, total, 2100)
        short = [day for day in days if _part_time(case.person, day)]
        if short:
            total = case.between(short[0], short[-1] + DAY)
            if total >= 2100 and _reaches(case, short[0], short[-1] + DAY):
                yield Fault("part_time_below_35h", monday, total, 2099)


def _reaches(case: Case, begin: date, end: date) -> bool:
    """Whether some of that work lies in the judged days, hence is not the past's alone."""
    first, last = midnight(begin), midnight(end)
    since, until = midnight(case.begin), midnight(case.end)
    return any(
        row.minutes(first, last) and row.first < until and since < row.last for row in case.work
    )


def _part_time(person: Person, day: date) -> bool:
    return any(
        c.begin <= day and (c.end is None or day <= c.end) and c.weekly < 2100 and not c.yearly
        for c in person.contracts
    )


def _rests(case: Case) -> Iterator[Fault]:
    for day, rest in case.rests():
        if case.inside(day) and not case.person.minor(day) and rest < 660:
            yield Fault("daily_rest_11h", day, rest, 660, sure=not case.goes_on(day, 660))
    for day, rest in case.pauseless_rests():
        due = 840 if case.person.age(day) < 16 else 720
        if case.inside(day) and case.person.minor(day) and rest < due:
            yield Fault("minor_daily_rest_12h", day, rest, due)


def _weekly_rests(case: Case) -> Iterator[Fault]:
    since = case.begin if case.known is None else min(case.known, case.begin)
    for monday in (monday_of(case.begin) - 7 * DAY, *case.judged_weeks):
        late = midnight(monday + 7 * DAY) + 2100 > midnight(case.begin)
        # Whoever comes of age in the week has this rest as well.
        if monday < since or not late or case.person.minor(monday + SUNDAY * DAY):
            continue
        best, after_night = case.weekly_rest(monday, 2100, 1440)
        if best < 2100 and not after_night:
            yield Fault("weekly_rest_35h", monday, best, 2100)


def _breaks(case: Case) -> Iterator[Fault]:
    person, faults = case.person, set()
    grown = [row for row in case.work if not person.minor(row.day)]
    young = [row for row in case.work if person.minor(row.day)]
    # What an adult works is judged by itself too, where an evening as a minor leads to it; a break
    # of that evening is one of the working day.
    for rows in (case.work, grown) if young else (grown,):
        for stretch in bare_stretches(rows, ADULTS):
            doubted = ("break_20min", stretch._replace(sure=False), ADULTS.limit) in faults
            if not person.minor(stretch.begin.date()) and not doubted:
                faults.add(("break_20min", stretch, ADULTS.limit))
    for stretch in bare_stretches(young, MINORS):
        faults.add(("minor_break_30min", stretch, MINORS.limit))
    for rule, stretch, limit in sorted(faults):
        begun = stretch.begin.date()
        # What the days before began is theirs; of a minor, it is dated on the first day.
        on = begun if rule == "break_20min" else max(begun, case.begin)
        concerned = rule == "break_20min" or person.minor(case.begin)
        if concerned and case.inside(on) and stretch.last > midnight(case.begin):
            yield Fault(rule, on, stretch.minutes, limit, stretch.sure)


def _closed_days(case: Case) -> Iterator[Fault]:
    person = case.person
    for day, minutes in case.days.items():
        if not case.inside(day):
            continue
        sunday = day.weekday() == SUNDAY
        if person.minor(day) and day in case.holidays:
            yield Fault("minor_public_holiday_ban", day, minutes, 0)
        if person.minor(day) and sunday:
            yield Fault("minor_apprentice_sunday_ban", day, minutes, 0)
        if sunday:
            bare = sum(
                row.minutes(midnight(day), midnight(day + DAY))
                for row in case.work
                if not any(ground.covers(row, day) for ground in case.sundays)
            )
            if bare:
                yield Fault("sunday_rest", day, bare, 0)


def _nights(case: Case) -> Iterator[Fault]:
    person = case.person
    for row in case.work:
        if not case.inside(row.day) or not person.minor(row.day):
            continue
        if closed := _closed_to_minors(person, row):
            yield Fault("minor_night_ban", row.day, closed, 0)
    for day, rows in case.groups.items():
        total = sum(row.minutes(row.first, row.last) for row in rows)
        if total > 480 and case.inside(day) and case.nights.get(day) and case.night_worker(day):
            yield Fault("night_worker_daily_8h", day, total, 480)


def _closed_to_minors(person: Person, row: Row) -> int:
    """Count the minutes worked at night as a minor, by the age of each day."""
    minutes = 0
    for day in row.days:
        if person.minor(day):
            first, last = max(midnight(day), row.first), min(midnight(day + DAY), row.last)
            evening = 1200 if person.age(day) < 16 else 1320
            cells = row.tape[first - row.first : last - row.first]
            minutes += sum(
                cell and not 360 <= shown(minute) < evening
                for minute, cell in enumerate(cells, start=first)
            )
    return max(0, minutes - sum(row.floats))
