"""Give a person, who asked for it, no run of days off shorter than a number of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from constraints.days.literals import pattern, worked_days
from scheduler.domain.limits import LimitKind, demanded, least_on
from scheduler.domain.time import days_span
from scheduler.finding import Severity
from scheduler.rule import Lever, PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

ONE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class ShortestRest(PersonRule):
    """
    Between two days of work lie no day off, or as many as the person's limit says.

    The limit is that of the first day off. Days before the horizon count where they are described;
    days off that reach the horizon's last day may go on. What lies between two days that this rota
    doesn't decide is left alone.
    """

    id: ClassVar[str] = "shortest_rest"
    title: ClassVar[str] = "Jours de repos d’affilée, au moins"
    severity: ClassVar[Severity] = Severity.HOUSE
    lever: ClassVar[Lever | None] = Lever.PERSON
    unit: ClassVar[str] = "days"
    sentence: ClassVar[str] = (
        "{who} : {measured} de repos d’affilée à partir du {day}, au lieu de {limit} au moins."
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Count the days between each working day and the next."""
        begin, end = timeline.marked_since, timeline.horizon.days[-1]
        limited = any(demanded(timeline.limits, LimitKind.REST))
        for before, after in pairwise(timeline.marked_days if limited else ()):
            first, free = before.day + ONE, (after.day - before.day).days - 1
            least = least_on(timeline.limits, LimitKind.REST, first)
            seen = begin <= before.day and timeline.horizon.day <= after.day <= end
            if 0 < free < least and seen:
                yield self.finding(
                    subject=timeline.mediator.id,
                    who=timeline.mediator.name,
                    on=first,
                    span=days_span(before.day, after.day),
                    measured=free,
                    limit=least,
                    duties=(*before.duties, *after.duties),
                    inherited=before.certain and after.certain,
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid, for each length that is too short, a rest between two days of work."""
        limits = model.fixed.limits
        if not any(demanded(limits, LimitKind.REST)):
            return
        worked = worked_days(model)
        begin, end = model.fixed.marked_since, model.horizon.days[-1]
        for before in sorted(worked):
            first = before + ONE
            least = least_on(limits, LimitKind.REST, first)
            for length in range(1, least if before >= begin else 0):
                after = first + timedelta(days=length)
                if not model.horizon.day <= after <= end:
                    continue
                if worked[before] is worked.get(after) is model.true:
                    continue
                free = [first + timedelta(days=n) for n in range(length)]
                literals = pattern(model, worked, on=(before, after), off=free)
                if literals is not None:
                    claim = model.claim(self.id, days_span(before, after))
                    model.model.forbid_all(claim, literals)


RULE = ShortestRest()
