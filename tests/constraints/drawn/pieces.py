"""What scenes are made of: stretches of one person's time, before they become a problem."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from scheduler.domain.duty import Break, BreakKind, Duty
from scheduler.domain.employment.employer import Outside
from scheduler.domain.people import Mediator
from scheduler.domain.time import SUNDAY, Span, midnight_minute, weeks_touched
from scheduler.domain.timeline import Timeline
from scheduler.rule import Rule

T = TypeVar("T")
HOUR, DAY = 60, 24 * 60


@dataclass(kw_only=True)
class Piece:
    """
    A stretch of UTC minutes with its breaks: (minutes, place from the start or None, kind).

    `what`: "slot", "training", "standby", "call" (an intervention), "mandate" or "fixed" (another's
    plan).
    `spare`: a slot that nobody of the scene holds. `elastic`: may be stretched to hit a total.
    """

    first: int
    last: int
    breaks: tuple[tuple[int, int | None, BreakKind], ...] = ()
    site: str = "s1"
    dispositif: str = "d"
    what: str = "slot"
    spare: bool = False
    elastic: bool = False

    @property
    def span(self) -> Span:
        """When it is."""
        return Span.of_minutes(self.first, self.last)

    def pauses(self) -> tuple[Break, ...]:
        """Return the breaks as the domain has them."""
        return tuple(
            Break(
                minutes=minutes,
                start=None if spot is None else Span.of_minutes(self.first + spot, self.last).start,
                kind=kind,
            )
            for minutes, spot, kind in self.breaks
        )


@dataclass(frozen=True, kw_only=True)
class Target:
    """What an elastic piece is stretched for: a measure of the timeline and its exact value."""

    measure: Callable[[Timeline], int]
    value: int


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Pieces of one person's time, duties of the far past, and what to bring onto a limit."""

    pieces: list[Piece]
    past: tuple[Duty, ...] = ()
    target: Target | None = None
    outside: tuple[Outside, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Canvas:
    """What a scene is drawn upon."""

    rng: Random
    rule: Rule
    monday: date
    horizon: Span
    who: Mediator
    travel: int = 0

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return self.rng.choice(options)

    def near(self, value: int) -> int:
        """Return the value, a minute more or a minute less."""
        return value + self.pick((-1, 0, 0, 1, 1))

    def value(self, name: str) -> int:
        """Return a parameter of the rule, as in force in the season."""
        minutes: int = getattr(self.rule, name).on(self.monday)
        return minutes

    def week(self) -> date:
        """Return the Monday of a week of the horizon, the first one more often."""
        weeks = list(weeks_touched(self.horizon))
        return self.pick([weeks[0], *weeks])

    def day(self) -> date:
        """Return a day of the horizon; often that on which clocks change, or its first."""
        days = self.horizon.days
        change = [
            d for d in days if midnight_minute(d + timedelta(days=1)) - midnight_minute(d) != DAY
        ]
        return self.pick([*days, *change * 6, *days[:1] * 3, *days[-1:]])

    def split(self, total: int, parts: int) -> list[int]:
        """Cut minutes in so many parts, in steps of five minutes but for the last."""
        cuts = sorted(5 * self.rng.randint(1, max(1, total // 5 - 1)) for _ in range(parts - 1))
        ends = [0, *cuts, total]
        return [b - a for a, b in itertools.pairwise(ends) if b > a]

    def piece(self, first: int, work: int, *, breaks: bool = True) -> Piece:
        """Return a piece of so many minutes of work, breaks added to them."""
        rng, work = self.rng, max(1, work)
        drawn: tuple[tuple[int, int | None, BreakKind], ...] = ()
        if breaks and work > HOUR and rng.random() < 0.35:
            minutes = self.pick((19, 20, 29, 30, 45, 60))
            kind = self.pick((BreakKind.UNPAID, BreakKind.UNPAID, BreakKind.PAID, BreakKind.WATCH))
            spot = self.pick((None, work // 2, rng.randint(0, work)))
            if kind is BreakKind.WATCH:
                spot = None if spot is None else min(spot, work - minutes)
            else:
                work += minutes
            drawn = ((minutes, spot, kind),)
        return Piece(
            first=first,
            last=first + work,
            breaks=drawn,
            site=self.pick(("s1", "s1", "s1", "s1", "s2", "s2", "")),
            dispositif=self.pick(("d",) * 9 + ("e",)),
            what=self.pick(("slot",) * 12 + ("training", "training", "fixed")),
        )

    def chain(self, first: int, works: Sequence[int], gaps: Sequence[int]) -> list[Piece]:
        """Return pieces one after the other, each gap one of those given."""
        pieces: list[Piece] = []
        clock = first
        for work in works:
            pieces.append(self.piece(clock, work))
            clock = pieces[-1].last + self.pick(gaps)
        return pieces

    def sunday_night(self, monday: date) -> Piece:
        """Return a night over the Sunday midnight with which the week begins."""
        start = midnight_minute(monday) - self.pick((30, 60, 120, 180, 300))
        return self.piece(start, self.pick((240, 360, 420)))

    def sunday(self, monday: date) -> date:
        """Return the last day of the week."""
        return monday + timedelta(days=SUNDAY)
