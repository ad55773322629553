"""Search what would fill an open post; each proposal is applied to the rota and audited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from api.data.association import Association
from api.judging.reaudit import finding_changes, reaudit
from api.staffing.bench import Bench, bench_of
from api.staffing.causes import OpenPost, by_name
from api.staffing.proposals.freed import handed_over, leavers_of, left, swapped
from api.staffing.proposals.proposal import Means, Proposal, coming
from api.staffing.proposals.supposed import agreed, grounded, lent, present, starting_later
from api.staffing.trial import stopping
from constraints.agreements.terms import Term
from constraints.registry import profile_of
from scheduler.domain.rota import Rota
from scheduler.finding import Finding
from scheduler.rule import Profile

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
