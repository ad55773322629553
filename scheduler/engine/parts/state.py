"""What the parent knows of a part while it is searched, and which step comes next for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.domain.problem import Assignment
from scheduler.engine.contradictions import Contradiction, Refuted, log
from scheduler.engine.outcome import Unsearched
from scheduler.engine.parts.splitting import Part
from scheduler.engine.search.incumbent import (
    Bound,
    Costs,
    Incumbent,
    best_bound,
    closes,
    proves,
    unconfirmed,
)
from scheduler.engine.tiers import COVERAGE
from scheduler.engine.tried import Tried, note
from scheduler.engine.workers.messages import Step, Task
from scheduler.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.engine.search.concluding import Concluded
    from scheduler.engine.search.found import Found

MODELLED = frozenset({Step.CUT, Step.GRANT, Step.PROVE, Step.IMPROVE, Step.SECOND})
"""Steps that need a part's model."""

SPARED = frozenset({Step.FILL, Step.GRANT, Step.SECOND})
"""Steps that a part can do without: what kills a process is not tried again."""

STEPS = set(Step)
"""Steps that parts are searched by: the benchmark takes an optional one out to see its worth."""

COVERAGE_EFFORT = 3.0
"""Deterministic time for the proof of a coverage tier; the largest part known needs one."""

FIRST_PROOF, LONGEST_PROOF = 1.0, 32.0
"""Deterministic time for the first proof of any other tier; it doubles while it isn't enough."""

ABOVE = 2
"""
How many times more a tier's proofs are worth than those of the next one below that is open.

At the same time as one proof of a tier, half as long a one is tried of the next: what is shown of a
tier needs no proof of those above it.
"""

BURST = 0.5
"""Deterministic time of one turn of neighbourhoods, and of granting wishes."""

LEAST = 0.05
"""What neighbourhoods, or proofs, that gain nothing count for at least: what gains may change."""

MOST_DEATHS = 2
"""Processes that a part may lose in the same kind of step before it is searched no further."""

AUDIT = "contrôle"
"""Judging a part's people, as it is measured."""


