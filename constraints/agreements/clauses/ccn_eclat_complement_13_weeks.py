"""Bound to thirteen weeks a year the amendments that raise part-time hours (ECLAT, 5.9.6.2)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.agreements.clause import Clause, agreed
from constraints.agreements.texts import eclat
from scheduler.dated import Dated
from scheduler.domain.time import days_span
from scheduler.finding import Effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class EclatComplementWeeks(Clause):
    """
    Amendments that replace nobody last thirteen weeks in total at most in a civil year.

    « Treize semaines » are read as ninety-one days, the days of an amendment being in the year on
    which they fall. Judged on the days of the horizon, once a year, dated on the first of them that
    is one too many. Nothing is encoded: no rota changes a contract.
    """

    id: ClassVar[str] = "ccn_eclat_complement_13_weeks"
    title: ClassVar[str] = "ECLAT : treize semaines de complément d’heures par an"
    effect: ClassVar[Effect] = Effect.WARN
    unit: ClassVar[str] = "days"
    sentence: ClassVar[str] = (
        "{who} : {measured} d’avenants de complément d’heures dans l’année civile, hors "
        "remplacement, au lieu de {limit} (treize semaines) au plus."
    )

    most: Dated = agreed(
        "days", 13 * 7, eclat("5.9.6.2"), floor=0, locked="lower", name="jours cumulés par an"
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Count the days of each civil year up to those of the horizon."""
        who, horizon = timeline.mediator, timeline.horizon
        days = sorted(
            amendment.start + n * DAY
            for contract in who.contracts
            for amendment in contract.amendments
            if not amendment.replaces
            for n in range(amendment.days)
        )
        counted: Counter[int] = Counter()
        beyond: dict[int, list[tuple[date, int]]] = {}
        for day in days:
            counted[day.year] += 1
            over = counted[day.year] > self.most.on(day) and self.in_force(day)
            if over and day in horizon.days:
                beyond.setdefault(day.year, []).append((day, counted[day.year]))
        for reached in beyond.values():
            (first, _), (last, count) = reached[0], reached[-1]
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=first,
                span=days_span(first, last),
                measured=count,
                limit=self.most.on(first),
                inherited=False,
            )

    def encode(self, model: PersonModel) -> None:
        """Post nothing: no rota changes a contract."""


RULE = EclatComplementWeeks()
