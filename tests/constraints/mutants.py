"""Rules with a bug seeded in their encoding or their audit, and the bugs themselves."""

from __future__ import annotations

import ast
import inspect
import textwrap
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from scheduler.dated import Dated, Since
from scheduler.domain.duty import DutyKind
from scheduler.domain.time import PARIS, Span, day_span, week_of
from scheduler.errors import UnlawfulDerogationError
from scheduler.model.person import NEAR, Item, PersonModel
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.rule import Rule

    Change = Callable[[Item], Item | None]


class Mutant:
    """A rule whose encoding or audit is replaced; everything else is the rule's own."""

    def __init__(self, rule: PersonRule, **wrong: Callable[..., Any]) -> None:
        self.rule = rule
        self.wrong = wrong

    def __getattr__(self, name: str) -> Any:
        return self.wrong.get(name) or getattr(self.rule, name)


PersonRule.register(Mutant)


class Mistaken:
    """A person model in which each item, the person or the minutes of an item are wrong."""

    def __init__(
        self,
        model: Any,
        change: Change = lambda item: item,
        *,
        who: Callable[[Mediator], Mediator] = lambda m: m,
        work: Callable[[Duty, Span], int] = lambda duty, window: duty.work_in(window),
    ) -> None:
        self._model = model
        self._work = work
        self.mediator = who(model.mediator)
        self.items, self.stays = (
            tuple(item for item in map(change, items) if item is not None)
            for items in (model.items, model.stays)
        )
        self.working = tuple(item for item in self.items if item.duty.counts)
        self.ordinary = tuple(
            item for item in self.stays if item.duty.counts and not model.fixed.is_urgent(item.duty)
        )
        kept = {item.duty.id for item in self.items}
        self.slots = tuple(pair for pair in model.slots if pair[0].id in kept)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def minutes(self, window: Span) -> list[tuple[int, Any]]:
        far = self._model.horizon.first - NEAR
        past = sum(d.work_in(window) for d in self._model.fixed.working if d.span.last <= far)
        terms = [(self._work(i.duty, window), i.literal) for i in self.working]
        return [(past, self._model.true), *(term for term in terms if term[0])]

    def starting_in(self, window: Span) -> Iterator[Item]:
        return PersonModel.starting_in(self, window)  # type: ignore[arg-type]  # as a person model

    def in_window(self, window: Span) -> tuple[Item, ...]:
        return tuple(
            i for i in self.working if i.duty.span.touches(window) and i.duty.work_in(window) > 0
        )


UNDER_AGREEMENT = frozenset({"night_rest_owed", "forfait_days_agreement"})
"""Rules in which only whether an agreement sets a value counts: their own tests suppose one."""


def forbids_nothing(rule: Rule) -> bool:
    """Whether the rule's encoding (a mutant's: its rule's) is empty: a bug in it is none."""
    return _empty(type(rule.rule if isinstance(rule, Mutant) else rule))


@cache
def _empty(kind: type[Rule]) -> bool:
    [function] = ast.parse(textwrap.dedent(inspect.getsource(kind.encode))).body  # type: ignore[attr-defined]
    assert isinstance(function, ast.FunctionDef)
    return len(function.body) == 1


def shifted(rule: PersonRule, name: str, by: int) -> PersonRule | None:
    """Return the rule with one parameter a little off (None: it refuses such a value)."""
    value: Dated = getattr(rule, name)
    history = tuple(Since(s.day, s.value + by, s.source) for s in value.history)
    try:
        return replace(rule, **{name: replace(value, history=history)})  # type: ignore[type-var]
    except UnlawfulDerogationError:
        return None


def encoding(rule: PersonRule, change: Change = lambda item: item, **how: Any) -> Mutant:
    """Return the rule with an encoding that sees a mistaken model."""
    return Mutant(rule, encode=lambda model: rule.encode(Mistaken(model, change, **how)))  # type: ignore[arg-type]


def blind_audit(rule: PersonRule, forgotten: Callable[[Duty], bool]) -> Mutant:
    """Return the rule with an audit that doesn't see some duties."""

    def audit(timeline: Timeline) -> Iterator[Finding]:
        seen = tuple(d for d in timeline.duties if not forgotten(d))
        yield from rule.audit(replace(timeline, duties=seen))

    return Mutant(rule, audit=audit)


def without(forgotten: Callable[[Duty], bool]) -> Change:
    """Return the change that drops some duties."""
    return lambda item: None if forgotten(item.duty) else item


def last_forgotten(rule: PersonRule) -> Mutant:
    """Return the rule with an encoding that forgets the horizon's last slot."""

    def encode(model: Any) -> None:
        last = max((i.duty.span.first for i in model.items if i.duty.decided), default=0)
        rule.encode(
            Mistaken(model, without(lambda d: d.decided and d.span.first == last))  # type: ignore[arg-type]
        )

    return Mutant(rule, encode=encode)


def counted_whole(duty: Duty, window: Span) -> int:
    """Count a duty whole in each week that it touches."""
    return duty.work if duty.span.touches(window) else 0


def by_the_clock(item: Item) -> Item:
    """Measure a duty by what clocks show: an hour off in the night in which they change."""
    duty = item.duty
    start, end = duty.span.start.astimezone(PARIS), duty.span.end.astimezone(PARIS)
    off = ((end.utcoffset() or timedelta()) - (start.utcoffset() or timedelta())) // timedelta(
        minutes=1
    )
    last = duty.span.last + off
    if not off or last <= duty.span.first:
        return item
    return Item(replace(duty, span=Span.of_minutes(duty.span.first, last), breaks=()), item.literal)


def winter_forever(item: Item) -> Item:
    """Measure from one duty to another by what clocks show: all after the change is an hour off."""
    duty = item.duty
    back = (
        60 if (duty.span.start.astimezone(PARIS).utcoffset() or timedelta()).seconds > 3600 else 0
    )
    span = Span.of_minutes(duty.span.first + back, duty.span.last + back)
    if span.day != duty.span.day:
        return item
    return Item(replace(duty, span=span, breaks=()), item.literal)


def adult_too_soon(who: Mediator) -> Mediator:
    """Take someone for an adult from the Monday of the week of the eighteenth birthday."""
    birth = who.birth
    if birth is None:
        return who
    monday = week_of(birth.replace(year=birth.year + 18))
    return replace(who, birth=monday.replace(year=monday.year - 18))


def is_past(duty: Duty) -> bool:
    return not duty.decided and duty.kind is DutyKind.WORK


def over_midnight(duty: Duty) -> bool:
    return day_span(duty.span.day).last < duty.span.last
