"""Bound the number of periods in which a day is worked, for several agreements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.agreements.clause import Clause
from constraints.agreements.clause_kinds.cut_literals import count_gaps, cuts, posts_by_day
from constraints.agreements.clause_kinds.interruptions import gaps_between, past_of, post_days
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
"""Minutes of the Code's break (L3121-16): a shorter gap leaves one period of work."""


@dataclass(frozen=True, kw_only=True)
class WorkPeriods(Clause):
    """
    A day has `usual` periods of work, exceptionally `most`; in between, to confirm.

    Periods are posts of the day with twenty minutes or more without work between them, travel being
    work. A break inside a post leaves the day continuous. On-call interventions are left aside. A
    day that the past alone splits too much isn't this rota's fault.
    """

    unit: ClassVar[str] = "times"
    sentence: ClassVar[str] = (
        "{who} : journée du {day} travaillée en {measured}, au lieu de {limit} au plus."
    )
    exceptional: ClassVar[str] = (
        "{who} : journée du {day} travaillée en {measured}, ce que la convention n’admet "
        "qu’exceptionnellement (en principe {limit}) : à confirmer."
    )

    usual: Dated
    most: Dated

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Count the periods of each working day."""
        who = timeline.mediator
        for day in post_days(timeline):
            if not self.in_force(day.day) or not timeline.concerns(day.span, day.duties):
                continue
            usual, most, count = self.usual.on(day.day), self.most.on(day.day), _count(day.duties)
            if count <= min(usual, most):
                continue
            certain = count > most
            past = past_of(day.duties)
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=day.day,
                span=day.span,
                measured=count,
                limit=most if certain else usual,
                duties=day.duties,
                verdict=Verdict.VIOLATION if certain else Verdict.TO_CONFIRM,
                sentence=None if certain else self.exceptional,
                inherited=timeline.inherited(day.duties) or (bool(past) and _count(past) >= count),
            )

    def encode(self, model: PersonModel) -> None:
        """Bound the gaps of each day; if the past already has more, allow no further one."""
        for day, posts in posts_by_day(model).items():
            if not posts.chosen or not self.in_force(day):
                continue
            literals = cuts(model, posts.items, PAUSE, inside=False)
            model.model.at_most(
                model.claim(self.id, day_span(day)),
                [(1, literal) for literal in literals],
                max(self.most.on(day) - 1, count_gaps(posts.fixed, PAUSE, inside=False)),
            )


def _count(duties: Iterable[Duty]) -> int:
    return 1 + sum(gap >= PAUSE for gap in gaps_between(duties))
