"""Count overtime of cycles and years, week by week then at the end (L3121-41, D3121-25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.counters.overtime.period import periods_in
from constraints.counters.overtime.period_end import PeriodCount, gives_overtime, period_count
from constraints.counters.overtime.regime import regime_in
from constraints.counters.overtime.week import countable_work, week
from constraints.counters.thresholds import D3121_25, L3121_41, L3121_44, OvertimeRule
from constraints.counters.wording import hours
from scheduler.dated import Source
from scheduler.domain.employment.employer import Matter
from scheduler.domain.time import SUNDAY, days_span, week_span
from scheduler.evidence import Fact
from scheduler.finding import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel


@dataclass(frozen=True, kw_only=True)
class PeriodOvertime(OvertimeRule):
    """
    Over a reference period longer than the week, overtime is counted at its end (L3121-41).

    A year: beyond 1,607 hours, or the agreement's lower limit; another length: beyond 35 hours a
    week on average. In a cycle that the employer set alone, work beyond 39 hours is overtime in
    its week and deducted at the end (D3121-25); an agreement may have a weekly limit too.

    Whoever arrives or leaves during a unilateral cycle has the overtime of each week beyond 35
    hours. During an agreement's period the threshold goes by the days under contract, to confirm
    until the whole one is passed: the agreement says (L3121-44, 3°). Also to confirm: an annual
    contract without a recorded arrangement (counted over the civil year), and work that exceeds the
    threshold only because of the journée de solidarité. Overtime of a year is reported on the day
    that passes the threshold and at the period's end; that of a cycle at its end only.
    """

    id: ClassVar[str] = "modulation_overtime"
    title: ClassVar[str] = "Aménagement : seuils d’heures supplémentaires"
    of_hours: ClassVar[bool] = True
    matter: ClassVar[Matter] = Matter.PROGRAMME
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.DUE, Fact.CONTRACT)
    sources: ClassVar[tuple[Source, ...]] = (L3121_41, D3121_25, L3121_44)
    sentence: ClassVar[str] = (
        "{who} : {measured} dans la période du {first} au {last}{apart}, seuil de {limit} "
        "franchi : {amount} supplémentaires dues au {until}{doubt}."
    )
    of_a_week: ClassVar[str] = (
        "{who} : {measured} dans {week}, {amount} supplémentaires au-delà de "
        "{limit}, à payer avec le mois."
    )

    def computed(self, timeline: Timeline) -> dict[str, int]:
        """
        Return the overtime of the horizon's last period, by week and at its end.

        Keys: `weekly_over_39h` and `cycle_over_35h_average`, or `annual_over_1607h` for a year.
        """
        last = timeline.horizon.days[-1]
        minutes = {f"weekly_over_{self.unilateral_week.on(last) // 60}h": 0}
        average = f"cycle_over_{self.week.on(last) // 60}h_average"
        periods = tuple(periods_in(timeline, timeline.horizon.day, last))
        if not periods:
            return minutes | {average: 0}
        counted = period_count(timeline, periods[-1], self.thresholds, last)
        weekly = sum(counted.weekly.values())
        if periods[-1].annual:
            return {f"annual_over_{self.year.on(last) // 60}h": counted.excess, "weekly": weekly}
        return dict.fromkeys(minutes, weekly) | {average: counted.excess}

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Judge each week that has a limit, then each period that the horizon touches."""
        first, last = timeline.horizon.days[0], timeline.horizon.days[-1]
        yield from self._weeks(timeline)
        for period in periods_in(timeline, first, last):
            if gives_overtime(timeline, period):
                counted = period_count(timeline, period, self.thresholds, last)
                yield from self._period(timeline, counted)

    def encode(self, model: PersonModel) -> None:
        """Post nothing: overtime is paid, not forbidden."""

    def _weeks(self, timeline: Timeline) -> Iterator[Finding]:
        mondays = timeline.horizon_weeks
        regimes = {monday: regime_in(timeline, monday) for monday in mondays}
        modulated = [m for m, regime in regimes.items() if regime is not None and regime.modulated]
        if not modulated:
            return
        end = mondays[-1] + timedelta(days=SUNDAY)
        work = countable_work(timeline, mondays[0], end, self.thresholds)
        for monday in modulated:
            counted = week(timeline, monday, work, self.thresholds)
            if counted is None or not counted.overtime:
                continue
            span = week_span(monday)
            yield self.finding(
                subject=timeline.mediator.id,
                who=timeline.mediator.name,
                on=max(min(counted.by_day), timeline.horizon.day),
                span=span,
                measured=counted.work,
                limit=counted.trigger,
                amount=counted.overtime,
                duties=timeline.duties_in(span),
                verdict=Verdict.NOTE,
                sentence=self.of_a_week,
                source=D3121_25 if _unilateral(timeline, monday) else L3121_44,
            )

    def _period(self, timeline: Timeline, counted: PeriodCount) -> Iterator[Finding]:
        reading = _reading(counted)
        if reading is None:
            return
        first, last = timeline.horizon.days[0], timeline.horizon.days[-1]
        crossed = None if counted.period.unilateral else counted.crossed(counted.threshold)
        days = [counted.period.ends] if crossed is None else [crossed, counted.period.ends]
        on = next((day for day in days if first <= day <= last), None)
        if on is None:
            return
        weekly = sum(counted.weekly.values())
        words = {
            "first": f"{counted.period.first:%d/%m/%Y}",
            "last": f"{counted.period.last:%d/%m/%Y}",
            "until": f"{counted.until:%d/%m/%Y}",
            "apart": f", sans les {hours(weekly)} déjà comptées à la semaine" if weekly else "",
            "doubt": reading.doubt,
        }
        text = self.sentence
        for name, value in words.items():
            text = text.replace(f"{{{name}}}", value)
        span = days_span(counted.period.begins, counted.until)
        yield self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=on,
            span=span,
            measured=reading.measured,
            limit=counted.threshold,
            duties=timeline.duties_in(span),
            verdict=reading.verdict,
            sentence=text,
            source=D3121_25 if counted.period.unilateral else None,
        )


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The minutes compared with a period's threshold, and how certain the law is about them."""

    measured: int
    verdict: Verdict
    doubt: str = ""


def _reading(counted: PeriodCount) -> Reading | None:
    """Return how to report a period that passed its threshold (None: it didn't)."""
    period, alone = counted.period, counted.counted + counted.solidarity
    if counted.by_week:
        return None
    if not counted.excess:
        if not period.annual or alone <= counted.threshold:
            return None
        doubt = (
            f" si les {hours(counted.threshold)} comprennent la journée de solidarité, aucune "
            "sinon : à confirmer"
        )
        return Reading(measured=alone, verdict=Verdict.TO_CONFIRM, doubt=doubt)
    if period.regime.scheme is None:
        doubt = " (année civile par défaut, aucun aménagement n’est renseigné : à confirmer)"
        return Reading(measured=counted.counted, verdict=Verdict.TO_CONFIRM, doubt=doubt)
    if period.partial and not counted.certain:
        doubt = (
            " si le seuil suit les jours de contrat, aucune si l’accord garde "
            f"{hours(counted.whole)} : à confirmer"
        )
        return Reading(measured=counted.counted, verdict=Verdict.TO_CONFIRM, doubt=doubt)
    verdict = Verdict.NOTE if period.unilateral else Verdict.VIOLATION
    return Reading(measured=counted.counted, verdict=verdict)


def _unilateral(timeline: Timeline, monday: date) -> bool:
    periods = periods_in(timeline, monday, monday + timedelta(days=SUNDAY))
    return any(period.unilateral for period in periods)


RULE = PeriodOvertime()
