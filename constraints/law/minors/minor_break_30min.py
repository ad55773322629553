"""Require half an hour's break before a minor passes four and a half hours (L3162-3)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, ClassVar

from constraints.breaks.sessions import sessions
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3165_2
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import Span
from scheduler.evidence import Fact
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import Item, PersonModel

L3162_3 = code("L3162-3", "LEGIARTI000006902788")

_Piece = tuple[int, int, int]
"""Work without a break of known place: UTC minutes, and the number of its duty."""


@dataclass(frozen=True, kw_only=True)
class MinorBreak(PersonRule):
    """
    No more than 4 h 30 of a minor's work without thirty consecutive minutes of break.

    At exactly 4 h 30 no break is due, unlike the adult's break at exactly six hours. A gap between
    two duties, or between a class and a post, is a break if it is long enough; a shorter one isn't,
    nor is it work. A break whose place isn't known takes the most favourable one in its post. As
    each stretch of work is bounded, a day of more than 4 h 30 always holds the break of the second
    sentence.
    """

    id: ClassVar[str] = "minor_break_30min"
    title: ClassVar[str] = "Mineurs : pause de 30 minutes"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    short_memory: ClassVar[bool] = True
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.BREAK,)
    sources: ClassVar[tuple[Source, ...]] = (L3162_3,)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3165_2,)
    sentence: ClassVar[str] = (
        "{who} (moins de 18 ans) : {measured} de travail le {day} sans pause suffisante, au lieu "
        "de {limit} au plus."
    )

    longest: Dated = legal("minutes", 270, L3162_3, name="durée maximale")
    pause: Dated = legal("minutes", 30, L3162_3, name="pause")

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Find the stretches of work that no break interrupts, and measure them."""
        who, horizon = timeline.mediator, timeline.horizon
        if not who.minor_on(horizon.days[0]):
            return
        young = [duty for duty in timeline.working if who.minor_on(duty.span.day)]
        day = horizon.days[0]
        for session in sessions(young, self.pause.on(day), self.longest.on(day)):
            span = Span.of_minutes(session.first, session.last)
            on = max(span.day, horizon.days[0])
            limit = self.longest.on(on)
            if timeline.concerns(span, session.duties) and not session.fits(limit):
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
        """Forbid each set of close duties that has no break soon enough."""
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
        Yield sets of items whose work lasts too long, each no longer than it needs to be.

        Adding a duty to a set never makes it lawful, so no larger set needs a look; save where
        nothing of the set is ours to decide.
        """
        for n in range(after, len(items)):
            item = items[n]
            day = item.duty.span.day
            end = max((item.duty.span.last for item in chosen), default=item.duty.span.first)
            if item.duty.span.first - end >= self.pause.on(day):
                return
            larger = [*chosen, item]
            if _too_long([i.duty for i in larger], self.longest.on(day), self.pause.on(day)):
                yield larger
            else:
                yield from self._too_long(items, larger, n + 1)


def _too_long(duties: Sequence[Duty], limit: int, pause: int) -> bool:
    """Whether work that this rota decides lasts too long, wherever its movable breaks lie."""
    if sum(last - first for duty in duties for first, last in duty.pieces) <= limit:
        return False
    pieces = sorted((*piece, n) for n, duty in enumerate(duties) for piece in duty.pieces)
    places = [
        [(minutes, piece) for piece in pieces if piece[2] == n]
        for n, duty in enumerate(duties)
        for minutes in duty.floating
    ]
    return all(_bad(duties, pieces, way, limit, pause) for way in product(*places))


def _bad(
    duties: Sequence[Duty],
    pieces: Sequence[_Piece],
    way: Sequence[tuple[int, _Piece]],
    limit: int,
    pause: int,
) -> bool:
    """Whether work lasts too long with movable breaks in these pieces, as late as they serve."""
    run, end, over, ours = 0, pieces[0][0], False, False
    for piece in pieces:
        first, last, n = piece
        if first - end >= pause:
            if over and ours:
                return True
            run, over, ours = 0, False, False
        mine = [minutes for minutes, place in way if place == piece]
        left = last - first - sum(mine)
        # Nobody has a break in one duty while at work in another.
        alone = not any(b < last and first < e for b, e, other in pieces if other != n)
        for _ in (minutes for minutes in mine if alone and minutes >= pause):
            left, run = left - min(left, max(0, limit - run)), 0
        run += max(0, left)
        over, ours = over or run > limit, ours or duties[n].decided
        end = max(end, last)
    return over and ours


RULE = MinorBreak()
