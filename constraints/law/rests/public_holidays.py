"""Note who works on a public holiday, and what others keep (L3133-1 to L3133-3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.counters.days.absences import holidays_off
from constraints.counters.days.work import worked_on
from constraints.counters.wording import hours, rate
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.time import day_span, month_later
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.employment.contracts import Contract
    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3133_1 = code("L3133-1", "LEGIARTI000033020901")
L3133_2 = code("L3133-2", "LEGIARTI000033020898")
L3133_3 = code("L3133-3", "LEGIARTI000033020893")
L3133_3_1 = code("L3133-3-1", "LEGIARTI000033008166")
L3133_3_2 = code("L3133-3-2", "LEGIARTI000033008181")
L3133_4 = code("L3133-4", "LEGIARTI000033020884")
L3133_6 = code("L3133-6", "LEGIARTI000033020878")
L3134_13 = code("L3134-13", "LEGIARTI000006902635")

MAY_FIRST = (5, 1)
ALL_DAYS = 11


@dataclass(frozen=True, kw_only=True)
class PublicHolidays(PersonRule):
    """
    Note the minutes worked on each public holiday, and the work on holidays that are off.

    By law only 1 May is a day off (L3133-4): an agreement, or else the employer, says which others
    are (L3133-3-1, L3133-3-2). `closed` tells how many the agreement has: at eleven, all of them.
    Work on such a day, or on one that the employer closed, is to confirm; on 1 May another rule
    judges. `premium`: what an agreement adds to the pay; the law doubles that of 1 May (L3133-6).
    `rest`: the rest that an agreement gives in return, for each hour worked.

    A day off takes no pay away from three months in the association on, save from temporary
    workers (L3133-3): whoever would have worked and isn't covered is noted. Hours lost that way
    may not be made up for (L3133-2): no counter asks for them.
    """

    id: ClassVar[str] = "public_holidays"
    title: ClassVar[str] = "Jours fériés"
    severity: ClassVar[Severity] = Severity.CONFIGURATION
    effect: ClassVar[Effect] = Effect.INFORM
    sources: ClassVar[tuple[Source, ...]] = (
        *(L3133_1, L3133_3_1, L3133_3_2, L3133_2, L3133_3, L3133_4, L3133_6),
        L3134_13,
    )
    sentence: ClassVar[str] = "{who} : {measured} de travail le {day}, jour férié ({pay})."
    off: ClassVar[str] = (
        "{who} : {measured} de travail le {day}, jour férié chômé {why} ({pay}) : à confirmer."
    )
    unpaid: ClassVar[str] = (
        "{who} : {measured} de travail en moins le {day}, jour férié chômé : la loi ne garantit "
        "pas le salaire ({why})."
    )

    closed: Dated = legal(
        "days", 1, L3133_4, floor=1, ceiling=ALL_DAYS, name="jours fériés chômés dans l’année"
    )
    premium: Dated = legal(
        "permille", 0, L3133_1, floor=0, name="majoration d’un jour férié travaillé"
    )
    rest: Dated = legal("permille", 0, L3133_1, floor=0, name="repos pour un jour férié travaillé")
    seniority: Dated = legal(
        "months",
        3,
        L3133_3,
        floor=0,
        ceiling=3,
        name="ancienneté pour être payé d’un jour férié chômé",
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Judge each public holiday of the horizon."""
        first, last = timeline.horizon.days[0], timeline.horizon.days[-1]
        lost = holidays_off(timeline, first, last)
        for day in sorted(timeline.holidays):
            if not first <= day <= last:
                continue
            if minutes := worked_on(timeline, day):
                yield self._worked(timeline, day, minutes)
            elif day in lost and not _away(timeline, day):
                yield from self._unpaid(timeline, day, lost[day])

    def encode(self, model: PersonModel) -> None:
        """Post nothing: only 1 May is off by law, and `may_first` forbids work on it."""

    def _worked(self, timeline: Timeline, day: date, minutes: int) -> Finding:
        words = {"pay": self._pay(day, minutes), "why": self._off(timeline, day)}
        text = self.off if words["why"] else self.sentence
        for name, value in words.items():
            text = text.replace(f"{{{name}}}", value)
        return self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=day,
            span=day_span(day),
            measured=minutes,
            limit=0,
            duties=timeline.duties_in(day_span(day)),
            verdict=Verdict.TO_CONFIRM if words["why"] else Verdict.NOTE,
            sentence=text,
        )

    def _off(self, timeline: Timeline, day: date) -> str:
        """Say in French by whose decision the day is off (empty: it is worked)."""
        if _may_first(day):
            return ""
        if self.closed.on(day) >= ALL_DAYS:
            return "par l’accord"
        closed = timeline.employer.closed
        return "par l’employeur" if closed is not None and day in closed else ""

    def _pay(self, day: date, minutes: int) -> str:
        if _may_first(day):
            return "indemnité égale au salaire, L3133-6"
        returns = []
        if premium := self.premium.on(day):
            returns.append(f"majoration de {rate(premium)}")
        if rest := self.rest.on(day):
            returns.append(f"repos de {hours(minutes * rest // 1000)}, soit {rate(rest)}")
        return (
            f"{' et '.join(returns)} par l’accord" if returns else "aucune majoration dans la loi"
        )

    def _unpaid(self, timeline: Timeline, day: date, minutes: int) -> Iterator[Finding]:
        contract = timeline.mediator.contract_on(day)
        if contract is None or _may_first(day):
            return
        months = self.seniority.on(day)
        hired = _hired(timeline.mediator, contract)
        if contract.kind is ContractKind.TEMP:
            why = "salarié temporaire"
        elif day < month_later(hired, months):
            why = f"moins de {months} mois d’ancienneté, entrée le {hired:%d/%m/%Y}"
        else:
            return
        yield self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=day,
            span=day_span(day),
            measured=minutes,
            limit=0,
            verdict=Verdict.NOTE,
            sentence=self.unpaid.replace("{why}", why),
            source=L3133_3,
        )


def _may_first(day: date) -> bool:
    return (day.month, day.day) == MAY_FIRST


def _away(timeline: Timeline, day: date) -> bool:
    return any(absence.span.touches(day_span(day)) for absence in timeline.absences)


def _hired(who: Mediator, contract: Contract) -> date:
    """Return the first day of the person's contracts, which add up (L3133-3)."""
    return min((c.start for c in who.contracts), default=contract.start)


RULE = PublicHolidays()
