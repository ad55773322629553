"""Audit a part's people where its rota was found; who did not change isn't judged again."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from scheduler.audit import audit_person, audit_team
from scheduler.domain.rota import Rota

if TYPE_CHECKING:
    from scheduler.domain.problem import Assignment, Problem
    from scheduler.finding import Finding
    from scheduler.rule import Profile


class Judge:
    """Keeps each person's findings with the slots that they were made for."""

    def __init__(self, problem: Problem, profile: Profile) -> None:
        self.problem = problem
        self.profile = profile
        self._known: dict[str, tuple[frozenset[str], list[Finding]]] = {}

    def findings(self, assignments: frozenset[Assignment]) -> dict[str, list[Finding]]:
        """Return the findings on each person's timeline, by person."""
        return self._by_person(Rota(problem=self.problem, assignments=assignments))

    def blocking(self, assignments: frozenset[Assignment]) -> list[Finding]:
        """Return what makes a rota of the part unlawful, past facts aside."""
        rota = Rota(problem=self.problem, assignments=assignments)
        findings = list(chain.from_iterable(self._by_person(rota).values()))
        for rule in self.profile.team_rules:
            findings.extend(audit_team(rota, rule))
        return [f for f in findings if f.blocks and not f.inherited]

    def _by_person(self, rota: Rota) -> dict[str, list[Finding]]:
        for person in self.problem.mediators:
            slots = frozenset(slot.id for slot in rota.slots_of[person.id])
            if person.id not in self._known or self._known[person.id][0] != slots:
                mine = audit_person(rota.timeline(person), self.profile)
                self._known[person.id] = (slots, mine)
        return {person: findings for person, (_, findings) in self._known.items()}
