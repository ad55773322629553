"""What one person's rota is bounded to: runs of days, and counts in periods; and successions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from scheduler.domain.time import next_month, week_of, within
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.domain.duty import Duty
    from scheduler.domain.time import Span


class LimitKind(StrEnum):
    """What a limit counts."""

    RUN = "jours_affilee"
    REST = "repos_affilee"
    WEEKENDS = "week_ends"
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


@dataclass(frozen=True, kw_only=True)
class Limit:
    """
    The least and the most that one person's rota may hold of something (None: no bound).

    `least` and `most` are days in a row, weekends, slots, or minutes of work, as `kind` says.
    `templates`: the slots that a limit of `SLOTS` counts, by the template that makes them (none:
    all of them). `since` and `until`, both included, say when it is in force; where it counts over
    all its days (`Every.WHOLE`), it has both.

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

    def __post_init__(self) -> None:
        if self.most is None and not self.least:
            raise InvalidProblemError("un minimum ou un maximum")
        if self.most is not None and self.most < self.least:
            raise InvalidProblemError(f"un maximum d’au moins {self.least}")
        if self.kind is LimitKind.RUN and self.most == 0:
            raise InvalidProblemError("un maximum d’au moins 1 jour")
        if self.kind is LimitKind.REST and self.most is not None:
            raise InvalidProblemError("un minimum seul : rien ne borne un repos par le haut")
        if self.since is not None and self.until is not None and self.until < self.since:
            raise InvalidProblemError(f"une fin le {self.since:%d/%m/%Y} ou après")
        open_ended = self.since is None or self.until is None
        if self.kind not in RUNS and self.every is Every.WHOLE and open_ended:
            raise InvalidProblemError("un premier et un dernier jour, si la période est totale")

    def holds_on(self, day: date) -> bool:
        """Whether the limit is in force on `day`."""
        return within(day, self.since, self.until)

    def counts(self, duty: Duty) -> bool:
        """Whether a limit of `SLOTS` counts the duty."""
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


def least_on(limits: Iterable[Limit], kind: LimitKind, day: date) -> int:
    """Return the greatest minimum of a kind in force on a day (0: there is none)."""
    return max((n.least for n in limits if n.kind is kind and n.holds_on(day)), default=0)


def most_on(limits: Iterable[Limit], kind: LimitKind, day: date) -> int | None:
    """Return the least maximum of a kind in force on a day (None: there is none)."""
    bounds = (n.most for n in limits if n.kind is kind and n.holds_on(day))
    return min((most for most in bounds if most is not None), default=None)


def _week(day: date) -> tuple[date, date]:
    return week_of(day), week_of(day) + timedelta(days=6)


def _month(day: date) -> tuple[date, date]:
    return day.replace(day=1), next_month(day) - timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Succession:
    """
    Slots of `first` that slots of `following` may not follow on the next day, by template.

    `mediator`: whom it concerns (empty: everybody). `since` and `until`, both included, are days of
    the earlier slot.

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
