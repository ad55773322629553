"""Find what would fill a hole; each remedy is tried and audited before it is proposed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from api.planning.holes import Hole
from api.staffing.bench import Bench, Obstacle
from api.staffing.causes import PAIRED, OpenPost, by_name, posted
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.domain.people import Mediator
from scheduler.domain.posts import holders
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.slots import Slot
from scheduler.domain.supposition import supposing

NEAREST = 3
"""How many of the nearest people are tried."""


@dataclass(frozen=True, kw_only=True)
class Lift:
    """
    A derogation to record, with which `filled` of `wanted` posts would be held together.

    `ground`: the derogation itself, with its kind, its dates, and its dispositif or agency.
    """

    ground: Ground
    wanted: int
    filled: int


@dataclass(frozen=True, kw_only=True)
class WayOut:
    """
    What would let a person come: no longer being absent, or leaving `slot` for the post.

    `left` people would stay on that slot: enough that no hole as grave opens there.
    """

    mediator: Mediator
    slot: Slot | None = None
    left: int = 0


def lift(bench: Bench, kind: GroundKind, holes: Sequence[Hole]) -> Lift:
    """Try a derogation for the days, dispositif or agency of holes, and count those it fills."""
    ground = ground_for(kind, [hole.slot for hole in holes])
    after = bench.supposing(with_ground(bench.rota.problem, ground))
    return Lift(ground=ground, wanted=len(holes), filled=filled_on(after, holes))


def filled_on(bench: Bench, holes: Sequence[Hole]) -> int:
    """Count how many of these holes can be filled together, those who come given least first."""
    after, filled = bench, 0
    counts: dict[str, int] = {}
    for hole in holes:
        some = _fillers(after, hole, counts)
        filled += bool(some)
        for person in some:
            counts[person.id] = counts.get(person.id, 0) + 1
        after = after.with_people(some, hole.slot) if some else after
    return filled


def ground_for(kind: GroundKind, slots: Sequence[Slot]) -> Ground:
    """Return the derogation for the days of slots, and their dispositif or agency if it is one."""
    days = [day for slot in slots for day in slot.span.days]
    dispositifs, agencies = {s.dispositif for s in slots}, {s.agency for s in slots}
    return Ground(
        kind=kind,
        since=min(days),
        until=max(days),
        agency=agencies.pop() if len(agencies) == 1 else "",
        dispositif=dispositifs.pop() if len(dispositifs) == 1 else "",
    )


def with_ground(problem: Problem, ground: Ground) -> Problem:
    """Return a problem in which a derogation is recorded, too."""
    return supposing(problem, grounds=(*problem.grounds, ground))


def _fillers(bench: Bench, hole: Hole, counts: dict[str, int]) -> tuple[Mediator, ...]:
    """Return one or two people with whom nothing is broken, those given least first."""
    people = posted(bench.rota, hole).left
    people = tuple(sorted(people, key=lambda m: (counts.get(m.id, 0), *by_name(m))))
    free = [m for m in people if bench.stop(m, hole.slot) is None]
    room = hole.need.maximum - hole.have
    for size in range(1, min(2, room) + 1):
        for some in combinations(free[:PAIRED], size):
            if not bench.team(some, hole.slot, room=False):
                return some
    return ()


def way_out(bench: Bench, post: OpenPost) -> WayOut | None:
    """
    Return the simplest way for one of the nearest people to come alone (None: there is none).

    Leaving another post is tried first, since one can seldom cancel an absence.
    """
    here = [stop for stop in post.stops if not stop.away][:NEAREST]
    away = [stop for stop in post.stops if stop.away][:NEAREST]
    tries = chain(
        (_moved(bench, stop, post.hole) for stop in here),
        (_there(bench, stop, post.hole.slot) for stop in away),
    )
    return next((way for way in tries if way is not None), None)


def _there(bench: Bench, stop: Obstacle, slot: Slot) -> WayOut | None:
    """Try someone who is away as if they weren't."""
    after = bench.present(stop.mediator, slot)
    return WayOut(mediator=stop.mediator) if after.admits(stop.mediator, slot) else None


def _moved(bench: Bench, stop: Obstacle, hole: Hole) -> WayOut | None:
    """Try someone without one of the posts in the way, where that opens no hole as grave."""
    who = stop.mediator
    for other in in_the_way(bench, stop, hole):
        remaining = staying(bench, who, other, hole)
        if remaining is None:
            continue
        after = bench.without(Assignment(who.id, other.id))
        if not after.unsettled(other) and after.admits(who, hole.slot):
            return WayOut(mediator=who, slot=other, left=remaining)
    return None


def in_the_way(bench: Bench, stop: Obstacle, hole: Hole) -> Iterator[Slot]:
    """Yield the other slots of a person that keep them from a hole, by id."""
    slots, assignments = bench.rota.problem.slot_of, bench.rota.assignments
    proof = {duty.id for duty in stop.duties}
    proof.update(duty for finding in stop.findings for duty in finding.evidence)
    for duty in sorted(proof - {hole.slot.id}):
        if duty in slots and Assignment(stop.mediator.id, duty) in assignments:
            yield slots[duty]


def staying(bench: Bench, mediator: Mediator, slot: Slot, hole: Hole) -> int | None:
    """Return how many stay if a person leaves a slot (None: that opens one as grave as a hole)."""
    need = slot.need_for(mediator)
    if need is None:
        return None
    remaining = holders(slot, need, bench.rota.team_of[slot.id]) - 1
    return None if remaining < (need.minimum if hole.vital else need.posts) else remaining
