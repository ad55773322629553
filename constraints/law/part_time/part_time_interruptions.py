"""Allow a part-timer one interruption a day, of two hours at most (L3123-30)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from constraints.part_time import part_time_on
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3124_9
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.duty import BreakKind
from scheduler.domain.employment.employer import Matter
from scheduler.domain.time import Span, day_span
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Claim, Finding
    from scheduler.model import DemandModel, Item, Literal, PersonModel

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
        most, rota, claim = self.most.on(day), model.model, model.claim(self.id, day_span(day))
        pairs = [pair for pair in _apart(model, items) if not self._forbids(rota, claim, pair)]
        breaks: list[Literal] = []
        for duty, literal in items:
            for pause in duty.breaks:
                if pause.minutes > self.longest.on(day) and pause.kind is not BreakKind.WATCH:
                    breaks.append(literal)
                    if duty.decided:
                        rota.forbid(claim, literal)
        # One literal a stretch, whichever duties bound it.
        flags = {pair.stretch: rota.true for pair in pairs}
        if len(flags) + len(breaks) <= most:
            return
        flags = {stretch: rota.flag("") for stretch in flags}
        for pair in pairs:
            rota.implies(pair.present(rota), flags[pair.stretch])
        ours = [pair for pair in pairs if pair.ours]
        if ours:
            # What the past alone interrupts counts only beside an interruption of ours.
            when = None
            if len(ours) < len(pairs):
                when = rota.any_of(rota.all_of(pair.present(rota)) for pair in ours)
            counted = [(1, flag) for flag in (*flags.values(), *breaks)]
            rota.at_most(claim, counted, most, when=when)

    def _forbids(self, rota: DemandModel, claim: Claim, pair: _Pair) -> bool:
        """Forbid a gap of this rota that is too long; return whether it is."""
        early, late, fill = pair
        longest = self.longest.on(early.duty.span.day)
        if not pair.ours or early.duty.span.gap(late.duty.span) <= longest:
            return False
        if fill:
            bounds = [lit for lit in (early.literal, late.literal) if lit is not rota.true]
            rota.one_of(claim, [*map(rota.negation, bounds), *fill])
        else:
            rota.forbid_all(claim, [early.literal, late.literal])
        return True


class _Pair(NamedTuple):
    """Two separate items of a day, and the literals of those that may fill the gap."""

    early: Item
    late: Item
    fill: list[Literal]

    @property
    def ours(self) -> bool:
        """Whether this rota decides one of the two."""
        return self.early.duty.decided or self.late.duty.decided

    @property
    def stretch(self) -> tuple[int, int]:
        """The gap, in UTC minutes."""
        return self.early.duty.span.last, self.late.duty.span.first

    def present(self, rota: DemandModel) -> list[Literal]:
        """Return the literals that hold together if the gap is there."""
        return [self.early.literal, self.late.literal, *map(rota.negation, self.fill)]


def _apart(model: PersonModel, items: list[Item]) -> Iterator[_Pair]:
    """Yield the pairs that may be worked with a gap between them; fixed duties never fill it."""
    for early in items:
        for other in items:
            if early.duty.span.gap(other.duty.span) <= 0 or model.impossible((early, other)):
                continue
            inside = Span.of_minutes(early.duty.span.last, other.duty.span.first)
            fill = [item.literal for item in items if item.duty.span.touches(inside)]
            if not any(literal is model.true for literal in fill):
                yield _Pair(early, other, fill)


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
