"""
Explain in French why there is no rota, by a minimal conflict that a new solve confirms.

The solver's cores are sometimes wrong (or-tools #2649, #5141), so a core is only a first guess. A
deletion filter shrinks it, with a new solve at each step. The result is checked both ways: the
claims that remain are infeasible together, which a search set otherwise confirms, and feasible
without any one of them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from scheduler.domain.time import instant_of
from scheduler.engine.alone import demanding
from scheduler.engine.build import build, build_person
from scheduler.engine.contradictions import Refuted, log
from scheduler.engine.parts.splitting import parts_of
from scheduler.finding import Claim
from scheduler.rule import Lever

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.domain.problem import Problem
    from scheduler.domain.slots import Slot
    from scheduler.model import DemandModel
    from scheduler.rule import Profile, Rule

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

NAMED = 3
"""Slots that somebody could hold, of which a sentence names each; more are counted."""


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """
    A conflict: claims that can't all be met, with a French sentence for each.

    `feasible`: there was nothing to explain. `verified`: the claims were shown infeasible
    together and feasible without any one of them; otherwise time ran out (« non conclu »).
    """

    part: str
    claims: tuple[Claim, ...]
    sentences: tuple[str, ...]
    verified: bool
    feasible: bool
    seconds: float


def explain(problem: Problem, profile: Profile, *, seconds: float = 30.0) -> Explanation:
    """
    Explain the first person or part that has no lawful rota, within `seconds` in all.

    Who can have none alone comes first: that conflict is the shortest to read.
    """
    begun = time.monotonic()
    deadline = begun + seconds
    concluded = True
    for name, model in _models(problem, profile):
        search = _Conflict(model, profile, deadline)
        feasible = search.possible(search.all_claims)
        refused = feasible is False and search.refused(search.all_claims)
        if feasible is not True and not refused:
            concluded = False
        if not refused:
            continue
        claims, verified = search.minimal()
        return Explanation(
            part=name,
            claims=claims,
            sentences=tuple(sentence_of(claim, problem, profile) for claim in claims),
            verified=verified,
            feasible=False,
            seconds=time.monotonic() - begun,
        )
    return Explanation(
        part="",
        claims=(),
        sentences=(),
        verified=concluded,
        feasible=concluded,
        seconds=time.monotonic() - begun,
    )


def _models(problem: Problem, profile: Profile) -> Iterator[tuple[str, DemandModel]]:
    """Yield the gated model of each person of whom something is demanded, then of each part."""
    for mediator in demanding(problem):
        yield mediator.name, build_person(problem, profile, mediator, gated=True).model
    for part in parts_of(problem):
        yield part.name, build(part.problem, profile, gated=True)


def quick_solver(seconds: float) -> cp_model.CpSolver:
    """
    Return a solver for models asked many times, each of which is easy.

    Presolving takes most of the time there: 35 people in a month, 0.2 s of processor in place of
    1.1 s with all of it.
    """
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.max_presolve_iterations = 1
    solver.parameters.linearization_level = 0
    return solver


class _Conflict:
    """The gated model of one person or part, asked again and again with some of its claims."""

    def __init__(self, model: DemandModel, profile: Profile, deadline: float) -> None:
        self.model = model
        self.rank = {rule.id: place for place, rule in enumerate(profile.rules)}
        self.deadline = deadline
        self.all_claims: tuple[Claim, ...] = tuple(sorted(self.model.gates))

    def refused(self, claims: Iterable[Claim]) -> bool:
        """Whether a second search, in another way, confirms that not all claims can be met."""
        again = self.possible(claims, other=True)
        if again:
            log.warning("conflit : réponse du solveur démentie (%s)", Refuted.IMPOSSIBLE)
        return again is False

    def possible(
        self, claims: Iterable[Claim], core: list[Claim] | None = None, *, other: bool = False
    ) -> bool | None:
        """
        Return whether all claims can be met; None if time runs out before that is known.

        `core` receives claims that are enough to refuse. `other`: search in another way than usual.
        """
        left = self.deadline - time.monotonic()
        if left <= 0:
            return None
        kept = set(claims)
        solver = quick_solver(left)
        cp = self.model.cp
        cp.clear_assumptions()
        if core is None:
            cp = cp.clone()
            for claim, gate in self.model.gates.items():
                cp.add(cp.get_bool_var_from_proto_index(gate.index) == (claim in kept))
            solver.parameters.cp_model_presolve = not other
        else:
            cp.add_assumptions([gate for claim, gate in self.model.gates.items() if claim in kept])
        status: Any = solver.solve(cp)
        if status == cp_model.INFEASIBLE:
            if core is not None:
                guilty = set(solver.sufficient_assumptions_for_infeasibility())
                core.extend(c for c, g in self.model.gates.items() if g.index in guilty)
            return False
        return True if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None

    def minimal(self) -> tuple[tuple[Claim, ...], bool]:
        """Shrink the claims to a conflict that needs each of them; also say whether it's proved."""
        kept = list(self.all_claims)
        core: list[Claim] = []
        if self.possible(kept, core) is False and core and self.possible(core) is False:
            kept = core
        kept = self._halve(kept)
        # Law first: what can't be changed is dropped if it can be, so that what remains is what
        # people can act on.
        for claim in sorted(kept, key=lambda c: (self.rank.get(c.rule, 0), c)):
            rest = [c for c in kept if c != claim]
            if self.possible(rest) is False:
                kept = rest
        refused = [self.possible(kept), self.possible(kept, other=True)]
        if True in refused:
            # It was shrunk on a wrong answer, and contradicts nothing.
            log.warning("conflit : réponse du solveur démentie (%s)", Refuted.IMPOSSIBLE)
            return (), False
        verified = refused == [False, False] and all(
            self.possible([c for c in kept if c != claim]) is True for claim in kept
        )
        return tuple(kept), verified

    def _halve(self, kept: list[Claim]) -> list[Claim]:
        """Drop halves, quarters… of the claims while the rest stays infeasible: few solves."""
        size = len(kept) // 2
        while size > 1:
            start = 0
            while start < len(kept):
                rest = kept[:start] + kept[start + size :]
                if rest and self.possible(rest) is False:
                    kept = rest
                else:
                    start += size
            size //= 2
        return kept


