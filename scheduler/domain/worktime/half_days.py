"""Tell which half days an absence takes off, and what it is worth where it is a part of a day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time
from fractions import Fraction
from typing import TYPE_CHECKING

from scheduler.domain.time import Span, at, minute_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from scheduler.domain.people import Absence

#: The heart of each half day: an absence that covers it takes the half day off.
HALVES = ((time(10), time(12)), (time(14), time(16)))
NOON = time(13)


def halves_off(away: Collection[Span], day: date) -> frozenset[int]:
    """Return which half days of a day (0: the morning) some absence covers."""
    if not away:
        return frozenset()
    halves = [Span(at(day, begins), at(day, ends)) for begins, ends in HALVES]
    return frozenset(
        place for place, half in enumerate(halves) if any(s.contains(half) for s in away)
    )


def own_minutes(absence: Absence) -> int | None:
    """
    Return the minutes of an absence of a part of one day, as they were entered for it.

    None where none were entered, and where it takes off whole days: what was entered is then worth
    a day, and half of it half a day.
    """
    span = absence.span
    if absence.day_minutes is None or span.day != span.last_day:
        return None
    whole = len(halves_off((span,), span.day)) == len(HALVES)
    return None if whole else absence.day_minutes


def halves_of(absence: Absence, day: date) -> frozenset[int]:
    """
    Return which half days of a day an absence counts in (0: the morning).

    One with minutes of its own counts in the half of its middle, even if it covers neither.
    """
    halves = halves_off((absence.span,), day)
    if halves or own_minutes(absence) is None:
        return halves
    middle = (absence.span.first + absence.span.last) // 2
    return frozenset({int(middle >= minute_of(at(day, NOON)))})


class HalvesOff:
    """What absences take off the half days of one day (0: the morning), in minutes."""

    def __init__(self) -> None:
        self.worth: dict[int, Fraction] = {}
        self._parts: dict[int, list[tuple[Span, Fraction]]] = defaultdict(list)

    def take(self, absence: Absence, half: int, expected: Fraction) -> None:
        """Take a half day off: what is expected of it, or the minutes of a part of it."""
        own, worth = own_minutes(absence), expected
        if own is not None:
            self._parts[half].append((absence.span, Fraction(own)))
            worth = _together(self._parts[half])
        self.worth[half] = max(worth, self.worth.get(half, worth))

    @property
    def minutes(self) -> Fraction:
        """Return the minutes of both half days."""
        return sum(self.worth.values(), Fraction(0))


def _together(parts: Iterable[tuple[Span, Fraction]]) -> Fraction:
    """Return what parts of half a day are worth: those that overlap count once, as the greater."""
    total = last = Fraction(0)
    until = 0
    for span, minutes in sorted(parts, key=lambda part: part[0].first):
        if span.first >= until:
            total, last = total + last, Fraction(0)
        last = max(last, minutes)
        until = max(until, span.last)
    return total + last
