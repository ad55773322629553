"""Bound a night worker's average over twelve weeks to 40 hours (L3122-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.night.literals import NightLiterals
from constraints.night.rules import WEEK, NightWorkerRule, nights_of
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3124_15
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import Span, days_span, week_span, weeks_touched
from scheduler.evidence import Fact
from scheduler.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3122_7 = code("L3122-7", "LEGIARTI000033020165")
L3122_18 = code("L3122-18", "LEGIARTI000033020130")
L3122_24 = code("L3122-24", "LEGIARTI000033020109")


@dataclass(frozen=True, kw_only=True)
class NightWorkerAverage(NightWorkerRule):
    """
    Twelve consecutive civil weeks of a night worker: 480 hours at most.

    Judged for each window that ends in a week of the horizon, if the person is a night worker in
    that last week (out of prudence the weeks before the status count whole). Weeks that aren't
    described are unknown: they add nothing, so a finding rests on known hours only. An agreement
    may go up to forty-four hours (L3122-18). Dated on the window's last Sunday.
    """

    id: ClassVar[str] = "night_worker_avg12_40h"
    title: ClassVar[str] = "Travailleur de nuit : 40 h en moyenne sur 12 semaines"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.WORK,)
    sources: ClassVar[tuple[Source, ...]] = (L3122_7, L3122_18, L3122_24)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_15,)
    sentence: ClassVar[str] = (
        "{who} (travailleur de nuit) : {measured} sur les douze semaines finies le {day}, au "
        "lieu de {limit} au plus."
    )

    average: Dated = legal(
        "minutes", 40 * 60, L3122_7, ceiling=44 * 60, by=L3122_18, name="moyenne"
    )
    over: Dated = legal("weeks", 12, L3122_7, name="période de calcul")

    def window(self, monday: date) -> Span:
        """Return the weeks that end with the given one."""
        sunday = monday + timedelta(days=6)
        return days_span(monday - (self.over.on(sunday) - 1) * WEEK, sunday)

    def limit(self, monday: date) -> int:
        """Return the most minutes of work of the window that ends with the week."""
        sunday = monday + timedelta(days=6)
        return self.average.on(sunday) * self.over.on(sunday)

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up each window, then ask whether the person is a night worker at its end."""
        who, nights = timeline.mediator, nights_of(self, timeline)
        for monday in timeline.horizon_weeks:
            span, limit = self.window(monday), self.limit(monday)
            worked = timeline.work_of_weeks(span)
            if worked > limit and nights.worker_in(monday):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=monday + timedelta(days=6),
                    span=span,
                    measured=worked,
                    limit=limit,
                    duties=timeline.duties_in(span),
                )

    def encode(self, model: PersonModel) -> None:
        """Bound each window that may pass the limit, if the person is a night worker then."""
        status: NightLiterals | None = None
        for monday in weeks_touched(model.horizon):
            end = week_span(monday)
            weeks = self.over.on(end.days[-1])
            span = Span(week_span(monday - timedelta(weeks=weeks - 1)).start, end.end)
            limit = weeks * self.average.on(end.days[-1])
            terms = model.minutes(span)
            if sum(minutes for minutes, _ in terms) <= limit:
                continue
            status = status or NightLiterals(self, model)
            night_worker = status.in_week(monday)
            if night_worker is not None:
                claim = model.claim(self.id, span)
                model.model.at_most(claim, terms, limit, when=night_worker)


RULE = NightWorkerAverage()
