"""Tell RH who becomes a night worker, to be confirmed (L3122-5, L3122-23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.night.rules import (
    L3122_5,
    L3122_16,
    L3122_23,
    ROLLING,
    WEEK,
    Nights,
    NightWorkerRule,
    declared_on,
    nights_of,
)
from scheduler.dated import Source
from scheduler.domain.time import days_span
from scheduler.evidence import Fact
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel


@dataclass(frozen=True, kw_only=True)
class NightWorker(NightWorkerRule):
    """
    A person not declared a night worker who becomes one in the horizon: to confirm.

    Two evenings a week that end at midnight are enough (21:00 to 24:00 is three hours). The
    status brings eight hours a day, forty a week on average, rest in return (L3122-8) and a
    medical visit before the first post (R4624-18). What is measured are the night minutes of the
    weeks that make the habit, or of the period of reference, its opening balance included.
    """

    id: ClassVar[str] = "night_worker_status"
    title: ClassVar[str] = "Qualité de travailleur de nuit"
    severity: ClassVar[Severity] = Severity.CONFIGURATION
    effect: ClassVar[Effect] = Effect.COMPUTE
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.DUE,)
    sources: ClassVar[tuple[Source, ...]] = (L3122_5, L3122_23, L3122_16)
    sentence: ClassVar[str] = (
        "{who} devient travailleur de nuit dans {week} par son horaire habituel : "
        "{measured} de nuit sur les semaines qui le montrent (seuil {limit}), à confirmer par "
        "les RH."
    )
    over_the_year: ClassVar[str] = (
        "{who} devient travailleur de nuit dans {week} : {measured} de nuit {over}"
        "{balance} (seuil {limit}), à confirmer par les RH."
    )

    def computed(self, timeline: Timeline) -> bool:
        """Whether the person is a night worker in the last week of the horizon."""
        return self.status_in(timeline, timeline.horizon_weeks[-1]).holds

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Look for the first week of the horizon in which the status begins."""
        nights = nights_of(self, timeline)
        before = timeline.horizon_weeks[0] - WEEK
        if not nights.by_day or nights.holds(before):
            return
        for monday in timeline.horizon_weeks:
            if nights.holds(monday):
                if declared_on(timeline.mediator, monday + timedelta(days=6)) is None:
                    yield self._finding(timeline, nights, monday)
                return

    def encode(self, model: PersonModel) -> None:
        """Post nothing: the status is a fact; other rules apply the limits that it brings."""

    def _finding(self, timeline: Timeline, nights: Nights, monday: date) -> Finding:
        sunday = monday + timedelta(days=6)
        weeks = self.weeks.on(monday)
        by_habit = nights.habit(monday) is not None
        first, last = monday - (weeks - 1) * WEEK, sunday
        limit = weeks * self.times.on(monday) * self.least.on(monday)
        balance = 0
        if not by_habit:
            first, last = nights.period(monday)
            limit, balance = self.yearly.on(monday), nights.carried(first, last)
        return self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=monday,
            span=days_span(first, last),
            measured=nights.minutes(first, last) + balance,
            limit=limit,
            duties=(
                duty
                for duty in timeline.working
                if first <= duty.span.day <= last and self.night(duty)
            ),
            verdict=Verdict.TO_CONFIRM,
            sentence=None if by_habit else self._sentence(monday, balance),
            source=None if by_habit else self.yearly.entry(monday).source,
        )

    def _sentence(self, monday: date, balance: int) -> str:
        rolling = self.reference.on(monday) == ROLLING
        words = {
            "over": "sur douze mois" if rolling else "dans l’année civile",
            "balance": f", dont {shown(balance, self.unit)} d’après le solde repris"
            if balance
            else "",
        }
        text = self.over_the_year
        for name, words_of in words.items():
            text = text.replace(f"{{{name}}}", words_of)
        return text


RULE = NightWorker()
