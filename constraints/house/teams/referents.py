"""Require a référent on duty or on call over every supervised team that is out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.people import StaffRole
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import Span, around
from scheduler.finding import Claim, Severity
from scheduler.rule import Lever, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.people import Mediator
    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Slot
    from scheduler.finding import Finding
    from scheduler.model import RotaModel

ON_CALL = frozenset({StaffRole.REFERENT, StaffRole.RESPONSABLE})


@dataclass(frozen=True, kw_only=True)
class Referents(TeamRule):
    """
    While anyone holds a supervised slot, its dispositif has a supervisor at every minute.

    A supervisor is a référent on a slot that supervises the dispositif, or a référent or
    responsable on a standby that supervises it; several may take turns. Supervisors outside the
    problem are not known here: whoever plans a part keeps the supervising slots in it, locked.
    """

    id: ClassVar[str] = "referents"
    title: ClassVar[str] = "Référent en service ou d’astreinte"
    of_shifts: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.HOUSE
    lever: ClassVar[Lever | None] = Lever.TEMPLATE
    advice: ClassVar[str] = (
        "mettez d’abord un référent en poste, ou un encadrant d’astreinte, à ces heures"
    )
    by_slot: ClassVar[bool] = True
    settled_by_others: ClassVar[bool] = True
    sentence: ClassVar[str] = (
        "{who} : {measured} sans référent en service ni encadrant d’astreinte."
    )

    def audit(self, rota: Rota) -> Iterator[Finding]:
        """Find the minutes of each supervised span that no supervisor covers."""
        over: dict[str, list[Span]] = defaultdict(list)
        for slot in rota.problem.slots:
            if any(may_supervise(m, slot) for m in rota.team_of[slot.id]):
                for dispositif in slot.supervises:
                    over[dispositif].append(slot.span)
        for slot in rota.problem.slots:
            if not slot.supervised or not rota.team_of[slot.id]:
                continue
            spans = [s for s in over[slot.dispositif] if s.touches(slot.span)]
            alone, reached = 0, slot.span.first
            for span in sorted(spans, key=lambda s: s.first):
                begin = min(max(reached, span.first), slot.span.last)
                alone += begin - reached
                reached = max(reached, min(span.last, slot.span.last))
            alone += slot.span.last - reached
            if alone:
                yield self.finding(
                    subject=slot.id,
                    who=slot.label,
                    on=slot.span.day,
                    span=slot.span,
                    measured=alone,
                    limit=0,
                    duties=(slot.duty,),
                    inherited=rota.inherits(slot, rota.team_of[slot.id]),
                )

    def encode(self, model: RotaModel) -> None:
        """Demand one possible supervisor in each stretch between two changes of supervision."""
        supervising: dict[str, list[Slot]] = defaultdict(list)
        for slot in model.problem.slots:
            for dispositif in slot.supervises:
                supervising[dispositif].append(slot)
        longest = max((s.span.minutes for s in model.problem.slots if s.supervises), default=0)
        for slots in supervising.values():
            slots.sort(key=lambda s: s.span.first)
        for slot in model.problem.slots:
            if not slot.supervised or not model.team(slot):
                continue
            over = [
                (other.span, literal)
                for other in around(supervising[slot.dispositif], slot.span, longest)
                if other.span.touches(slot.span)
                for person, literal in model.team(other)
                if person.role is StaffRole.REFERENT
                or (person.role is StaffRole.RESPONSABLE and other.kind is SlotKind.STANDBY)
            ]
            edges = {slot.span.first, slot.span.last}
            edges |= {minute for span, _ in over for minute in (span.first, span.last)}
            cuts = sorted(e for e in edges if slot.span.first <= e <= slot.span.last)
            out = model.any_of([lit for _, lit in model.team(slot) if lit is not model.true])
            claim = Claim(self.id, slot.id, slot.span.first, slot.span.last)
            for piece in map(Span.of_minutes, cuts, cuts[1:]):
                model.one_of(claim, [lit for span, lit in over if span.contains(piece)], when=out)


def may_supervise(person: Mediator, slot: Slot) -> bool:
    """Whether the person supervises by holding the slot."""
    if slot.kind is SlotKind.STANDBY:
        return person.role in ON_CALL
    return person.role is StaffRole.REFERENT


RULE = Referents()
