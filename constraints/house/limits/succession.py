"""Refuse, on the day after some slots, the slots that an association says may not follow them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.time import Span
from scheduler.finding import Severity
from scheduler.rule import Lever, PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import Item, PersonModel

ONE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class ForbiddenSuccession(PersonRule):
    """
    No slot begins on the day after one that it may not follow, by the templates of both.

    A slot belongs to the day on which it begins; what was worked before the horizon counts.
    Successions that have a price are wishes, not judged here.
    """

    id: ClassVar[str] = "succession"
    title: ClassVar[str] = "Enchaînements de créneaux"
    severity: ClassVar[Severity] = Severity.HOUSE
    lever: ClassVar[Lever | None] = Lever.TEMPLATE
    unit: ClassVar[str] = "slots"
    sentence: ClassVar[str] = "{who} : le créneau du {day} ne peut pas suivre celui de la veille."

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare each slot with those of the next day."""
        forbidden = [s for s in timeline.successions if s.price is None]
        if not forbidden:
            return
        posts: dict[date, list[Duty]] = defaultdict(list)
        for duty in timeline.duties:
            if duty.is_post:
                posts[duty.span.day].append(duty)
        for day, early in posts.items():
            for before in early:
                for after in posts.get(day + ONE, ()):
                    banned = any(s.joins(before.template, after.template, day) for s in forbidden)
                    if banned and (timeline.judges(before.span) or timeline.judges(after.span)):
                        yield self.finding(
                            subject=timeline.mediator.id,
                            who=timeline.mediator.name,
                            on=day + ONE,
                            span=_both(before, after),
                            measured=1,
                            limit=0,
                            duties=(before, after),
                        )
        first, eve = timeline.horizon.day, timeline.eve_template
        for after in posts[first]:
            if any(s.joins(eve, after.template, first - ONE) for s in forbidden):
                yield self.finding(
                    subject=timeline.mediator.id,
                    who=timeline.mediator.name,
                    on=after.span.day,
                    span=after.span,
                    measured=1,
                    limit=0,
                    duties=(after,),
                    inherited=not after.decided,
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid any of the earlier slots together with any of the later ones, day by day."""
        forbidden = [s for s in model.fixed.successions if s.price is None]
        if not forbidden:
            return
        posts: dict[date, list[Item]] = defaultdict(list)
        for item in model.items:
            if item.duty.is_post:
                posts[item.duty.span.day].append(item)
        for day in sorted(posts):
            for succession in forbidden:
                early = [i for i in posts[day] if i.duty.template in succession.first]
                if not early or not succession.holds_on(day):
                    continue
                late = [
                    i for i in posts.get(day + ONE, ()) if i.duty.template in succession.following
                ]
                if late and any(i.duty.span.touches(model.horizon) for i in (*early, *late)):
                    self._forbid(model, early, late)
        first, eve = model.horizon.day, model.fixed.eve_template
        for item in posts[first]:
            if any(s.joins(eve, item.duty.template, first - ONE) for s in forbidden):
                model.model.forbid(model.claim(self.id, item.duty.span), item.literal)

    def _forbid(self, model: PersonModel, early: Sequence[Item], late: Sequence[Item]) -> None:
        last = max((item.duty for item in late), key=lambda duty: duty.span.last)
        claim = model.claim(self.id, Span(early[0].duty.span.start, last.span.end))
        for group in (early, late):
            # What is already fixed on one day forbids all on the other; see `at_most`.
            fixed = [item for item in group if item.literal is model.true]
            others = late if group is early else early
            for item in others if fixed else ():
                model.model.forbid(claim, item.literal)
        free = [
            [i.literal for i in group if i.literal is not model.true] for group in (early, late)
        ]
        if all(free):
            model.model.forbid_all(claim, [model.model.shared_any_of(lits) for lits in free])


def _both(before: Duty, after: Duty) -> Span:
    return Span(before.span.start, max(before.span, after.span, key=lambda s: s.last).end)


RULE = ForbiddenSuccession()
