"""Put both people of a fixed binôme on a binôme slot, or neither."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.people import PairKind
from scheduler.domain.problem import may_hold
from scheduler.finding import Claim, Severity
from scheduler.rule import Lever, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.people import Pair
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Slot
    from scheduler.finding import Finding
    from scheduler.model import RotaModel


@dataclass(frozen=True, kw_only=True)
class FixedPairs(TeamRule):
    """
    If both of a fixed pair may hold a binôme slot, one is there only with the other.

    While the other is absent, in training or on a duty that isn't decided here, someone else may
    complete the binôme.
    """

    id: ClassVar[str] = "fixed_pairs"
    title: ClassVar[str] = "Binômes fixes"
    severity: ClassVar[Severity] = Severity.HOUSE
    lever: ClassVar[Lever | None] = Lever.PAIR
    by_slot: ClassVar[bool] = True
    settled_by_others: ClassVar[bool] = True
    unit: ClassVar[str] = "people"
    sentence: ClassVar[str] = "{who} : le binôme fixe est séparé."

    def audit(self, rota: Rota) -> Iterator[Finding]:
        """Look, on each binôme slot, for one of a fixed pair without the other."""
        people = rota.problem.mediator_of
        partners: dict[str, list[tuple[str, Pair]]] = defaultdict(list)
        for pair in rota.problem.pairs:
            if pair.kind is PairKind.TOGETHER:
                partners[pair.first].append((pair.second, pair))
                partners[pair.second].append((pair.first, pair))
        for slot in rota.problem.slots:
            team = {m.id for m in rota.team_of[slot.id]} if slot.binome else set()
            split = [
                (people[who], people[partner])
                for who in sorted(team)
                for partner, pair in partners.get(who, ())
                if partner not in team and pair.holds_on(slot.span.day)
            ]
            for person, other in split:
                if rota.inherits(slot, [person]):
                    continue
                if may_hold(other, slot) and not busy(rota.problem, other.id, slot):
                    yield self.finding(
                        subject=slot.id,
                        who=f"{slot.label} ({person.name} sans {other.name})",
                        on=slot.span.day,
                        span=slot.span,
                        measured=1,
                        limit=2,
                        duties=(slot.duty,),
                    )

    def encode(self, model: RotaModel) -> None:
        """Demand both or neither; if one is busy elsewhere, the other may come without them."""
        for pair in model.problem.pairs:
            if pair.kind is not PairKind.TOGETHER:
                continue
            taken = [_taken(model, who) for who in (pair.first, pair.second)]
            for slot in model.problem.candidates[pair.first]:
                first = model.works(pair.first, slot.id)
                other = model.works(pair.second, slot.id)
                if not slot.binome or other is None or not pair.holds_on(slot.span.day):
                    continue
                if other is model.true:
                    continue  # whoever left the post calls for nobody
                # Of the person, so that a conflict names people; the hours tell the slot.
                claim = Claim(self.id, pair.first, slot.span.first, slot.span.last)
                first_busy, second_busy = (
                    any(begin < slot.span.last and end > slot.span.first for begin, end in his)
                    for his in taken
                )
                if not first_busy and not second_busy:
                    model.same(claim, first, other)
                elif not second_busy:
                    model.one_of(claim, [other], when=first)
                elif not first_busy:
                    model.one_of(claim, [first], when=other)


def busy(problem: Problem, who: str, slot: Slot) -> bool:
    """Whether something that this rota doesn't decide keeps the person from the slot."""
    return any(a.span.touches(slot.span) for a in problem.absences_of[who]) or any(
        duty.span.touches(slot.span) for duty in problem.fixed_of[who]
    )


def _taken(model: RotaModel, who: str) -> list[tuple[int, int]]:
    """Return the stretches, in UTC minutes, in which the person is away or at work already."""
    away = [absence.span for absence in model.problem.absences_of[who]]
    spans = [*away, *(duty.span for duty in model.problem.fixed_of[who])]
    return [(span.first, span.last) for span in spans]


RULE = FixedPairs()
