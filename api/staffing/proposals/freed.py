"""Free a person for a post by what they hold: they leave it, hand it over, or swap it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from api.staffing.causes import by_name
from api.staffing.proposals.coming import coming
from api.staffing.proposals.proposal import Means, Proposal
from scheduler.domain.problem import Assignment, may_hold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.staffing.bench import Bench, Stop
    from api.staffing.causes import OpenPost
    from scheduler.domain.people import Mediator
    from scheduler.domain.slots import Slot

NEAREST = 4
"""How many of the nearest people are freed of what they hold."""

COVERS = 24
"""How many people are tried on what somebody leaves."""

NEAR = 4 * 1440
"""Within how many minutes of what somebody gives the shift lies that they take for it."""

SWAPS = 12
"""How many exchanges are tried for one post."""


def left(bench: Bench, post: OpenPost, fixed: frozenset[str]) -> Iterator[Proposal]:
    """Yield who may come by leaving a post where that opens no hole as grave."""
    hole = post.hole
    for stop, slot in _in_the_way(bench, post, fixed):
        who = stop.mediator
        need = slot.need_of(who.role)
        if need is None:
            continue
        stay = sum(m.role in need.roles for m in bench.rota.team_of[slot.id]) - 1
        if stay < (need.minimum if hole.vital else need.target):
            continue
        after = bench.without(Assignment(who.id, slot.id))
        people = () if after.unsettled(slot) else coming(after, hole, who, post.alone)
        if people:
            yield Proposal(means=Means.LEAVE, slot=hole.slot, coming=people, leaves=slot, left=stay)


def handed_over(bench: Bench, post: OpenPost, fixed: frozenset[str]) -> Iterator[Proposal]:
    """Yield who may come if somebody who is free takes what they hold."""
    for stop, slot in _in_the_way(bench, post, fixed):
        who = stop.mediator
        gone = bench.without(Assignment(who.id, slot.id))
        people = coming(gone, post.hole, who, post.alone)
        if not people:
            continue
        after = gone.with_people(people, post.hole.slot)
        busy = {person.id for person in people}
        for cover in islice(_covers(after, slot, who, busy), COVERS):
            if after.admits(cover, slot):
                yield Proposal(
                    means=Means.HANDOVER,
                    slot=post.hole.slot,
                    coming=people,
                    leaves=slot,
                    cover=cover,
                )
                break


def swapped(bench: Bench, post: OpenPost, fixed: frozenset[str]) -> Iterator[Proposal]:
    """Yield who may come by exchanging what they hold for a colleague's shift of those days."""
    tries = 0
    for stop, slot in _in_the_way(bench, post, fixed):
        who = stop.mediator
        gone = bench.without(Assignment(who.id, slot.id))
        people = coming(gone, post.hole, who, post.alone)
        if not people:
            continue
        for cover, takes in _exchangeable(bench, who, slot, fixed):
            if cover in people or takes.span.touches(post.hole.slot.span):
                continue
            if tries == SWAPS:
                return
            tries += 1
            freed = gone.without(Assignment(cover.id, takes.id))
            after = freed.with_people(people, post.hole.slot)
            if not after.admits(cover, slot):
                continue
            exchanged = after.with_people((cover,), slot)
            if exchanged.admits(who, takes):
                yield Proposal(
                    means=Means.SWAP,
                    slot=post.hole.slot,
                    coming=people,
                    leaves=slot,
                    cover=cover,
                    takes=takes,
                )
                break


def _in_the_way(bench: Bench, post: OpenPost, fixed: frozenset[str]) -> Iterator[tuple[Stop, Slot]]:
    """Yield the nearest people who aren't away, with each slot of theirs that is in the way."""
    slots, assignments = bench.rota.problem.slot_of, bench.rota.assignments
    for stop in [stop for stop in post.stops if not stop.away][:NEAREST]:
        proof = {duty.id for duty in stop.duties}
        proof.update(duty for finding in stop.findings for duty in finding.evidence)
        for duty in sorted(proof - fixed - {post.hole.slot.id}):
            if duty in slots and Assignment(stop.mediator.id, duty) in assignments:
                yield stop, slots[duty]


def _covers(bench: Bench, slot: Slot, but: Mediator, busy: set[str]) -> Iterator[Mediator]:
    """Yield who may hold a slot by their post and is free then, by name."""
    there = {person.id for person in bench.rota.team_of[slot.id]} | busy | {but.id}
    for person in sorted(bench.rota.problem.mediators, key=by_name):
        if (
            person.id not in there
            and person.role in _roles(slot, but)
            and may_hold(person, slot)
            and Assignment(person.id, slot.id) not in bench.rota.problem.settled
            and bench.at_leisure(person, slot)
        ):
            yield person


def _exchangeable(
    bench: Bench, who: Mediator, slot: Slot, fixed: frozenset[str]
) -> Iterator[tuple[Mediator, Slot]]:
    """Yield colleagues and their shifts of about those days, which each may hold by their post."""
    rota = bench.rota
    already = {other.id for other in rota.slots_of[who.id]}
    near = [
        other
        for other in rota.problem.slots
        if abs(other.span.first - slot.span.first) <= NEAR
        and other.id not in fixed | already
        and not other.span.touches(slot.span)
        and may_hold(who, other)
    ]
    for takes in sorted(near, key=lambda s: (abs(s.span.first - slot.span.first), s.id)):
        if not bench.at_leisure(who, takes):
            continue
        for cover in rota.team_of[takes.id]:
            mine = Assignment(cover.id, takes.id)
            if (
                mine in rota.assignments
                and cover.role in _roles(slot, who)
                and who.role in _roles(takes, cover)
                and may_hold(cover, slot)
                and Assignment(cover.id, slot.id) not in rota.whole
                and bench.at_leisure(cover, slot)
            ):
                yield cover, takes


def _roles(slot: Slot, leaving: Mediator) -> frozenset[str]:
    """Return the roles that fill the need of a slot that somebody leaves."""
    need = slot.need_of(leaving.role)
    return frozenset() if need is None else need.roles
