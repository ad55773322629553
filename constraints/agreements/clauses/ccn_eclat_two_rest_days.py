"""Require two consecutive days of rest in each week (ECLAT, 5.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.agreements.clause import agreed
from constraints.agreements.clause_kinds.rest_days import RestDays, Run, Week
from constraints.agreements.texts import eclat
from scheduler.dated import Dated
from scheduler.domain.time import week_of, week_span
from scheduler.domain.worktime.rests import free_between
from scheduler.finding import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scheduler.model import Literal, PersonModel

DAY = 24 * 60


@dataclass(frozen=True, kw_only=True)
class EclatRestDays(RestDays):
    """
    « Elle doit permettre d'assurer à chaque salarié 2 jours de repos consécutifs ».

    Two civil days inside the civil week settle it. A Sunday and a Monday on either side of its
    end, or forty-eight hours in a row that aren't two civil days, are unsettled: to confirm.
    """

    id: ClassVar[str] = "ccn_eclat_two_rest_days"
    title: ClassVar[str] = "ECLAT : deux jours de repos consécutifs"
    unsettled: ClassVar[str] = (
        "{who} : {measured} de repos d’affilée dans {week}, au lieu de {limit} ; un "
        "repos à cheval sur deux semaines, ou de 48 heures sur trois jours, suffit-il ? À "
        "confirmer."
    )

    days: Dated = agreed("days", 2, eclat("5.2"), floor=0, name="jours de repos")

    def verdict(self, week: Week, count: int) -> Verdict | None:
        """Look for free days inside the week, then for rests that may count (to confirm)."""
        if any(week.rests(week.days, count)):
            return None
        if any(week.rests(week.near, count)):
            return Verdict.TO_CONFIRM
        span = week_span(week.days[0])
        stretches = free_between(week.timeline.working, span.first, span.last)
        long = any(last - first >= count * DAY for first, last in stretches)
        return Verdict.TO_CONFIRM if long else Verdict.VIOLATION

    def measured(self, week: Week) -> int:
        """Return the longest run of free days inside the week."""
        return max(n for n in range(8) if n == 0 or any(week.rests(week.days, n)))

    def enough(
        self, model: PersonModel, near: Run, count: int, free: Callable[[Run], Literal | None]
    ) -> Iterator[Literal | None]:
        """Yield runs of free days, then rests of `count` times 24 hours that follow a duty."""
        for n in range(len(near) - count + 1):
            yield free(near[n : n + count])
        week = week_span(week_of(near[1]))
        ends = {i.duty.span.last for i in model.working if week.first < i.duty.span.last}
        for begin in sorted(end for end in ends if end + count * DAY <= week.last):
            yield model.model.none_of(
                i.literal
                for i in model.working
                if i.duty.span.last > begin and i.duty.span.first < begin + count * DAY
            )


RULE = EclatRestDays()
