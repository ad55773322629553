"""Bound a minor's work to eight hours a day, seven in school holidays (L3162-1, D4153-3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3165_1
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import day_span
from scheduler.evidence import Fact
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3162_1 = code("L3162-1", "LEGIARTI000037385958")
L3161_1 = code("L3161-1", "LEGIARTI000006902785")
R3162_1 = code("R3162-1", "LEGIARTI000037810809")
L6222_25 = code("L6222-25", "LEGIARTI000037385954")
L3162_2 = code("L3162-2", "LEGIARTI000006902787")
D4153_3 = code("D4153-3", "LEGIARTI000018532736")


@dataclass(frozen=True, kw_only=True)
class MinorDay(PersonRule):
    """
    A minor's work in a civil day, training included (L3162-2): eight hours.

    Seven before sixteen, in a job in school holidays (D4153-3). Age is that of the day worked:
    adult rules begin on the eighteenth birthday. A duty over midnight is split. Ten hours are for
    building sites alone (R3162-1), and what the inspector may grant isn't an agreement, so no
    agreement can change the value.
    """

    id: ClassVar[str] = "minor_daily_8h"
    title: ClassVar[str] = "Mineurs : 8 heures par jour"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.WORK,)
    sources: ClassVar[tuple[Source, ...]] = (
        *(L3162_1, L3161_1, R3162_1, L6222_25, L3162_2),
        D4153_3,
    )
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3165_1,)
    sentence: ClassVar[str] = (
        "{who} (moins de 18 ans) : {measured} de travail le {day}, au lieu de {limit} au plus."
    )
    younger: ClassVar[str] = (
        "{who} (moins de 16 ans, en vacances scolaires) : {measured} de travail le {day}, au lieu "
        "de {limit} au plus."
    )

    longest: Dated = legal(
        "minutes", 8 * 60, L3162_1, authorised=(None, 10 * 60), name="durée maximale"
    )

    in_holidays: Dated = legal(
        "minutes", 7 * 60, D4153_3, name="durée maximale à 14 ou 15 ans, en vacances scolaires"
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare each civil day's total with the limit."""
        who = timeline.mediator
        for day in timeline.horizon.days:
            worked = timeline.minutes_by_day.get(day, 0) if who.minor_on(day) else 0
            holiday = bool(worked) and who.on_holiday_job(day)
            limit = (self.in_holidays if holiday else self.longest).on(day)
            if worked > limit:
                span = day_span(day)
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day,
                    span=span,
                    measured=worked,
                    limit=limit,
                    duties=timeline.duties_in(span),
                    sentence=self.younger if holiday else None,
                    source=D4153_3 if holiday else None,
                )

    def encode(self, model: PersonModel) -> None:
        """Bound the minutes of each day on which the person is a minor."""
        for day in model.horizon.days:
            if not model.mediator.minor_on(day):
                continue
            span = day_span(day)
            claim = model.claim(self.id, span)
            value = self.in_holidays if model.mediator.on_holiday_job(day) else self.longest
            model.model.at_most(claim, model.minutes(span), value.on(day))


RULE = MinorDay()
