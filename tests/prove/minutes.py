"""
A check of rota rows minute by minute, written apart from the product.

It reads rows as a person would (who, begin, end, breaks as text) and uses only the standard
library: no span, no timeline, no rule. It covers rests, day totals and week totals.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

CLOCK = ZoneInfo("Europe/Paris")
WORKING = {"work", "training", "travel", "oncall_intervention"}


@dataclass(frozen=True)
class Row:
    """One stretch of one person: ISO instants, breaks as (begin or None, minutes, kind)."""

    who: str
    begin: str
    end: str
    kind: str = "work"
    breaks: tuple[tuple[str | None, int, str], ...] = ()


@dataclass(frozen=True)
class Person:
    """Birth date, and whether the eight hours of night workers hold."""

    birth: date | None
    night: bool = False


def _utc(text: str) -> int:
    return int(datetime.fromisoformat(text).astimezone(UTC).timestamp() // 60)


def _local(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, tz=UTC).astimezone(CLOCK)


def _age(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def worked(row: Row) -> list[int]:
    """Every UTC minute worked in a row; a break of unknown place is put in the middle."""
    first, last = _utc(row.begin), _utc(row.end)
    if row.kind not in WORKING:
        return []
    off: set[int] = set()
    for begin, minutes, kind in row.breaks:
        if kind == "watch":
            continue
        start = _utc(begin) if begin else first + (last - first - minutes) // 2
        off |= set(range(start, start + minutes))
    return [m for m in range(first, last) if m not in off]


def faults(rows: list[Row], people: dict[str, Person], begin: date, end: date) -> list[str]:
    """Return what is unlawful between two civil days (the end excluded), in plain words."""
    found: list[str] = []
    by_person: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_person[row.who].append(row)
    for who, mine in sorted(by_person.items()):
        found += [f"{who} {text}" for text in _faults_of(mine, people[who], begin, end)]
    return found


def _faults_of(rows: list[Row], person: Person, begin: date, end: date) -> list[str]:
    found: list[str] = []
    minutes: set[int] = set()
    groups: dict[date, tuple[int, int]] = {}
    for row in rows:
        mine = worked(row)
        if minutes & set(mine):
            found.append(f"works twice in one minute: {row.begin}")
        minutes |= set(mine)
        if mine:
            first, last = _utc(row.begin), _utc(row.end)
            day = _local(first).date()
            old = groups.get(day, (first, last))
            groups[day] = (min(old[0], first), max(old[1], last))
    return [
        *found,
        *_totals(minutes, person, begin, end),
        *_daily_rests(groups, person, begin, end),
        *_weekly_rests(minutes, begin, end),
    ]


def _minor(person: Person, day: date) -> bool:
    return person.birth is not None and _age(person.birth, day) < 18


def _totals(minutes: set[int], person: Person, begin: date, end: date) -> list[str]:
    found = []
    days: dict[date, int] = defaultdict(int)
    weeks: dict[date, int] = defaultdict(int)
    for minute in minutes:
        day = _local(minute).date()
        days[day] += 1
        weeks[day - timedelta(days=day.weekday())] += 1
    for day, total in sorted(days.items()):
        if begin <= day < end and total > (480 if _minor(person, day) else 600):
            found.append(f"{day}: {total} minutes in a day")
    for monday, total in sorted(weeks.items()):
        sunday = monday + timedelta(days=6)
        if sunday >= begin and monday < end and total > (2100 if _minor(person, sunday) else 2880):
            found.append(f"week of {monday}: {total} minutes")
    return found


def _daily_rests(
    groups: dict[date, tuple[int, int]], person: Person, begin: date, end: date
) -> list[str]:
    found = []
    for before, after in pairwise(sorted(groups)):
        rest = groups[after][0] - groups[before][1]
        if begin <= after < end and rest < (720 if _minor(person, after) else 660):
            found.append(f"{after}: {rest} minutes of rest")
    return found


def _weekly_rests(minutes: set[int], begin: date, end: date) -> list[str]:
    """Each civil week wholly inside has 35 free hours running, 24 of them inside the week."""
    found = []
    monday = begin + timedelta(days=-begin.weekday() % 7)
    while monday + timedelta(days=7) <= end:
        start, stop = _midnight(monday), _midnight(monday + timedelta(days=7))
        best, run = 0, 0
        for minute in range(start - 660, stop + 661):
            if minute in minutes:
                run = 0
                continue
            run += 1
            # A run of 2100 minutes that ends here lies 1440 minutes or more inside the week.
            if run >= 2100 and min(minute + 1, stop) - max(minute + 1 - run, start) >= 1440:
                best = run
                break
        if not best:
            found.append(f"week of {monday}: no 35 hours of rest")
        monday += timedelta(days=7)
    return found


def _midnight(day: date) -> int:
    local = datetime(day.year, day.month, day.day, tzinfo=CLOCK)
    return int(local.astimezone(UTC).timestamp() // 60)
