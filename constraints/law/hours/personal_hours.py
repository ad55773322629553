"""Bound the hours of whom a doctor, or an agreement for pregnancy, protects (L4624-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from constraints.counters.days.absences import contract_minutes
from constraints.counters.thresholds import PROTECTION, RELIEF, RELIEF_FROM_DAY
from scheduler.dated import Dated, Source
from scheduler.domain.employment.contracts import WEEKDAYS, HoursBasis
from scheduler.domain.employment.employer import LEGAL_WEEK
from scheduler.domain.time import day_span, week_span, weeks_touched
from scheduler.finding import Severity, Verdict
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

PER_MILLE = 1000
BY_THE_WEEK = frozenset({HoursBasis.WEEK, HoursBasis.MONTH})
"""Contracts that ask for the same hours each week: only of these a week has a sure measure."""


@dataclass(frozen=True, kw_only=True)
class PersonalHours(PersonRule):
    """
    Days and weeks no longer than a personal constraint allows.

    The occupational doctor may bound a day or a week, or rule out overtime (L4624-3): then a day
    holds no more, nor a week that the bound covers as a whole, nor one without overtime more than
    thirty-five hours. How the hours of a bounded week are spread, where no day is bounded, is to
    confirm for a day beyond its share. An agreement may reduce the working time of a
    pregnant employee (`relief`, in per mille), from the 61st day on and without loss of pay;
    under ALISFA she no longer works overtime either. « Réduction journalière », says the text, and
    then that the new arrangement of the week is agreed in writing:

    * a week that lies in such days as a whole holds no more than its reduced contract, nor than
      thirty-five hours: beyond, it is a violation;
    * a day holds no more than its reduced share of the contract, unless a written agreement is
      recorded: beyond, it is to confirm, for hours may be spread otherwise;
    * of a contract over a cycle or a year no week has a sure measure: only days are compared, and
      of a forfait in days nothing is;
    * where the contract changes within the week, or an amendment raises its hours, each day counts
      for its share; whoever comes or leaves within it is compared with a whole week.

    The sentence and the article never say why: only RH may know.
    """

    id: ClassVar[str] = "personal_hours"
    title: ClassVar[str] = "Contrainte personnelle : durée du travail"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    short_memory: ClassVar[bool] = True
    sources: ClassVar[tuple[Source, ...]] = (PROTECTION,)
    sentence: ClassVar[str] = (
        "{who} : {measured} de travail le {day}, plus que ne permet une contrainte personnelle."
    )
    of_week: ClassVar[str] = (
        "{who} : {measured} de travail dans {week}, plus que ne permet une contrainte personnelle."
    )
    of_share: ClassVar[str] = (
        "{who} : {measured} de travail le {day}, peut-être plus que ne permet une contrainte "
        "personnelle : à confirmer par les RH."
    )

    relief: Dated = RELIEF

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare each day of the horizon, then each civil week that it touches."""
        who = timeline.mediator
        if not who.protections:
            return
        weeks = dict(self._weeks(timeline))
        for monday, worked in weeks.items():
            duties = timeline.duties_in(week_span(monday))
            if timeline.concerns(week_span(monday), duties):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=max(monday, timeline.horizon.days[0]),
                    span=week_span(monday),
                    measured=worked,
                    limit=0,
                    duties=duties,
                    sentence=self.of_week,
                    source=PROTECTION,
                )
        for day in timeline.horizon.days:
            worked = timeline.minutes_by_day.get(day, 0)
            bound, share = who.longest_day_on(day), self._share(who, day)
            over = bound is not None and worked > bound
            if over or (share is not None and worked > share):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day,
                    span=day_span(day),
                    measured=worked,
                    limit=0,
                    duties=timeline.duties_in(day_span(day)),
                    verdict=Verdict.VIOLATION if over else Verdict.TO_CONFIRM,
                    sentence=self.sentence if over else self.of_share,
                    source=PROTECTION,
                )

    def _weeks(self, timeline: Timeline) -> Iterator[tuple[date, int]]:
        """Yield the weeks of the horizon that hold too much work, and how much they hold."""
        who = timeline.mediator
        for monday in timeline.horizon_weeks:
            days = [monday + timedelta(days=n) for n in range(7)]
            week, relief = _contract_week(who, days), self.relief.on(monday)
            bounds = [who.longest_week_on(day) for day in days]
            limits = [bound for bound in bounds if bound is not None] if all(bounds) else []
            if week is not None and all(who.without_overtime_on(day) for day in days):
                limits.append(LEGAL_WEEK)
            pregnant = relief and all(who.pregnant_on(day, RELIEF_FROM_DAY) for day in days)
            if week is not None and pregnant:
                limits += [LEGAL_WEEK, int(week * (PER_MILLE - relief) / PER_MILLE)]
            worked = timeline.minutes_by_week.get(monday, 0)
            if limits and worked > min(limits):
                yield monday, worked

    def encode(self, model: PersonModel) -> None:
        """Bound days as the doctor does, and whole weeks; what is to confirm is left free."""
        who = model.mediator
        for day in model.horizon.days if who.protections else ():
            if (most := who.longest_day_on(day)) is not None:
                span = day_span(day)
                model.model.at_most(model.claim(self.id, span), model.minutes(span), most)
        for monday in weeks_touched(model.horizon) if who.protections else ():
            days = [monday + timedelta(days=n) for n in range(7)]
            most = self._most_of_week(who, days)
            if most is not None:
                window = week_span(monday)
                terms = [*model.minutes(window), (model.fixed.weeks.get(monday, 0), model.true)]
                model.model.at_most(model.claim(self.id, window), terms, most)

    def _most_of_week(self, who: Mediator, days: Sequence[date]) -> int | None:
        """Return the most minutes that a plan puts in a civil week (None: any)."""
        week, relief = _due(who, days), self.relief.on(days[0])
        bounds = [top for day in days if (top := who.longest_week_on(day)) is not None]
        tops = [min(bounds)] if len(bounds) == len(days) else []
        if week is None:
            return min(tops, default=None)
        if not any(not who.without_overtime_on(day) for day in days):
            tops.append(LEGAL_WEEK)
        if relief and not any(not who.pregnant_on(day, RELIEF_FROM_DAY) for day in days):
            tops.append(min(LEGAL_WEEK, int(week * (PER_MILLE - relief) / PER_MILLE)))
        return min(tops, default=None)

    def _share(self, who: Mediator, day: date) -> Fraction | None:
        """Return the reduced share of the contract in a day (None: none is to be compared)."""
        relief, contract = self.relief.on(day), who.contract_on(day)
        if contract is None or contract.in_days:
            return None
        share = contract_minutes(contract, day) or Fraction(contract.weekly_minutes, len(WEEKDAYS))
        shares = []
        if relief and who.pregnant_on(day, RELIEF_FROM_DAY) and not who.arranged_on(day):
            shares.append(share * (PER_MILLE - relief) / PER_MILLE)
        bound = who.longest_week_on(day)
        if bound is not None and who.longest_day_on(day) is None:
            shares.append(share * min(Fraction(1), Fraction(bound, contract.weekly_minutes)))
        return min(shares, default=None)


