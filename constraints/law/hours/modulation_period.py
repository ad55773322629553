"""Bound a reference period, by agreement or without one (L3121-44, L3121-45)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.counters.overtime.regime import YEAR_MONTHS
from constraints.counters.thresholds import LEGAL_WEEK, LEGAL_YEAR
from constraints.counters.wording import hours
from constraints.teams import EMPLOYER
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.employment.employer import Matter, Route
from scheduler.domain.time import days_span, month_later
from scheduler.finding import Severity, Verdict
from scheduler.rule import TeamRule, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.domain.employment.employer import Employer, Scheme
    from scheduler.domain.rota import Rota
    from scheduler.finding import Finding
    from scheduler.model import RotaModel

L3121_41 = code("L3121-41", "LEGIARTI000033020315")
L3121_44 = code("L3121-44", "LEGIARTI000033020295")
L3121_45 = code("L3121-45", "LEGIARTI000033020286")
D3121_27 = code("D3121-27", "LEGIARTI000036483227")
L3121_43 = code("L3121-43", "LEGIARTI000033020305")
D3121_28 = code("D3121-28", "LEGIARTI000033509816")


@dataclass(frozen=True, kw_only=True)
class PeriodLength(TeamRule):
    """
    A reference period lasts a year at most by agreement, three if the branch allows it (L3121-44).

    Without an agreement the employer may set four weeks, or nine under fifty employees (L3121-45);
    where the headcount isn't told, five to nine weeks are to confirm. Judged: each arrangement in
    force on a day of the horizon, dated on its start or on the first day of the horizon. A
    unilateral period told in months is measured in weeks, begun ones included; the period of an
    agreement told in weeks is compared with the same day that many months later.

    The programme of a unilateral period goes to the CSE, if there is one, before its first use
    (D3121-27): without an opinion recorded by then, to confirm. So is a limit that the law leaves
    no room for, hence that isn't followed: more hours a year than the Code's, a weekly limit of 35
    hours or less, either of them without an agreement; and a period of more than a year without
    the weekly limit that L3121-44 asks for.
    """

    id: ClassVar[str] = "modulation_period"
    title: ClassVar[str] = "Aménagement sur plusieurs semaines : période"
    matter: ClassVar[Matter] = Matter.PROGRAMME
    severity: ClassVar[Severity] = Severity.CONFIGURATION
    sources: ClassVar[tuple[Source, ...]] = (
        L3121_45,
        L3121_44,
        L3121_41,
        D3121_27,
        L3121_43,
        D3121_28,
    )
    unit: ClassVar[str] = "weeks"
    sentence: ClassVar[str] = (
        "{who}, aménagement commencé le {start} sans accord : période de {measured}, au lieu de "
        "{limit} au plus{why}."
    )
    agreed: ClassVar[str] = (
        "{who}, aménagement commencé le {start} par accord : période de {measured}, au lieu de "
        "{limit} au plus{why}."
    )
    opinion: ClassVar[str] = (
        "{who}, aménagement commencé le {start} sans accord : {why} ; le programme est soumis au "
        "CSE, s’il existe, avant sa première mise en œuvre : à confirmer."
    )

    misfit: ClassVar[str] = "{who}, aménagement commencé le {start} : {why} : à confirmer."

    unilateral: Dated = legal("weeks", 4, L3121_45, name="période décidée par l’employeur")
    unilateral_small: Dated = legal(
        "weeks", 9, L3121_45, name="période décidée par l’employeur, sous l’effectif"
    )
    small: Dated = legal(
        "people", 50, L3121_45, name="effectif à partir duquel la période est plus courte"
    )
    agreement: Dated = legal(
        "months",
        12,
        L3121_44,
        floor=1,
        ceiling=36,
        locked="lower",
        name="période fixée par un accord",
    )
    branch: Dated = legal(
        "months", 36, L3121_44, name="période qu’une branche étendue peut permettre"
    )

    def audit(self, rota: Rota) -> Iterator[Finding]:
        """Judge each arrangement in force on a day of the horizon."""
        employer = rota.problem.employer
        first, last = rota.problem.horizon.days[0], rota.problem.horizon.days[-1]
        for scheme in employer.schemes:
            if scheme.start > last or (scheme.until is not None and scheme.until < first):
                continue
            on = max(scheme.start, first)
            yield from self._limits(employer, scheme, on)
            if scheme.route is Route.AGREEMENT:
                yield from self._by_agreement(employer, scheme, on)
            else:
                yield from self._alone(employer, scheme, on)
                yield from self._opinion(employer, scheme, on)

    def encode(self, model: RotaModel) -> None:
        """Post nothing: the length of a period forbids no shift."""

    def _alone(self, employer: Employer, scheme: Scheme, on: date) -> Iterator[Finding]:
        weeks = scheme.weeks or -(
            -(month_later(scheme.start, scheme.months) - scheme.start).days // 7
        )
        large, small = self.unilateral.on(on), self.unilateral_small.on(on)
        size, bound = employer.headcount, self.small.on(on)
        most = large if size is not None and size >= bound else small
        if weeks > most:
            why = "" if size is None else f" ({size} salariés)"
            yield self._finding(employer, scheme, on, weeks, most, words={"why": why})
        elif size is None and weeks > large:
            why = (
                f" à partir de {bound} salariés, {shown(small, 'weeks')} en dessous : effectif à "
                "confirmer"
            )
            yield self._finding(
                employer, scheme, on, weeks, large, words={"why": why}, verdict=Verdict.TO_CONFIRM
            )

    def _by_agreement(self, employer: Employer, scheme: Scheme, on: date) -> Iterator[Finding]:
        most = self.agreement.on(on)
        if scheme.branch:
            most = max(most, self.branch.on(on))
        months = scheme.months or _months(scheme)
        if months > most:
            why = "" if scheme.branch else " sans accord de branche qui permette davantage"
            yield self._finding(
                employer,
                scheme,
                on,
                months,
                most,
                words={"why": why},
                unit="months",
                source=L3121_44,
            )

    def _opinion(self, employer: Employer, scheme: Scheme, on: date) -> Iterator[Finding]:
        opinion = employer.opinion_on(self.id, scheme.start)
        day = scheme.opinion or (None if opinion is None else opinion.day)
        if day is not None and day <= scheme.start:
            return
        why = "aucun avis du CSE n’est renseigné"
        if day is not None:
            why = f"l’avis du CSE du {day:%d/%m/%Y} vient après"
        yield self._finding(
            employer,
            scheme,
            on,
            0,
            0,
            words={"why": why},
            verdict=Verdict.TO_CONFIRM,
            source=D3121_27,
            pattern=self.opinion,
        )

    def _limits(self, employer: Employer, scheme: Scheme, on: date) -> Iterator[Finding]:
        for why in _misfits(scheme, on):
            yield self._finding(
                employer,
                scheme,
                on,
                0,
                0,
                words={"why": why},
                verdict=Verdict.TO_CONFIRM,
                source=L3121_44,
                pattern=self.misfit,
            )

    def _finding(
        self,
        employer: Employer,
        scheme: Scheme,
        on: date,
        measured: int,
        limit: int,
        *,
        words: Mapping[str, str],
        verdict: Verdict = Verdict.VIOLATION,
        unit: str = "",
        source: Source | None = None,
        pattern: str = "",
    ) -> Finding:
        text = pattern or (self.agreed if unit else self.sentence)
        for name, value in (*words.items(), ("start", f"{scheme.start:%d/%m/%Y}")):
            text = text.replace(f"{{{name}}}", value)
        return self.finding(
            subject=scheme.agency or EMPLOYER,
            who=_called(employer, scheme),
            on=on,
            span=days_span(on, scheme.until or on),
            measured=measured,
            limit=limit,
            unit=unit,
            verdict=verdict,
            sentence=text,
            source=source,
        )


def _called(employer: Employer, scheme: Scheme) -> str:
    """Name whom an arrangement binds: the employer, one of its agencies."""
    if not scheme.agency:
        return employer.called
    return (
        f"{employer.name}, agence {scheme.agency}" if employer.name else f"Agence {scheme.agency}"
    )


def _misfits(scheme: Scheme, on: date) -> Iterator[str]:
    """Yield in French the limits of an arrangement that the law forbids, and what holds instead."""
    week, year = LEGAL_WEEK.on(on), LEGAL_YEAR.on(on)
    minutes = (scheme.weekly_minutes, scheme.annual_minutes)
    if scheme.route is Route.UNILATERAL:
        if minutes != (None, None):
            yield (
                "sans accord, les limites de la semaine et de la période sont celles de D3121-25, "
                "celles indiquées ne sont pas suivies"
            )
        return
    if scheme.annual_minutes is not None and scheme.annual_minutes > year:
        yield (
            f"limite de {hours(scheme.annual_minutes)} par période, un accord ne va pas au-delà de "
            f"{hours(year)}, qui sont retenues"
        )
    if scheme.weekly_minutes is not None and scheme.weekly_minutes <= week:
        yield (
            f"limite de {hours(scheme.weekly_minutes)} par semaine, un accord en fixe une "
            f"supérieure à {hours(week)}, qui sont retenues"
        )
    if scheme.weekly_minutes is None and month_later(scheme.start, YEAR_MONTHS) < _end(scheme):
        yield "période de plus d’un an sans la limite hebdomadaire que l’accord doit prévoir"


def _end(scheme: Scheme) -> date:
    """Return the day after the arrangement's first period."""
    if scheme.months:
        return month_later(scheme.start, scheme.months)
    return scheme.start + timedelta(weeks=scheme.weeks)


def _months(scheme: Scheme) -> int:
    """Return the months that a period told in weeks lasts, begun ones included."""
    months = 0
    while month_later(scheme.start, months) < _end(scheme):
        months += 1
    return months


RULE = PeriodLength()