def sentence_of(claim: Claim, problem: Problem, profile: Profile) -> str:
    """Say a claim in French: whose it is, what its rule demands, when."""
    rule = profile.rule_of[claim.rule]
    mediator = problem.mediator_of.get(claim.subject)
    concerned = slots_of(claim, problem, rule)
    if mediator and len(concerned) > NAMED:
        slots = f"{len(concerned)} créneaux possibles"
    else:
        slots = " ou ".join(_slot(slot) for slot in concerned)
    who = mediator.name if mediator else slots or claim.subject
    where = f" ({slots})" if mediator and slots else ""
    bounds = rule.demanded_of(claim, problem)
    what = f", {bounds}" if bounds else ""
    return f"{who} : {demand(rule)} {when(claim.first, claim.last)}{where}{what}."


def demand(rule: Rule) -> str:
    """Say in French what a rule demands, with its article if it has one."""
    article = f" ({rule.sources[0].article})" if rule.sources else ""
    return f"{rule.title[:1].lower()}{rule.title[1:]}{article}"


def when(first: int, last: int) -> str:
    """Write a span of UTC minutes in French."""
    start, end = instant_of(first), instant_of(last - 1)
    if start.date() == end.date():
        return f"le {DAYS[start.weekday()]} {start:%d/%m/%Y}"
    return f"du {DAYS[start.weekday()]} {start:%d/%m/%Y} au {DAYS[end.weekday()]} {end:%d/%m/%Y}"


def slots_of(claim: Claim, problem: Problem, rule: Rule | None = None) -> tuple[Slot, ...]:
    """
    Return the slots that a claim concerns: its subject, or its person's during its span.

    `rule`: the claim's, where it is known: one that a lock lifts concerns the locked slots alone.
    """
    slot = problem.slot_of.get(claim.subject)
    if slot is not None:
        return (slot,)
    mine = tuple(
        slot
        for slot in problem.candidates.get(claim.subject, ())
        if (slot.span.first, slot.span.last) == (claim.first, claim.last)
    )
    if rule is None or rule.lever is not Lever.LOCK:
        return mine
    locked = {lock.slot for lock in problem.locks if lock.mediator == claim.subject}
    return tuple(slot for slot in mine if slot.id in locked)


def _slot(slot: Slot) -> str:
    place = f" {slot.site}" if slot.site else ""
    return f"créneau {slot.dispositif}{place} de {instant_of(slot.span.first):%H:%M}"


def names_in(
    claims: Iterable[Claim], problem: Problem
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the sorted ids of the rules, people and slots that a conflict names."""
    involved_claims = tuple(claims)
    rules = {claim.rule for claim in involved_claims}
    people = {claim.subject for claim in involved_claims if claim.subject in problem.mediator_of}
    slots = {slot.id for claim in involved_claims for slot in slots_of(claim, problem)}
    return tuple(sorted(rules)), tuple(sorted(people)), tuple(sorted(slots))
