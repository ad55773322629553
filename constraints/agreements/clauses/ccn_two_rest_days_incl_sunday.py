"""Require two consecutive days of rest with the Sunday (ALISFA, régies, missions locales)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

from constraints.agreements.clause import agreed
from constraints.agreements.clause_kinds.rest_days import RestDays, Run, Week
from constraints.agreements.periods import ONE
from constraints.agreements.texts import alisfa, missions_locales, regies
from scheduler.dated import Dated
from scheduler.domain.employment.grounds import GroundKind
from scheduler.domain.time import SUNDAY, day_span
from scheduler.finding import Effect, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.model import Literal, PersonModel

SHORT = 20 * 60
"""Weekly minutes of a contract for which the régies may give the Sunday alone (3.4)."""
SIX = 6


@dataclass(frozen=True, kw_only=True)
class SundayRestDays(RestDays):
    """
    ALISFA : « 2 jours consécutifs, comprenant obligatoirement le dimanche » (IV-1.3.2).

    The Sunday of the week is free, with the Saturday before it or the Monday after it, or with
    the Monday that begins the week where the Sunday before that one is known to be free; where it
    isn't known: to confirm. « Toute exception est soumise à l'accord du salarié concerné et
    inscrite au contrat »: with two consecutive days elsewhere and a recorded ground for whatever
    is worked on the Sunday, to confirm.
    """

    id: ClassVar[str] = "ccn_two_rest_days_incl_sunday"
    title: ClassVar[str] = "Deux jours de repos consécutifs dont le dimanche"
    sentence: ClassVar[str] = (
        "{who} : {measured} de repos d’affilée avec le dimanche dans {week}, au lieu de {limit}."
    )
    unsettled: ClassVar[str] = (
        "{who} : {measured} de repos d’affilée avec le dimanche dans {week}, au lieu "
        "de {limit} ; la convention admet des exceptions avec l’accord du salarié, à confirmer."
    )
    exceptions: ClassVar[bool] = True
    separate: ClassVar[bool] = False

    days: Dated = agreed("days", 2, alisfa("IV-1.3.2"), floor=0, name="jours de repos")

    def verdict(self, week: Week, count: int) -> Verdict | None:
        """Look for rest days with the Sunday, then for what allows other days."""
        with_sunday = [run for run in week.rests(week.near, count) if week.sunday in run]
        if with_sunday:
            return None
        if week.free.issuperset((week.sunday, *week.days[: count - 1])):
            return None if week.days[0] - ONE in week.free else Verdict.TO_CONFIRM
        if self._alone(week.timeline.mediator, week.days[0]) and week.sunday in week.free:
            return Verdict.TO_CONFIRM
        bare = any(
            not _grounded(week.timeline, duty, week.sunday)
            for duty in week.timeline.duties_in(day_span(week.sunday))
        )
        elsewhere = any(week.rests(week.near, count)) or (
            self.separate and len(week.free.intersection(week.days)) >= count
        )
        excused = self.exceptions and elsewhere and not bare
        return Verdict.TO_CONFIRM if excused else Verdict.VIOLATION

    def measured(self, week: Week) -> int:
        """Return the number of consecutive free days around the Sunday."""
        runs = (run for n in range(1, 10) for run in week.rests(week.near, n))
        return max((len(run) for run in runs if week.sunday in run), default=0)

    def enough(
        self, model: PersonModel, near: Run, count: int, free: Callable[[Run], Literal | None]
    ) -> Iterator[Literal | None]:
        """Yield runs of free days with the Sunday, and others if a ground covers Sunday work."""
        sunday = next(day for day in near[1:] if day.weekday() == SUNDAY)
        week = tuple(sunday - n * ONE for n in range(SUNDAY, -1, -1))
        runs = [near[n : n + count] for n in range(len(near) - count + 1)]
        yield from (free(run) for run in runs if sunday in run)
        yield free((sunday, *week[: count - 1]))
        contract = model.mediator.contract_on(week[0])
        if self.separate and contract is not None and contract.weekly_minutes <= SHORT:
            spread = contract.days or frozenset(range(SIX))
            yield free((sunday,)) if len(spread) == SIX else None
        if not self.exceptions:
            return
        bare = [
            item.literal
            for item in model.in_window(day_span(sunday))
            if not any(model.fixed.grounds_for(GroundKind.SUNDAY, item.duty, sunday))
        ]
        grounded = model.model.none_of(bare)
        for run in (*runs, *(combinations(week, count) if self.separate else ())):
            rest = free(run)
            if rest is not None and grounded is not None:
                yield model.model.all_of([rest, grounded])

    def _alone(self, who: Mediator, monday: date) -> bool:
        """Whether the agreement may leave the person the Sunday alone."""
        contract = who.contract_on(monday) if self.separate else None
        return (
            contract is not None
            and contract.weekly_minutes <= SHORT
            and (contract.days is None or len(contract.days) == SIX)
        )


@dataclass(frozen=True, kw_only=True)
class RegiesRestDays(SundayRestDays):
    """
    Régies : « 2 jours consécutifs dont le dimanche » (3.4); it binds members only, hence warns.

    With the administration's authorisation for the Sunday, the days may be others, and separate,
    with the worker's prior agreement: to confirm. Contracts of twenty hours at most spread over
    six days may keep the Sunday alone: to confirm.
    """

    effect: ClassVar[Effect] = Effect.WARN
    binds_plans: ClassVar[bool] = True
    separate: ClassVar[bool] = True

    days: Dated = agreed("days", 2, regies("3.4"), floor=0, name="jours de repos")


@dataclass(frozen=True, kw_only=True)
class MissionsLocalesRestDays(SundayRestDays):
    """Missions locales : « comprenant obligatoirement le dimanche, sauf accord d'entreprise »."""

    exceptions: ClassVar[bool] = False
    unsettled: ClassVar[str] = (
        "{who} : {measured} de repos d’affilée avec le dimanche dans {week}, au lieu "
        "de {limit} ; le repos est à cheval sur deux semaines, à confirmer."
    )

    days: Dated = agreed("days", 2, missions_locales("5.3"), floor=0, name="jours de repos")


def _grounded(timeline: Timeline, duty: Duty, sunday: date) -> bool:
    return any(timeline.grounds_for(GroundKind.SUNDAY, duty, sunday))


RULE = SundayRestDays()
