"""Mineurs : half an hour's break before four and a half hours of work are passed (L3162-3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.sessions import sessions
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import Span
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import Item, PersonModel

L3162_3 = code("L3162-3", "LEGIARTI000006902788")


@dataclass(frozen=True, kw_only=True)
class MinorBreak(PersonRule):
    """
    No more than 4 h 30 of a minor's work without thirty consecutive minutes of break.

    At 4 h 30 sharp none is due, unlike the adult's break. A gap between two duties, or between
    a class and a post, is a break if it is long enough; a shorter one isn't, nor is it work. A
    break whose place isn't known takes the most favourable one in its post. As each stretch of
    work is bounded, a day of more than 4 h 30 always holds the break of the second sentence.
    """

    id: ClassVar[str] = "minor_break_30min"
    title: ClassVar[str] = "Mineurs : pause de 30 minutes"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    sources: ClassVar[tuple[Source, ...]] = (L3162_3,)
    sentence: ClassVar[str] = (
        "{who} (moins de 18 ans) : {measured} de travail le {day} sans pause suffisante, au lieu "
        "de {limit} au plus."
    )

    longest: Dated = legal("minutes", 270, L3162_3)
    pause: Dated = legal("minutes", 30, L3162_3)

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Find the stretches of work that no break cuts, and measure them."""
        who, horizon = timeline.mediator, timeline.horizon
        if not who.minor_on(horizon.days[0]):
            return
        young = [duty for duty in timeline.working if who.minor_on(duty.span.day)]
        for session in sessions(young, self.pause.on(horizon.days[0])):
            span = Span.of_minutes(session.first, session.last)
            on = max(session.duties[0].span.day, horizon.days[0])
            limit = self.longest.on(on)
            if timeline.judges(span) and not session.fits(limit):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=on,
                    span=span,
                    measured=session.uninterrupted(),
                    limit=limit,
                    duties=session.duties,
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each set of duties, one close upon another, that no break cuts in time."""
        who, day = model.mediator, model.horizon.days[0]
        if not who.minor_on(day):
            return
        items = [item for item in model.working if who.minor_on(item.duty.span.day)]
        for chosen in self._too_long(items, [], 0):
            duties = [item.duty for item in chosen]
            last = max(duties, key=lambda d: d.span.last).span
            claim = model.claim(self.id, Span(duties[0].span.start, last.end))
            model.model.forbid_all(claim, [item.literal for item in chosen])

    def _too_long(
        self, items: Sequence[Item], chosen: list[Item], after: int
    ) -> Iterator[list[Item]]:
        """
        Yield the sets that are too long, each as short as it may be from its beginning.

        Adding a duty to a set never makes it lawful, so no larger set needs a look; save where
        nothing of the set is ours to decide.
        """
        for n in range(after, len(items)):
            one = items[n]
            day = one.duty.span.day
            end = max((item.duty.span.last for item in chosen), default=one.duty.span.first)
            if one.duty.span.first - end >= self.pause.on(day):
                return
            larger = [*chosen, one]
            if not self._fits([i.duty for i in larger]):
                yield larger
            else:
                yield from self._too_long(items, larger, n + 1)

    def _fits(self, duties: Sequence[Duty]) -> bool:
        day = duties[0].span.day
        limit = self.longest.on(day)
        return all(
            session.fits(limit)
            for session in sessions(duties, self.pause.on(day))
            if any(duty.decided for duty in session.duties)  # what is fixed is so already
        )


RULE = MinorBreak()
