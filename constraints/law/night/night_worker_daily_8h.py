"""Bound a night worker's working day to eight hours (L3122-6)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from constraints.night.literals import NightLiterals, minutes_of_night
from constraints.night.rules import (
    DAY_OF_NIGHT_WORKER,
    L3122_6,
    L3122_17,
    NightWorkerRule,
    nights_of,
)
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3124_15
from scheduler.dated import Dated, Source, code
from scheduler.domain.time import Span, day_span
from scheduler.domain.worktime.going_on import going_on
from scheduler.evidence import Fact
from scheduler.finding import Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from constraints.night.rules import Nights
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import Item, PersonModel

R3122_1 = code("R3122-1", "LEGIARTI000033547698")
R3122_3 = code("R3122-3", "LEGIARTI000033547719")
R3122_7 = code("R3122-7", "LEGIARTI000033547625")
R3122_8 = code("R3122-8", "LEGIARTI000033471048")


@dataclass(frozen=True, kw_only=True)
class NightWorkerDay(NightWorkerRule):
    """
    The posts of a night worker that begin on one day, kept whole over midnight: eight hours.

    « Huit heures de suite » by official doctrine, a period of 24 hours by the directive: hence
    the working day. Where no minute of it lies in the night, the law's words hold all the same
    and the limit is unsettled: to confirm. An agreement may go further where the service must go
    on (L3122-17, R3122-7), up to the twelve hours of L3121-19. What goes on at once in a post that
    begins after midnight is added, to confirm; no plan has such posts (L3131-1). The night in
    which the clocks go back has an hour more.
    """

    id: ClassVar[str] = "night_worker_daily_8h"
    title: ClassVar[str] = "Travailleur de nuit : 8 heures par jour"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.WORK,)
    sources: ClassVar[tuple[Source, ...]] = (L3122_6, L3122_17, R3122_1, R3122_3, R3122_7, R3122_8)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_15,)
    sentence: ClassVar[str] = (
        "{who} (travailleur de nuit) : {measured} de travail pour la journée commencée le {day}, "
        "au lieu de {limit} au plus."
    )
    by_day: ClassVar[str] = (
        "{who} (travailleur de nuit) : {measured} de travail de jour le {day} ; la limite de "
        "{limit} vaut-elle pour les postes de jour ? À confirmer."
    )

    goes_on: ClassVar[str] = (
        "{who} (travailleur de nuit) : {measured} de travail de suite depuis le {day}, dans un "
        "poste puis, sans arrêt après minuit, dans un autre ; la limite est de {limit} : à "
        "confirmer."
    )

    longest: Dated = DAY_OF_NIGHT_WORKER

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up each working day, then ask whether the person is a night worker."""
        who, nights = timeline.mediator, nights_of(self, timeline)
        for day in timeline.days:
            worked = sum(duty.work for duty in day.duties)
            limit = self.longest.on(day.day)
            if worked <= limit or not timeline.judges(day_span(day.day)):
                continue
            if nights.worker_on(day.day):
                by_night = any(self.night(duty) for duty in day.duties)
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day.day,
                    span=day.span,
                    measured=worked,
                    limit=limit,
                    duties=day.duties,
                    verdict=Verdict.VIOLATION if by_night else Verdict.TO_CONFIRM,
                    sentence=None if by_night else self.by_day,
                )

        yield from self._over_midnight(timeline, nights)

    def _over_midnight(self, timeline: Timeline, nights: Nights) -> Iterator[Finding]:
        """Add to each day what goes on at once in the posts of the next."""
        who = timeline.mediator
        for day, after in pairwise(timeline.days):
            following = going_on(day.last, after.duties)
            if not following:
                continue
            duties = (*day.duties, *following)
            own, worked = (sum(duty.work for duty in some) for some in (day.duties, duties))
            limit = self.longest.on(day.day)
            span = Span(day.span.start, duties[-1].span.end)
            if own > limit or worked <= limit or not timeline.concerns(span, duties):
                continue
            if nights.worker_on(day.day):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day.day,
                    span=span,
                    measured=worked,
                    limit=limit,
                    duties=duties,
                    verdict=Verdict.TO_CONFIRM,
                    sentence=self.goes_on,
                )

    def encode(self, model: PersonModel) -> None:
        """Bound each day that may hold a night, if the person is a night worker then."""
        by_day: dict[date, list[Item]] = {}
        for item in model.working:
            if model.horizon.touches(day_span(item.duty.span.day)):
                by_day.setdefault(item.duty.span.day, []).append(item)
        status: NightLiterals | None = None
        for day, items in by_day.items():
            limit = self.longest.on(day)
            if sum(item.duty.work for item in items) <= limit:
                continue
            nights = [item.literal for item in items if minutes_of_night(self, item.duty)]
            if not nights:
                continue
            status = status or NightLiterals(self, model)
            night_worker = status.on(day)
            if night_worker is None:
                continue
            # A day made of nights alone needs no condition to be one.
            by_night = [] if len(nights) == len(items) else [model.model.any_of(nights)]
            model.model.at_most(
                model.claim(self.id, day_span(day)),
                [(item.duty.work, item.literal) for item in items],
                limit,
                when=model.model.all_of([night_worker, *by_night]),
            )


RULE = NightWorkerDay()
