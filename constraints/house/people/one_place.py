"""Refuse two placed duties of one person that overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.duty import MANDATE, DutyKind
from scheduler.domain.time import Span
from scheduler.finding import Severity
from scheduler.rule import PersonRule, Unfree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import Item, PersonModel

PLACED = MANDATE | {DutyKind.WORK, DutyKind.TRAINING, DutyKind.STANDBY}


@dataclass(frozen=True, kw_only=True)
class OnePlace(PersonRule):
    """
    A slot, a standby, a training, a mandate or a fixed duty excludes any other at the same time.

    Interventions aren't compared, because they lie inside their standby; nor are travel and the way
    home, which lie between duties. `law/travel_between_sites` checks the time to travel from one
    site to the next.
    """

    id: ClassVar[str] = "one_place"
    of_pairs: ClassVar[bool] = True
    title: ClassVar[str] = "Un seul endroit à la fois"
    of_shifts: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.HOUSE
    short_memory: ClassVar[bool] = True
    unfree: ClassVar[Unfree] = Unfree.BUSY
    sentence: ClassVar[str] = "{who} : deux affectations se chevauchent de {measured} le {day}."

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare each placed duty with those that begin before it ends."""
        placed = [d for d in timeline.duties if d.kind in PLACED]
        for i, early in enumerate(placed):
            for late in placed[i + 1 :]:
                shared = early.span.overlap(late.span)
                if late.span.first >= early.span.last:
                    break
                span = Span.of_minutes(late.span.first, late.span.first + shared)
                if timeline.judges(early.span) or timeline.judges(late.span):
                    yield self.finding(
                        subject=timeline.mediator.id,
                        who=timeline.mediator.name,
                        on=late.span.day,
                        span=span,
                        measured=shared,
                        limit=0,
                        duties=(early, late),
                    )

    def encode(self, model: PersonModel) -> None:
        """Allow at most one duty of each largest set of duties that share a minute."""
        for clique in cliques([i for i in model.stays if i.duty.kind in PLACED]):
            first = max(item.duty.span.first for item in clique)
            last = min(item.duty.span.last for item in clique)
            claim = model.claim(self.id, Span.of_minutes(first, last))
            model.model.at_most_one(claim, [item.literal for item in clique])


def cliques(items: list[Item]) -> Iterator[list[Item]]:
    """Yield the largest sets of items that are all under way at one minute (items by start)."""
    active: list[Item] = []
    grown = False
    for item in items:
        still = [other for other in active if other.duty.span.last > item.duty.span.first]
        if len(still) < len(active) and grown:
            yield active
            grown = False
        active = [*still, item]
        grown = grown or len(active) > 1
    if grown:
        yield active


RULE = OnePlace()
