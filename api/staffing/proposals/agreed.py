"""Fill a post by a value that the law lets an agreement, or an authorisation, set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from api.staffing.accords import term_for
from api.staffing.bench import Bench, Obstacle, blocking
from api.staffing.causes import OpenPost
from api.staffing.proposals.coming import coming
from api.staffing.proposals.proposal import Means, Proposal
from constraints.agreements.in_force.refusals import UnlawfulTermsError
from constraints.agreements.terms import Term
from scheduler.rule import Profile

AGREED = 4
"""How many people are tried whom only rules stop."""


def agreed(
    bench: Bench, post: OpenPost, with_terms: Callable[[tuple[Term, ...]], Profile]
) -> Iterator[Proposal]:
    """
    Yield who may come if values are set no farther than they need, and the law lets them be.

    `with_terms` gives the rules with such values.
    """
    for stop in [stop for stop in post.stops if not stop.busy][:AGREED]:
        terms = _terms(bench, stop)
        if not terms:
            continue
        try:
            profile = with_terms(terms)
        except UnlawfulTermsError:
            continue
        after = replace(bench.on(bench.rota), profile=blocking(profile))
        people = coming(after, post.hole, stop.mediator, post.needs_partner)
        if people:
            yield Proposal(means=Means.AGREEMENT, slot=post.hole.slot, coming=people, terms=terms)


def _terms(bench: Bench, stop: Obstacle) -> tuple[Term, ...]:
    """Return the values that lift all that stops a person (empty: some rule has none)."""
    rules = {rule.id: rule for rule in bench.profile.rules_of(stop.mediator)}
    terms: dict[tuple[str, str], Term] = {}
    # Of several findings of one value, what lies farthest from it decides how far it has to give.
    for finding in sorted(stop.findings, key=lambda f: abs(f.measured - f.limit)):
        rule = rules.get(finding.rule)
        term = None if rule is None else term_for(bench, stop, rule, finding)
        if term is None:
            return ()
        terms[term.rule, term.parameter] = term
    return tuple(terms.values())
