"""All lawful ways to regroup, found by trying every move of everybody and auditing each whole."""

from collections.abc import Sequence
from itertools import product

from api.month.frames import Frame
from scheduler.audit import audit
from scheduler.domain.people import StaffRole
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot

Key = tuple[object, ...]


def lawful_ways(
    frame: Frame,
    before: frozenset[Assignment],
    sources: Sequence[Slot],
    targets: Sequence[Slot],
    people: int,
) -> list[Key]:
    """Return the ranks of the lawful ways, sorted, counted on the rotas themselves."""
    rota = Rota(problem=frame.problem, assignments=before)
    known = {finding.code for finding in audit(rota, frame.profile)}
    there = {a.mediator for a in before if a.slot in {t.id for t in targets}}
    ids = {slot.id for slot in sources}
    movers = sorted(a for a in before if a.slot in ids and a.mediator not in there)
    ranks = []
    for goals in product([None, *targets], repeat=len(movers)):
        moved = {a: goal.id for a, goal in zip(movers, goals, strict=True) if goal is not None}
        if not moved:
            continue
        after = (before - moved.keys()) | {Assignment(a.mediator, moved[a]) for a in moved}
        new = Rota(problem=frame.problem, assignments=after)
        if any(
            f.blocks and not f.inherited and f.code not in known for f in audit(new, frame.profile)
        ):
            continue
        missing = max(0, people - len(there) - len(moved))
        ranks.append((missing, *_rank(rota, new, moved, sources)))
    return sorted(ranks)


def _rank(
    before: Rota,
    after: Rota,
    moved: dict[Assignment, str],
    sources: Sequence[Slot],
) -> Key:
    problem = before.problem
    roles = {person.id: person.role for person in problem.mediators}
    split = 0
    minimum = target = 0
    for slot in sources:
        team = {a.mediator: moved.get(a, slot.id) for a in before.assignments if a.slot == slot.id}
        where = list(team.values())
        split += len(where) > 1 and any(where.count(goal) == 1 for goal in where)
        (need,) = slot.needs
        have, left = len(before.team_of[slot.id]), len(after.team_of[slot.id])
        minimum += max(0, need.minimum - left) - max(0, need.minimum - have)
        target += max(0, need.target - left) - max(0, need.target - have)
    minutes = sum(
        problem.minutes_between.get((problem.slot_of[a.slot].site, problem.slot_of[goal].site), 0)
        for a, goal in moved.items()
    )
    return (
        split,
        sum(roles[a.mediator] is StaffRole.REFERENT for a in moved),
        len(moved),
        minimum,
        target,
        minutes,
        tuple(sorted((a.mediator, a.slot, goal) for a, goal in moved.items())),
    )
