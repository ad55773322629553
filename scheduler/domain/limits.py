"""What one person's rota is bounded to: runs of days, and counts in periods; and successions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from scheduler.domain.time import next_month, week_of, within
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from scheduler.domain.duty import Duty
    from scheduler.domain.time import Span


ONE = timedelta(days=1)


class LimitKind(StrEnum):
    """What a limit counts."""

    RUN = "jours_affilee"
    REST = "repos_affilee"
    WEEKENDS = "week_ends"
    SPLIT = "week_ends_coupes"
    SLOTS = "creneaux"
    MINUTES = "heures"


RUNS = frozenset({LimitKind.RUN, LimitKind.REST})
"""Kinds that bound each run of days, whatever the period."""


class Every(StrEnum):
    """In which periods a limit counts: each civil week, each civil month, or all its days."""

    WEEK = "semaine"
    MONTH = "mois"
    WHOLE = "totale"


class Window(NamedTuple):
    """Days over which a limit counts, both included; `whole`: no day of the period is left out."""

    first: date
    last: date
    whole: bool

    @property
    def days(self) -> Iterator[date]:
        """Its days, in order."""
        return (self.first + n * ONE for n in range((self.last - self.first).days + 1))


class Opened(NamedTuple):
    """The days of a period to count, what was counted before, whether a minimum is judged."""

    window: Window
    carried: int
    complete: bool


@dataclass(frozen=True, kw_only=True)
class Limit:
    """
    The least and the most that one person's rota may hold of something (None: no bound).

    `least` and `most` are days in a row, weekends, slots, or minutes of work, as `kind` says; a
    weekend is split if its Saturday is worked or its Sunday, and not both. `templates`: the slots
    that a limit of `SLOTS` counts, and those of which a limit of `RUN` bounds the days in a row, by
    the template that makes them (none: all of them). `since` and `until`, both included, say when
    it is in force; where it counts over all its days (`Every.WHOLE`), it has both.

    `price`: points that each day, weekend, slot or begun hour missed costs (None: the limit is a
    demand). Three limits are wishes only: runs of some templates, longest rests, split weekends.

    Raises
    ------
    InvalidProblemError
        It bounds nothing, contradicts itself, or counts over days without an end.
    """

    mediator: str
    kind: LimitKind
    least: int = 0
    most: int | None = None
    templates: frozenset[str] = frozenset()
    every: Every = Every.MONTH
    since: date | None = None
    until: date | None = None
    price: int | None = None

    def __post_init__(self) -> None:
        if self.most is None and not self.least:
            raise InvalidProblemError("un minimum ou un maximum")
        if self.price is None and only_wished(self.kind, self.templates, self.most):
            raise InvalidProblemError("un prix : ce genre de limite n’est qu’un souhait")
        if self.most is not None and self.most < self.least:
            raise InvalidProblemError(f"un maximum d’au moins {self.least}")
        if self.kind is LimitKind.RUN and self.most == 0:
            raise InvalidProblemError("un maximum d’au moins 1 jour")
        if self.since is not None and self.until is not None and self.until < self.since:
            raise InvalidProblemError(f"une fin le {self.since:%d/%m/%Y} ou après")
        open_ended = self.since is None or self.until is None
        if self.kind not in RUNS and self.every is Every.WHOLE and open_ended:
            raise InvalidProblemError("un premier et un dernier jour, si la période est totale")

    def holds_on(self, day: date) -> bool:
        """Whether the limit is in force on `day`."""
        return within(day, self.since, self.until)

    def counts(self, duty: Duty) -> bool:
        """Whether the duty is a slot of the limit's templates."""
        return duty.is_post and (not self.templates or duty.template in self.templates)

    def windows(self, horizon: Span) -> Iterator[Window]:
        """Yield the periods that touch the horizon, cut to the days on which it is in force."""
        first, last = horizon.days[0], horizon.days[-1]
        since, until = self.since or date.min, self.until or date.max
        begin = first
        while begin <= last and self.every is not Every.WHOLE:
            begin, end = _week(begin) if self.every is Every.WEEK else _month(begin)
            if begin <= until and since <= end:
                whole = since <= begin and end <= until
                yield Window(max(begin, since), min(end, until), whole)
            begin = end + timedelta(days=1)
        if self.every is Every.WHOLE and since <= last and first <= until:
            yield Window(since, until, whole=True)

    def opened(self, window: Window, since: date, last: date, streak: Streak | None) -> Opened:
        """
        Return what to count of a period, if days are described from `since` and planned to `last`.

        A minimum is judged only where all of the period is described, by duties or by a streak, and
        its last day is planned: else what is missing may still come. A weekend can be split where
        both its days are described or planned; it is of the period of its Sunday.
        """
        described, days, carried = window.first >= since, window, 0
        total = self.every is Every.WHOLE and streak is not None and window.first <= streak.day
        if not described and total and streak is not None:
            before = streak.counted(self)
            if before is not None:
                described, carried = streak.day + ONE >= since, before
                days = window._replace(first=streak.day + ONE)
        if self.kind is LimitKind.SPLIT:
            first = max(days.first, since + ONE)
            days = days._replace(first=first, last=min(days.last, last))
        return Opened(days, carried, described and window.whole and window.last <= last)


