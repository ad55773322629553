"""Bound the days that a forfait in days works in its year of reference (L3121-64, L3121-66)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from constraints.leave.rights import YEAR_BEGINS, accrued_leave, code_rates, year_of
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.forfait import LEFT_DAYS, MOST_DAYS, MOST_WITH_WAIVER, WITH_WAIVER
from scheduler.domain.time import days_span
from scheduler.evidence import Fact
from scheduler.finding import Severity, Verdict
from scheduler.rule import PersonRule, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import Literal, PersonModel

L3121_54 = code("L3121-54", "LEGIARTI000033020218")
L3121_58 = code("L3121-58", "LEGIARTI000033003228")
L3121_59 = code("L3121-59", "LEGIARTI000033003238")
L3121_62 = code("L3121-62", "LEGIARTI000033003264")
L3121_64 = code("L3121-64", "LEGIARTI000036262805")
L3121_66 = code("L3121-66", "LEGIARTI000033003387")
D3171_10 = code("D3171-10", "LEGIARTI000033516002")

DAY = timedelta(days=1)
WORKED_LEAVE = Fraction(5, 6)
"""Days worked that a jour ouvrable of leave stands for: five of a week's six."""


class Caps(NamedTuple):
    """Days of a year of reference: up to `settled` all is lawful, beyond `certain` nothing is."""

    settled: int
    certain: int


@dataclass(frozen=True, kw_only=True)
class ForfaitDays(PersonRule):
    """
    Whoever has a forfait in days works no more days than it says in its year of reference.

    The year is the civil one, or the twelve months of the agreement. The days are the convention's,
    within those of the agreement, 218 at most; with the rest days given up in that year by a
    written rider (L3121-59), within `most`. A day on which any work begins counts as one, training
    and interventions too: the Code lets an agreement count half days (D3171-10), which isn't known
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
        *(L3121_64, L3121_58, L3121_59, L3121_66, L3121_62, L3121_54, D3171_10),
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

    limit: Dated = legal(
        "days",
        MOST_DAYS,
        L3121_64,
        floor=1,
        ceiling=MOST_DAYS,
        by=L3121_64,
        quantity="forfait_days",
        name="jours de l’année",
    )
    most: Dated = legal(
        "days",
        MOST_WITH_WAIVER,
        L3121_66,
        floor=1,
        ceiling=LEFT_DAYS,
        by=L3121_64,
        quantity=WITH_WAIVER,
        name="jours de l’année, jours de repos renoncés compris",
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
        caps = self._caps(timeline, first, last)
        count = before + len(worked)
        certain = count > caps.certain
        bound = caps.certain if certain else caps.settled
        over = [d.day for d in worked[max(0, bound - before) :] if d.last > horizon.first]
        if not over:
            return
        past = [d for d in worked if any(not duty.decided for duty in d.duties)]
        waived = _waived(who, first, last)
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

    def _caps(self, timeline: Timeline, first: date, last: date) -> Caps:
        """Return the days of a year of reference, day by day under contract."""
        who, agreed = timeline.mediator, self.limit.on(last)
        numbers = [
            min(contract.forfait.days, agreed)
            for n in range((last - first).days + 1)
            if (contract := who.contract_on(first + n * DAY)) is not None
            and contract.forfait is not None
        ]
        length = (last - first).days + 1
        own = ceil(Fraction(sum(numbers), length))
        whole = own if len(numbers) == length else max(numbers, default=0)
        if len(numbers) == length:
            whole += _leave_not_earned(timeline, first)
        waived = _waived(who, first, last)
        if not waived:
            return Caps(own, max(own, whole))
        most = self.most.on(last)
        return Caps(
            min(own + waived, most), max(min(own + waived, most), min(whole + waived, most))
        )

    def encode(self, model: PersonModel) -> None:
        """Bound the days that this rota may fill by what is settled."""
        who, days = model.mediator, model.horizon.days
        for first, last in who.years_in_days(days[0], days[-1]):
            since, before = model.fixed.carried_days(first)
            worked: dict[date, list[Literal]] = defaultdict(list)
            for duty, literal in model.starting_in(days_span(since, last)):
                if duty.counts and who.in_days_on(duty.span.day):
                    worked[duty.span.day].append(literal)
            terms = [(1, model.model.shared_any_of(literals)) for literals in worked.values()]
            window = days_span(first, last)
            model.model.at_most(
                model.claim(self.id, window),
                [*terms, (before, model.true)],
                self._bound(who, first, last),
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


def _waived(who: Mediator, first: date, last: date) -> int:
    """Return the rest days given up in a year of reference."""
    forfaits = [c.forfait for c in who.contracts if c.forfait and c.touches(first, last)]
    return sum(forfait.waived_in(first, last) for forfait in forfaits)


def _leave_not_earned(timeline: Timeline, first: date) -> int:
    """Return the days worked that stand for paid leave not earned, of the year's leave."""
    month = YEAR_BEGINS.on(first)
    rates = code_rates(first)
    earned = accrued_leave(timeline, *year_of(first, month), rates).days
    return ceil(max(0, rates.most - earned) * WORKED_LEAVE)


def _why(who: Mediator, first: date, last: date) -> str:
    """Say why the number isn't settled."""
    whole = all(who.in_days_on(first + n * DAY) for n in range((last - first).days + 1))
    if whole:
        return "avec des congés qui ne sont pas acquis en entier"
    return "en proportion des jours au contrat"


RULE = ForfaitDays()