@dataclass
class PartState:
    """
    One part: its best rota, bounds, and how its time was spent.

    `weight`: possible assignments. `standing`: what its search starts from. `stands`: what its
    rota is not to be worse than, and `kept`: that, as far as it is lawful. `wishes`: place of
    those to grant (see `wishes_at`). `used`: processor seconds; `proving`: those of proofs,
    `confirming`: those of second answers on bounds, and `second_effort`: deterministic time for
    each, which doubles as for proofs. `patience`: what the next turns count for, halved while
    neighbourhoods gain nothing. `vain`: turns of tries for coverage alone that have gained nothing,
    one after the other. `proofs`: how many have ended at a tier, by place, and `trust`:
    what the next ones count for, halved while they gain nothing. `running`: steps under way.
    `first_after`, `covered_after`: seconds of the solve until it had a lawful rota, and until
    its coverage was proved (None: not yet). `begun`, `covered`: its start and its coverage were
    searched; `answered`: a search came to a rota. `made`: steps that it has had; `without`:
    those that it goes on without. `closed`: it is searched no further. `lent`: another machine
    searches it. `doubtful`: found impossible, to be confirmed. `method`: the caller's can
    search it; `by_method`: processor seconds of that; `bounded`: it has bounded the part.
    `known`: costs of lawful rotas seen; `contradictions`: what the solver answered that these
    refute, among others. `deaths`: processes lost to it, by kind of step. `judging`: processor
    seconds that its first rota took to judge, as its last one will; `findings`: of the
    incumbent, once it is judged.
    """

    index: int
    part: Part
    weight: int
    standing: frozenset[Assignment] | None
    wishes: int | None = None
    stands: frozenset[Assignment] | None = None
    kept: Incumbent | None = None
    answered: bool = False
    incumbent: Incumbent | None = None
    bounds: list[Bound] = field(default_factory=list)
    doubted: set[int] = field(default_factory=set)
    contradictions: set[Contradiction] = field(default_factory=set)
    known: set[Costs] = field(default_factory=set)
    vain: int = 0
    running: list[Task] = field(default_factory=list)
    begun: bool = False
    covered: bool = False
    made: set[Step] = field(default_factory=set)
    without: set[Step] = field(default_factory=set)
    closed: bool = False
    lent: bool = False
    doubtful: bool = False
    method: bool = False
    by_method: float = 0.0
    bounded: bool = False
    first_after: float | None = None
    covered_after: float | None = None
    confirming: float = 0.0
    second_effort: float = FIRST_PROOF
    shown_at: float = float("-inf")
    used: float = 0.0
    proving: float = 0.0
    patience: float = 1.0
    proofs: Counter[int] = field(default_factory=Counter)
    trust: float = 1.0
    deaths: Counter[Step] = field(default_factory=Counter)
    judging: float = 0.0
    seconds: dict[int, float] = field(default_factory=dict)
    work: dict[str, Tried] = field(default_factory=dict)
    findings: dict[str, list[Finding]] | None = None

    @property
    def best(self) -> Incumbent | None:
        """The better one of what was found and what stands (the latter if they cost the same)."""
        if self.kept is None or (self.incumbent is not None and self.incumbent.beats(self.kept)):
            return self.incumbent
        return self.kept

    @property
    def deadly(self) -> bool:
        """
        Whether so many processes died of it that no other is given it.

        Two that are killed at once, whatever they did, say nothing of the part.
        """
        return max(self.deaths.values(), default=0) >= MOST_DEATHS

    @property
    def unkept(self) -> bool:
        """Whether it isn't known yet what is lawful of the rota that stands."""
        return self.stands is not None and self.lacks(Step.KEEP)

    @property
    def empty(self) -> bool:
        """Whether it has a rota in which nobody holds anything but what is locked."""
        mine, locks = self.incumbent, self.part.problem.lock_of
        return mine is not None and mine.assignments <= locks.keys()

    @property
    def unsearched(self) -> Unsearched | None:
        """What it has without an answer of a search (None: there is one, or none is needed)."""
        if self.incumbent is None or self.coverage_confirmed:
            return None
        if self.empty:
            return Unsearched.EMPTY
        stands = self.standing or self.stands
        if self.answered or (stands and self.covered):
            return None
        return Unsearched.STANDING if stands else Unsearched.GREEDY

    @property
    def open_places(self) -> list[int]:
        """Places of the tiers that are neither proved nor proved nearly."""
        if self.incumbent is None:
            return [0]
        costs = self.incumbent.costs
        return [place for place in range(len(costs)) if not closes(self.bounds, place, costs)]

    @property
    def next_proof(self) -> tuple[int, float]:
        """The place of the tier that is proved next, and the deterministic time for it."""
        # Where a rota stands, coverage and changes are proved together, which comes first.
        opened = self.open_places[:1] if self.standing or not self.covered else self.open_places
        worth = [(self._effort(place) * ABOVE**rank, place) for rank, place in enumerate(opened)]
        place = min(worth, default=(0.0, 0))[1]
        return place, self._effort(place)

    def _effort(self, place: int) -> float:
        first = COVERAGE_EFFORT if place < COVERAGE else FIRST_PROOF
        return min(LONGEST_PROOF, first * (1 << self.proofs[place]))

    def settles(self, task: Task) -> bool:
        """
        Whether the best rota is at the bounds of all tiers that a task is to prove.

        Where a rota stands, coverage is proved together with what comes below it.
        """
        opened = set(self.open_places)
        if not task.standing:
            opened &= {*task.places}
        return task.step is Step.PROVE and not opened

    @property
    def modelled(self) -> bool:
        """Whether its model was built."""
        return not self.made.isdisjoint(MODELLED)

    @property
    def coverage_proved(self) -> bool:
        """Whether the tiers of coverage are proved, by one answer at least."""
        return self._covers_best(confirmed=False)

    @property
    def coverage_confirmed(self) -> bool:
        """Whether they are proved so that it may be told."""
        return self._covers_best(confirmed=True)

    def _covers_best(self, *, confirmed: bool) -> bool:
        if self.incumbent is None:
            return False
        costs, doubted, bounds = self.incumbent.costs, self.doubts(), self.bounds
        return all(
            not cost
            or (
                place not in doubted
                and best_bound(bounds, place, costs, confirmed=confirmed) >= cost
            )
            for place, cost in enumerate(costs[:COVERAGE])
        )

    def awaits(self, count: int | None = None) -> bool:
        """Whether bounds of so many first tiers (None: all) wait for a second answer."""
        given_up = Step.SECOND in self.without or self.second_effort > LONGEST_PROOF
        if self.incumbent is None or not self.covered or given_up:
            return False
        claims = unconfirmed(self.bounds, self.incumbent.costs[:count])
        return not {place for place, _ in claims} <= self.doubts()

    @property
    def searched(self) -> bool:
        """Whether there is nothing left to search."""
        done = self.begun and self.incumbent is not None and not self.open_places
        return self.closed or (done and not self.awaits())

    def lacks(self, step: Step) -> bool:
        """Whether the part has not had a step that it could have."""
        return step in STEPS and step not in self.made and step not in self.without

    def keep(self, kept: Incumbent | None, processor: float) -> None:
        """Take in what is lawful of the rota that stands, of which the search isn't told."""
        self.made.add(Step.KEEP)
        self.kept, self.judging = kept, max(self.judging, processor)
        if kept is not None:
            self._know(kept)

    def adopt(self) -> None:
        """Go on from what stands, if that is better than all that was found."""
        self.incumbent = self.best

    def learn(self, task: Task, left: Found, processor: float) -> None:
        """Take in what a step has left."""
        before = self.incumbent
        shown = self._shown() if task.step is Step.PROVE else None
        gained = any(tried.gains for tried in left.tried.values())
        better = self.take(left.incumbent)
        searched = better and (gained or task.step is Step.CONFIRM)
        self.answered = self.answered or (searched and task.step is not Step.FILL)
        self._learn_bounds(left)
        self.doubted |= left.doubted
        self._count(left, processor)
        self.made.add(task.step)
        if task.step is Step.START:
            self.begun, self.judging = True, max(self.judging, processor)
        elif task.step is Step.METHOD:
            self.by_method += processor
            self.bounded = self.bounded or bool(left.bounds)
            # Without even a try, the method can't search this part.
            self.covered = self.covered or bool(left.tried)
            self.method = bool(left.tried) and self.incumbent is not None
        elif task.step is Step.WHOLE:
            self.begun = self.covered = self.closed = True
        elif task.step is Step.CUT:
            # Counted as a proof: one of such a part as a whole takes minutes, and can wait.
            self.proving += processor
            self.covered = True
        elif task.step is Step.PROVE:
            self.proving += processor
            risen = gained or self._shown() != shown
            self.trust = 1.0 if risen else max(LEAST, self.trust / 2)
            self._note_proof(task)
            self.covered = True
        elif task.step is Step.SECOND:
            self.confirming += processor
            settled = gained or any(bound.confirmed for bound in left.bounds)
            self.second_effort = FIRST_PROOF if settled else 2 * self.second_effort
        elif task.step is Step.IMPROVE:
            self.patience = 1.0 if gained else max(LEAST, self.patience / 2)
            if len(task.places) == COVERAGE:
                self.vain = 0 if gained else self.vain + 1
        if before is None and self.incumbent is not None:
            self.patience = 1.0

    def _shown(self) -> list[int]:
        """Return the best bound of each tier, then the best that is confirmed."""
        costs = () if self.incumbent is None else self.incumbent.costs
        return [
            best_bound(self.bounds, place, costs, confirmed=confirmed)
            for confirmed in (False, True)
            for place in range(len(costs))
        ]

    def _count(self, left: Found, processor: float) -> None:
        """Count the time of a step by tier and by kind."""
        self.used += processor
        places = {bound.place for bound in left.bounds} or set(self.open_places)
        for place in places:
            self.seconds[place] = self.seconds.get(place, 0.0) + processor / len(places)
        for kind, tried in left.tried.items():
            note(self.work, kind, tried)

    def learn_elsewhere(self, bounds: Iterable[Bound], work: Mapping[str, Tried]) -> None:
        """Take in what the search of another machine has left beside its rota."""
        self.begun = self.covered = self.answered = True
        self.without |= SPARED - {Step.SECOND}
        self._add_bounds(bounds)
        for kind, tried in work.items():
            note(self.work, kind, tried)
            self.used += tried.seconds

    def _learn_bounds(self, left: Found) -> None:
        for contradiction in left.contradictions:
            self.contradict(contradiction.place, contradiction.claim)
        self._add_bounds(left.bounds)

    def _add_bounds(self, bounds: Iterable[Bound]) -> None:
        fresh = [bound for bound in bounds if bound not in self.bounds]
        self.bounds += self._unrefuted(fresh, self.known)
        if not all(bound.confirmed for bound in fresh):
            self.second_effort = FIRST_PROOF

    def _note_proof(self, task: Task) -> None:
        """Have the next proof take longer of the tier at which one has ended."""
        mine, bounds = self.incumbent, self.bounds
        unproved = (n for n in task.places if mine is None or not proves(bounds, n, mine.costs))
        ended = next(unproved, None)
        if ended is None or ended not in self.open_places:
            return
        # Coverage that was given less than it may take says nothing of what it needs.
        if ended >= COVERAGE or task.each >= self._effort(ended):
            self.proofs[ended] += 1

    def take(self, incumbent: Incumbent | None) -> bool:
        """Take a lawful rota if it beats the incumbent; return whether it did."""
        if incumbent is None:
            return False
        self._know(incumbent)
        if not incumbent.beats(self.incumbent):
            return False
        self.incumbent, self.findings = incumbent, None
        return True

    def _know(self, rota: Incumbent) -> None:
        """Put aside the bounds that a lawful rota refutes."""
        if rota.costs not in self.known:
            self.known.add(rota.costs)
            self.bounds = self._unrefuted(self.bounds, {rota.costs})

    def conclude(self, task: Task, end: Concluded, processor: float) -> None:
        """Take the last rota and its findings, unless a better one than the task's came since."""
        note(self.work, AUDIT, Tried(tries=1, seconds=processor))
        if task.incumbent == self.incumbent:
            self._know(end.rota)
            self.incumbent, self.findings, self.kept = end.rota, end.findings, None

    def doubts(self) -> set[int]:
        """Return the places of tiers whose bounds prove nothing."""
        return self.doubted | {contradiction.place for contradiction in self.contradictions}

    def contradict(self, place: int, claim: Refuted) -> None:
        """Note what the solver answered of a tier and other facts refute; log it once."""
        contradiction = Contradiction(place, claim)
        if contradiction not in self.contradictions:
            self.contradictions.add(contradiction)
            log.warning(
                "%s, rang %d : réponse du solveur démentie (%s)", self.part.name, place + 1, claim
            )

    def _unrefuted(self, bounds: Iterable[Bound], known: Iterable[Costs]) -> list[Bound]:
        """Return the bounds that no rota of these costs beats; note the others."""
        kept = []
        for bound in bounds:
            if any(bound.refuted_by(costs) for costs in known):
                self.contradict(bound.place, Refuted.BOUND)
            else:
                kept.append(bound)
        return kept