def only_wished(kind: LimitKind, templates: frozenset[str], most: int | None) -> bool:
    """Whether no rule judges such a limit: it needs a price."""
    of_templates = kind is LimitKind.RUN and bool(templates)
    longest_rest = kind is LimitKind.REST and most is not None
    return of_templates or longest_rest or kind is LimitKind.SPLIT


def least_on(limits: Iterable[Limit], kind: LimitKind, day: date) -> int:
    """Return the greatest minimum of a kind demanded on a day (0: there is none)."""
    return max((n.least for n in demanded(limits, kind) if n.holds_on(day)), default=0)


def most_on(limits: Iterable[Limit], kind: LimitKind, day: date) -> int | None:
    """Return the least maximum of a kind demanded on a day (None: there is none)."""
    bounds = (n.most for n in demanded(limits, kind) if n.holds_on(day))
    return min((most for most in bounds if most is not None), default=None)


def demanded(limits: Iterable[Limit], kind: LimitKind) -> Iterator[Limit]:
    """Yield the limits of a kind that are no mere wishes."""
    return (n for n in limits if n.kind is kind and n.price is None)


def wished(limits: Iterable[Limit], kinds: Collection[LimitKind]) -> Iterator[tuple[int, Limit]]:
    """Yield the limits of some kinds that are wishes, each with its price."""
    return ((n.price, n) for n in limits if n.kind in kinds and n.price is not None)


def _week(day: date) -> tuple[date, date]:
    return week_of(day), week_of(day) + timedelta(days=6)


def _month(day: date) -> tuple[date, date]:
    return day.replace(day=1), next_month(day) - timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Succession:
    """
    Slots of `first` that slots of `following` may not follow on the next day, by template.

    `mediator`: whom it concerns (empty: everybody). `since` and `until`, both included, are days of
    the earlier slot. `price`: points that each such pair of slots costs (None: it is forbidden).

    Raises
    ------
    InvalidProblemError
        A side names no template, or it ends before it begins.
    """

    first: frozenset[str]
    following: frozenset[str]
    mediator: str = ""
    since: date | None = None
    until: date | None = None
    price: int | None = None

    def __post_init__(self) -> None:
        if not self.first or not self.following:
            raise InvalidProblemError("des gabarits avant, et des gabarits après")
        if self.since is not None and self.until is not None and self.until < self.since:
            raise InvalidProblemError(f"une fin le {self.since:%d/%m/%Y} ou après")

    def concerns(self, mediator: str) -> bool:
        """Whether it holds for that person."""
        return self.mediator in {"", mediator}

    def holds_on(self, day: date) -> bool:
        """Whether it is in force for an earlier slot that begins on `day`."""
        return within(day, self.since, self.until)

    def joins(self, first: str, following: str, day: date) -> bool:
        """Whether the templates may not follow each other, the earlier one on `day`."""
        return self.holds_on(day) and first in self.first and following in self.following


@dataclass(frozen=True, kw_only=True)
class Streak:
    """
    Where one person's rota stood at the end of a day, in place of the months before it.

    `worked`: days of work in a row that end on `day`; the last `alike` of them held a slot of
    `template`. `off`: days without work in a row that end on it. `weekends` and `slots`: those that
    limits over a total period have counted so far.

    Raises
    ------
    InvalidProblemError
        Days end both in work and in rest, or more were alike than were worked.
    """

    mediator: str
    day: date
    worked: int = 0
    template: str = ""
    alike: int = 0
    off: int = 0
    weekends: int = 0
    slots: int = 0

    def __post_init__(self) -> None:
        if self.worked and self.off:
            raise InvalidProblemError("des jours travaillés ou des jours de repos, pas les deux")
        if self.alike > self.worked or bool(self.template) != bool(self.alike):
            alike = (
                f"pour 1 à {self.worked} jours travaillés" if self.worked else "si l’on travaille"
            )
            raise InvalidProblemError(f"un gabarit, {alike}")

    def counted(self, limit: Limit) -> int | None:
        """Return what it has counted so far for a limit over a total period (None: unknown)."""
        if limit.kind is LimitKind.WEEKENDS:
            return self.weekends
        return self.slots if limit.kind is LimitKind.SLOTS and not limit.templates else None

    @property
    def days(self) -> Mapping[date, bool]:
        """The days of which it says whether they were worked: the run, and the day before it."""
        length, works = self.worked or self.off, self.worked > 0
        states = {self.day - timedelta(days=n): works for n in range(length)}
        return states | ({self.day - timedelta(days=length): not works} if length else {})

    def days_of(self, templates: frozenset[str]) -> Mapping[date, bool]:
        """Return the days of which it says whether a slot of some templates was held."""
        if not self.worked:
            return {day: False for day, works in self.days.items() if not works}
        if not self.alike:
            return {}
        taken = self.template in templates
        states = {self.day - timedelta(days=n): taken for n in range(self.alike)}
        return states | ({self.day - timedelta(days=self.alike): False} if taken else {})
