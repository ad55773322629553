"""Search what would fill an open post; each proposal is applied to the rota and audited."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from api.data.association import Association
from api.judging.reaudit import finding_changes, reaudit
from api.staffing.bench import Bench, bench_of
from api.staffing.causes import OpenPost, by_name
from api.staffing.proposals.proposal import Means, Proposal, coming
from api.staffing.proposals.supposed import agreed, grounded, lent, present, starting_later
from api.staffing.remedies import in_the_way, staying
from api.staffing.trial import stopping
from constraints.agreements.terms import Term
from constraints.registry import profile_of
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.finding import Finding
from scheduler.rule import Profile

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


MOST = 2
"""How many proposals of one means are listed."""

FREE = 4
"""How many people are listed who may come with nothing else changed."""


@dataclass(frozen=True, kw_only=True)
class Month:
    """
    A rota to fill: its rules, all its findings, and the slots that may not be changed.

    `association`: whose agreements set the values of the rules.
    """

    association: Association
    rota: Rota
    profile: Profile
    findings: tuple[Finding, ...]
    fixed: frozenset[str] = frozenset()

    @cached_property
    def bench(self) -> Bench:
        """The bench that tries people on its slots."""
        return bench_of(self.rota, self.profile, self.findings)

    def with_terms(self, terms: Iterable[Term]) -> Profile:
        """Return the rules with values that would be added (see `with_terms`)."""
        return with_terms(self.association, terms)

    def added_by(self, proposal: Proposal) -> tuple[Finding, ...]:
        """Return the findings that a proposal adds, once applied."""
        after = proposal.applied(self.rota)
        touched = set(proposal.added | proposal.removed)
        if proposal.later is not None:
            touched |= {a for a in self.rota.assignments if a.slot == proposal.slot.id}
        profile = self.with_terms(proposal.terms) if proposal.terms else self.profile
        judged = reaudit(after, profile, self.findings, touched)
        return finding_changes(self.findings, judged).added

    def allows(self, proposal: Proposal) -> bool:
        """Whether a proposal, once applied, adds nothing that stops a publication."""
        return not stopping(self.added_by(proposal))


def with_terms(association: Association, terms: Iterable[Term]) -> Profile:
    """
    Return an association's rules with values that an agreement or authorisation would add.

    Raises `UnlawfulTermsError`: the law doesn't let them.
    """
    return profile_of(association.applied, (*association.terms, *terms))


def proposals_for(month: Month, post: OpenPost) -> tuple[Proposal, ...]:
    """
    Return what would fill a post, what costs others least first (see `Means`).

    Of each means at most `MOST` are listed, and each was applied to the rota and audited: it adds
    no finding that blocks. Where somebody may come as things are, they alone are listed. Nothing is
    sought for a post that has begun. Cost: linear in the people who could come or be lent; some
    tenths of a second.
    """
    bench = month.bench
    free = tuple(islice(_lawful(month, _free(bench, post)), FREE))
    if free:
        return free
    leavers = tuple(leavers_of(bench, post, month.fixed))
    kinds = (
        left(bench, post, leavers),
        handed_over(post, leavers),
        swapped(bench, post, leavers, month.fixed),
        starting_later(bench, post),
        lent(bench, post),
        grounded(bench, post),
        agreed(bench, post, month.with_terms),
        present(bench, post),
    )
    kept = [proposal for some in kinds for proposal in islice(_lawful(month, some), MOST)]
    return tuple(sorted(kept, key=lambda p: (p.rank, *by_name(p.mediator))))


def _lawful(month: Month, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    return (proposal for proposal in proposals if month.allows(proposal))


def _free(bench: Bench, post: OpenPost) -> Iterator[Proposal]:
    """
    Yield who may come as things are: those who make up the team, then each who may alone.

    Who has most hours left comes first.
    """
    slot = post.hole.slot
    if not post.can_come:
        return
    yield Proposal(means=Means.FREE, slot=slot, coming=post.can_come)
    for person in sorted(post.posted.left, key=lambda m: (bench.hours_over(m), *by_name(m))):
        if person not in post.can_come and coming(bench, post.hole, person):
            yield Proposal(means=Means.FREE, slot=slot, coming=(person,))
