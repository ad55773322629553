"""Fill a post by a value that the law lets an agreement, or an authorisation, set."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from api.staffing.bench import blocking
from api.staffing.proposals.coming import coming
from api.staffing.proposals.proposal import Means, Proposal
from constraints.agreements.in_force.refusals import UnlawfulTermsError
from constraints.agreements.terms import Term
from scheduler.dated import Level, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from api.staffing.bench import Bench, Stop
    from api.staffing.causes import OpenPost
    from scheduler.dated import Dated
    from scheduler.finding import Finding
    from scheduler.rule import Profile, Rule

AGREED = 4
"""How many people are tried whom only rules stop."""

TEXTS = {
    Level.COMPANY: "accord d’entreprise à conclure",
    Level.AUTHORISATION: "autorisation à demander",
}


def agreed(
    bench: Bench, post: OpenPost, with_terms: Callable[[tuple[Term, ...]], Profile]
) -> Iterator[Proposal]:
    """
    Yield who may come if values are set no farther than they need, and the law lets them be.

    `with_terms` gives the rules with such values.
    """
    for stop in [stop for stop in post.stops if not stop.unfree][:AGREED]:
        terms = _terms(bench, stop)
        if not terms:
            continue
        try:
            profile = with_terms(terms)
        except UnlawfulTermsError:
            continue
        after = replace(bench.on(bench.rota), profile=blocking(profile))
        people = coming(after, post.hole, stop.mediator, post.alone)
        if people:
            yield Proposal(means=Means.AGREEMENT, slot=post.hole.slot, coming=people, terms=terms)


def _terms(bench: Bench, stop: Stop) -> tuple[Term, ...]:
    """Return the values that lift all that stops a person (empty: some rule has none)."""
    rules = {rule.id: rule for rule in bench.profile.rules_of(stop.mediator)}
    terms: dict[tuple[str, str], Term] = {}
    # Of several findings of one value, what lies farthest from it decides how far it has to give.
    for finding in sorted(stop.findings, key=lambda f: abs(f.measured - f.limit)):
        rule = rules.get(finding.rule)
        term = None if rule is None else _term(bench, stop, rule, finding)
        if term is None:
            return ()
        terms[term.rule, term.parameter] = term
    return tuple(terms.values())


def _term(bench: Bench, stop: Stop, rule: Rule, finding: Finding) -> Term | None:
    """Return the value that a source may set so that a measure is lawful (None: none may)."""
    days = bench.rota.problem.horizon.days
    for name, dated in rule.limits().items():
        if dated.unit != finding.unit or dated.on(finding.on) != finding.limit:
            continue
        for level, text in TEXTS.items():
            if _may_set(dated, level, finding):
                by = dated.by if level is Level.COMPANY else dated.authorised_by or dated.by
                return Term(
                    rule=rule.id,
                    parameter=name,
                    value=finding.measured,
                    source=Source(text, "" if by is None else by.article),
                    since=days[0],
                    until=days[-1],
                    level=level,
                    agency=stop.mediator.agency,
                )
    return None


def _may_set(dated: Dated, level: Level, finding: Finding) -> bool:
    low, high = dated.bounds(level, finding.on)
    if low is None and high is None:
        return False
    return (low is None or low <= finding.measured) and (high is None or finding.measured <= high)
