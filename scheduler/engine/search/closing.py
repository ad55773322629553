"""
Close a rota under what anybody sees: fill what can be filled for nothing, then by one exchange.

A search that ends early leaves posts open that somebody could hold. Each is given to whoever costs
least by the order of tiers, if that breaks no rule and the rota gets no worse; then one person may
move to an open post, and another take theirs. How much is tried is counted, so that the same rota
comes twice where no clock was set.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from itertools import combinations, islice
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from scheduler.around import judge_slots, problem_around, rota_around, rota_in
from scheduler.audit import judge
from scheduler.domain.posts import holders
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.finding import Effect
from scheduler.ranking import Ranking

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.slots import Need, Slot
    from scheduler.finding import Finding
    from scheduler.rule import PersonRule, Profile

FILLING, EXCHANGING = 80, 2
"""
People judged for each person of a part, while posts are filled and while two people exchange.

One refused takes 1 ms, one who may come 6: two seconds for 100 people of whom few may come.
"""

PAIRED, TOGETHER = 6, 30
"""
Others with whom somebody is tried on a post that nobody holds alone, and pairs that are looked at
before it is taken for one that nobody may hold: of ten people, most are no pair of somebody else.
"""

GIVING_UP = 2
"""Posts of one's own that a person may give up for an open one: those nearest to it."""


class Hole(NamedTuple):
    """A need of a slot that lacks people."""

    slot: Slot
    need: Need


def closed(
    problem: Problem,
    profile: Profile,
    assignments: frozenset[Assignment],
    *,
    seconds: float | None = None,
    stopped: Callable[[], bool] = bool,
) -> frozenset[Assignment]:
    """
    Return a lawful rota with what can be filled in it; it is the same where nothing can be.

    `seconds` of the clock at most (None: any), which matter where hardly anything is held yet.
    `stopped`: whether to end with what is filled so far.
    """
    until = math.inf if seconds is None else time.monotonic() + seconds
    closing = _Closing(problem, profile, assignments, until, stopped=stopped)
    closing.fill()
    if closing.exchange():
        closing.fill()
    return closing.rota.assignments


def filled(
    problem: Problem, profile: Profile, assignments: frozenset[Assignment], slots: Collection[str]
) -> frozenset[Assignment]:
    """Return a rota with what can be filled of some slots (ids); nobody leaves a post."""
    closing = _Closing(problem, profile, assignments, math.inf, slots=slots)
    closing.fill()
    return closing.rota.assignments


