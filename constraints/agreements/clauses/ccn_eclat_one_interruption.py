"""Allow one interruption a day at most (ECLAT, 5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.agreements.clause import Clause, agreed
from constraints.agreements.clause_kinds.cut_literals import count_gaps, cuts, posts_by_day
from constraints.agreements.clause_kinds.interruptions import (
    gaps_between,
    past_of,
    post_days,
    rests_within,
)
from constraints.agreements.texts import eclat
from scheduler.dated import Dated
from scheduler.domain.time import day_span
from scheduler.finding import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

PAUSE = 20
"""Minutes of the Code's break (L3121-16): a shorter gap doesn't interrupt a day."""


@dataclass(frozen=True, kw_only=True)
class OneInterruption(Clause):
    """
    « La journée de travail ne peut comporter plus d'une coupure ».

    An interruption is a rest such as the article asks for: forty-five minutes (`length`) between
    two posts of the day or inside one. The article doesn't say whether a shorter gap between two
    posts (twenty minutes at least, without travel) is one too: to confirm. The after-school and
    cleaning jobs to which the article gives two aren't mediation's. On-call interventions are left
    aside. A day that the past alone interrupts too often isn't this rota's fault.
    """

    id: ClassVar[str] = "ccn_eclat_one_interruption"
    title: ClassVar[str] = "ECLAT : une seule coupure par jour"
    unit: ClassVar[str] = "times"
    sentence: ClassVar[str] = (
        "{who} : journée du {day} coupée {measured}, au lieu de {limit} au plus."
    )
    short: ClassVar[str] = (
        "{who} : journée du {day} coupée {measured} si les intervalles de moins de 45 minutes "
        "sont des coupures, au lieu de {limit} au plus : à confirmer."
    )

    most: Dated = agreed("times", 1, eclat("5.3"), floor=1, name="nombre maximal")
    length: Dated = agreed(
        "minutes",
        45,
        eclat("5.3"),
        floor=PAUSE,
        name="durée à partir de laquelle une coupure compte",
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Count the rests that interrupt each working day, then count shorter gaps too."""
        who = timeline.mediator
        for day in post_days(timeline):
            if not self.in_force(day.day) or not timeline.concerns(day.span, day.duties):
                continue
            most, length = self.most.on(day.day), self.length.on(day.day)
            count = _long(day.duties, length)
            short = sum(PAUSE <= gap < length for gap in gaps_between(day.duties))
            if count + short <= most:
                continue
            certain = count > most
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=day.day,
                span=day.span,
                measured=count if certain else count + short,
                limit=most,
                duties=day.duties,
                verdict=Verdict.VIOLATION if certain else Verdict.TO_CONFIRM,
                sentence=None if certain else self.short,
                inherited=timeline.inherited(day.duties)
                or (certain and _long(past_of(day.duties), length) >= count),
            )

    def encode(self, model: PersonModel) -> None:
        """Bound the interruptions of each day; if the past already has more, allow no others."""
        for day, posts in posts_by_day(model).items():
            if not posts.chosen or not self.in_force(day):
                continue
            length = self.length.on(day)
            literals = cuts(model, posts.items, length, inside=True)
            model.model.at_most(
                model.claim(self.id, day_span(day)),
                [(1, literal) for literal in literals],
                max(self.most.on(day), count_gaps(posts.fixed, length, inside=True)),
            )


def _long(duties: Iterable[Duty], least: int) -> int:
    return sum(rest >= least for rest in rests_within(duties))


RULE = OneInterruption()
