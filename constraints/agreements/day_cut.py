"""Journée coupée : a rest that each working day is cut by, in agreements that ask for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.agreements.clause import Clause
from constraints.agreements.cut_literals import cuts, parted, posts_by_day
from constraints.agreements.interruptions import past_of, post_days, rests_within, untold
from scheduler.dated import Dated
from scheduler.domain.time import day_span
from scheduler.finding import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel


@dataclass(frozen=True, kw_only=True)
class DayCut(Clause):
    """
    Each working day, however short, is cut by one rest of at least `pause` minutes.

    The rest lies between two stretches of work of the posts that begin on the day: between two
    posts, or inside one. Before the first or after the last it cuts nothing. A break on watch is
    work; one of unknown place cuts the day. Interventions of the on-call are left aside. What the
    past alone leaves uncut is the past's. Where a source tells no breaks at all: to confirm. A
    company agreement may set another length, and none at all with zero (L2253-3): the twenty
    minutes of L3121-16 are another rule's.
    """

    sentence: ClassVar[str] = (
        "{who} : la journée du {day} n’est coupée que par {measured} de repos, au lieu de {limit}."
    )
    silent: ClassVar[str] = (
        "{who} : pauses inconnues le {day} ; la journée doit être coupée par {limit} de repos, à "
        "confirmer."
    )

    pause: Dated

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Measure the longest rest that cuts each working day."""
        who = timeline.mediator
        for day in post_days(timeline):
            limit = self.pause.on(day.day)
            longest = max(rests_within(day.duties), default=0)
            if longest >= limit or not self.in_force(day.day):
                continue
            past = past_of(day.duties)
            unknown = untold(day.duties)
            if timeline.concerns(day_span(day.day), day.duties):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day.day,
                    span=day.span,
                    measured=longest,
                    limit=limit,
                    duties=day.duties,
                    verdict=Verdict.TO_CONFIRM if unknown else Verdict.VIOLATION,
                    sentence=self.silent if unknown else None,
                    inherited=timeline.inherited(day.duties)
                    or (bool(past) and max(rests_within(past), default=0) < limit),
                )

    def encode(self, model: PersonModel) -> None:
        """Let nobody hold a post of a day that nothing cuts."""
        for day, posts in posts_by_day(model).items():
            limit = self.pause.on(day)
            if not posts.chosen or not limit or not self.in_force(day):
                continue
            told = all(item.duty.breaks_known for item in posts.fixed)
            if posts.fixed and not (told and parted(posts.fixed, limit, inside=True)):
                continue
            found = list(cuts(model, posts.items, limit, inside=True))
            claim = model.claim(self.id, day_span(day))
            for item in posts.chosen:
                model.model.one_of(claim, found, when=item.literal)