class _Closing:
    def __init__(
        self,
        problem: Problem,
        profile: Profile,
        assignments: frozenset[Assignment],
        until: float,
        *,
        slots: Collection[str] | None = None,
        stopped: Callable[[], bool] = bool,
    ) -> None:
        self.until = until
        self.stopped = stopped
        self.slots = [s for s in problem.slots if slots is None or s.id in slots]
        self.problem = problem
        self.profile = profile
        self.rota = Rota(problem=problem, assignments=assignments)
        self.ranking = Ranking(profile, self.rota)
        self.tries = 0
        self._team_rules = [
            rule for rule in profile.team_rules if rule.by_slot and rule.effect is Effect.BLOCK
        ]
        self._settled = {rule.id for rule in self._team_rules if rule.settled_by_others}
        self._refusing: Counter[str] = Counter()
        self._order: list[str] = []
        self._rules: dict[str, dict[str, PersonRule]] = {}
        self._refused: dict[str, dict[str, frozenset[str]]] = {}
        self._around: dict[str, Problem] = {}

    def fill(self) -> None:
        """Give open posts to people for whom nothing speaks against it."""
        self.tries = FILLING * len(self.problem.mediators)
        before = None
        # Who is given a post may let others come, who could not alone.
        while before != self.rota.assignments:
            before = self.rota.assignments
            for hole in self._holes():
                lacked = self._have(hole) < hole.need.minimum
                while not self._over and self._give(hole):
                    # What goes beyond it here comes after the minimum of the others.
                    if lacked and self._have(hole) >= hole.need.minimum:
                        break

    @property
    def _over(self) -> bool:
        """Whether as much was tried as may be."""
        return self.tries <= 0 or self.stopped() or time.monotonic() >= self.until

    def exchange(self) -> bool:
        """Have somebody move to an open post and another take theirs; return whether any did."""
        self.tries = EXCHANGING * len(self.problem.mediators)
        made = [self._exchange(hole) for hole in self._holes() if not self._over]
        return any(made)

    def _holes(self) -> list[Hole]:
        """Return the needs that lack people: under their minimum first, and who supervises."""
        holes = []
        for slot in self.slots:
            for need in slot.needs:
                have = self._have(Hole(slot, need))
                if have < need.target:
                    rank = (have >= need.minimum, not slot.supervises, slot.span.first, slot.id)
                    holes.append((rank, Hole(slot, need)))
        return [hole for _, hole in sorted(holes, key=itemgetter(0))]

    def _have(self, hole: Hole) -> int:
        return holders(hole.slot, hole.need, self.rota.team_of[hole.slot.id])

    def _give(self, hole: Hole) -> bool:
        """Give a post to whoever costs least of those who may hold it; False: nobody may."""
        slot, room = hole.slot, hole.need.maximum - self._have(hole)
        if self._have(hole) >= hole.need.target:
            return False
        people = [
            post
            for person in self._able(hole)
            if not self._is_refused(post := Assignment(person.id, slot.id))
            and _free(self.rota, person, slot)
        ]
        part = self._part(slot)
        sizes = [
            size for size in (1, 2) if size <= room and self._may_come(part, slot, people, size)
        ]
        after = {each: self.rota.changed({each}) for each in people if sizes}
        keys = {each: self.ranking.key(rota, (each,)) for each, rota in after.items()}
        people = sorted(keys, key=keys.__getitem__)
        able: list[Assignment] = []
        for each in people:
            if self._over or (sizes == [1] and keys[each].worse):
                return False
            if sizes == [1] and not self._team(part.changed({each}), slot):
                continue
            if each not in able and not self._admits(after[each], each):
                continue
            able.append(each)
            tried = ({each, *others} for n in sizes for others in combinations(able[:-1], n - 1))
            for some in islice(tried, PAIRED):
                rota = self.rota.changed(some)
                if self._team(part.changed(some), slot) and self._worth(rota):
                    self._take(rota)
                    return True
        return False

    def _part(self, slot: Slot) -> Rota:
        """Return the rota around a slot."""
        if slot.id not in self._around:
            self._around[slot.id] = problem_around(self.problem, [slot])
        return rota_in(self.rota, self._around[slot.id])

    def _is_refused(self, post: Assignment) -> bool:
        return post.slot in self._refused.get(post.mediator, ())

    def _may_come(self, part: Rota, slot: Slot, people: Sequence[Assignment], size: int) -> bool:
        """Whether so many people may come as far as others who come or supervise decide it."""
        some = islice(combinations(people, size), TOGETHER)
        return any(self._team(part.changed(each), slot, only=self._settled) for each in some)

    def _exchange(self, hole: Hole) -> bool:
        """Have somebody leave a post of theirs for an open one, if another may take theirs."""
        if self._have(hole) >= hole.need.target:
            return False
        for person in self._able(hole):
            mine = Assignment(person.id, hole.slot.id)
            for slot in self._given_up(person, hole.slot):
                left = Assignment(person.id, slot.id)
                moved = self.rota.changed({mine}, {left})
                if self._over:
                    return False
                if self._admits(moved, mine) and self._replaced(moved, hole.slot, slot, person):
                    return True
        return False

    def _replaced(self, moved: Rota, hole: Slot, left: Slot, leaving: Mediator) -> bool:
        """Look for somebody to take the post that a person has left for an open one."""
        need = left.need_for(leaving)
        if need is None:
            return False
        for person in self._able(Hole(left, need)):
            theirs = Assignment(person.id, left.id)
            if person == leaving or self._is_refused(theirs) or not _free(moved, person, left):
                continue
            after = moved.changed({theirs})
            if self._over or not self._worth(after) or not self._admits(after, theirs):
                continue
            if self._team(rota_around(after, [hole, left]), hole, left):
                self._take(after)
                return True
        return False

    def _given_up(self, person: Mediator, slot: Slot) -> list[Slot]:
        """Return the person's own posts that stand in the way of a slot, the nearest first."""
        locks = self.problem.lock_of
        own = [s for s in self.rota.slots_of[person.id] if Assignment(person.id, s.id) not in locks]
        named = self._refused.get(person.id, {}).get(slot.id, frozenset())
        own = [s for s in own if s.id in named or s.span.touches(slot.span)] or own
        return sorted(own, key=lambda s: (abs(s.span.first - slot.span.first), s.id))[:GIVING_UP]

    def _able(self, hole: Hole) -> Iterator[Mediator]:
        """Yield who may hold a post, titles included, and doesn't; others may change places."""
        team = {m.id for m in self.rota.team_of[hole.slot.id]}
        for who in sorted(self.problem.able.get(hole.slot.id, frozenset()) - team):
            person = self.problem.mediator_of[who]
            titled = hole.slot.shared or hole.need.titles <= person.titles
            if person.role in hole.need.roles and titled and hole.slot.fits(person):
                yield person

    def _worth(self, after: Rota) -> bool:
        """Whether a rota is no worse than the one at hand, by the order of tiers."""
        return not self.ranking.key(after).worse

    def _take(self, after: Rota) -> None:
        for changed in after.assignments ^ self.rota.assignments:
            self._refused.pop(changed.mediator, None)
        self.rota = after
        self.ranking.moved(after)

    def _admits(self, after: Rota, post: Assignment) -> bool:
        """Whether a person's rules let them hold what they hold after being given a slot."""
        self.tries -= 1
        person = self.problem.mediator_of[post.mediator]
        wrong = self._wrong(after, person)
        if wrong is not None and post.slot in wrong.evidence:
            self._refused.setdefault(post.mediator, {})[post.slot] = frozenset(wrong.evidence)
        return wrong is None

    def _wrong(self, after: Rota, person: Mediator) -> Finding | None:
        """Return the first finding that stops a person, by the rules that refuse most first."""
        timeline, own = after.timeline(person), self._rules_of(person)
        for rule in filter(None, map(own.get, self._order)):
            for finding in judge(rule, timeline):
                if finding.inherited:
                    continue
                if finding.blocks or self._avoided(rule, finding, person):
                    self._refusing[rule.id] += 1
                    self._order.sort(key=self._refusals)
                    return finding
        return None

    def _rules_of(self, person: Mediator) -> dict[str, PersonRule]:
        """Return the rules that may keep a person from a post, by id."""
        if person.id not in self._rules:
            own = [rule for rule in self.profile.rules_of(person) if rule.keeps_from_posts]
            self._rules[person.id] = {rule.id: rule for rule in own}
            self._order += [rule.id for rule in own if rule.id not in self._order]
        return self._rules[person.id]

    def _refusals(self, rule: str) -> int:
        return -self._refusing[rule]

    def _avoided(self, rule: PersonRule, finding: Finding, person: Mediator) -> bool:
        """Whether a plan avoids what doesn't block, and it isn't there already."""
        if not rule.avoids(finding):
            return False
        before = judge(rule, self.rota.timeline(person))
        return finding.facts not in {each.facts for each in before}

    def _team(self, part: Rota, *slots: Slot, only: Collection[str] | None = None) -> bool:
        """Whether the rules on teams (`only` these) let be the rota around these slots."""
        return not any(
            finding.blocks and not finding.inherited
            for rule in self._team_rules
            if only is None or rule.id in only
            for finding in judge_slots(part, rule, slots)
        )


def _free(rota: Rota, person: Mediator, slot: Slot) -> bool:
    """Whether a person is post nothing else at the time of a slot, and isn't away."""
    problem = rota.problem
    return not any(own.span.touches(slot.span) for own in rota.slots_of[person.id]) and not any(
        absence.span.touches(slot.span) for absence in problem.absences_of[person.id]
    )
