"""What a month planned again in one way changes, and what it leaves."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from api.month.alternatives.trial import Payer
from api.month.standing import Starts
from api.planning.moves import PersonChanges, Turn
from scheduler.domain.posts import Posts, posts_of
from scheduler.domain.problem import Assignment, Problem, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.publication import told_late


class Way(StrEnum):
    """
    The ways to plan again.

    FEWEST: posts that are held stay held as far as possible, and holes that stand stay holes.
    COVERAGE: as many posts of the month as possible are held. SPARING: as FEWEST, but what begins
    within two days changes only where the law or an absence leaves no choice.
    """

    FEWEST = "moins_de_changements"
    COVERAGE = "couverture"
    SPARING = "personne_sous_48_h"


@dataclass(frozen=True, kw_only=True)
class Uncovered:
    """A slot that fewer people hold than before, of those whom it asks for."""

    slot: Slot
    before: int
    after: int
    target: int


@dataclass(frozen=True, kw_only=True)
class Repair:
    """
    A month planned again in one way.

    `assignments`: the month (None: none was found); `impossible`: no lawful one exists, or none
    that leaves as it is what isn't to be planned again (`bounded`). `fewest`: it was proved that no
    lawful month that does as well by what comes before changes less: told late, then people, then
    shifts. `late`: changes told later than is due; `soon`: those of what begins within two days;
    both count changes as people are told them. `uncovered`: what it leaves; `posts`: those of the
    month, so that holes that stood before count too. `contradictions`: what the solver answered
    that was refuted, a sentence each.
    """

    way: Way
    assignments: frozenset[Assignment] | None = None
    impossible: bool = False
    bounded: bool = False
    fewest: bool = False
    stopped: bool = False
    changes: tuple[PersonChanges, ...] = ()
    late: int = 0
    soon: int = 0
    uncovered: tuple[Uncovered, ...] = ()
    posts: Posts | None = None
    payers: tuple[Payer, ...] = ()
    contradictions: tuple[str, ...] = ()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All changes, person by person."""
        return tuple(turn for person in self.changes for turn in person.turns)


def uncovered_between(before: Rota, after: Rota) -> Iterator[Uncovered]:
    """Yield the slots that fewer people hold, of those whom they ask for, by start."""
    for slot in sorted(before.problem.slots, key=lambda s: (s.span.first, s.id)):
        have, left = (posts_of(slot, rota.team_of[slot.id]) for rota in (before, after))
        if left.have < have.have:
            yield Uncovered(slot=slot, before=have.have, after=left.have, target=left.target)


def plainly_fewest(problem: Problem, standing: Rota, after: Rota) -> bool:
    """
    Whether no lawful rota that covers as much as what stands changes less than `after` does.

    Whoever is away leaves what they held, in any lawful rota. If that empties no post, it is all.
    If one shift is left and its post is held again by somebody who held nothing that day in its
    place, two people change once each, and no rota that covers as much has fewer: it is the least
    unless somebody else could have been told in time. False: counting doesn't tell.

    `problem`: with the short notices by which changes are told late.
    """
    away = frozenset(
        a
        for a in standing.assignments
        if problem.presence.is_away(a.mediator, problem.slot_of[a.slot].span)
    )
    left, taken = standing.assignments - after.assignments, after.assignments - standing.assignments
    if left != away or any(uncovered_between(standing, after)):
        return False
    if not taken:
        return True
    alone = Rota(problem=standing.problem, assignments=standing.assignments - away)
    if len(away) != 1 or len(taken) != 1 or not any(uncovered_between(standing, alone)):
        return False
    [gone], [come] = away, taken
    slot = problem.slot_of[gone.slot]
    if come.slot != slot.id:
        return False
    able = (
        m.id
        for m in problem.mediators
        if slot in problem.candidates[m.id]
        and Assignment(m.id, slot.id) not in standing.assignments
        and not problem.presence.is_away(m.id, slot.span)
    )
    return told_late(problem, come.mediator, slot) == min(
        told_late(problem, who, slot) for who in able
    )


def simple_repair(
    starts: Starts, left: Iterable[Assignment], seconds: float
) -> frozenset[Assignment]:
    """
    Return the month that stands without what must be left, each post held by the best colleague.

    `left`: what must be left; of it, what isn't planned again stays. A post stays empty where
    nobody may lawfully come as things are then, and once so many seconds have passed.
    """
    deadline = time.monotonic() + seconds
    problem = starts.problem
    gone = {a for a in left if a.slot not in starts.kept}
    month = starts.standing - gone
    # Each post that is filled lifts what blocks by its being empty, and none comes back.
    starts = replace(starts, than=month)
    for each in sorted(gone, key=lambda a: (problem.slot_of[a.slot].span.first, a)):
        if time.monotonic() > deadline:
            break
        slot = problem.slot_of[each.slot]
        able = (m for m in problem.mediators if m.id != each.mediator and may_hold(m, slot))
        tries = {month | {Assignment(m.id, slot.id)} for m in able} - {month}
        month = starts.best(tries) or month
    return month
