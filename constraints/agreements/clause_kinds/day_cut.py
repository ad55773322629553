"""Demand a rest inside each working day, for agreements that ask for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.agreements.clause import Clause
from constraints.agreements.clause_kinds.cut_literals import Posts, count_gaps, cuts, posts_by_day
from constraints.agreements.clause_kinds.interruptions import (
    breaks_unknown,
    past_of,
    post_days,
    rests_within,
)
from scheduler.dated import Dated
from scheduler.domain.time import day_span
from scheduler.finding import Verdict
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import Item, Literal, PersonModel

PAUSE = 20
"""Minutes of the Code's break (L3121-16): a shorter gap doesn't interrupt a day."""


@dataclass(frozen=True, kw_only=True)
class DayCut(Clause):
    """
    One rest of at least `pause` minutes interrupts each working day, however short.

    The rest lies between two stretches of work of the posts that begin on the day: between two
    posts, or inside one. A rest before the first post or after the last one doesn't count. A break
    on watch is work; one of unknown place cuts the day. Interventions of the on-call are left
    aside. A day that only the past leaves without a rest isn't this rota's fault. Where a source
    gives no breaks at all, the finding is to confirm. A company agreement may set another length,
    and none at all with zero (L2253-3): the twenty minutes of L3121-16 are checked by another rule.

    `brief`: minutes of work under which a day worked in one stretch may need no rest: the finding
    is to confirm, and the plan may contain such a day. A gap of less than twenty minutes doesn't
    end a stretch.
    """

    brief: ClassVar[int] = 0

    sentence: ClassVar[str] = (
        "{who} : la journée du {day} n’est coupée que par {measured} de repos, au lieu de {limit}."
    )
    silent: ClassVar[str] = (
        "{who} : pauses inconnues le {day} ; la journée doit être coupée par {limit} de repos, à "
        "confirmer."
    )
    unsettled: ClassVar[str] = (
        "{who} : journée du {day} d’une traite ({work}), sans {limit} de repos : à confirmer. La "
        "convention coupe la journée « quelle que soit sa durée » ; à la lettre c’est une "
        "infraction, mais une journée si courte, sans interruption, n’a rien à couper."
    )

    pause: Dated

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Measure the longest rest inside each working day."""
        who = timeline.mediator
        for day in post_days(timeline):
            limit = self.pause.on(day.day)
            longest = max(rests_within(day.duties), default=0)
            if longest >= limit or not self.in_force(day.day):
                continue
            past = past_of(day.duties)
            unknown, in_one = breaks_unknown(day.duties), self._in_one(day.duties)
            if timeline.concerns(day_span(day.day), day.duties):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day.day,
                    span=day.span,
                    measured=longest,
                    limit=limit,
                    duties=day.duties,
                    verdict=Verdict.TO_CONFIRM if unknown or in_one else Verdict.VIOLATION,
                    sentence=self._doubt(day.duties, unknown=unknown, in_one=in_one),
                    inherited=timeline.inherited(day.duties)
                    or (
                        bool(past)
                        and max(rests_within(past), default=0) < limit
                        and not self._in_one(past)
                    ),
                )

    def _in_one(self, duties: Sequence[Duty]) -> bool:
        """Whether a day is worked in one stretch so short that there is nothing to cut."""
        worked = sum(duty.work for duty in duties)
        return worked < self.brief and max(rests_within(duties), default=0) < PAUSE

    def _doubt(self, duties: Sequence[Duty], *, unknown: bool, in_one: bool) -> str | None:
        if unknown:
            return self.silent
        worked = shown(sum(duty.work for duty in duties), "minutes")
        return self.unsettled.replace("{work}", worked) if in_one else None

    def encode(self, model: PersonModel) -> None:
        """Forbid posts that together make a working day without the rest."""
        for day, posts in posts_by_day(model).items():
            limit = self.pause.on(day)
            if not posts.chosen or not limit or not self.in_force(day):
                continue
            breaks_known = all(item.duty.breaks_known for item in posts.fixed)
            uncut = posts.fixed and not count_gaps(posts.fixed, limit, inside=True)
            if not breaks_known or (uncut and not self._brief(posts.fixed)):
                continue
            ways = list(cuts(model, posts.items, limit, inside=True))
            stretch = self._stretch(model, posts)
            claim = model.claim(self.id, day_span(day))
            for item in posts.chosen:
                alone = [stretch] if stretch is not None and self._brief([item]) else []
                model.model.one_of(claim, [*ways, *alone], when=item.literal)

    def _brief(self, items: Sequence[Item]) -> bool:
        """Whether items, if all are worked, make one short stretch and no more."""
        total = sum(item.duty.work for item in items)
        return total < self.brief and not count_gaps(items, PAUSE, inside=True)

    def _stretch(self, model: PersonModel, posts: Posts) -> Literal | None:
        """Return a literal that holds only if the day is one short stretch (None: it can't be)."""
        if not any(self._brief([item]) for item in posts.chosen):
            return None
        long = model.model.flag("")
        model.model.reaches([(i.duty.work, i.literal) for i in posts.items], self.brief, long)
        return model.model.none_of([long, *cuts(model, posts.items, PAUSE, inside=True)])
