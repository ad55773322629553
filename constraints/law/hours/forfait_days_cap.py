"""Bound the days that a forfait in days works in its year of reference (L3121-64, L3121-66)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, ClassVar

from constraints.forfait import (
    HALF_DAY,
    L3121_64,
    L3121_66,
    R2315_3,
    DaysRule,
    days_reached,
    waived_in,
)
from scheduler.dated import Source, code
from scheduler.domain.duty import DutyKind
from scheduler.domain.time import days_span
from scheduler.evidence import Fact
from scheduler.finding import Severity, Verdict
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import Literal, PersonModel

L3121_54 = code("L3121-54", "LEGIARTI000033020218")
L3121_58 = code("L3121-58", "LEGIARTI000033003228")
L3121_59 = code("L3121-59", "LEGIARTI000033003238")
L3121_62 = code("L3121-62", "LEGIARTI000033003264")
D3171_10 = code("D3171-10", "LEGIARTI000033516002")


@dataclass(frozen=True, kw_only=True)
class ForfaitDays(DaysRule):
    """
    Whoever has a forfait in days works no more days than it says in its year of reference.

    The year is the civil one, or the twelve months of the agreement. The days are the convention's,
    within those of the agreement, 218 at most; with the rest days given up in that year by a
    written rider (L3121-59), within `most`. A day on which any work begins counts as one, training
    and interventions too, but one spent on a representative's credit alone is half a day up to four
    hours (R2315-3): the Code lets an agreement count half days (D3171-10), which isn't known
    here. An opening balance stands for the days before it. Dated on the first day too many.

    The Code doesn't say what becomes of the number for whoever comes or leaves in the year, or
    whose leave isn't full, and leaves it to the agreement: a number in proportion to the days under
    contract that is passed, or one that is passed by no more days than the leave not earned, is to
    confirm. The plan keeps within them.
    """

    id: ClassVar[str] = "forfait_days_cap"
    title: ClassVar[str] = "Forfait en jours : nombre de jours"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    avoids_unsettled: ClassVar[bool] = True
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.CONTRACT,)
    sources: ClassVar[tuple[Source, ...]] = (
        *(L3121_64, L3121_58, L3121_59, L3121_66, L3121_62, L3121_54, D3171_10, R2315_3),
    )
    unit: ClassVar[str] = "days"
    sentence: ClassVar[str] = (
        "{who} : {measured} travaillés au forfait dans la période du {first} au {last}, au lieu de "
        "{limit} au plus{waived} (jour de trop : le {day})."
    )
    doubt: ClassVar[str] = (
        "{who} : {measured} travaillés au forfait dans la période du {first} au {last}, au-delà de "
        "{limit}{waived}, {why} : à confirmer, l’accord dit comment les compter ; {certain} en "
        "tout cas (premier jour au-delà : le {day})."
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Count the days of each year of reference that the horizon touches."""
        horizon = timeline.horizon
        for first, last in timeline.mediator.years_in_days(horizon.days[0], horizon.days[-1]):
            yield from self._year(timeline, first, last)

    def _year(self, timeline: Timeline, first: date, last: date) -> Iterator[Finding]:
        who, horizon = timeline.mediator, timeline.horizon
        since, before = timeline.carried_days(first)
        worked = [d for d in timeline.days if since <= d.day <= last and who.in_days_on(d.day)]
        caps = self.caps(timeline, first, last)
        reached = [before + number for number in days_reached(worked)]
        count = max(reached, default=before)
        certain = count > caps.certain
        bound = caps.certain if certain else caps.settled
        over = [
            day.day
            for day, number in zip(worked, reached, strict=True)
            if number > bound and day.last > horizon.first
        ]
        if not over:
            return
        past = [d for d in worked if any(not duty.decided for duty in d.duties)]
        waived = waived_in(who, first, last)
        words = {
            "first": f"{first:%d/%m/%Y}",
            "last": f"{last:%d/%m/%Y}",
            "waived": f" (dont {shown(waived, self.unit)} de repos renoncés)" if waived else "",
            "why": _why(who, first, last),
            "certain": shown(caps.certain, self.unit),
        }
        sentence = self.sentence if certain else self.doubt
        for name, text in words.items():
            sentence = sentence.replace(f"{{{name}}}", text)
        yield self.finding(
            subject=who.id,
            who=who.name,
            on=over[0],
            span=days_span(first, last),
            measured=count,
            limit=bound,
            duties=(duty for d in worked for duty in d.duties),
            verdict=Verdict.VIOLATION if certain else Verdict.TO_CONFIRM,
            inherited=len(past) == len(worked),
            sentence=sentence,
        )

    def encode(self, model: PersonModel) -> None:
        """Bound the days that this rota may fill by what is settled."""
        who, days = model.mediator, model.horizon.days
        for first, last in who.years_in_days(days[0], days[-1]):
            since, before = model.fixed.carried_days(first)
            worked: dict[date, list[Literal]] = defaultdict(list)
            credit: dict[date, int] = defaultdict(int)
            for duty, literal in model.starting_in(days_span(since, last)):
                day = duty.span.day
                if not duty.counts or not who.in_days_on(day):
                    continue
                if duty.kind is DutyKind.DELEGATION:
                    credit[day] += duty.work
                else:
                    worked[day].append(literal)
            # A day of credit alone is half a day up to four hours, a whole one with a post.
            most = {day: 1 if minutes <= HALF_DAY else 2 for day, minutes in credit.items()}
            terms = [
                (2 - most.get(day, 0), model.model.shared_any_of(literals))
                for day, literals in worked.items()
            ]
            window = days_span(first, last)
            model.model.at_most(
                model.claim(self.id, window),
                [*terms, (2 * before + sum(most.values()), model.true)],
                2 * self._bound(who, first, last),
            )

    def _bound(self, who: Mediator, first: date, last: date) -> int:
        """Return the settled days of a year of reference, contract by contract."""
        total, waived = Fraction(0), 0
        for contract in who.contracts:
            if contract.forfait is None or not contract.touches(first, last):
                continue
            begins, ends = max(first, contract.start), min(last, contract.end or last)
            days = min(contract.forfait.days, self.limit.on(last))
            total += Fraction(days * ((ends - begins).days + 1), (last - first).days + 1)
            waived += contract.forfait.waived_in(first, last)
        return min(ceil(total) + waived, self.most.on(last)) if waived else ceil(total)


def _why(who: Mediator, first: date, last: date) -> str:
    """Say why the number isn't settled."""
    if all(who.in_days_on(day) for day in days_span(first, last).days):
        return "avec des congés qui ne sont pas acquis en entier"
    return "en proportion des jours au contrat"


RULE = ForfaitDays()
