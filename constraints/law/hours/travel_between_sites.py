"""Require time to travel between two sites of one day (trajets, L3121-1)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Source, code
from scheduler.domain.time import Span, day_span
from scheduler.domain.timeline import PLACED
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import Item, PersonModel

L3121_1 = code("L3121-1", "LEGIARTI000033020517")
L3121_4 = code("L3121-4", "LEGIARTI000033020507")
L3121_7 = code("L3121-7", "LEGIARTI000033020493")
L3121_8 = code("L3121-8", "LEGIARTI000035653027")


@dataclass(frozen=True, kw_only=True)
class TravelBetweenSites(PersonRule):
    """
    Between two posts or classes that start on one day at two sites, there is time to travel.

    That travel is work (Cass. soc. 16 June 2004, 02-43.685) and `Timeline` adds it as such, so the
    day, week and break rules count it; the way from home is not (L3121-4). What remains is a rota
    that leaves less time than the travel takes: the person would travel during a post. Measured:
    the minutes between the two; limit: the travel by the association's table (two sites that it
    doesn't name are no journey). `one_place` finds two duties at the same time.
    """

    id: ClassVar[str] = "travel_between_sites"
    title: ClassVar[str] = "Trajets"
    of_shifts: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.INTERPRETATION
    short_memory: ClassVar[bool] = True
    sources: ClassVar[tuple[Source, ...]] = (L3121_1, L3121_4, L3121_7, L3121_8)
    sentence: ClassVar[str] = (
        "{who} : {measured} entre deux sites le {day}, pour un trajet de {limit}."
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare each pair of duties of one day."""
        who, table = timeline.mediator, timeline.minutes_between
        if not table:
            return
        for day in timeline.days:
            for first, second in combinations(day.duties, 2):
                if not _rushed(first, second, table):
                    continue
                if timeline.concerns(day_span(day.day), (first, second)):
                    yield self.finding(
                        subject=who.id,
                        who=who.name,
                        on=day.day,
                        span=Span(first.span.start, second.span.end),
                        measured=first.span.gap(second.span),
                        limit=table[first.site, second.site],
                        duties=(first, second),
                    )

    def encode(self, model: PersonModel) -> None:
        """Forbid each pair of duties of one day that leaves no time to travel."""
        table = model.fixed.minutes_between
        if not table:
            return
        placed = [i for i in model.working if i.duty.kind in PLACED and i.duty.site]
        starts: dict[int, list[Item]] = {}
        for item in placed:
            starts.setdefault(item.duty.span.first, []).append(item)
        longest = max(table.values())
        for first, literal in placed:
            claim = model.claim(self.id, day_span(first.span.day))
            for left in range(longest):
                for second, other in starts.get(first.span.last + left, ()):
                    journey = table.get((first.site, second.site), 0)
                    if left < journey and first.span.day == second.span.day:
                        model.model.forbid_all(claim, [literal, other])


def _rushed(first: Duty, second: Duty, table: Mapping[tuple[str, str], int]) -> bool:
    return (
        first.kind in PLACED
        and second.kind in PLACED
        and 0 <= first.span.gap(second.span) < table.get((first.site, second.site), 0)
    )


RULE = TravelBetweenSites()
