"""A stretch of one person's time that may count as work, with its breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from scheduler.domain.time import Span, day_span, minute_of, week_span, weeks_touched
from scheduler.errors import InvalidProblemError


class DutyKind(StrEnum):
    """What a person does in a stretch of time; `COUNTS` lists the kinds that are work."""

    WORK = "work"
    TRAINING = "training"
    TRAVEL = "travel"
    INTERVENTION = "oncall_intervention"
    STANDBY = "oncall_standby"
    COMMUTE = "commute"
    DELEGATION = "delegation"
    COUNCIL = "council_meeting"


#: Time of a mandate: of a representative's monthly credit, or a meeting that the employer called.
MANDATE = frozenset({DutyKind.DELEGATION, DutyKind.COUNCIL})

#: Effective work: field, training centre (L6222-24), travel between two sites, interventions of
#: the on-call (L3121-9), a mandate (L2315-10). Standby and the way from home are not.
COUNTS = MANDATE | {DutyKind.WORK, DutyKind.TRAINING, DutyKind.TRAVEL, DutyKind.INTERVENTION}

#: What a slot gives to whoever holds it.
POSTS = frozenset({DutyKind.WORK, DutyKind.STANDBY})
DATED = re.compile(r"(.+)-(\d{4}-\d\d)-\d\d")
"""The template and the month of a slot that a template makes."""


class BreakKind(StrEnum):
    """
    What a break is.

    A paid break isn't work but counts towards contract hours. A break spent on watch is work, so it
    isn't a break in the sense of L3121-16.
    """

    UNPAID = "unpaid"
    PAID = "paid"
    WATCH = "watch"


@dataclass(frozen=True, kw_only=True)
class Break:
    """An uninterrupted break, in minutes; `start` is None where its place isn't known."""

    minutes: int
    start: datetime | None = None
    kind: BreakKind = BreakKind.UNPAID

    def __post_init__(self) -> None:
        if self.minutes <= 0:
            raise InvalidProblemError(f"pause de {self.minutes} min : durée positive attendue")

    @cached_property
    def first(self) -> int | None:
        """UTC minute of its start, where known."""
        return None if self.start is None else minute_of(self.start)


@dataclass(frozen=True, kw_only=True)
class Duty:
    """
    One stretch of one person's time.

    `decided`: whether the rota at hand chose it (False: history, training, another's plan).
    `breaks_known`: whether the source gives breaks at all; if not, the absence of breaks proves
    nothing.

    Raises
    ------
    InvalidProblemError
        Breaks lie outside the span, overlap, or leave no work.
    """

    id: str
    span: Span
    kind: DutyKind = DutyKind.WORK
    breaks: tuple[Break, ...] = ()
    site: str = ""
    dispositif: str = ""
    agency: str = ""
    decided: bool = True
    breaks_known: bool = True

    def __post_init__(self) -> None:
        if not self.breaks:
            return
        end = self.span.first
        known = sorted((b for b in self.breaks if b.first is not None), key=lambda b: b.first or 0)
        for pause in known:
            first = pause.first or 0
            if first < end or first + pause.minutes > self.span.last:
                raise InvalidProblemError(
                    f"{self.id} : pause hors de l’horaire ou sur une autre pause"
                )
            end = first + pause.minutes
        if sum(b.minutes for b in self.breaks) >= self.span.minutes:
            raise InvalidProblemError(f"{self.id} : les pauses couvrent tout l’horaire")

    @property
    def order(self) -> tuple[int, int, str]:
        """The key by which duties sort: start, end, id."""
        return self.span.first, self.span.last, self.id

    @property
    def counts(self) -> bool:
        """Whether the duty is effective work."""
        return self.kind in COUNTS

    @property
    def is_post(self) -> bool:
        """Whether a slot gives such a duty: work in the field, or on-call."""
        return self.kind in POSTS

    @cached_property
    def template(self) -> str:
        """The template of the slot that the duty is (see `template_of`)."""
        return template_of(self.id)

    @cached_property
    def pieces(self) -> tuple[tuple[int, int], ...]:
        """
        Stretches of work between breaks of known place, as UTC minutes (first, last).

        Breaks of unknown place are not cut out: see `floating`.
        """
        if not self.counts:
            return ()
        pieces, first = [], self.span.first
        known = sorted(
            (b.first, b.minutes)
            for b in self.breaks
            if b.first is not None and b.kind is not BreakKind.WATCH
        )
        for start, minutes in known:
            if start > first:
                pieces.append((first, start))
            first = start + minutes
        if first < self.span.last:
            pieces.append((first, self.span.last))
        return tuple(pieces)

    @cached_property
    def floating(self) -> tuple[int, ...]:
        """
        Minutes of each break in work whose place is unknown (those on watch are work).

        What isn't work, as being on call, has none: it would count as less than no work.
        """
        if not self.counts:
            return ()
        return tuple(
            b.minutes for b in self.breaks if b.first is None and b.kind is not BreakKind.WATCH
        )

    @cached_property
    def work(self) -> int:
        """Minutes of effective work."""
        return sum(last - first for first, last in self.pieces) - sum(self.floating)

    @cached_property
    def paid(self) -> int:
        """Minutes that count towards contract hours: work and paid breaks."""
        return self.work + sum(b.minutes for b in self.breaks if b.kind is BreakKind.PAID) * (
            1 if self.counts else 0
        )

    @cached_property
    def by_day(self) -> tuple[tuple[date, int], ...]:
        """Minutes of work by civil day that the duty touches, where there are any."""
        days = ((day, self.work_in(day_span(day))) for day in self.span.days)
        return tuple((day, minutes) for day, minutes in days if minutes)

    @cached_property
    def by_week(self) -> tuple[tuple[date, int], ...]:
        """Minutes of work by civil week that the duty touches, by Monday."""
        mondays = weeks_touched(self.span)
        return tuple((monday, self.work_in(week_span(monday))) for monday in mondays)

    def work_between(self, first: int, last: int) -> int:
        """
        Return the minutes of work between two UTC minutes.

        A break of unknown place is put where it is most favourable: inside the window as far as
        possible.
        """
        if first <= self.span.first and self.span.last <= last:
            return self.work
        inside = sum(max(0, min(end, last) - max(begin, first)) for begin, end in self.pieces)
        return max(0, inside - sum(self.floating))

    def work_in(self, window: Span) -> int:
        """Return the minutes of work inside the window (see `work_between`)."""
        return self.work_between(window.first, window.last)


def template_of(slot: str) -> str:
    """
    Return the template of a slot: its id without the day (else the whole id).

    That is the kind of a slot: which post comes back, at which hours.
    """
    dated = DATED.fullmatch(slot)
    return slot if dated is None else dated[1]


def slot_day(slot: str) -> date:
    """Return the day of a slot, with which its id ends (ValueError: with none)."""
    return date.fromisoformat(slot[-len("2026-12-24") :])
