"""Note the hours of a civil week beyond 35 (heures supplémentaires, L3121-28)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.counters.days.absences import absence_minutes
from constraints.counters.overtime.regime import regime_in
from constraints.counters.overtime.week import (
    ByDay,
    Week,
    additional_overtime,
    countable_work,
    in_week,
    overtime_with_absences,
    tiers,
    week,
)
from constraints.counters.sheet import added
from constraints.counters.thresholds import (
    FIRST_HOURS,
    FIRST_RATE,
    L3121_27,
    L3121_33,
    L3121_36,
    NEXT_RATE,
    OvertimeRule,
    Premiums,
)
from constraints.counters.wording import RULING, hours, leave_worth, premiums
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3124_3, R3124_7
from scheduler.dated import Dated, Source, code
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Matter
from scheduler.domain.time import SUNDAY, week_span
from scheduler.evidence import Fact
from scheduler.finding import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constraints.counters.days.absences import AbsenceMinutes
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3121_28 = code("L3121-28", "LEGIARTI000033020373")
L3121_29 = code("L3121-29", "LEGIARTI000033020370")
L3121_35 = code("L3121-35", "LEGIARTI000033020345")
L3121_37 = code("L3121-37", "LEGIARTI000035653039")


@dataclass(frozen=True, kw_only=True)
class WeeklyOvertime(OvertimeRule):
    """
    A full-time adult's work beyond thirty-five hours in a civil week is overtime, paid more.

    Where a longer reference period replaces the week (L3121-41), `modulation_overtime` counts
    instead. The journée de solidarité is left out (L3133-9). Each hour lies on its day, the last
    ones of the week first, so that a rate which an agreement sets holds from its first day on.

    Paid leave counts towards the trigger since a ruling of 2025 that sets the text partly aside:
    what it adds is due, to hours of the week that are worked. A public holiday off doesn't (Cass.
    soc. 4 April 2012, 10-10.701). On other absences nothing is settled: both figures are to
    confirm, all of them together and without their reason, which findings don't tell. A day away is
    worth what RH entered of it, else the contract's hours of it.
    """

    id: ClassVar[str] = "legal_35h_overtime"
    title: ClassVar[str] = "Durée légale et heures supplémentaires"
    of_hours: ClassVar[bool] = True
    matter: ClassVar[Matter] = Matter.OVERTIME
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.DUE, Fact.CONTRACT)
    sources: ClassVar[tuple[Source, ...]] = (
        L3121_28,
        L3121_36,
        L3121_27,
        L3121_29,
        L3121_33,
        L3121_35,
        L3121_37,
    )
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_3, R3124_7)
    sentence: ClassVar[str] = (
        "{who} : {measured} de travail dans {week}, {amount} supplémentaires "
        "au-delà de {limit} : {premiums}{rest}."
    )
    by_leave: ClassVar[str] = (
        "{who} : {work} de travail et {leave} dans {week}, {amount} "
        "supplémentaires{more} au-delà de {limit} : {premiums}{rest}, les congés payés comptant "
        "pour le seuil ({ruling})."
    )
    absent: ClassVar[str] = (
        "{who} : {work} de travail et {away} d’absence dans {week}{apart} "
        ": {wide} supplémentaires si ces heures comptent, {due} sinon : à confirmer, seul le cas "
        "des congés payés est tranché ({ruling})."
    )
    apart: ClassVar[str] = ", congés payés à part"
    no_scheme: ClassVar[str] = " (durée du cycle non renseignée : à confirmer)"
    as_rest: ClassVar[str] = ", données en repos équivalent"

    first_hours: Dated = FIRST_HOURS
    first_rate: Dated = FIRST_RATE
    next_rate: Dated = NEXT_RATE

    @property
    def premiums(self) -> Premiums:
        """Premiums with which overtime is paid."""
        return Premiums(
            first_hours=self.first_hours, first_rate=self.first_rate, next_rate=self.next_rate
        )

    def computed(self, timeline: Timeline) -> dict[str, int]:
        """Return the overtime of the horizon's last week by rate: `at_25`, `at_50` by law."""
        monday = timeline.horizon_weeks[-1]
        work = self._work(timeline)
        counted = self._week(timeline, monday, work)
        table = {f"at_{_percent(rate.on(monday))}": 0 for rate in (self.first_rate, self.next_rate)}
        if counted is None:
            return table
        sunday = monday + timedelta(days=SUNDAY)
        leave = in_week(monday, absence_minutes(timeline, monday, sunday).leave)
        more = additional_overtime(counted, overtime_with_absences(counted, work, leave))
        for tier in added(
            tiers(counted.by_day, self.premiums), tiers(more, self.premiums, counted.overtime)
        ):
            table[f"at_{_percent(tier.rate)}"] = (
                table.get(f"at_{_percent(tier.rate)}", 0) + tier.minutes
            )
        return table

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up each civil week that the horizon touches."""
        work = self._work(timeline)
        first, last = timeline.horizon_weeks[0], timeline.horizon_weeks[-1]
        away = absence_minutes(timeline, first, last + timedelta(days=SUNDAY))
        for monday in timeline.horizon_weeks:
            counted = self._week(timeline, monday, work)
            if counted is None:
                continue
            if counted.overtime:
                yield self._due(timeline, counted)
            leave = in_week(monday, away.leave)
            settled = overtime_with_absences(counted, work, leave)
            if more := additional_overtime(counted, settled):
                words = leave_worth(leave, declared=away.declared_in(monday))
                yield self._by_leave(timeline, counted, more, leave=leave, words=words)
            due = replace(counted, by_day=settled)
            wide = overtime_with_absences(counted, work, leave + in_week(monday, away.unsettled))
            if (every := sum(wide.values())) > due.overtime:
                yield self._with_absences(timeline, due, away, every)

    def encode(self, model: PersonModel) -> None:
        """Post nothing: overtime is paid, not forbidden."""

    def _work(self, timeline: Timeline) -> ByDay:
        weeks = timeline.horizon_weeks
        return countable_work(
            timeline, weeks[0], weeks[-1] + timedelta(days=SUNDAY), self.thresholds
        )

    def _week(self, timeline: Timeline, monday: date, work: ByDay) -> Week | None:
        regime = regime_in(timeline, monday)
        if regime is None or regime.modulated:
            return None
        return week(timeline, monday, work, self.thresholds)

    def _due(self, timeline: Timeline, counted: Week) -> Finding:
        return self._finding(
            timeline,
            counted,
            measured=counted.work,
            amount=counted.overtime,
            verdict=_verdict(timeline, counted),
            sentence=_filled(
                self.sentence,
                {
                    "premiums": premiums(tiers(counted.by_day, self.premiums)),
                    "rest": self._ends(timeline, counted),
                },
            ),
        )

    def _by_leave(
        self, timeline: Timeline, counted: Week, more: ByDay, *, leave: int, words: str
    ) -> Finding:
        """Return the note on what paid leave adds to the overtime of a week (`more`, by day)."""
        return self._finding(
            timeline,
            replace(counted, by_day=more),
            measured=counted.work + leave,
            amount=sum(more.values()),
            verdict=_verdict(timeline, counted),
            sentence=_filled(
                self.by_leave,
                {
                    "work": hours(counted.work),
                    "leave": words,
                    "more": " de plus" if counted.overtime else "",
                    "premiums": premiums(tiers(more, self.premiums, counted.overtime)),
                    "rest": self._ends(timeline, counted),
                    "ruling": RULING,
                },
            ),
        )

    def _with_absences(
        self, timeline: Timeline, counted: Week, away: AbsenceMinutes, wide: int
    ) -> Finding:
        """Return the doubt on absences that may count; `wide`: overtime, in minutes, if they do."""
        lost = in_week(counted.monday, away.unsettled)
        words = {
            "work": hours(counted.work),
            "away": hours(lost),
            "apart": self.apart if in_week(counted.monday, away.leave) else "",
            "wide": hours(wide),
            "due": hours(counted.overtime) if counted.overtime else "aucune",
            "ruling": RULING,
        }
        return self._finding(
            timeline,
            counted,
            measured=counted.work + lost,
            amount=wide - counted.overtime,
            verdict=Verdict.TO_CONFIRM,
            sentence=_filled(self.absent, words),
        )

    def _ends(self, timeline: Timeline, counted: Week) -> str:
        rest = self.as_rest if timeline.employer.rest_for_overtime else ""
        return rest + (self.no_scheme if _by_cycle(timeline, counted) else "")

    def _finding(
        self,
        timeline: Timeline,
        counted: Week,
        *,
        measured: int,
        amount: int,
        verdict: Verdict,
        sentence: str,
    ) -> Finding:
        crossed = min(counted.by_day, default=counted.monday + timedelta(days=SUNDAY))
        return self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=max(crossed, timeline.horizon.day),
            span=week_span(counted.monday),
            measured=measured,
            limit=counted.trigger,
            amount=amount,
            duties=timeline.duties_in(week_span(counted.monday)),
            verdict=verdict,
            sentence=sentence,
        )


def _by_cycle(timeline: Timeline, counted: Week) -> bool:
    """Whether the week's contract counts by a cycle that no scheme of the employer describes."""
    regime = regime_in(timeline, counted.monday)
    return regime is not None and regime.contract.basis is HoursBasis.CYCLE


def _verdict(timeline: Timeline, counted: Week) -> Verdict:
    return Verdict.TO_CONFIRM if _by_cycle(timeline, counted) else Verdict.NOTE


def _percent(permille: int) -> str:
    return f"{permille / 10:g}"


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    for name, text in words.items():
        pattern = pattern.replace(f"{{{name}}}", text)
    return pattern


RULE = WeeklyOvertime()
