"""Keep people who must not be paired off the same slot."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.people import PairKind
from scheduler.domain.slots import SlotKind
from scheduler.finding import Claim, Severity
from scheduler.rule import Lever, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.people import Pair
    from scheduler.domain.rota import Rota
    from scheduler.finding import Finding
    from scheduler.model import RotaModel


@dataclass(frozen=True, kw_only=True)
class ForbiddenPairs(TeamRule):
    """
    Two people kept apart on a day share no slot that begins on it, binôme or not.

    A team's own time is no slot that two people hold together: both may sit in it.
    """

    id: ClassVar[str] = "forbidden_pairs"
    title: ClassVar[str] = "Personnes à ne pas réunir"
    severity: ClassVar[Severity] = Severity.HOUSE
    lever: ClassVar[Lever | None] = Lever.PAIR
    by_slot: ClassVar[bool] = True
    unit: ClassVar[str] = "people"
    sentence: ClassVar[str] = "{who} : ces deux personnes ne doivent pas être réunies."

    def audit(self, rota: Rota) -> Iterator[Finding]:
        """Look for both names in each team."""
        apart: dict[str, list[Pair]] = defaultdict(list)
        for pair in rota.problem.pairs:
            if pair.kind is PairKind.APART:
                apart[pair.first].append(pair)
        for slot in rota.problem.slots:
            if slot.kind is SlotKind.TEAM:
                continue
            team = {m.id: m for m in rota.team_of[slot.id]}
            for pair in (p for who in team for p in apart.get(who, ())):
                if pair.second in team and pair.holds_on(slot.span.day):
                    names = f"{team[pair.first].name} et {team[pair.second].name}"
                    yield self.finding(
                        subject=slot.id,
                        who=f"{slot.label} ({names})",
                        on=slot.span.day,
                        span=slot.span,
                        measured=2,
                        limit=1,
                        duties=(slot.duty,),
                        inherited=rota.inherits(slot, (team[pair.first], team[pair.second])),
                    )

    def encode(self, model: RotaModel) -> None:
        """Forbid both on each slot that both may hold."""
        for pair in model.problem.pairs:
            if pair.kind is not PairKind.APART:
                continue
            able = model.problem.candidates
            for slot in dict.fromkeys((*able[pair.first], *able[pair.second])):
                if slot.kind is SlotKind.TEAM or not pair.holds_on(slot.span.day):
                    continue
                first = model.works(pair.first, slot.id)
                other = model.works(pair.second, slot.id)
                if first is not None and other is not None:
                    claim = Claim(self.id, slot.id, slot.span.first, slot.span.last)
                    model.forbid_all(claim, [first, other])


RULE = ForbiddenPairs()
