"""Allow a part-timer one interruption a day, of two hours at most (L3123-30)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from constraints.part_time import part_time_on
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3124_9
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.duty import BreakKind
from scheduler.domain.employer import Matter
from scheduler.domain.time import Span, day_span
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import Item, Literal, PersonModel

L3123_30 = code("L3123-30", "LEGIARTI000033019943")
L3123_23 = code("L3123-23", "LEGIARTI000033019979")


class Gap(NamedTuple):
    """A stretch without work between two duties of a day, or a long break inside one."""

    minutes: int
    duties: tuple[Duty, ...]


@dataclass(frozen=True, kw_only=True)
class Interruptions(PersonRule):
    """
    Between the posts of a part-timer's day there is one gap at most, of two hours at most.

    Any stretch between two posts that begin on the same civil day is an interruption, what
    remains of it after travel at least. A break inside a post is none, meals included, as long
    as it is within the two hours: longer, it is an interruption whatever it is called. An
    agreement may allow more of both (L3123-23). All part-time contracts are concerned, annual
    ones too. How many there are is a number, each finding of its own beside those that are long.
    """

    id: ClassVar[str] = "part_time_interruptions"
    title: ClassVar[str] = "Temps partiel : coupures"
    matter: ClassVar[Matter] = Matter.PART_TIME
    severity: ClassVar[Severity] = Severity.NEGOTIABLE_DEFAULT
    short_memory: ClassVar[bool] = True
    sources: ClassVar[tuple[Source, ...]] = (L3123_30, L3123_23)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_9,)
    sentence: ClassVar[str] = (
        "{who} (temps partiel) : coupure de {measured} le {day}, au lieu de {limit} au plus."
    )
    too_many: ClassVar[str] = "{who} (temps partiel) : {measured} le {day}, {limit} au plus."

    longest: Dated = legal(
        "minutes", 2 * 60, L3123_30, floor=0, by=L3123_23, extended_only=True, name="durée maximale"
    )
    most: Dated = legal(
        "cuts", 1, L3123_30, floor=0, by=L3123_23, extended_only=True, name="nombre maximal"
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Walk each working day and measure what separates its duties."""
        who = timeline.mediator
        for day in timeline.days:
            if part_time_on(who, day.day) is None or not timeline.judges(day_span(day.day)):
                continue
            longest = self.longest.on(day.day)
            gaps = list(gaps_of(day.duties, longest))
            for gap in gaps:
                if gap.minutes > longest:
                    yield self.finding(
                        subject=who.id,
                        who=who.name,
                        on=day.day,
                        span=day.span,
                        measured=gap.minutes,
                        limit=longest,
                        duties=gap.duties,
                    )
            most = self.most.on(day.day)
            if len(gaps) > most:
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day.day,
                    span=day.span,
                    measured=len(gaps),
                    limit=most,
                    unit="cuts",
                    duties=dict.fromkeys(duty for gap in gaps for duty in gap.duties),
                    sentence=self.too_many,
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each long gap that nothing fills, and too many gaps in one day."""
        by_day: dict[date, list[Item]] = {}
        for item in model.working:
            by_day.setdefault(item.duty.span.day, []).append(item)
        for day, items in by_day.items():
            contract = model.mediator.contract_on(day)
            if contract is None or not contract.part_time:
                continue
            if model.horizon.touches(day_span(day)) and any(i.duty.decided for i in items):
                self._encode_day(model, day, items)

    def _encode_day(self, model: PersonModel, day: date, items: list[Item]) -> None:
        longest = self.longest.on(day)
        rota = model.model
        claim = model.claim(self.id, day_span(day))
        # One literal a stretch, whichever duties bound it; `ours` are those that we bound.
        flags: dict[tuple[int, int], Literal] = {}
        ours: list[Literal] = []
        for (before, first), (after, other), fill in _apart(model, items):
            decided = before.decided or after.decided
            if before.span.gap(after.span) > longest and decided:
                bounds = [rota.negation(x) for x in (first, other) if x is not rota.true]
                rota.one_of(claim, [*bounds, *fill])
            flag = flags.setdefault((before.span.last, after.span.first), rota.flag(""))
            present = [first, other, *(rota.negation(x) for x in fill)]
            rota.implies(present, flag)
            if decided:
                ours.append(rota.flag(""))
                rota.implies(present, ours[-1])
        for number, (duty, literal) in enumerate(items):
            for order, pause in enumerate(duty.breaks):
                if pause.minutes <= longest or pause.kind is BreakKind.WATCH:
                    continue
                if duty.decided:
                    rota.forbid(claim, literal)
                flags[-number - 1, order] = literal
        if len(flags) > self.most.on(day) and ours:
            counted = [(1, flag) for flag in flags.values()]
            rota.at_most(claim, counted, self.most.on(day), when=rota.any_of(ours))


def _apart(model: PersonModel, items: list[Item]) -> Iterator[tuple[Item, Item, list[Literal]]]:
    """Yield two separate duties with those that may fill the gap; fixed duties never do."""
    for early in items:
        for other in items:
            if early.duty.span.gap(other.duty.span) <= 0:
                continue
            inside = Span.of_minutes(early.duty.span.last, other.duty.span.first)
            fill = [item.literal for item in items if item.duty.span.touches(inside)]
            if not any(literal is model.true for literal in fill):
                yield early, other, fill


def gaps_of(duties: Sequence[Duty], longest: int) -> Iterator[Gap]:
    """Yield the interruptions of a day's duties, which come by start."""
    before: Duty | None = None
    for duty in duties:
        if before is not None and (minutes := before.span.gap(duty.span)) > 0:
            ends = [d for d in duties if d.span.last == before.span.last]
            yield Gap(minutes, (*ends, *(d for d in duties if d.span.first == duty.span.first)))
        for minutes in long_breaks(duty, longest):
            yield Gap(minutes, (duty,))
        if before is None or duty.span.last > before.span.last:
            before = duty


def long_breaks(duty: Duty, longest: int) -> Iterator[int]:
    """Yield the minutes of each break inside the duty that is too long to count as a break."""
    for pause in duty.breaks:
        if pause.kind is not BreakKind.WATCH and pause.minutes > longest:
            yield pause.minutes


RULE = Interruptions()
