"""Amplitude : from the first start to the last end of a day, by agreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.agreements.clause import Clause
from scheduler.dated import Dated
from scheduler.domain.duty import DutyKind
from scheduler.domain.time import day_span
from scheduler.finding import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import Item, PersonModel


@dataclass(frozen=True, kw_only=True)
class Amplitude(Clause):
    """
    A day spans `usual` minutes, `most` exceptionally: between the two, to confirm.

    A day is what begins on one civil day, interventions of the on-call included, as for the
    Code's thirteen hours, which are another rule's.
    """

    sentence: ClassVar[str] = (
        "{who} : amplitude de {measured} le {day}, au lieu de {limit} au plus."
    )
    exceptional: ClassVar[str] = (
        "{who} : amplitude de {measured} le {day} ; au-delà de {limit}, la convention ne l’admet "
        "qu’exceptionnellement : à confirmer."
    )

    usual: Dated
    most: Dated

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Measure each working day; the proof is what lies at its two ends, or too far from one."""
        who = timeline.mediator
        for day in timeline.days:
            usual, most = self.usual.on(day.day), self.most.on(day.day)
            certain = day.span.minutes > most
            limit = most if certain else min(usual, most)
            if day.span.minutes <= limit or not self.in_force(day.day):
                continue
            first, last = day.span.first, day.span.last
            proof = tuple(
                d
                for d in day.duties
                if d.span.first == first
                or d.span.last == last
                or (
                    (d.span.last > first + limit or d.span.first < last - limit)
                    and d.kind is not DutyKind.TRAVEL  # its two ends are duties of the day
                )
            )
            if timeline.concerns(day_span(day.day), proof):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day.day,
                    span=day.span,
                    measured=day.span.minutes,
                    limit=limit,
                    duties=proof,
                    verdict=Verdict.VIOLATION if certain else Verdict.TO_CONFIRM,
                    sentence=None if certain else self.exceptional,
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each two duties of a day that lie too far apart, and each one too long."""
        days: dict[date, list[Item]] = {}
        for item in model.working:
            if item.literal is model.true or item.duty.kind is not DutyKind.TRAVEL:
                days.setdefault(item.duty.span.day, []).append(item)
        for day, items in days.items():
            if not self.in_force(day):
                continue
            most, claim = self.most.on(day), model.claim(self.id, day_span(day))
            for n, (early, one) in enumerate(items):
                for late, other in items[n:]:
                    if late.span.last - early.span.first > most:
                        model.model.forbid_all(claim, [one] if one is other else [one, other])
