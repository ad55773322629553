"""Free a person for a post by what they hold: they leave it, hand it over, or swap it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from api.staffing.bench import Bench
from api.staffing.causes import OpenPost, by_name
from api.staffing.proposals.proposal import Means, Proposal, coming
from api.staffing.remedies import in_the_way, staying
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, may_hold
from scheduler.domain.slots import Slot

NEAREST = 4
"""How many of the nearest people are freed of what they hold."""

COVERS = 24
"""How many people are tried on what somebody leaves."""

NEAR = 4 * 1440
"""Within how many minutes of what somebody gives the shift lies that they take for it."""

SWAPS = 12
"""How many exchanges are tried for one post."""


@dataclass(frozen=True, kw_only=True)
class Leaver:
    """
    Somebody who may come to a post if they don't hold `slot`.

    `people`: who would come, they first. `bench`: tries people on the rota without them on `slot`.
    """

    slot: Slot
    people: tuple[Mediator, ...]
    bench: Bench

    @property
    def mediator(self) -> Mediator:
        """Who leaves the slot."""
        return self.people[0]


def leavers_of(bench: Bench, post: OpenPost, fixed: frozenset[str]) -> Iterator[Leaver]:
    """Yield the nearest people who aren't away, with each slot of theirs that keeps them away."""
    for stop in [stop for stop in post.stops if not stop.away][:NEAREST]:
        for slot in in_the_way(bench, stop, post.hole):
            if slot.id in fixed:
                continue
            gone = bench.without(Assignment(stop.mediator.id, slot.id))
            people = coming(gone, post.hole, stop.mediator, post.needs_partner)
            if people:
                yield Leaver(slot=slot, people=people, bench=gone)


def left(bench: Bench, post: OpenPost, leavers: Iterable[Leaver]) -> Iterator[Proposal]:
    """Yield who may come by leaving a post where that opens no hole as grave."""
    for leaver in leavers:
        stay = staying(bench, leaver.mediator, leaver.slot, post.hole)
        if stay is not None and not leaver.bench.unsettled(leaver.slot):
            yield Proposal(
                means=Means.LEAVE,
                slot=post.hole.slot,
                coming=leaver.people,
                leaves=leaver.slot,
                left=stay,
            )


def handed_over(post: OpenPost, leavers: Iterable[Leaver]) -> Iterator[Proposal]:
    """Yield who may come if somebody who is free takes what they hold."""
    for leaver in leavers:
        after = leaver.bench.with_people(leaver.people, post.hole.slot)
        busy = {person.id for person in leaver.people}
        for cover in islice(_covers(after, leaver.slot, leaver.mediator, busy), COVERS):
            if after.admits(cover, leaver.slot):
                yield Proposal(
                    means=Means.HANDOVER,
                    slot=post.hole.slot,
                    coming=leaver.people,
                    leaves=leaver.slot,
                    cover=cover,
                )
                break


def swapped(
    bench: Bench, post: OpenPost, leavers: Iterable[Leaver], fixed: frozenset[str]
) -> Iterator[Proposal]:
    """Yield who may come by exchanging what they hold for a colleague's shift of those days."""
    tries = 0
    for leaver in leavers:
        who, slot = leaver.mediator, leaver.slot
        for cover, takes in _exchangeable(bench, who, slot, fixed):
            if cover in leaver.people or takes.span.touches(post.hole.slot.span):
                continue
            if tries == SWAPS:
                return
            tries += 1
            free = leaver.bench.without(Assignment(cover.id, takes.id))
            after = free.with_people(leaver.people, post.hole.slot)
            if not after.admits(cover, slot):
                continue
            exchanged = after.with_people((cover,), slot)
            if exchanged.admits(who, takes):
                yield Proposal(
                    means=Means.SWAP,
                    slot=post.hole.slot,
                    coming=leaver.people,
                    leaves=slot,
                    cover=cover,
                    takes=takes,
                )
                break


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
    nearby = [
        other
        for other in rota.problem.slots
        if abs(other.span.first - slot.span.first) <= NEAR
        and other.id not in fixed | already
        and not other.span.touches(slot.span)
        and may_hold(who, other)
    ]
    for takes in sorted(nearby, key=lambda s: (abs(s.span.first - slot.span.first), s.id)):
        if not bench.at_leisure(who, takes):
            continue
        for cover in rota.team_of[takes.id]:
            covering = Assignment(cover.id, takes.id)
            if (
                covering in rota.assignments
                and cover.role in _roles(slot, who)
                and who.role in _roles(takes, cover)
                and may_hold(cover, slot)
                and Assignment(cover.id, slot.id) not in rota.whole
                and bench.at_leisure(cover, slot)
            ):
                yield cover, takes


def _roles(slot: Slot, leaving: Mediator) -> frozenset[str]:
    """Return the roles that fill the need of a slot that somebody leaves."""
    need = slot.need_for(leaving)
    return frozenset() if need is None else need.roles
