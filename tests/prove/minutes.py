"""One person's rows measured minute by minute, apart from the product: totals, rests, weeks."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tests.prove.tape import DAY, WORKING, Row, free_runs, midnight, monday_of, with_journeys

SUNDAY = 6


@dataclass(frozen=True)
class Contract:
    """Days under contract, minutes a week, and whether hours are counted over the year."""

    begin: date
    end: date | None
    weekly: int
    yearly: bool = False


@dataclass(frozen=True)
class Person:
    """Birth date, contracts, since when the person is declared a night worker."""

    birth: date | None
    contracts: tuple[Contract, ...] = ()
    night_since: date | None = None

    def age(self, day: date) -> int:
        """Whole years; who has no birth date is grown up."""
        if self.birth is None:
            return 99
        return (
            day.year - self.birth.year - ((day.month, day.day) < (self.birth.month, self.birth.day))
        )

    def minor(self, day: date) -> bool:
        """Whether the person is under eighteen."""
        return self.age(day) < 18


@dataclass(frozen=True)
class Sundays:
    """A ground to work on Sundays: from when to when, where (empty: everywhere)."""

    since: date
    until: date | None = None
    agency: str = ""
    dispositif: str = ""

    def covers(self, row: Row, day: date) -> bool:
        """Whether it bears on the row on that day."""
        return (
            self.since <= day
            and (self.until is None or day <= self.until)
            and self.agency in ("", row.agency)
            and self.dispositif in ("", row.dispositif)
        )


@dataclass(frozen=True, kw_only=True)
class Case:
    """
    One person's rows, and the civil days that are judged (the end excluded).

    `known`: from which day on the rows tell everything (None: only what they tell).
    """

    rows: tuple[Row, ...]
    person: Person
    begin: date
    end: date
    travel: Mapping[tuple[str, str], int] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    sundays: tuple[Sundays, ...] = ()
    known: date | None = None

    @cached_property
    def work(self) -> list[Row]:
        """Rows that are work, journeys included, by begin."""
        return [r for r in with_journeys(self.rows, self.travel) if r.kind in WORKING]

    @cached_property
    def unsettled(self) -> frozenset[date]:
        """
        Days of which no one can tell when work goes on.

        Those near two posts at once; those of work that began before the first day and goes on
        without half an hour's gap, where a break of unknown place lies in it.
        """
        days: set[date] = set()
        first = midnight(self.begin)
        group: list[Row] = []
        reached = 0
        for row in self.work:
            if row.first < reached:
                days |= {day + n * DAY for day in (*group[-1].days, *row.days) for n in (-1, 0, 1)}
            group = [*group, row] if row.first < reached + 30 else [row]
            reached = max(reached, row.last)
            if group[0].first < first < reached and any(row_.floats for row_ in group):
                days |= {day for row_ in group for day in row_.days}
        return frozenset(days)

    @cached_property
    def groups(self) -> dict[date, list[Row]]:
        """Working days: rows by the civil day on which they begin."""
        table: dict[date, list[Row]] = defaultdict(list)
        for row in self.work:
            table[row.day].append(row)
        return dict(sorted(table.items()))

    @cached_property
    def days(self) -> dict[date, int]:
        """Minutes worked by civil day."""
        table: dict[date, int] = defaultdict(int)
        for row in self.work:
            for day in row.days:
                table[day] += row.minutes(midnight(day), midnight(day + DAY))
        return {day: minutes for day, minutes in sorted(table.items()) if minutes}

    @cached_property
    def weeks(self) -> dict[date, int]:
        """Minutes worked by civil week, by Monday."""
        mondays = {monday_of(day) for row in self.work for day in row.days}
        return {monday: self.between(monday, monday + 7 * DAY) for monday in sorted(mondays)}

    def between(self, begin: date, end: date) -> int:
        """Minutes worked from the midnight of a day to that of another."""
        first, last = midnight(begin), midnight(end)
        near = (row for row in self.work if row.first < last and first < row.last)
        return sum(row.minutes(first, last) for row in near)

    @property
    def judged_weeks(self) -> list[date]:
        """Mondays of the weeks that the judged days touch."""
        monday, mondays = monday_of(self.begin), []
        while monday < self.end:
            mondays.append(monday)
            monday += 7 * DAY
        return mondays

    @property
    def judged_days(self) -> list[date]:
        """The days that are judged."""
        return [self.begin + n * DAY for n in range((self.end - self.begin).days)]

    def inside(self, day: date) -> bool:
        """Whether the day is judged."""
        return self.begin <= day < self.end

    @cached_property
    def nights(self) -> dict[date, int]:
        """Minutes of night, from 21:00 to 06:00, by the day on which the row begins."""
        rests = {
            day: sum(row.night(1260, 360) for row in rows) for day, rows in self.groups.items()
        }
        return {day: minutes for day, minutes in rests.items() if minutes}

    def night_worker(self, day: date) -> bool:
        """
        Whether the person is a night worker: declared by then, or as the week's nights make one.

        Twice three hours a week in three weeks running, within twelve months; or 270 hours in
        those months.
        """
        since = self.person.night_since
        if since is not None and since <= day:
            return True
        week = monday_of(day)
        busy = {
            monday_of(d)
            for d, minutes in self.nights.items()
            if minutes >= 180
            and sum(self.nights.get(monday_of(d) + n * DAY, 0) >= 180 for n in range(7)) >= 2
        }
        begin = _a_year_before(week + 7 * DAY)
        habit = any(
            {last, last - 7 * DAY, last - 14 * DAY} <= busy
            for last in busy
            if last <= week and last + SUNDAY * DAY >= begin
        )
        year = sum(m for d, m in self.nights.items() if begin <= d < week + 7 * DAY)
        return habit or year >= 270 * 60

    def rests(self) -> Iterator[tuple[date, int]]:
        """
        Yield each working day with the minutes of rest before it, those before it being over.

        Calls of the on-call cut the rest and make no working day: its longest piece counts.
        """
        calls = [row for row in self.work if row.kind == "oncall_intervention"]
        before: int | None = None
        for day, rows in self.groups.items():
            posts = [row for row in rows if row.kind != "oncall_intervention"]
            if not posts:
                continue
            if before is not None:
                runs = free_runs(calls, before, posts[0].first)
                yield day, max((last - first for first, last in runs), default=0)
            before = max(before or 0, *(row.last for row in posts))

    def goes_on(self, day: date, rest: int) -> bool:
        """Whether a day goes on with a night, eight hours at most, and 24 hours hold a rest."""
        posts = [
            [row for row in rows if row.kind != "oncall_intervention"]
            for before, rows in self.groups.items()
            if before <= day
        ]
        *earlier, today = [rows for rows in posts if rows]
        if not earlier or today[0].first != max(row.last for rows in earlier for row in rows):
            return False
        end = today[0].first
        night = next(rows for rows in reversed(earlier) if max(r.last for r in rows) == end)
        worked = sum(row.minutes(row.first, row.last) for row in night)
        for row in today:
            if row.first == end:
                worked, end = worked + row.minutes(row.first, row.last), row.last
        runs = free_runs(self.work, night[0].first, night[0].first + 24 * 60)
        return worked <= 8 * 60 and any(last - first >= rest for first, last in runs)

    def pauseless_rests(self) -> Iterator[tuple[date, int]]:
        """Yield the same for minors, to whom calls are work as any other."""
        before: int | None = None
        for day, rows in self.groups.items():
            if before is not None:
                yield day, max(0, rows[0].first - before)
            before = max(row.last for row in rows)

    def weekly_rest(self, monday: date, limit: int, inside: int) -> tuple[int, bool]:
        """
        Return the best rest of a week, and whether one begins on Sunday after a night.

        Of what lies outside the week no more than the daily rest counts.
        """
        first, last = midnight(monday), midnight(monday + 7 * DAY)
        sunday = midnight(monday + SUNDAY * DAY)
        runs = [
            (a, b)
            for a, b in free_runs(self.work, first - 2 * limit, last + 2 * limit)
            if a < last and first < b
        ]
        worth = [min(b - a, min(b, last) - max(a, first) + limit - inside) for a, b in runs]
        whole = {a for a, b in runs if b - a >= limit}
        after_night = any(
            row.first < sunday < row.last <= last and row.last in whole for row in self.work
        )
        return max(worth, default=0), after_night


def _a_year_before(day: date) -> date:
    """Return the same day of the year before; the first of March for a 29 February."""
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - 1, 3, 1) if leap else date(day.year - 1, day.month, day.day)
