"""Heures supplémentaires : what a civil week holds beyond thirty-five hours (L3121-28)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.counters.away import PAID_LEAVE, UNSETTLED, away_by_day, holidays_off
from constraints.counters.reckoning import OvertimeRule
from constraints.counters.regime import regime_in
from constraints.counters.thresholds import (
    FIRST_HOURS,
    FIRST_RATE,
    L3121_27,
    L3121_33,
    L3121_36,
    NEXT_RATE,
    Premiums,
)
from constraints.counters.weekly import ByDay, Week, countable, tiers, week, widened
from constraints.counters.wording import hours, premiums
from scheduler.dated import Dated, Source, code
from scheduler.domain.people import HoursBasis
from scheduler.domain.time import SUNDAY, week_span
from scheduler.finding import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3121_28 = code("L3121-28", "LEGIARTI000033020373")
L3121_29 = code("L3121-29", "LEGIARTI000033020370")
L3121_35 = code("L3121-35", "LEGIARTI000033020345")
L3121_37 = code("L3121-37", "LEGIARTI000035653039")
AWAY = PAID_LEAVE | UNSETTLED
"""Absences that may count, told as one: findings go to many hands, reasons don't."""
RULING = "Cass. soc. 10 septembre 2025, n° 23-14.455"


@dataclass(frozen=True, kw_only=True)
class WeeklyOvertime(OvertimeRule):
    """
    A full-time adult's work beyond thirty-five hours in a civil week is overtime, paid more.

    Not where a longer reference period replaces the week (L3121-41): that is another rule's. The
    journée de solidarité is left out (L3133-9). Each hour lies on its day, the last ones of the
    week first, so that a rate which an agreement sets holds from its first day on.

    Paid leave counts towards the trigger since a ruling of 2025 that sets the text partly aside;
    on sickness and public holidays off nothing is settled. Where absences make overtime, both
    figures are to confirm, all absences together: RH alone know their reasons, by which their
    counters tell them apart. Each day away is worth the contract's hours of it.
    """

    id: ClassVar[str] = "legal_35h_overtime"
    title: ClassVar[str] = "Durée légale et heures supplémentaires"
    sources: ClassVar[tuple[Source, ...]] = (
        L3121_28,
        L3121_36,
        L3121_27,
        L3121_29,
        L3121_33,
        L3121_35,
        L3121_37,
    )
    sentence: ClassVar[str] = (
        "{who} : {measured} de travail dans la semaine du {monday}, {amount} supplémentaires "
        "au-delà de {limit} : {premiums}{rest}."
    )
    absent: ClassVar[str] = (
        "{who} : {work} de travail et {away} d’absence{holiday} dans la semaine du {monday} : "
        "{wide} supplémentaires si ces heures comptent, {due} sinon : à confirmer, seul le cas des "
        "congés payés est tranché ({ruling})."
    )
    holiday: ClassVar[str] = " ou de jour férié chômé"
    no_scheme: ClassVar[str] = " (durée du cycle non renseignée : à confirmer)"
    as_rest: ClassVar[str] = ", données en repos équivalent"

    first_hours: Dated = FIRST_HOURS
    first_rate: Dated = FIRST_RATE
    next_rate: Dated = NEXT_RATE

    @property
    def premiums(self) -> Premiums:
        """What overtime is paid by."""
        return Premiums(
            first_hours=self.first_hours, first_rate=self.first_rate, next_rate=self.next_rate
        )

    def computed(self, timeline: Timeline) -> dict[str, int]:
        """Return the overtime of the horizon's last week by rate: `at_25`, `at_50` by law."""
        monday = timeline.horizon_weeks[-1]
        one = self._week(timeline, monday, self._work(timeline))
        table = {f"at_{_percent(rate.on(monday))}": 0 for rate in (self.first_rate, self.next_rate)}
        for tier in tiers(one.by_day, self.premiums) if one is not None else ():
            table[f"at_{_percent(tier.rate)}"] = (
                table.get(f"at_{_percent(tier.rate)}", 0) + tier.minutes
            )
        return table

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up each civil week that the horizon touches."""
        work = self._work(timeline)
        first, last = timeline.horizon_weeks[0], timeline.horizon_weeks[-1]
        away = away_by_day(timeline, AWAY, first, last + timedelta(days=SUNDAY))
        off = holidays_off(timeline, first, last + timedelta(days=SUNDAY))
        for monday in timeline.horizon_weeks:
            one = self._week(timeline, monday, work)
            if one is None:
                continue
            if one.overtime:
                yield self._due(timeline, one)
            wide = sum(widened(one, work, {**off, **away}).values())
            if wide > one.overtime:
                yield self._with_absences(timeline, one, away, off, wide)

    def encode(self, model: PersonModel) -> None:
        """Post nothing: overtime is paid, not forbidden."""

    def _work(self, timeline: Timeline) -> ByDay:
        weeks = timeline.horizon_weeks
        return countable(timeline, weeks[0], weeks[-1] + timedelta(days=SUNDAY), self.thresholds)

    def _week(self, timeline: Timeline, monday: date, work: ByDay) -> Week | None:
        regime = regime_in(timeline, monday)
        if regime is None or regime.modulated:
            return None
        return week(timeline, monday, work, self.thresholds)

    def _due(self, timeline: Timeline, one: Week) -> Finding:
        regime = regime_in(timeline, one.monday)
        by_cycle = regime is not None and regime.contract.basis is HoursBasis.CYCLE
        rest = self.as_rest if timeline.employer.rest_for_overtime else ""
        words = {
            "monday": f"{one.monday:%d/%m/%Y}",
            "premiums": premiums(tiers(one.by_day, self.premiums)),
            "rest": rest + (self.no_scheme if by_cycle else ""),
        }
        return self._finding(
            timeline,
            one,
            measured=one.work,
            amount=one.overtime,
            verdict=Verdict.TO_CONFIRM if by_cycle else Verdict.NOTE,
            sentence=_filled(self.sentence, words),
        )

    def _with_absences(
        self, timeline: Timeline, one: Week, away: ByDay, off: ByDay, wide: int
    ) -> Finding:
        days = [one.monday + timedelta(days=n) for n in range(7)]
        lost = sum({**off, **away}.get(day, 0) for day in days)
        words = {
            "monday": f"{one.monday:%d/%m/%Y}",
            "work": hours(one.work),
            "away": hours(lost),
            "holiday": self.holiday if any(day in off for day in days) else "",
            "wide": hours(wide),
            "due": hours(one.overtime) if one.overtime else "aucune",
            "ruling": RULING,
        }
        return self._finding(
            timeline,
            one,
            measured=one.work + lost,
            amount=wide - one.overtime,
            verdict=Verdict.TO_CONFIRM,
            sentence=_filled(self.absent, words),
        )

    def _finding(
        self,
        timeline: Timeline,
        one: Week,
        *,
        measured: int,
        amount: int,
        verdict: Verdict,
        sentence: str,
    ) -> Finding:
        crossed = min(one.by_day, default=one.monday + timedelta(days=SUNDAY))
        return self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=max(crossed, timeline.horizon.day),
            span=week_span(one.monday),
            measured=measured,
            limit=one.trigger,
            amount=amount,
            duties=timeline.duties_in(week_span(one.monday)),
            verdict=verdict,
            sentence=sentence,
        )


def _percent(permille: int) -> str:
    return f"{permille / 10:g}"


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    for name, text in words.items():
        pattern = pattern.replace(f"{{{name}}}", text)
    return pattern


RULE = WeeklyOvertime()
