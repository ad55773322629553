"""Require agreement, written convention and autonomy for a forfait in days (L3121-63)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Dated, Level, Source, code, legal
from scheduler.domain.forfait import MOST_DAYS
from scheduler.domain.time import days_span
from scheduler.evidence import Fact
from scheduler.finding import Severity, Verdict
from scheduler.rule import Lever, PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.forfait import Forfait
    from scheduler.domain.people import Contract
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3121_55 = code("L3121-55", "LEGIARTI000033003165")
L3121_58 = code("L3121-58", "LEGIARTI000033003228")
L3121_63 = code("L3121-63", "LEGIARTI000033003340")
L3121_64 = code("L3121-64", "LEGIARTI000036262805")
L3121_65 = code("L3121-65", "LEGIARTI000036262800")


@dataclass(frozen=True, kw_only=True)
class ForfaitAgreement(PersonRule):
    """
    A forfait in days stands on an agreement, a written convention, and the person's autonomy.

    Without a company or branch agreement (L3121-63), or a convention written by the first day
    judged (L3121-55), it is void and hours are due: found on each contract. The agreement has to
    set the number of days (L3121-64, I, 3°): it is recorded by `limit`. A convention of more days
    is found too: it counts for no more than the agreement's.

    Shifts at hours that a plan imposes contradict the autonomy that L3121-58 asks for (Cass. soc.
    15 December 2016, 15-17.568): to confirm, once a month for each person.
    """

    id: ClassVar[str] = "forfait_days_agreement"
    title: ClassVar[str] = "Forfait en jours : accord et convention"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    lever: ClassVar[Lever | None] = Lever.CONTRACT
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.CONTRACT,)
    sources: ClassVar[tuple[Source, ...]] = (L3121_63, L3121_55, L3121_58, L3121_64, L3121_65)
    unit: ClassVar[str] = "days"
    sentence: ClassVar[str] = (
        "{who} : forfait de {measured} sans accord qui le permette le {day} : à enregistrer dans "
        "accords.csv (règle forfait_days_cap), sinon les heures sont dues."
    )
    unwritten: ClassVar[str] = (
        "{who} : forfait de {measured} sans convention individuelle écrite le {day} : à dater au "
        "contrat, sinon les heures sont dues."
    )
    too_many: ClassVar[str] = (
        "{who} : forfait de {measured}, l’accord en permet {limit} au plus ; ils sont retenus à "
        "partir du {day}."
    )
    imposed: ClassVar[str] = (
        "{who} : {measured} à des heures que le planning impose, à partir du {day} : à confirmer, "
        "un forfait en jours suppose d’organiser soi-même son emploi du temps (Cass. soc. "
        "15 décembre 2016, n° 15-17.568)."
    )

    limit: Dated = legal(
        "days",
        MOST_DAYS,
        L3121_64,
        floor=1,
        ceiling=MOST_DAYS,
        by=L3121_64,
        quantity="forfait_days",
        name="jours de l’année",
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Judge each contract in days that is in force in the horizon."""
        first, last = timeline.horizon.days[0], timeline.horizon.days[-1]
        for contract in timeline.mediator.contracts:
            if contract.forfait is not None and contract.touches(first, last):
                on = max(first, contract.start)
                yield from self._founded(timeline, contract.forfait, on)
                yield from self._imposed(timeline, contract)

    def _founded(self, timeline: Timeline, forfait: Forfait, on: date) -> Iterator[Finding]:
        entry = self.limit.entry(on)
        wrong: list[tuple[int, str, Source]] = []
        if entry.level is Level.CODE:
            wrong.append((0, self.sentence, L3121_63))
        elif forfait.days > entry.value:
            wrong.append((entry.value, self.too_many, entry.source))
        if forfait.signed is None or forfait.signed > on:
            wrong.append((0, self.unwritten, L3121_55))
        for limit, sentence, source in wrong:
            yield self.finding(
                subject=timeline.mediator.id,
                who=timeline.mediator.name,
                on=on,
                span=days_span(on, timeline.horizon.days[-1]),
                measured=forfait.days,
                limit=limit,
                sentence=sentence,
                source=source,
            )

    def _imposed(self, timeline: Timeline, contract: Contract) -> Iterator[Finding]:
        horizon = timeline.horizon
        posts = [
            duty
            for duty in timeline.working
            if duty.is_post
            and contract.covers(duty.span.day)
            and horizon.first <= duty.span.first < horizon.last
        ]
        if posts:
            yield self.finding(
                subject=timeline.mediator.id,
                who=timeline.mediator.name,
                on=posts[0].span.day,
                span=days_span(posts[0].span.day, horizon.days[-1]),
                measured=len(posts),
                limit=0,
                unit="slots",
                duties=posts,
                verdict=Verdict.TO_CONFIRM,
                sentence=self.imposed,
                source=L3121_58,
            )

    def encode(self, model: PersonModel) -> None:
        """Post nothing: no rota makes an agreement."""


RULE = ForfaitAgreement()
