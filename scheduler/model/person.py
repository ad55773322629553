"""Model one person: the duties that they have, or may have."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import combinations
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from scheduler.domain.rota import timeline
from scheduler.domain.time import around
from scheduler.domain.timeline import PLACED, Timeline, travel
from scheduler.finding import Claim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.slots import Slot
    from scheduler.domain.time import Span
    from scheduler.model.demands import DemandModel
    from scheduler.model.literals import Literal, Terms

OF_DUTY = attrgetter("duty.span.first")
"""Returns the UTC minute at which an item's duty starts."""

BY_START = attrgetter("duty.span.first", "duty.span.last", "duty.id")
"""The order of items."""

NEAR = 21 * 1440
"""Minutes before the horizon within which single past duties matter to rests and weeks."""


class Item(NamedTuple):
    """A duty that is, or may be, in a person's timeline, with the literal that decides it."""

    duty: Duty
    literal: Literal


class PersonModel:
    """
    The part of a model for one person: of the whole model, or of one of its own.

    `slots`: what the person may hold, by start, each with a new literal.

    `fixed` is the timeline of what isn't decided; `items` are the duties by start: those that
    may be decided, travel between them, and the fixed ones from three weeks before the horizon.
    """

    def __init__(self, model: DemandModel, problem: Problem, mediator: Mediator) -> None:
        self.model = model
        self.mediator = mediator
        self.problem = problem
        self.horizon = problem.horizon
        self.true = model.true
        self.slots: tuple[tuple[Slot, Literal], ...] = tuple(
            (slot, model.flag(f"{mediator.id}@{slot.id}"))
            for slot in problem.candidates[mediator.id]
        )

    @cached_property
    def fixed(self) -> Timeline:
        """Timeline of the duties that this problem doesn't decide."""
        return timeline(self.problem, self.mediator)

    @cached_property
    def hourly(self) -> PersonModel:
        """The same without what is worked under a forfait in days (see `Timeline.hourly`)."""
        who = self.mediator
        if who.hourly is who:
            return self
        view = PersonModel.__new__(PersonModel)
        view.model, view.problem = self.model, self.problem
        view.horizon, view.true = self.horizon, self.true
        view.mediator = who.hourly
        view.slots = tuple(pair for pair in self.slots if not who.in_days_on(pair[0].span.day))
        view.fixed = self.fixed.hourly
        view.stays = tuple(i for i in self.stays if not who.in_days_on(i.duty.span.day))
        view.items = tuple(i for i in self.items if not who.in_days_on(i.duty.span.day))
        return view

    @cached_property
    def stays(self) -> tuple[Item, ...]:
        """The items without travel that depends on the rota: it lies between two of them."""
        near = self.horizon.first - NEAR
        base = [
            Item(duty, self.true)
            for duty in self.problem.fixed_of[self.mediator.id]
            if duty.span.last > near
        ]
        base += [Item(slot.duty, literal) for slot, literal in self.slots]
        base.sort(key=BY_START)
        return tuple(sorted((*base, *self._trips(base, fixed=True)), key=BY_START))

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Duties to decide, and fixed ones near the horizon, travel included, by start."""
        return tuple(sorted((*self.stays, *self._trips(self.stays, fixed=False)), key=BY_START))

    @cached_property
    def working(self) -> tuple[Item, ...]:
        """Items that count as work."""
        return tuple(item for item in self.items if item.duty.counts)

    @cached_property
    def ordinary(self) -> tuple[Item, ...]:
        """Working items, as in `stays`, that no recorded urgent works cover."""
        working = (item for item in self.stays if item.duty.counts)
        return tuple(item for item in working if not self.fixed.is_urgent(item.duty))

    @cached_property
    def _longest(self) -> int:
        """The minutes of the longest working item."""
        return max((item.duty.span.minutes for item in self.working), default=0)

    def _near(self, window: Span) -> Iterator[Item]:
        """Yield the working items that touch a window, without looking at all others."""
        for item in around(self.working, window, self._longest, OF_DUTY):
            if item.duty.span.last > window.first:
                yield item

    def minutes(self, window: Span) -> Terms:
        """Return the person's minutes of work in a window of whole civil days, as terms."""
        near = self.horizon.first - NEAR
        terms: Terms = []
        constant = 0
        if window.first < near:
            constant = sum(
                duty.work if window.contains(duty.span) else duty.work_in(window)
                for duty in self.fixed.working
                if window.first < duty.span.last <= near
            )
        for item in self._near(window):
            duty = item.duty
            minutes = duty.work if window.contains(duty.span) else duty.work_in(window)
            if not minutes:
                continue
            if item.literal is self.true:
                constant += minutes
            else:
                terms.append((minutes, item.literal))
        if constant:
            terms.append((constant, self.true))
        return terms

    def starting_in(self, window: Span) -> Iterator[Item]:
        """Yield the items that begin in a window, and the fixed duties of the far past there."""
        near = self.horizon.first - NEAR
        if window.first < near:
            for duty in self.fixed.duties:
                if window.first <= duty.span.first < window.last and duty.span.last <= near:
                    yield Item(duty, self.true)
        for item in self.items:
            if window.first <= item.duty.span.first < window.last:
                yield item

    def planned(self, window: Span) -> Terms:
        """
        Return the person's paid minutes of what starts in a window of the horizon, as terms.

        What is worked under a forfait in days counts for no hours.
        """
        return [
            (item.duty.paid, item.literal)
            for item in self.hourly.working
            if window.first <= item.duty.span.first < window.last
        ]

    def in_window(self, window: Span) -> tuple[Item, ...]:
        """Return the working items with work inside the window."""
        return tuple(i for i in self._near(window) if i.duty.work_in(window) > 0)

    def claim(self, rule: str, span: Span) -> Claim:
        """Build the claim of a rule on this person over a span."""
        return Claim(rule, self.mediator.id, span.first, span.last)

    def impossible(self, items: Iterable[Item]) -> bool:
        """Whether the rules encoded so far already exclude that the person has all the items."""
        return self.model.impossible(self.mediator.id, [item.literal for item in items])

    def _trips(self, base: Iterable[Item], *, fixed: bool) -> Iterator[Item]:
        """
        Yield travel between two sites of one day; its literal: both, and nothing between.

        `fixed`: the travel that is certain, else the rest, without what nobody can make.
        """
        table = self.problem.minutes_between
        by_day: dict[Any, list[Item]] = defaultdict(list)
        for item in base if table else ():
            if item.duty.kind in PLACED:
                by_day[item.duty.span.day].append(item)
        for items in by_day.values():
            for (i, first), (j, second) in combinations(enumerate(items), 2):
                certain = first.literal is second.literal is self.true and j == i + 1
                trip = travel(first.duty, second.duty, table) if certain is fixed else None
                between = [item.literal for item in items[i + 1 : j]] if trip else []
                if trip is None or any(lit is self.true for lit in between):
                    continue
                if not self.impossible((first, second)):
                    both = [first.literal, second.literal]
                    yield Item(trip, self.model.all_of([*both, *map(self.model.negation, between)]))
