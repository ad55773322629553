"""Allow a part-timer's hours to be raised for a time where the branch does (L3123-22)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.counters.thresholds import (
    BEYOND_COMPLEMENT,
    IN_COMPLEMENT,
    L3123_22,
    MOST_COMPLEMENTS,
)
from scheduler.dated import Dated, Source, code
from scheduler.domain.employment.employer import Matter
from scheduler.domain.time import days_span
from scheduler.finding import Effect, Severity
from scheduler.rule import Lever, PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.employment.amendments import Amendment
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3123_6 = code("L3123-6", "LEGIARTI000033020080")


@dataclass(frozen=True, kw_only=True)
class Complement(PersonRule):
    """
    Amendments raise a part-timer's hours where an extended branch agreement says so, and how often.

    `most`: how many a year the branch allows, beside those that replace an absent person named in
    them; eight at most, and none without such an agreement. No text says which year: the civil one
    is taken, as ECLAT does, and an amendment is of the year in which it begins. One that goes on
    unchanged under the renewal of a contract of a fixed term is entered again, and counts once.
    `rate` is the premium of the hours of the amendment, `beyond` that of complementary hours beyond
    them, which the counters use. Each amendment in force in the horizon is judged, dated on its
    first day or on the horizon's; measured: which one of its year it is.

    Nothing is encoded: no rota changes a contract.
    """

    id: ClassVar[str] = "part_time_complement"
    title: ClassVar[str] = "Temps partiel : complément d’heures par avenant"
    matter: ClassVar[Matter] = Matter.PART_TIME
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    effect: ClassVar[Effect] = Effect.WARN
    lever: ClassVar[Lever | None] = Lever.CONTRACT
    sources: ClassVar[tuple[Source, ...]] = (L3123_22, L3123_6)
    unit: ClassVar[str] = "times"
    sentence: ClassVar[str] = (
        "{who} : avenant de complément d’heures [dates], {measured} dans l’année hors "
        "remplacement, au lieu de {limit} au plus."
    )
    unfounded: ClassVar[str] = (
        "{who} : avenant de complément d’heures [dates], qu’aucun accord de branche étendu ne "
        "permet ; ses heures sont comptées comme des heures complémentaires."
    )

    most: Dated = MOST_COMPLEMENTS
    rate: Dated = IN_COMPLEMENT
    beyond: Dated = BEYOND_COMPLEMENT

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Count each year's amendments, and judge those in force in the horizon."""
        who = timeline.mediator
        first, last = timeline.horizon.days[0], timeline.horizon.days[-1]
        every = ((a, contract) for contract in who.contracts for a in contract.amendments)
        counted: Counter[int] = Counter()
        ended: Amendment | None = None
        for amendment, contract in sorted(every, key=lambda pair: pair[0].start):
            again = contract.renews and ended is not None and _goes_on(ended, amendment)
            ended = amendment
            counted[amendment.start.year] += not amendment.replaces and not again
            count, limit = counted[amendment.start.year], self.most.on(amendment.start)
            lawful = limit and (amendment.replaces or count <= limit)
            if lawful or not amendment.touches(first, last):
                continue
            on = max(first, amendment.start)
            dates = f"du {amendment.start:%d/%m/%Y} au {amendment.end:%d/%m/%Y}"
            sentence = self.sentence if limit else self.unfounded
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=on,
                span=days_span(on, min(last, amendment.end)),
                measured=count if limit else 1,
                limit=limit,
                inherited=False,
                sentence=sentence.replace("[dates]", dates),
            )

    def encode(self, model: PersonModel) -> None:
        """Post nothing: no rota changes a contract."""


def _goes_on(ended: Amendment, amendment: Amendment) -> bool:
    """Whether an amendment is the same as one that ended on its eve."""
    same = replace(ended, start=amendment.start, end=amendment.end) == amendment
    return same and ended.end == amendment.start - timedelta(days=1)


RULE = Complement()
