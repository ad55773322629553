"""Put people of a binôme slot with someone whom they know."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from scheduler.domain.people import PairKind
from scheduler.goal import TeamGoal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Slot
    from scheduler.model import RotaModel, Terms

WEEKS = 8
MOST = 3


@dataclass(frozen=True, kw_only=True)
class UsualPartners(TeamGoal):
    """
    The number of times someone holds a binôme slot without a usual partner there.

    Usual partners are the fixed pairs, and the `most` people with whom one shared most slots in
    the last `weeks` weeks. A slot that no usual partner may hold costs nothing: nobody could help
    it.
    """

    id: str = "usual_partners"
    title: str = "Binômes inhabituels"
    unit: str = "affectations"

    tier: int = 6
    weeks: int = WEEKS
    most: int = MOST

    def cost(self, model: RotaModel) -> Terms:
        """Price each slot that a person holds without any usual partner there."""
        costs: Terms = []
        usual = self.usual(model.problem)
        for slot in model.problem.slots:
            if not slot.binome:
                continue
            team = {person.id: literal for person, literal in model.team(slot)}
            for who, literal in team.items():
                near = [team[other] for other in sorted(usual[who]) if other in team]
                if near:
                    alone = model.flag("")
                    model.implies([literal, *(model.negation(lit) for lit in near)], alone)
                    costs.append((1, alone))
        return costs

    def bill_of(self, rota: Rota, slot: Slot) -> Mapping[str, int]:
        """Count the people on a binôme slot without any usual partner there."""
        if not slot.binome:
            return {}
        usual = self.usual(rota.problem)
        team = {m.id for m in rota.team_of[slot.id]}
        others = rota.problem.able.get(slot.id, frozenset())
        return {m: 1 for m in team if not usual[m] & team and usual[m] & others}

    def usual(self, problem: Problem) -> Mapping[str, frozenset[str]]:
        """Return each person's usual partners: fixed pairs and frequent recent partners."""
        key = f"{self.id} {self.weeks} {self.most}"
        if key not in problem.partners_known:
            problem.partners_known[key] = self._usual(problem)
        return problem.partners_known[key]

    def _usual(self, problem: Problem) -> Mapping[str, frozenset[str]]:
        since = problem.horizon.first - self.weeks * 7 * 1440
        teams: dict[str, set[str]] = defaultdict(set)
        for worked in problem.history:
            if since <= worked.duty.span.first < problem.horizon.first:
                teams[worked.duty.id].add(worked.mediator)
        shared: dict[str, Counter[str]] = defaultdict(Counter)
        for team in teams.values():
            for first, other in combinations(sorted(team), 2):
                shared[first][other] += 1
                shared[other][first] += 1
        usual = {
            m.id: {
                other
                for other, _ in sorted(shared[m.id].items(), key=lambda x: (-x[1], x[0]))[
                    : self.most
                ]
            }
            for m in problem.mediators
        }
        for pair in problem.pairs:
            if pair.kind is PairKind.TOGETHER and any(map(pair.holds_on, problem.horizon.days)):
                usual[pair.first].add(pair.second)
                usual[pair.second].add(pair.first)
        return {who: frozenset(others) for who, others in usual.items()}


GOAL = UsualPartners()