def _contract_week(who: Mediator, days: Sequence[date]) -> Fraction | None:
    """Return the minutes that contracts ask for in a civil week (None: it has no sure measure)."""
    contracts = [c for day in days if (c := who.contract_on(day)) is not None]
    if not contracts or any(c.basis not in BY_THE_WEEK for c in contracts):
        return None
    if len(contracts) < len(days):
        return Fraction(max(c.weekly_minutes for c in contracts))
    shares = zip(contracts, days, strict=True)
    return sum((contract_minutes(contract, day) for contract, day in shares), Fraction(0))


def _due(who: Mediator, days: Sequence[date]) -> Fraction | None:
    """Return what a plan keeps a civil week's reduced hours in proportion to (None: nothing)."""
    spans = [
        (contract, [day for day in days if contract.covers(day)]) for contract in who.contracts
    ]
    shares = [
        (
            contract.on(day),
            Fraction(day.weekday() in (week := contract.days or WEEKDAYS), len(week)),
        )
        for contract, inside in spans
        for day in inside
    ]
    if not shares or {contract.basis for contract, _ in shares} - BY_THE_WEEK:
        return None
    if len(shares) < len(days):
        return Fraction(max(contract.weekly_minutes for contract, _ in shares))
    return sum((share * contract.weekly_minutes for contract, share in shares), Fraction(0))


RULE = PersonalHours()
