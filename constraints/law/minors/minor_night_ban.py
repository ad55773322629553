"""Forbid minors to work from 22:00 (20:00 before sixteen) to 06:00 (L3163-1, L3163-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3124_15
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import Span, at, day_span, midnight_minute, minute_of, windows
from scheduler.domain.worktime.night import clock_of, minutes_inside
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3163_1 = code("L3163-1", "LEGIARTI000006902789")
L3163_2 = code("L3163-2", "LEGIARTI000006902790")
L3163_3 = code("L3163-3", "LEGIARTI000006902792")
L6222_26 = code("L6222-26", "LEGIARTI000006904022")
R3163_1 = code("R3163-1", "LEGIARTI000020401462")
SIXTEEN = 16


@dataclass(frozen=True, kw_only=True)
class MinorNight(PersonRule):
    """
    Not a minute of a minor's work inside the window: 22:00 sharp is fine, 22:01 is not.

    Age is that of each day worked, so a duty that begins on the eve of a birthday is judged by both
    ages. A break of unknown place is put in the night as far as possible. The derogations are for
    other trades (R3163-1), so no agreement can change the window.
    """

    id: ClassVar[str] = "minor_night_ban"
    title: ClassVar[str] = "Mineurs : interdiction du travail de nuit"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    sources: ClassVar[tuple[Source, ...]] = (L3163_2, L3163_1, L3163_3, L6222_26, R3163_1)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_15,)
    sentence: ClassVar[str] = (
        "{who} (moins de 18 ans) : {measured} de travail de nuit, prise de poste du {day}."
    )

    begins: Dated = legal("clock", 22 * 60, L3163_1, name="début de la nuit")
    begins_under_16: Dated = legal("clock", 20 * 60, L3163_1, name="début de la nuit, avant 16 ans")
    ends: Dated = legal("clock", 6 * 60, L3163_1, name="fin de la nuit")

    def minutes(self, who: Mediator, duty: Duty) -> int:
        """Return the duty's minutes inside the window for the person's age."""
        return minutes_inside(duty, self._banned(who, duty))

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Measure each duty that begins in the horizon."""
        who = timeline.mediator
        for duty in timeline.working:
            if not timeline.horizon.first <= duty.span.first < timeline.horizon.last:
                continue
            if night := self.minutes(who, duty):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=duty.span.day,
                    span=duty.span,
                    measured=night,
                    limit=0,
                    duties=(duty,),
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each duty whose work can't fit outside the window."""
        if not model.mediator.minor_on(model.horizon.days[0]):
            return
        for duty, literal in model.working:
            if not duty.decided:
                continue
            hours = [self._open(model.mediator, day) for day in duty.span.days]
            work = sum(last - first for first, last in duty.pieces)
            lawful = sum(
                max(0, min(last, end) - max(first, begin))
                for begin, end in hours
                for first, last in duty.pieces
            )
            if work - lawful > sum(duty.floating):
                model.model.forbid(model.claim(self.id, duty.span), literal)

    def _open(self, who: Mediator, day: date) -> tuple[int, int]:
        """Return the UTC minutes between which the person may work on the day."""
        if not who.minor_on(day) or who.birth is None:
            return midnight_minute(day), midnight_minute(day + timedelta(days=1))
        young = (day.year - SIXTEEN, day.month, day.day) < (
            (who.birth.year, who.birth.month, who.birth.day)
        )
        evening = self.begins_under_16.on(day) if young else self.begins.on(day)
        dawn, dusk = (time(*divmod(clock, 60)) for clock in (self.ends.on(day), evening))
        return minute_of(at(day, dawn)), minute_of(at(day, dusk))

    def _banned(self, who: Mediator, duty: Duty) -> Iterator[Span]:
        """Yield the pieces of the night, day by day, that the person's age closes."""
        for day in duty.span.days:
            age = who.age_on(day)
            if age is None or not who.minor_on(day):
                continue
            whole = day_span(day)
            begins = (self.begins_under_16 if age < SIXTEEN else self.begins).on(day)
            for window in windows(whole, clock_of(begins), clock_of(self.ends.on(day))):
                yield Span.of_minutes(max(window.first, whole.first), min(window.last, whole.last))


RULE = MinorNight()
