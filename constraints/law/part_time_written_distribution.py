"""Temps partiel : work on the weekdays that the contract names (L3123-6, L3123-11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.part_time import part_time_on
from scheduler.dated import Source, code
from scheduler.domain.people import HoursBasis
from scheduler.domain.time import day_span
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3123_6 = code("L3123-6", "LEGIARTI000033020080")
L3123_11 = code("L3123-11", "LEGIARTI000033020051")


@dataclass(frozen=True, kw_only=True)
class ContractDays(PersonRule):
    """
    A part-time contract that names its weekdays allows no post on another.

    A change of the days is an amendment with its notice (L3123-31), hence a new contract in the
    data. An annual scheme (L3121-44) needs no such days. A night belongs to the day on which it
    begins.
    """

    id: ClassVar[str] = "part_time_written_distribution"
    title: ClassVar[str] = "Temps partiel : contrat écrit et répartition"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    sources: ClassVar[tuple[Source, ...]] = (L3123_6, L3123_11)
    sentence: ClassVar[str] = (
        "{who} (temps partiel) : {measured} de travail le {day}, jour que le contrat ne prévoit "
        "pas."
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Hold each working day against the contract in force."""
        who = timeline.mediator
        for day in timeline.days:
            if timeline.judges(day_span(day.day)) and outside(who, day.day):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day.day,
                    span=day.span,
                    measured=sum(duty.work for duty in day.duties),
                    limit=0,
                    duties=day.duties,
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid, under each such contract, the duties that begin on another day."""
        for contract in model.mediator.contracts:
            named = contract.days
            if named is None or not contract.part_time or contract.basis is HoursBasis.YEAR:
                continue
            for duty, literal in model.working:
                day = duty.span.day
                if duty.decided and day.weekday() not in named and contract.covers(day):
                    model.model.forbid(model.claim(self.id, day_span(day)), literal)


def outside(who: Mediator, day: date) -> bool:
    """Whether the part-time contract of `day` names its weekdays, and not this one."""
    contract = part_time_on(who, day)
    return (
        contract is not None
        and contract.days is not None
        and contract.basis is not HoursBasis.YEAR
        and day.weekday() not in contract.days
    )


RULE = ContractDays()
