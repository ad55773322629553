"""Compare a representative's hours of a month with the credit there is (R2314-1, R2315-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Dated, Source, legal
from scheduler.domain.duty import DutyKind
from scheduler.domain.time import day_span, days_span, month_later, next_month
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import PersonRule, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

R2315_5 = Source("Code du travail", "R2315-5")
R2314_1 = Source("Code du travail", "R2314-1")
L2315_10 = Source("Code du travail", "L2315-10")
PER_MILLE = 1000


@dataclass(frozen=True, kw_only=True)
class DelegationCredit(PersonRule):
    """
    Hours of delegation beyond the month's credit and what is left of earlier months.

    The credit is a fact of the person, because it hangs on the staff (R2314-1). What a month leaves
    may be used within twelve months, its own included, and never makes a month hold more than one
    and a half times its credit (R2315-5). The oldest hours are used first, from eleven months
    before on; a month without a contract gives none. Meetings that the employer calls take nothing
    off the credit (L2315-11).

    Whatever is beyond is only to confirm, and never blocks: exceptional circumstances allow more,
    so do hours that another member gave, and the hours are work in any case (L2315-10). Dated on
    the day that passes what there is.
    """

    id: ClassVar[str] = "delegation_credit"
    title: ClassVar[str] = "Crédit d’heures de délégation"
    severity: ClassVar[Severity] = Severity.PROCEDURAL
    effect: ClassVar[Effect] = Effect.WARN
    sources: ClassVar[tuple[Source, ...]] = (R2315_5, R2314_1, L2315_10)
    sentence: ClassVar[str] = (
        "{who} : {measured} de délégation dans le mois, pour {limit} disponibles (CREDIT par mois, "
        "avec le report), passées le {day} : à confirmer (circonstances exceptionnelles, heures "
        "reçues d’un autre membre)."
    )

    kept: Dated = legal("months", 12, R2315_5, name="durée du report")
    most: Dated = legal(
        "permille", 1500, R2315_5, name="plus grande part du crédit mensuel en un mois"
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare the hours of each month that the horizon touches with what there is."""
        who, credit = timeline.mediator, timeline.mediator.delegation_minutes
        duties = [d for d in timeline.working if d.kind is DutyKind.DELEGATION]
        if credit is None or not duties:
            return
        used: dict[date, int] = {}
        for duty in duties:
            for day, minutes in duty.by_day:
                used[day] = used.get(day, 0) + minutes
        month = timeline.horizon.day.replace(day=1)
        while day_span(month).first < timeline.horizon.last:
            there = self._available(timeline, month, used, credit)
            days = [day for day in sorted(used) if _month(day) == month]
            spent, passed = 0, None
            for day in days:
                spent += used[day]
                if spent > there and passed is None:
                    passed = day
            if passed is not None and timeline.judges(day_span(passed)):
                whole = days_span(month, next_month(month) - timedelta(days=1))
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=passed,
                    span=whole,
                    measured=spent,
                    limit=there,
                    duties=(d for d in duties if d.span.touches(whole)),
                    verdict=Verdict.TO_CONFIRM,
                    sentence=self.sentence.replace("CREDIT", shown(credit, "minutes")),
                )
            month = next_month(month)

    def encode(self, model: PersonModel) -> None:
        """Post nothing: no rota decides hours of delegation."""

    def _available(
        self, timeline: Timeline, month: date, used: Mapping[date, int], credit: int
    ) -> int:
        """Return the minutes that a month may use: its credit, and what is left of earlier ones."""
        left: list[int] = []
        kept = self.kept.on(month)
        for back in range(kept - 1, -1, -1):
            begins = month_later(month, -back)
            last = next_month(begins) - timedelta(days=1)
            employed = timeline.mediator.employed_on(begins) or timeline.mediator.employed_on(last)
            left.append(credit if employed else 0)
            spent = sum(n for day, n in used.items() if _month(day) == begins) if back else 0
            for place, hours in enumerate(left):
                taken = min(hours, spent)
                left[place], spent = hours - taken, spent - taken
        return min(sum(left), credit * self.most.on(month) // PER_MILLE)


def _month(day: date) -> date:
    return day.replace(day=1)


RULE = DelegationCredit()
