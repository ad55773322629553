"""Give a person, who asked for it, no run of days of work shorter than a number of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
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
class ShortestRun(PersonRule):
    """
    A run of days of work lasts at least as long as the person's limit says on its first day.

    Only the runs are judged of which both ends are seen: a run that reaches the horizon's last day
    may go on, and one that begins on its first day may have begun before, unless the days before
    are described. A run that this rota doesn't decide is left alone. A night belongs to the day on
    which it begins; a day of on-call alone is not a day worked.
    """

    id: ClassVar[str] = "shortest_run"
    title: ClassVar[str] = "Jours travaillés d’affilée, au moins"
    severity: ClassVar[Severity] = Severity.HOUSE
    lever: ClassVar[Lever | None] = Lever.PERSON
    unit: ClassVar[str] = "days"
    sentence: ClassVar[str] = (
        "{who} : {measured} d’affilée au travail à partir du {day}, au lieu de {limit} au moins."
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Measure each run whose two ends are seen."""
        begin, end = timeline.marked_since, timeline.horizon.days[-1]
        limited = any(demanded(timeline.limits, LimitKind.RUN))
        for run in timeline.runs if limited else ():
            least = least_on(timeline.limits, LimitKind.RUN, run[0].day)
            seen = begin <= run[0].day - ONE and timeline.horizon.day <= run[-1].day + ONE <= end
            if len(run) < least and seen:
                yield self.finding(
                    subject=timeline.mediator.id,
                    who=timeline.mediator.name,
                    on=run[0].day,
                    span=days_span(run[0].day - ONE, run[-1].day + ONE),
                    measured=len(run),
                    limit=least,
                    duties=[duty for day in run for duty in day.duties],
                    inherited=all(day.certain for day in run),
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid, for each length that is too short, a run between two days off."""
        limits = model.fixed.limits
        if not any(demanded(limits, LimitKind.RUN)):
            return
        worked = worked_days(model)
        begin, end = model.fixed.marked_since, model.horizon.days[-1]
        for first in sorted(worked):
            if first - ONE < begin:
                continue
            least = least_on(limits, LimitKind.RUN, first)
            for length in range(1, least):
                run = [first + timedelta(days=n) for n in range(length)]
                after = run[-1] + ONE
                if after > end or run[-1] not in worked:
                    break
                if after < model.horizon.day or all(worked[day] is model.true for day in run):
                    continue
                literals = pattern(model, worked, on=run, off=(first - ONE, after))
                if literals is not None:
                    claim = model.claim(self.id, days_span(first - ONE, after))
                    model.model.forbid_all(claim, literals)


RULE = ShortestRun()
