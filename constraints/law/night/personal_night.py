"""Keep off the night whom pregnancy, health or family protects (L1225-9, L3122-12, L3122-14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.night.rules import NightRule
from scheduler.dated import Source
from scheduler.domain.time import Span, at, day_span, midnight_minute, minute_of, windows
from scheduler.domain.worktime.night import clock_of, minutes_inside
from scheduler.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

#: One citation whatever the reason, which it would tell.
ARTICLES = Source("Code du travail", "L1225-9, L3122-12, L3122-14 ou L4624-3")


@dataclass(frozen=True, kw_only=True)
class PersonalNight(NightRule):
    """
    Not a minute of night work on the days from which a person is kept off the night.

    A pregnant worker, or one who has given birth, works by day on her request, or once the
    occupational doctor writes that the night is incompatible with her state (L1225-9); so does
    whose health (L3122-14) or family (L3122-12) asks for it. The articles speak of night workers
    (L3122-5): RH enters the wish of those who aren't, and it is kept all the same. The window is
    the one in force, civil days decide, and a break of unknown place is put in the night as far as
    possible. The sentence and the article never say why: only RH may know.
    """

    id: ClassVar[str] = "personal_night"
    title: ClassVar[str] = "Contrainte personnelle : travail de nuit"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    short_memory: ClassVar[bool] = True
    sources: ClassVar[tuple[Source, ...]] = (ARTICLES,)
    sentence: ClassVar[str] = (
        "{who} : {measured} de nuit, prise de poste du {day}, que ne permet pas une contrainte "
        "personnelle."
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Measure each duty that touches the horizon."""
        who = timeline.mediator
        for duty in timeline.working if who.protections else ():
            if not timeline.judges(duty.span):
                continue
            if night := minutes_inside(duty, self._barred(who, duty)):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=duty.span.day,
                    span=duty.span,
                    measured=night,
                    limit=0,
                    duties=(duty,),
                    source=ARTICLES,
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each duty whose work can't fit outside the night."""
        if not any(p.no_night_since for p in model.mediator.protections):
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
        if not who.off_night_on(day):
            return midnight_minute(day), midnight_minute(day + timedelta(days=1))
        dawn, dusk = (time(*divmod(d.on(day), 60)) for d in (self.ends, self.begins))
        return minute_of(at(day, dawn)), minute_of(at(day, dusk))

    def _barred(self, who: Mediator, duty: Duty) -> Iterator[Span]:
        """Yield the pieces of the night, day by day, from which the person is kept off."""
        for day in duty.span.days:
            whole = day_span(day)
            if who.off_night_on(day):
                begins, ends = clock_of(self.begins.on(day)), clock_of(self.ends.on(day))
                for window in windows(whole, begins, ends):
                    first, last = max(window.first, whole.first), min(window.last, whole.last)
                    yield Span.of_minutes(first, last)


RULE = PersonalNight()
